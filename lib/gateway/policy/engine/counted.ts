/**
 * A policy's own work on bodies and texts, against the budget of the request.
 * @module
 */
import type { Run } from "../../contracts/run.ts";
import { Budget, withBudget } from "../../expression/values.ts";

/** Runs `work`, which does not wait. @throws LimitExceededError, and what `work` throws */
export function counted<T>({ context }: Run, work: () => T): T {
  return withBudget(context.budget as Budget | undefined ?? new Budget(), work);
}
