/**
 * A backend that keeps failing is left alone for a while: by the policy itself, with the gateway's cache, or by
 * the backend's own circuit breaker. Neither has a half-open state: after the pause all traffic returns.
 * @module
 */
import type { RoutingBackend } from "./backend.ts";
import { cacheCircuit } from "./cache_circuit.ts";
import { entities } from "./entities.ts";
import { describeOrder, drawFirst, type Group, nextInOrder, priorityGroups } from "./order.ts";
import {
  attemptLoop,
  forward,
  policyDocument,
  prepareRequest,
  responseHeaders,
  setVariable,
  stamp,
  variable,
} from "./parts.ts";
import { shownAsSummary } from "./shown.ts";
import {
  type BreakerSettings,
  type PolicyOptions,
  requireBackends,
  type StrategyPolicy,
} from "./strategy.ts";
import { comment, element, type Node } from "./xml.ts";

/** As in the original: 3 failures in 10 s open it for a minute. */
export const CIRCUIT_BREAKER: BreakerSettings = {
  failures: 3,
  intervalSeconds: 10,
  tripSeconds: 60,
  acceptRetryAfter: true,
};

export interface CircuitBreakerOptions extends PolicyOptions {
  /** Who keeps the circuit: the policy, in the gateway's cache (default), or the backend entity. */
  readonly keeper?: "policy" | "backend";
  /** Default {@link CIRCUIT_BREAKER}. The policy's own circuit does not look at Retry-After. */
  readonly breaker?: Partial<BreakerSettings>;
}

/**
 * Preferred backend first; while its circuit is open the next one. A failure is retried on the next backend
 * within the same request. `x-circuit-state` tells the preferred backend's state as the reply leaves.
 * @throws RangeError for fewer than two backends.
 */
export function circuitBreaker(
  backends: readonly RoutingBackend[],
  options: CircuitBreakerOptions = {},
): StrategyPolicy {
  requireBackends("circuit-breaker", backends, 2);
  const groups = priorityGroups(backends);
  const breaker = { ...CIRCUIT_BREAKER, ...options.breaker };
  const native = options.keeper === "backend";
  const circuit = native ? nativeCircuit(groups, options) : cacheCircuit(groups, options, breaker);
  const order = describeOrder(groups);
  const summary = `${order}; ${breaker.failures} failures in ${breaker.intervalSeconds} s open a ` +
    `circuit for ${breaker.tripSeconds} s, kept by ${native ? "the backend" : "the policy"}.`;
  const behind = entities(backends, options, native ? breaker : null);
  return shownAsSummary({
    name: "circuit-breaker",
    summary,
    order: groups,
    ...stamp(options, behind, (options) => {
      const headers = responseHeaders("circuit-breaker", options, {
        "x-circuit-state": '@(context.Variables.GetValueOrDefault("circuitState", "closed"))',
      });
      return policyDocument({
        about: `Circuit breaker. ${summary}`,
        inbound: [...prepareRequest(backends, options), ...circuit.inbound],
        backend: attemptLoop({
          retries: backends.length - 1,
          condition: circuit.retryWhile,
          body: [...circuit.attempt, forward(options)],
        }),
        outbound: headers,
        onError: headers,
      });
    }),
    ...behind,
    pool: null,
  });
}

/** An open breaker answers 503 without a call, and the retry goes on to the next backend. */
function nativeCircuit(
  groups: readonly Group[],
  options: PolicyOptions,
): { inbound: Node[]; attempt: Node[]; retryWhile?: string } {
  return {
    inbound: drawFirst(groups),
    attempt: [
      comment(
        "The breaker's state cannot be read. A 503 on the first attempt is its answer while it is open " +
          "(or the backend's own, which says the same).",
      ),
      element(
        "choose",
        {},
        element(
          "when",
          { condition: `@(${variable.int("attempt")} == 1)` },
          setVariable(
            "circuitState",
            '@(context.Response?.StatusCode == 503 ? "open" : "closed")',
          ),
        ),
      ),
      ...nextInOrder(groups, options),
    ],
  };
}
