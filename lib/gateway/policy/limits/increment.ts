/**
 * `increment-condition` and `increment-count`: what a request adds to its counter, and when. With an expression
 * in either, that is settled when the response is there, so a refusal may come one call late.
 * @see https://learn.microsoft.com/azure/api-management/rate-limit-by-key-policy
 * @module
 */
import { chain, isPromise } from "../../../core/maybe_promise.ts";
import type { AttributeRule } from "../definition/definition.ts";
import { asPolicyError } from "../engine/failure.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";

export const INCREMENT: Readonly<Record<string, AttributeRule>> = {
  "increment-condition": { type: "boolean", expressions: true },
  "increment-count": { type: "integer", expressions: true, min: 0 },
};

export interface Increment {
  /** What counts at once; null when that is known only with the response. */
  readonly now: number | null;
  /** Has `add` called with the amount once the response is there; does nothing where {@link now} says it all. */
  later(run: Run, add: (amount: number, now: number) => void): void;
}

export function increment(node: PolicyNode): Increment {
  const count = node.lateNumber("increment-count", 1);
  const holds = node.has("increment-condition")
    ? node.condition("increment-condition")
    : () => true as const;
  if (!node.isExpression("increment-count") && !node.isExpression("increment-condition")) {
    const always = node.literal("increment-condition")?.trim().toLowerCase() !== "false";
    const amount = Number(node.literal("increment-count") ?? 1);
    return { now: always ? amount : 0, later: () => {} };
  }
  return {
    now: null,
    later(run, add) {
      run.afterResponse.push((run) => {
        const failed = (error: unknown) => {
          run.trace?.add(run, node.name, `not counted: ${asPolicyError(error).message}`);
        };
        try {
          const amount = chain(holds(run), (counts) => counts ? count(run) : 0);
          const settle = (amount: number) => add(amount, run.ports.clock.now());
          return isPromise(amount) ? amount.then(settle).catch(failed) : settle(amount);
        } catch (error) {
          return failed(error);
        }
      });
    },
  };
}
