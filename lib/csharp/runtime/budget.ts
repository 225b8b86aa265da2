/**
 * Limits on one evaluation, so that no program can hang or fill its host. Evaluation is synchronous,
 * so one counter serves whatever runs at the moment.
 * @module
 */
import { LimitExceededError } from "./exception.ts";

/** Steps (loop turns, calls, elements enumerated) that one evaluation may take. */
export const MAX_STEPS = 5_000_000;
/** UTF-16 units or elements that one value may hold. */
export const MAX_SIZE = 16_000_000;

/** Outside of an evaluation (the host writes out a result) nothing is counted. */
let steps = Infinity;

/** Starts a fresh evaluation; returns what to hand to {@link endEvaluation}. */
export function beginEvaluation(): number {
  const outer = steps;
  steps = MAX_STEPS;
  return outer;
}

export function endEvaluation(outer: number): void {
  steps = outer;
}

/** Counts `n` steps. @throws LimitExceededError */
export function spend(n = 1): void {
  if ((steps -= n) < 0) {
    throw new LimitExceededError(
      `the expression took more than ${MAX_STEPS} steps and was stopped`,
    );
  }
}

/** Characters, bytes or elements passed over for one step. */
const ITEMS_PER_STEP = 128;

/** Counts the work of one pass over a text or list. @throws LimitExceededError */
export function chargeFor(items: { readonly length: number }): void {
  if (items.length > ITEMS_PER_STEP) spend(Math.floor(items.length / ITEMS_PER_STEP));
}

/** Checks the size of a string or collection about to be built. @throws LimitExceededError */
export function allocate(size: number): void {
  if (size > MAX_SIZE) {
    throw new LimitExceededError(
      `the expression builds a value of more than ${MAX_SIZE} elements and was stopped`,
    );
  }
}
