/**
 * Differences between runs, with an interval: the bootstrap, seeded.
 * @module
 */
import { table } from "../core/table.ts";
import { Random } from "../core/random.ts";
import { percentileOfSorted } from "./percentile.ts";

/** A figure of a sample. */
export type Statistic = "mean" | "median" | "p95" | "p99";

export interface BootstrapOptions {
  /** Default `mean`. */
  readonly statistic?: Statistic;
  /** Default 0.95. */
  readonly confidence?: number;
  /** Default 2,000. */
  readonly resamples?: number;
  readonly seed?: string | number;
  /** Same arrivals in the same order: pairs are drawn together. Default false. */
  readonly paired?: boolean;
}

/** b - a, and where it lies. */
export interface Difference {
  readonly statistic: Statistic;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /** `lower`: b is lower than a. `cannot tell`: the interval holds 0, or there are fewer than two values. */
  readonly verdict: "lower" | "higher" | "cannot tell";
}

/** A sample that figures of resamples are taken of, given the positions that were drawn. */
type Resampler = (drawn: Uint32Array) => number;

function mean(values: readonly number[]): Resampler {
  return (drawn) => {
    let sum = 0;
    for (const i of drawn) sum += values[i];
    return sum / drawn.length;
  };
}

/** Sorts the sample once; a resample's order is then a count by rank, and no sort. */
function quantile(p: number): (values: readonly number[]) => Resampler {
  return (values) => {
    const order = Uint32Array.from(values, (_, i) => i).sort((i, j) => values[i] - values[j]);
    const sorted = Float64Array.from(order, (i) => values[i]);
    const rank = new Uint32Array(values.length);
    order.forEach((i, at) => rank[i] = at);
    const counts = new Uint32Array(values.length);
    return (drawn) => {
      counts.fill(0);
      for (const i of drawn) counts[rank[i]]++;
      const position = (drawn.length - 1) * p;
      const below = Math.floor(position);
      let at = 0;
      let passed = counts[0];
      while (passed <= below) passed += counts[++at];
      const low = sorted[at];
      while (passed <= below + 1 && at < sorted.length - 1) passed += counts[++at];
      return low + (sorted[at] - low) * (position - below);
    };
  };
}

const STATISTICS: Readonly<Record<Statistic, (values: readonly number[]) => Resampler>> = table({
  mean,
  median: quantile(0.5),
  p95: quantile(0.95),
  p99: quantile(0.99),
});

/**
 * The difference b - a of a statistic with its percentile-bootstrap interval.
 * @throws RangeError when a sample is empty, or paired samples differ in length.
 */
export function bootstrapDifference(
  a: readonly number[],
  b: readonly number[],
  options: BootstrapOptions = {},
): Difference {
  const { statistic = "mean", confidence = 0.95, resamples = 2000, paired = false } = options;
  if (a.length === 0 || b.length === 0) {
    throw new RangeError("a difference needs values on both sides");
  }
  if (paired && a.length !== b.length) {
    throw new RangeError(`paired samples are of one length: they are ${a.length} and ${b.length}`);
  }
  const figureA = STATISTICS[statistic](a);
  const figureB = STATISTICS[statistic](b);
  const drawnA = Uint32Array.from(a, (_, i) => i);
  const drawnB = Uint32Array.from(b, (_, i) => i);
  const difference = figureB(drawnB) - figureA(drawnA);
  const random = new Random(options.seed ?? "bootstrap");
  const differences = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    draw(drawnA, random);
    if (paired) drawnB.set(drawnA);
    else draw(drawnB, random);
    differences[r] = figureB(drawnB) - figureA(drawnA);
  }
  differences.sort();
  const low = percentileOfSorted(differences, 50 * (1 - confidence));
  const high = percentileOfSorted(differences, 50 * (1 + confidence));
  const tellable = a.length > 1 && b.length > 1;
  const verdict = tellable && high < 0 ? "lower" : tellable && low > 0 ? "higher" : "cannot tell";
  return { statistic, difference, low, high, confidence, verdict };
}

function draw(positions: Uint32Array, random: Random): void {
  for (let i = 0; i < positions.length; i++) positions[i] = random.integer(0, positions.length);
}

/** For people: `mean 120 ms lower (95% interval -150 to -90)`. */
export function describeDifference(
  { statistic, difference, low, high, confidence, verdict }: Difference,
  unit = "ms",
): string {
  const interval = `${Math.round(confidence * 100)}% interval ${round(low)} to ${
    round(high)
  } ${unit}`;
  return verdict === "cannot tell"
    ? `${statistic}: no difference that these numbers can carry (${interval})`
    : `${statistic} ${round(Math.abs(difference))} ${unit} ${verdict} (${interval})`;
}

function round(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(1);
}
