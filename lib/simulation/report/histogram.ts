/**
 * Distributions in bounded memory: counts in bins whose bounds grow by a constant ratio.
 * @module
 */

const SMALLEST = 0.1;
const LARGEST = 1e8;

/** How the bins are cut; histograms of the same scale can be added. */
export interface HistogramScale {
  /** Each bin's upper bound over its lower one: a quantile is off by at most half of what is above 1. */
  readonly ratio: number;
  readonly bins: number;
}

/** For reports: quantiles to a quarter of a percent. */
const FINE: HistogramScale = scale(1.005);

/** For the many histograms of blocks and time slices: quantiles to one and a half percent. */
export const COARSE: HistogramScale = scale(1.03);

/** Counts of positive values from 0.1 to 1e8 (milliseconds, as a rule); what is outside goes to the ends. */
export class Histogram {
  readonly counts: Uint32Array;
  count = 0;
  sum = 0;
  readonly #logRatio: number;

  constructor(readonly scale: HistogramScale = FINE) {
    this.counts = new Uint32Array(scale.bins);
    this.#logRatio = Math.log(scale.ratio);
  }

  add(value: number): void {
    this.count++;
    this.sum += value;
    this.counts[this.#bin(value)]++;
  }

  /** The average; 0 when there is nothing. */
  get mean(): number {
    return this.count === 0 ? 0 : this.sum / this.count;
  }

  /** The value below which `p` (0 to 1) of all lie, interpolated within its bin; 0 when there is nothing. */
  quantile(p: number): number {
    return quantileOf(this.counts, this.count, p, this.scale);
  }

  #bin(value: number): number {
    const bin = Math.floor(Math.log(value / SMALLEST) / this.#logRatio);
    return bin >= 0 ? Math.min(bin, this.scale.bins - 1) : 0; // NaN goes to the bottom too
  }
}

/** The quantile of plain counts of that scale, `total` of them. */
export function quantileOf(
  counts: Uint32Array | Float64Array,
  total: number,
  p: number,
  { ratio }: HistogramScale,
): number {
  if (total === 0) return 0;
  const rank = p * total;
  let below = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const here = counts[bin];
    if (here > 0 && below + here >= rank) {
      return SMALLEST * ratio ** (bin + (rank - below) / here);
    }
    below += here;
  }
  return LARGEST;
}

function scale(ratio: number): HistogramScale {
  return { ratio, bins: Math.ceil(Math.log(LARGEST / SMALLEST) / Math.log(ratio)) };
}
