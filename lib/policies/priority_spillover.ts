/**
 * The preferred backend first, the others for what it turns away.
 * @module
 */
import type { RoutingBackend } from "./backend.ts";
import { entities } from "./entities.ts";
import { describeOrder, drawFirst, nextInOrder, priorityGroups } from "./order.ts";
import {
  attemptLoop,
  forward,
  policyDocument,
  prepareRequest,
  responseHeaders,
  stamp,
} from "./parts.ts";
import { shownAsSummary } from "./shown.ts";
import { type PolicyOptions, requireBackends, type StrategyPolicy } from "./strategy.ts";
import { comment } from "./xml.ts";

/**
 * Every request tries the lowest priority number first (the PTU), and spills to the next ones, by priority
 * and then weight, on 429, 408, 5xx or no reply: per request, so that the PTU stays as full as it can be.
 * @throws RangeError for fewer than two backends.
 */
export function prioritySpillover(
  backends: readonly RoutingBackend[],
  options: PolicyOptions = {},
): StrategyPolicy {
  requireBackends("priority-spillover", backends, 2);
  const groups = priorityGroups(backends);
  const summary = `By priority: ${describeOrder(groups)}.`;
  const behind = entities(backends, options);
  return shownAsSummary({
    name: "priority-spillover",
    summary,
    order: groups,
    ...stamp(options, behind, (options) => {
      const headers = responseHeaders("priority-spillover", options);
      return policyDocument({
        about: `Priority with spillover. ${summary}`,
        inbound: [...prepareRequest(backends, options), ...drawFirst(groups)],
        backend: attemptLoop({
          retries: backends.length - 1,
          body: [
            comment(
              "retry runs its children once before it looks at the condition: so the backend is chosen " +
                "by the number of the attempt, and the first one goes to the preferred backend.",
            ),
            ...nextInOrder(groups, options),
            forward(options),
          ],
        }),
        outbound: headers,
        onError: headers,
      });
    }),
    ...behind,
    pool: null,
  });
}
