/**
 * What all options may be, for the answer to a mistyped one. The types below fail to compile when one is missing.
 * @module
 */
import {
  either,
  fieldsOf,
  flag,
  listOf,
  numberAboveZero,
  oneOfThese,
  requireShapes,
  type Shapes,
  text,
  wholeFrom,
} from "../core/options.ts";
import type { BackendPoolOptions } from "./backend_pool.ts";
import type { CircuitBreakerOptions } from "./circuit_breaker.ts";
import type { LatencyBasedOptions } from "./latency_based.ts";
import type { Remeasurement } from "./remeasure.ts";
import type { BreakerSettings, PolicyOptions } from "./strategy.ts";

const COMMON: Shapes<PolicyOptions> = {
  revision: text,
  apiVersion: text,
  streaming: flag,
  timeoutSeconds: numberAboveZero,
  auth: oneOfThese("key", "managed-identity"),
  entityPrefix: text,
  tokenResource: text,
};
const REMEASURE: Shapes<Remeasurement> = {
  exploreOneIn: wholeFrom(1),
  keepSeconds: numberAboveZero,
  benchSeconds: numberAboveZero,
};
const LATENCY: Shapes<LatencyBasedOptions> = {
  ...COMMON,
  fastestFirst: listOf(text),
  remeasure: either(flag, fieldsOf(REMEASURE)),
};
const BREAKER: Shapes<BreakerSettings> = {
  failures: wholeFrom(1),
  intervalSeconds: numberAboveZero,
  tripSeconds: numberAboveZero,
  acceptRetryAfter: flag,
};
const CIRCUIT: Shapes<CircuitBreakerOptions> = {
  ...COMMON,
  keeper: oneOfThese("policy", "backend"),
  breaker: fieldsOf(BREAKER),
};
const POOL: Shapes<BackendPoolOptions> = {
  ...COMMON,
  breaker: fieldsOf(BREAKER),
  retries: wholeFrom(0),
  poolName: text,
};

interface AllOptions extends PolicyOptions {
  readonly "latency-based"?: LatencyBasedOptions;
  readonly "circuit-breaker"?: CircuitBreakerOptions;
  readonly "backend-pool"?: BackendPoolOptions;
}

const ALL: Shapes<AllOptions> = {
  ...COMMON,
  "latency-based": fieldsOf(LATENCY),
  "circuit-breaker": fieldsOf(CIRCUIT),
  "backend-pool": fieldsOf(POOL),
};

/** @throws RangeError for an option that there is not, OptionError for a value that cannot be, at any depth. */
export function requireKnownOptions(options: AllOptions): void {
  requireShapes("buildPolicy", options, ALL);
}
