/**
 * Order statistics, with one definition for all of the workshop.
 * @module
 */

/**
 * The p-th percentile by linear interpolation between the two nearest ranks, as in the original notebook:
 * position (n - 1) p / 100 in the sorted values, counted from 0 (Hyndman and Fan's type 7, NumPy's and polars'
 * `linear`). With few values the high percentiles say little: p95 of 10 values lies between the two largest.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(percentile([1, 2, 3, 4], 50), 2.5);
 * ```
 *
 * @param values in any order.
 * @param p 0-100.
 * @throws RangeError when there are no values or p is out of range.
 */
export function percentile(values: readonly number[], p: number): number {
  return percentileOfSorted(Float64Array.from(values).sort(), p);
}

/** {@link percentile} of values that are in ascending order. */
export function percentileOfSorted(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) throw new RangeError("a percentile of no values");
  if (!(p >= 0 && p <= 100)) throw new RangeError(`a percentile is 0 to 100: it is ${p}`);
  const position = (sorted.length - 1) * (p / 100);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

/** Where latencies lie, in milliseconds. */
export interface LatencyStatistics {
  readonly count: number;
  readonly avg: number;
  readonly min: number;
  readonly max: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** The statistics, or null when there are no values. */
export function latencyStatistics(values: Iterable<number>): LatencyStatistics | null {
  const samples = new Samples();
  for (const value of values) samples.add(value);
  return samples.statistics();
}

/** Values as they come, eight bytes each. */
export class Samples {
  #values = new Float64Array(64);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(value: number): void {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(2 * this.#count);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count++] = value;
  }

  /** null when there are none. */
  statistics(): LatencyStatistics | null {
    if (this.#count === 0) return null;
    const sorted = this.#values.slice(0, this.#count).sort();
    return {
      count: sorted.length,
      avg: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
      min: sorted[0],
      max: sorted[sorted.length - 1],
      p50: percentileOfSorted(sorted, 50),
      p95: percentileOfSorted(sorted, 95),
      p99: percentileOfSorted(sorted, 99),
    };
  }
}
