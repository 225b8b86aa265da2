/**
 * What the running evaluation gives to library members that take no receiver: the request's clock and randomness.
 * Evaluation is synchronous, so one variable serves whatever runs at the moment.
 * @module
 */
import type { PolicyContext } from "../../context.ts";

let current: PolicyContext | null = null;

/** Makes `context` the current one; returns the one before, to be put back. */
export function enterContext(context: PolicyContext | null): PolicyContext | null {
  const outer = current;
  current = context;
  return outer;
}

/** The gateway's time in milliseconds since the epoch: what DateTime.UtcNow shows. */
export function currentTime(): number {
  return current === null ? 0 : current.now();
}

/** The request's own randomness, in [0, 1): what an unseeded Random and Guid.NewGuid() draw from. */
export function currentRandom(): number {
  return current === null ? 0.5 : current.random();
}
