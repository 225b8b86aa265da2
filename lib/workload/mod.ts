/**
 * Load: requests on a schedule, one record each.
 * @module
 */
export { evenArrivals, poissonArrivals } from "./arrivals.ts";
export { type RequestRecord, succeeded } from "./record.ts";
export {
  type Endpoint,
  measureLatency,
  type Measurement,
  type MeasureOptions,
  SAMPLES,
  WARM_UP,
} from "./measure.ts";
export { DEFAULT_PAYLOAD, type Fetch, send, type SendOptions, type Target } from "./send.ts";
export { runClosedLoop, runOpenLoop, type RunOptions, runSequence } from "./run.ts";
