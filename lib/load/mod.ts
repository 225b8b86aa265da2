/**
 * Load past one machine: the workshop's workloads as a Locust project, and what it measured back as records.
 * @module
 */
export { type MeasuredLoad, measuredLoad } from "./measured.ts";
export {
  type LoadPlan,
  type PlannedLoad,
  type PlannedTokens,
  rateLoad,
  scenarioLoad,
} from "./plan.ts";
export { predict, type Prediction } from "./prediction.ts";
export { writeLocustProject } from "./project.ts";
