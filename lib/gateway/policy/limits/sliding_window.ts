/**
 * Counts of a sliding window: each count leaves it a period after it came.
 * @module
 */

import type { CounterState } from "../../contracts/counters.ts";

interface Count {
  readonly at: number;
  readonly amount: number;
}

/** From so many counts on, those that come within a 4,096th of the period are one: a bounded number is kept. */
const DENSE = 1_024;
const GRAINS = 4_096;

/** Counts in order of time. Times are milliseconds since the epoch and never go backwards. */
export class SlidingWindow implements CounterState {
  #counts: Count[] = [];
  /** Index of the oldest count that is still inside. */
  #head = 0;
  #total = 0;

  constructor(readonly periodMs: number) {}

  /** What is inside the window at `now`. */
  total(now: number): number {
    const counts = this.#counts;
    while (this.#head < counts.length && counts[this.#head].at + this.periodMs <= now) {
      this.#total -= counts[this.#head++].amount;
    }
    if (this.#head > 1024 && this.#head > counts.length / 2) {
      this.#counts = counts.slice(this.#head);
      this.#head = 0;
    }
    return this.#total;
  }

  idle(now: number): boolean {
    return this.total(now) === 0;
  }

  add(amount: number, now: number): void {
    if (amount <= 0) return;
    this.#total += amount;
    const last = this.#counts.length - 1;
    const grain = last - this.#head < DENSE ? 0 : this.periodMs / GRAINS;
    if (last >= this.#head && now - this.#counts[last].at <= grain) {
      const { at } = this.#counts[last];
      this.#counts[last] = { at, amount: this.#counts[last].amount + amount };
    } else {
      this.#counts.push({ at: now, amount });
    }
  }

  /** Milliseconds until less than `limit` is inside: 0 when that is so at `now`. */
  untilBelow(limit: number, now: number): number {
    let total = this.total(now);
    for (let i = this.#head; i < this.#counts.length && total >= limit; i++) {
      total -= this.#counts[i].amount;
      if (total < limit) return this.#counts[i].at + this.periodMs - now;
    }
    return total < limit ? 0 : this.periodMs;
  }
}
