/** `<rate-limit>`: so many calls of a subscription in a sliding window. */
import { definePolicy, policyPage } from "../definition/definition.ts";
import { MAX_RENEWAL_SECONDS, RATE_OUTPUTS, rateGate } from "../limits/rate.ts";
import { SlidingWindow } from "../limits/sliding_window.ts";
import { limitedParts, partsOf, placeKey } from "../limits/subscription_key.ts";
import type { PolicyNode } from "../definition/node.ts";

const LIMIT = {
  calls: { type: "integer", required: true, min: 1 },
  "renewal-period": { type: "integer", required: true, min: 1, max: MAX_RENEWAL_SECONDS },
} as const;

export const rateLimit = definePolicy({
  name: "rate-limit",
  sections: ["inbound"],
  scopes: ["product", "api", "operation"],
  once: "document",
  documentation: policyPage("rate-limit"),
  attributes: {
    ...LIMIT,
    ...RATE_OUTPUTS,
    version: { type: "text" }, // in the service's own answers; no page describes it
  },
  children: limitedParts(LIMIT),
  compile(node) {
    const parts = partsOf(node, limitOf);
    const gate = rateGate(node);
    return (run) => {
      if (run.context.subscription === null) return "next";
      const key = placeKey(run, "rate-limit");
      const limits = parts.filter((part) => part.matches(run)).map(({ limit, name }) => {
        const periodMs = limit.renewalPeriod(run) * 1000;
        const make = () => new SlidingWindow(periodMs);
        const counter = `${key}${name}/${periodMs}`;
        const window = (now: number) => run.counters.get(counter, now, make);
        return { window, calls: limit.calls(run) };
      });
      gate.pass(run, limits, 1);
      return "next";
    };
  },
});

function limitOf(node: PolicyNode) {
  return { calls: node.number("calls", 0), renewalPeriod: node.number("renewal-period", 0) };
}
