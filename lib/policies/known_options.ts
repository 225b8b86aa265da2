/**
 * The names of all options, for the answer to a mistyped one. The types below fail to compile when one is missing.
 * @module
 */
import { oneOf, requireKnown } from "../core/one_of.ts";
import type { BackendPoolOptions } from "./backend_pool.ts";
import type { CircuitBreakerOptions } from "./circuit_breaker.ts";
import type { LatencyBasedOptions } from "./latency_based.ts";
import type { Remeasurement } from "./remeasure.ts";
import type { BreakerSettings, PolicyOptions } from "./strategy.ts";

/** Each name of a type once. */
type Names<T> = Readonly<Record<keyof Required<T>, true>>;

const COMMON: Names<PolicyOptions> = {
  revision: true,
  apiVersion: true,
  streaming: true,
  timeoutSeconds: true,
  auth: true,
  entityPrefix: true,
  tokenResource: true,
};
const LATENCY: Names<LatencyBasedOptions> = { ...COMMON, fastestFirst: true, remeasure: true };
const REMEASURE: Names<Remeasurement> = {
  exploreOneIn: true,
  keepSeconds: true,
  benchSeconds: true,
};
const CIRCUIT: Names<CircuitBreakerOptions> = { ...COMMON, keeper: true, breaker: true };
const POOL: Names<BackendPoolOptions> = { ...COMMON, breaker: true, retries: true, poolName: true };
const BREAKER: Names<BreakerSettings> = {
  failures: true,
  intervalSeconds: true,
  tripSeconds: true,
  acceptRetryAfter: true,
};

interface AllOptions extends PolicyOptions {
  readonly "latency-based"?: LatencyBasedOptions;
  readonly "circuit-breaker"?: CircuitBreakerOptions;
  readonly "backend-pool"?: BackendPoolOptions;
}

const ALL: Names<AllOptions> = {
  ...COMMON,
  "latency-based": true,
  "circuit-breaker": true,
  "backend-pool": true,
};

/** @throws UnknownNameError for an option that there is not, at any depth. */
export function requireKnownOptions(options: AllOptions): void {
  check("buildPolicy", options, ALL);
  const { "latency-based": latency, "circuit-breaker": circuit, "backend-pool": pool } = options;
  check("latency-based", latency, LATENCY);
  check("latency-based.remeasure", latency?.remeasure, REMEASURE);
  check("circuit-breaker", circuit, CIRCUIT);
  check("circuit-breaker.breaker", circuit?.breaker, BREAKER);
  if (circuit?.keeper !== undefined) oneOf("keeper", circuit.keeper, ["policy", "backend"]);
  check("backend-pool", pool, POOL);
  check("backend-pool.breaker", pool?.breaker, BREAKER);
  if (options.auth !== undefined) oneOf("auth", options.auth, ["key", "managed-identity"]);
}

function check(what: string, options: unknown, names: Readonly<Record<string, true>>): void {
  if (typeof options === "object" && options !== null) {
    requireKnown(what, options, Object.keys(names));
  }
}
