/** `<limit-concurrency>`: no more than so many requests at once inside; the next one fails at once. */
import { isPromise } from "../../../core/maybe_promise.ts";
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition.ts";
import { PolicyError, type Run } from "../run.ts";

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
      const inside = (run.counters.get(counter) as number | undefined) ?? 0;
      const limit = max(run);
      if (inside >= limit) throw tooMany(limit);
      run.counters.set(counter, inside + 1);
      try {
        const flow = children(run);
        if (isPromise(flow)) return flow.finally(() => leave(run, counter));
        leave(run, counter);
        return flow;
      } catch (error) {
        leave(run, counter);
        throw error;
      }
    };
  },
});

function leave({ counters }: Run, counter: string): void {
  const inside = counters.get(counter) as number;
  if (inside > 1) counters.set(counter, inside - 1);
  else counters.delete(counter);
}

function tooMany(limit: number): PolicyError {
  const message = "Concurrency limit is exceeded.";
  return new PolicyError("ConcurrencyLimitExceeded", `${message} At most ${limit} at once.`, {
    statusCode: 429,
    message,
  });
}
