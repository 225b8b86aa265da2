/**
 * Routing strategies: backends and options in, a policy document and the entities it needs out.
 * @module
 */
import { oneOf } from "../core/one_of.ts";
import type { RoutingBackend } from "./backend.ts";
import { backendPool, type BackendPoolOptions } from "./backend_pool.ts";
import { circuitBreaker, type CircuitBreakerOptions } from "./circuit_breaker.ts";
import { latencyBased, type LatencyBasedOptions } from "./latency_based.ts";
import { requireKnownOptions } from "./known_options.ts";
import { prioritySpillover } from "./priority_spillover.ts";
import type { PolicyOptions, StrategyName, StrategyPolicy } from "./strategy.ts";
import { weightedRoundRobin } from "./weighted_round_robin.ts";

export { entityName } from "./entities.ts";
export { backendProperties, poolServices } from "./arm.ts";
export type { BackendPlan, DeploymentType, RoutingBackend } from "./backend.ts";
export { authorityOf, byPreference } from "./backend.ts";
export { backendPool, type BackendPoolOptions, POOL_BREAKER } from "./backend_pool.ts";
export { baseline } from "./baseline.ts";
export { CIRCUIT_BREAKER, circuitBreaker, type CircuitBreakerOptions } from "./circuit_breaker.ts";
export { latencyBased, type LatencyBasedOptions } from "./latency_based.ts";
export { prioritySpillover } from "./priority_spillover.ts";
export type { Remeasurement } from "./remeasure.ts";
export {
  type BackendEntity,
  type BreakerSettings,
  type NamedValueEntity,
  type PolicyOptions,
  type PoolEntity,
  poolsOf,
  type StrategyName,
  type StrategyPolicy,
} from "./strategy.ts";
export { weightedRoundRobin } from "./weighted_round_robin.ts";

/** The strategies that route between backends, in the order of the notebooks. */
export const STRATEGIES = [
  "latency-based",
  "weighted-round-robin",
  "priority-spillover",
  "circuit-breaker",
  "backend-pool",
] as const satisfies readonly StrategyName[];

/** A strategy that routes between backends. */
export type RoutingStrategyName = (typeof STRATEGIES)[number];

/** Every strategy's own options; each builder looks at its own. */
export type StrategyOptions = PolicyOptions & {
  readonly "latency-based"?: LatencyBasedOptions;
  readonly "circuit-breaker"?: CircuitBreakerOptions;
  readonly "backend-pool"?: BackendPoolOptions;
};

const BUILDERS: Readonly<
  Record<
    RoutingStrategyName,
    (backends: readonly RoutingBackend[], options: StrategyOptions) => StrategyPolicy
  >
> = {
  "latency-based": (backends, options) =>
    latencyBased(backends, { ...options, ...options["latency-based"] }),
  "weighted-round-robin": weightedRoundRobin,
  "priority-spillover": prioritySpillover,
  "circuit-breaker": (backends, options) =>
    circuitBreaker(backends, { ...options, ...options["circuit-breaker"] }),
  "backend-pool": (backends, options) =>
    backendPool(backends, { ...options, ...options["backend-pool"] }),
};

/**
 * The policy of the strategy by that name.
 * @throws RangeError for a name or an option that there is not, and when the backends or options do not allow it.
 */
export function buildPolicy(
  name: RoutingStrategyName,
  backends: readonly RoutingBackend[],
  options: StrategyOptions = {},
): StrategyPolicy {
  oneOf("strategy", name, STRATEGIES);
  requireKnownOptions(options);
  return BUILDERS[name](backends, options);
}
