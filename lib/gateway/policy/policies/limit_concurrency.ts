/** `<limit-concurrency>`: no more than so many requests at once inside; the next one fails at once. */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { isPromise } from "../../../core/maybe_promise.ts";
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import type { CounterState } from "../../contracts/counters.ts";

export const limitConcurrency = definePolicy({
  name: "limit-concurrency",
  sections: EVERY_SECTION,
  documentation: policyPage("limit-concurrency"),
  attributes: {
    key: attribute.requiredValue,
    "max-count": { type: "integer", required: true, min: 1 },
  },
  children: { kind: "policies" },
  compile(node) {
    const key = node.text("key");
    const max = node.number("max-count", 1);
    const children = node.policies();
    return (run) => {
      const counter = `limit-concurrency/${key(run)}`;
      const inside = run.counters.get(counter, run.ports.clock.now(), () => new Inside());
      const limit = max(run);
      if (inside.requests >= limit) throw FAILURE.concurrencyLimitExceeded(String(limit));
      inside.requests++;
      const leave = () => {
        if (--inside.requests === 0) run.counters.delete(counter);
      };
      try {
        const flow = children(run);
        if (isPromise(flow)) return flow.finally(leave);
        leave();
        return flow;
      } catch (error) {
        leave();
        throw error;
      }
    };
  },
});

/** The requests inside for one key; it is in use, never idle, for as long as there are any. */
class Inside implements CounterState {
  requests = 0;

  idle(): boolean {
    return this.requests === 0;
  }
}
