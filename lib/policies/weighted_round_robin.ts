/**
 * Shares by weight over any number of backends; a backend that fails hands on to the next.
 * @module
 */
import type { RoutingBackend } from "./backend.ts";
import { entities } from "./entities.ts";
import { drawFirst, nextInOrder } from "./order.ts";
import {
  attemptLoop,
  forward,
  policyDocument,
  prepareRequest,
  responseHeaders,
  stamp,
} from "./parts.ts";
import { shownAsSummary } from "./shown.ts";
import { describeShares } from "./shares.ts";
import { type PolicyOptions, requireBackends, type StrategyPolicy } from "./strategy.ts";

/**
 * Each request goes to a backend drawn in proportion to the weights, whatever their priorities: weights of
 * different priorities do not compare in a pool, and here there are no priorities. The draws are independent,
 * so shares hold on average and not in turn.
 * @throws RangeError for fewer than two backends.
 */
export function weightedRoundRobin(
  backends: readonly RoutingBackend[],
  options: PolicyOptions = {},
): StrategyPolicy {
  requireBackends("weighted-round-robin", backends, 2);
  const groups = [backends];
  const summary = `Shares by weight: ${describeShares(backends)}.`;
  const behind = entities(backends, options);
  return shownAsSummary({
    name: "weighted-round-robin",
    summary,
    order: groups,
    ...stamp(options, behind, (options) => {
      const headers = responseHeaders("weighted-round-robin", options);
      return policyDocument({
        about: `Weighted round robin. ${summary} A backend that fails hands on to the next.`,
        inbound: [...prepareRequest(backends, options), ...drawFirst(groups)],
        backend: attemptLoop({
          retries: backends.length - 1,
          body: [...nextInOrder(groups, options), forward(options)],
        }),
        outbound: headers,
        onError: headers,
      });
    }),
    ...behind,
    pool: null,
  });
}
