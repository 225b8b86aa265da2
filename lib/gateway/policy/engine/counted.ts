/**
 * A policy's own work on bodies and texts, against the budget of the request.
 * @module
 */
import type { Run } from "../../contracts/run.ts";
import { Budget, withBudget } from "../../expression/values.ts";

const VALUE_BYTES = 16;
/** Less is not worth counting. */
const FREE_BYTES = 1_024;

/** Values of a field or parameter to which others were added: counted, as they may be added to again and again. */
export function grown({ context }: Run, values: string[]): string[] {
  let bytes = 0;
  for (const value of values) bytes += VALUE_BYTES + value.length;
  if (bytes > FREE_BYTES) {
    context.budget?.spend(bytes >> 6);
    context.budget?.hold(bytes);
  }
  return values;
}

/** Runs `work`, which does not wait. @throws LimitExceededError, and what `work` throws */
export function counted<T>({ context }: Run, work: () => T): T {
  return withBudget(context.budget as Budget | undefined ?? new Budget(), work);
}
