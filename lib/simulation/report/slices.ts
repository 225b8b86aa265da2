/**
 * A run over time, in slices of equal length: what charts draw.
 * @module
 */
import { COARSE, Histogram } from "./histogram.ts";
import type { Outcome } from "../outcome.ts";

const SLICES = 120;

/** One slice, requests by the time they were meant to start. */
export interface Slice {
  /** Seconds since the run's start, of its middle. */
  readonly seconds: number;
  readonly offered: number;
  /** Answers by backend, in the order of the scenario's regions. */
  readonly answeredBy: readonly number[];
  readonly rejected: number;
  readonly seen429: number;
  readonly p95LatencyMs: number;
  /** PTU utilization: weighted tokens over what was bought; null where there is no PTU. */
  readonly ptuUtilization: number | null;
}

export class Slices {
  readonly #widthMs: number;
  readonly #capacityPerSlice: number;
  readonly #slices: {
    offered: number;
    readonly answeredBy: number[];
    rejected: number;
    seen429: number;
    readonly latency: Histogram;
    units: number;
  }[];

  /** @param run.ptuUnitsPerSecond of all PTU deployments; 0: there are none. */
  constructor(run: { durationMs: number; backends: number; ptuUnitsPerSecond: number }) {
    this.#widthMs = run.durationMs / SLICES;
    this.#capacityPerSlice = run.ptuUnitsPerSecond * this.#widthMs / 1000;
    this.#slices = Array.from({ length: SLICES }, () => ({
      offered: 0,
      answeredBy: new Array<number>(run.backends).fill(0),
      rejected: 0,
      seen429: 0,
      latency: new Histogram(COARSE),
      units: 0,
    }));
  }

  offer(atMs: number): void {
    this.#at(atMs).offered++;
  }

  /** PTU units that were worked off in a request which ran from `fromMs` to `untilMs`. */
  addUnits(fromMs: number, untilMs: number, units: number): void {
    const first = this.#index(fromMs);
    const last = this.#index(untilMs);
    for (let i = first; i <= last; i++) {
      const from = Math.max(fromMs, i * this.#widthMs);
      const until = i === last ? untilMs : (i + 1) * this.#widthMs;
      const share = untilMs > fromMs ? (until - from) / (untilMs - fromMs) : 1;
      this.#slices[i].units += units * share;
    }
  }

  add(outcome: Outcome): void {
    const slice = this.#at(outcome.atMs);
    slice.seen429 += outcome.seen429;
    if (outcome.answered) {
      if (outcome.backend >= 0) slice.answeredBy[outcome.backend]++;
      slice.latency.add(outcome.latencyMs);
    } else slice.rejected++;
  }

  list(): Slice[] {
    return this.#slices.map((slice, i) => ({
      seconds: (i + 0.5) * this.#widthMs / 1000,
      offered: slice.offered,
      answeredBy: slice.answeredBy,
      rejected: slice.rejected,
      seen429: slice.seen429,
      p95LatencyMs: slice.latency.quantile(0.95),
      ptuUtilization: this.#capacityPerSlice > 0 ? slice.units / this.#capacityPerSlice : null,
    }));
  }

  #at(ms: number) {
    return this.#slices[this.#index(ms)];
  }

  #index(ms: number): number {
    return Math.max(0, Math.min(SLICES - 1, Math.floor(ms / this.#widthMs)));
  }
}
