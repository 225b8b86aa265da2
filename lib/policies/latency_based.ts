/**
 * The fastest backend first, the next fastest when it fails.
 * @module
 */
import type { RoutingBackend } from "./backend.ts";
import { entities } from "./entities.ts";
import { describeOrder, nextInOrder } from "./order.ts";
import {
  attemptLoop,
  forward,
  policyDocument,
  prepareRequest,
  responseHeaders,
  stamp,
} from "./parts.ts";
import { shownAsSummary } from "./shown.ts";
import { type Remeasurement, remeasuring } from "./remeasure.ts";
import { type PolicyOptions, requireBackends, type StrategyPolicy } from "./strategy.ts";

export interface LatencyBasedOptions extends PolicyOptions {
  /** Ids, fastest first, as measured. Default: the backends' own order. */
  readonly fastestFirst?: readonly string[];
  /** Let the gateway measure as it goes, instead of trusting the order of the day the policy was made. */
  readonly remeasure?: boolean | Partial<Remeasurement>;
}

/**
 * Everything to the fastest backend, in the order that was measured; on 429, 408, 5xx or no reply the next
 * fastest gets its turn.
 * @throws RangeError when there is no backend, or `fastestFirst` does not name each of them once.
 */
export function latencyBased(
  backends: readonly RoutingBackend[],
  options: LatencyBasedOptions = {},
): StrategyPolicy {
  requireBackends("latency-based", backends, 1);
  const ranked = rank(backends, options.fastestFirst);
  const order = describeOrder(ranked.map((backend) => [backend]));
  const live = options.remeasure && ranked.length > 1
    ? remeasuring(ranked, { ...options, ...(options.remeasure === true ? {} : options.remeasure) })
    : null;
  const summary = live
    ? "The backend with the shortest time of late, measured at the gateway."
    : `Fastest first, as measured: ${order}.`;
  const attempts = live?.attempt ?? nextInOrder(ranked.map((backend) => [backend]), options);
  const behind = entities(backends, options);
  return shownAsSummary({
    name: "latency-based",
    summary,
    order: ranked.map((backend) => [backend]),
    ...stamp(options, behind, (options) => {
      const headers = responseHeaders("latency-based", options);
      return policyDocument({
        about: `Latency-based routing. ${summary}`,
        inbound: [
          ...prepareRequest(backends, options),
          ...live?.inbound ?? [],
          ...ranked.length === 1 ? attempts : [],
        ],
        backend: ranked.length === 1 ? forward(options) : attemptLoop({
          retries: ranked.length - 1,
          body: [...attempts, forward(options)],
        }),
        outbound: [...live?.outbound ?? [], ...headers],
        onError: headers,
      });
    }),
    ...behind,
    pool: null,
  });
}

function rank(
  backends: readonly RoutingBackend[],
  ids: readonly string[] | undefined,
): readonly RoutingBackend[] {
  if (ids === undefined) return backends;
  const ranked = ids.map((id) => backends.find((backend) => backend.id === id));
  const known = ranked.filter((backend) => backend !== undefined);
  if (known.length !== ids.length || new Set(known).size !== backends.length) {
    throw new RangeError(
      `fastestFirst must name each of ${backends.map(({ id }) => id).join(", ")} once: it is ` +
        ids.join(", "),
    );
  }
  return known;
}
