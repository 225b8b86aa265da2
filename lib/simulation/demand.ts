/**
 * How demand moves over a run, and the moments at which requests then arrive.
 * @module
 */
import type { Random } from "../core/random.ts";

/** How requests follow each other. */
export type ArrivalProcess =
  /** At equal distances. */
  | { readonly process: "even" }
  /** Independent of each other. */
  | { readonly process: "poisson" }
  /** In bursts of about `size`, each spread over `withinSeconds`. */
  | { readonly process: "bursts"; readonly size: number; readonly withinSeconds: number };

/** A stretch of time with more or less demand: from 0 to 1 of the run. */
export interface DemandStep {
  readonly from: number;
  readonly until: number;
  readonly factor: number;
}

const CELLS = 2_000;

/** Demand over a run, as factors on its base rate. */
export class DemandCurve {
  readonly #factors = new Float64Array(CELLS);
  /** The average factor. */
  readonly mean: number;

  /** @param shape flat, or a day: low at night, highest in the late morning and the early afternoon. */
  constructor(shape: "flat" | "day", steps: readonly DemandStep[]) {
    let sum = 0;
    for (let i = 0; i < CELLS; i++) {
      const at = (i + 0.5) / CELLS;
      let factor = shape === "day" ? dayFactor(at) : 1;
      for (const step of steps) if (at >= step.from && at < step.until) factor *= step.factor;
      this.#factors[i] = factor;
      sum += factor;
    }
    this.mean = sum / CELLS;
  }

  /** The factor at a moment from 0 to 1. */
  at(fraction: number): number {
    return this.#factors[Math.min(CELLS - 1, Math.max(0, Math.floor(fraction * CELLS)))];
  }

  /**
   * Turns counts into moments: the time (in parts of the run) by which that many of `total` requests
   * have come. Counts must ascend from call to call.
   */
  inverse(total: number): (count: number) => number {
    const perCell = total / (this.mean * CELLS);
    let cell = 0;
    let before = 0; // requests before the cell
    return (count) => {
      while (cell < CELLS - 1 && count >= before + this.#factors[cell] * perCell) {
        before += this.#factors[cell] * perCell;
        cell++;
      }
      const inCell = this.#factors[cell] * perCell;
      return (cell + (inCell > 0 ? (count - before) / inCell : 0)) / CELLS;
    };
  }
}

/** A working day: one broad peak around 11:00, a second around 15:00, a quiet night. Its mean is about 1. */
function dayFactor(at: number): number {
  const hour = at * 24;
  const bump = (centre: number, width: number) => Math.exp(-(((hour - centre) / width) ** 2) / 2);
  return 0.3 + 1.45 * bump(10.8, 2.2) + 1.35 * bump(15.3, 2.4);
}

/**
 * `count` moments in milliseconds, ascending, over a run of `durationMs`: scaled so that they fill it,
 * as a Poisson process does of which one knows the count.
 * @param run.random makes the same stream at each call
 */
export function* arrivalTimes(
  curve: DemandCurve,
  arrivals: ArrivalProcess,
  run: { count: number; durationMs: number; random: () => Random },
): Generator<number> {
  let total = 0;
  for (const { gap } of groups(arrivals, run.count, run.random())) total += gap;
  const scale = run.count / total;
  const spacingMs = arrivals.process === "bursts"
    ? arrivals.withinSeconds * 1000 / arrivals.size
    : 0;
  const moment = curve.inverse(run.count);
  let position = 0;
  let last = 0;
  for (const { gap, size } of groups(arrivals, run.count, run.random())) {
    const start = moment(position * scale) * run.durationMs;
    for (let i = 0; i < size; i++) yield last = Math.max(last, start + i * spacingMs);
    position += gap;
  }
}

/** Requests that come together, and the gap to the next ones: in units of the average gap of one request. */
function* groups(
  arrivals: ArrivalProcess,
  count: number,
  random: Random,
): Generator<{ gap: number; size: number }> {
  if (arrivals.process !== "bursts") {
    const even = arrivals.process === "even";
    for (let i = 0; i < count; i++) yield { gap: even ? 1 : random.exponential(1), size: 1 };
    return;
  }
  for (let made = 0; made < count;) {
    const drawn = 1 + Math.floor(random.exponential(arrivals.size - 1));
    const size = Math.min(drawn, count - made);
    yield { gap: random.exponential(size), size };
    made += size;
  }
}
