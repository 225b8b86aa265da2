/**
 * The original notebook's four policies, as they were.
 * @module
 */
import { oneOf } from "../../core/one_of.ts";
import type { RoutingBackend } from "../backend.ts";
import { circuitBreakerExhibit } from "./circuit_breaker.ts";
import type { Exhibit, ExhibitOptions } from "./exhibit.ts";
import { latencyBasedExhibit } from "./latency_based.ts";
import { prioritySpilloverExhibit } from "./priority_spillover.ts";
import { weightedRoundRobinExhibit } from "./weighted_round_robin.ts";

export { edited, storedForm, withoutKeys } from "./stored.ts";
export type { Exhibit, ExhibitOptions } from "./exhibit.ts";

const EXHIBITS: Readonly<
  Record<
    Exhibit["name"],
    (backends: readonly RoutingBackend[], options?: ExhibitOptions) => Exhibit
  >
> = {
  "latency-based": latencyBasedExhibit,
  "weighted-round-robin": weightedRoundRobinExhibit,
  "priority-spillover": prioritySpilloverExhibit,
  "circuit-breaker": circuitBreakerExhibit,
};

/**
 * The original's policy of that name over these backends.
 * @throws RangeError when there are fewer backends than it used.
 */
export function buildExhibit(
  name: Exhibit["name"],
  backends: readonly RoutingBackend[],
  options: ExhibitOptions = {},
): Exhibit {
  return EXHIBITS[oneOf("policy of the original", name, Object.keys(EXHIBITS)) as typeof name](
    backends,
    options,
  );
}
