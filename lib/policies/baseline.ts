/**
 * No strategy: one backend, no second attempt. What the gateway itself adds is measured on it.
 * @module
 */
import type { RoutingBackend } from "./backend.ts";
import { entities } from "./entities.ts";
import {
  chooseBackend,
  countAttempt,
  forward,
  policyDocument,
  prepareRequest,
  responseHeaders,
  stamp,
} from "./parts.ts";
import { shownAsSummary } from "./shown.ts";
import { type PolicyOptions, requireBackends, type StrategyPolicy } from "./strategy.ts";

/** Everything to `backend`. @throws RangeError when its settings cannot be used. */
export function baseline(backend: RoutingBackend, options: PolicyOptions = {}): StrategyPolicy {
  requireBackends("baseline", [backend], 1);
  const summary = `Everything to ${backend.id}, one attempt.`;
  const behind = entities([backend], options);
  return shownAsSummary({
    name: "baseline",
    summary,
    order: [[backend]],
    ...stamp(options, behind, (options) => {
      const headers = responseHeaders("baseline", options);
      return policyDocument({
        about: `Baseline. ${summary}`,
        inbound: [
          ...prepareRequest([backend], options),
          countAttempt(),
          ...chooseBackend("attempt", 1, [backend], options),
        ],
        backend: forward(options),
        outbound: headers,
        onError: headers,
      });
    }),
    ...behind,
    pool: null,
  });
}
