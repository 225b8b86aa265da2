/**
 * A total that starts again at the edges of fixed periods.
 * @module
 */

import type { CounterState } from "../../contracts/counters.ts";

/** Periods follow each other from `startMs` on, before it as well; `lengthMs` of Infinity is one for ever. */
export interface Periods {
  readonly startMs: number;
  readonly lengthMs: number;
}

/** When the period that holds `now` ends. */
export function periodEnd({ startMs, lengthMs }: Periods, now: number): number {
  if (lengthMs === Infinity) return Infinity;
  return startMs + (Math.floor((now - startMs) / lengthMs) + 1) * lengthMs;
}

/** Several amounts of one period, such as calls and bytes. */
export class FixedWindow<K extends string> implements CounterState {
  readonly #totals = new Map<K, number>();
  #end = -Infinity;

  /** @param endOf when the period that holds a time ends; Infinity where it never does */
  constructor(private readonly endOf: (now: number) => number) {}

  total(kind: K, now: number): number {
    this.#enter(now);
    return this.#totals.get(kind) ?? 0;
  }

  idle(now: number): boolean {
    return now >= this.#end || this.#totals.size === 0;
  }

  add(kind: K, amount: number, now: number): void {
    this.#enter(now);
    this.#totals.set(kind, (this.#totals.get(kind) ?? 0) + amount);
  }

  /** Milliseconds until the totals start again; Infinity when they never do. */
  untilReset(now: number): number {
    this.#enter(now);
    return this.#end - now;
  }

  #enter(now: number): void {
    if (now < this.#end) return;
    this.#totals.clear();
    this.#end = this.endOf(now);
  }
}
