/** `<rate-limit-by-key>`: so many calls for one value of a key in a sliding window. */
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import { INCREMENT, increment } from "../limits/increment.ts";
import { MAX_RENEWAL_SECONDS, RATE_OUTPUTS, rateGate } from "../limits/rate.ts";
import { SlidingWindow } from "../limits/sliding_window.ts";

export const rateLimitByKey = definePolicy({
  name: "rate-limit-by-key",
  sections: ["inbound"],
  documentation: policyPage("rate-limit-by-key"),
  attributes: {
    "counter-key": attribute.requiredValue,
    calls: { type: "integer", required: true, expressions: true, min: 1 },
    "renewal-period": {
      type: "integer",
      required: true,
      expressions: true,
      min: 1,
      max: MAX_RENEWAL_SECONDS,
    },
    ...INCREMENT,
    ...RATE_OUTPUTS,
  },
  compile(node) {
    const key = node.text("counter-key");
    const calls = node.number("calls", 0);
    const renewalPeriod = node.number("renewal-period", 0);
    const counts = increment(node);
    const gate = rateGate(node);
    return (run) => {
      const periodMs = renewalPeriod(run) * 1000;
      // Assumption: policies with one key and different periods count apart.
      const name = `rate-limit-by-key/${periodMs}/${key(run)}`;
      const make = () => new SlidingWindow(periodMs);
      const window = (now: number) => run.counters.get(name, now, make);
      gate.pass(run, [{ window, calls: calls(run) }], counts.now);
      counts.later(run, (amount, now) => window(now).add(amount, now));
      return "next";
    };
  },
});
