/**
 * When requests arrive: offsets in milliseconds from the run's start, in ascending order.
 * @module
 */
import type { Random } from "../core/random.ts";

/** `count` arrivals at a constant gap: 1000 / `perSecond` milliseconds. */
export function* evenArrivals(count: number, perSecond: number): Generator<number> {
  assertRate(perSecond);
  for (let i = 0; i < count; i++) yield (i * 1000) / perSecond;
}

/** `count` arrivals of a Poisson process: independent, exponential gaps with mean 1000 / `perSecond` ms. */
export function* poissonArrivals(
  count: number,
  perSecond: number,
  random: Random,
): Generator<number> {
  assertRate(perSecond);
  let at = 0;
  for (let i = 0; i < count; i++) yield at += random.exponential(1000 / perSecond);
}

function assertRate(perSecond: number): void {
  if (!(perSecond > 0 && Number.isFinite(perSecond))) {
    throw new RangeError(
      `arrival rate must be a positive number of requests a second: it is ${perSecond}`,
    );
  }
}
