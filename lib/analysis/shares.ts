/**
 * Observed against configured shares: Pearson's chi-square test, which also says when there is too little to go by.
 * @module
 */
import { chiSquareCritical, chiSquareTail, noncentralChiSquareTail } from "./distributions.ts";

export interface ShareTestOptions {
  /** Chance of calling shares wrong that are right; default 0.05. */
  readonly alpha?: number;
  /** Chance of noticing a deviation of `shift`; default 0.8. */
  readonly power?: number;
  /** The deviation worth noticing: this part of all traffic at the wrong backend; default 0.1. */
  readonly shift?: number;
}

/** What the numbers of a run say about its shares. */
export interface ShareVerdict {
  readonly verdict: "consistent" | "not consistent" | "too few requests";
  /** Requests that it takes for a verdict either way. */
  readonly needed: number;
  readonly total: number;
  /** Chance of a deviation like this or larger if the configured shares hold. */
  readonly pValue: number;
  readonly chiSquare: number;
  readonly degrees: number;
  /** Chance that this many requests would have shown a deviation of `shift`. */
  readonly power: number;
  readonly shares: readonly {
    readonly backend: string;
    readonly observed: number;
    readonly expected: number;
  }[];
  /** The verdict as a sentence. */
  readonly sentence: string;
}

/** The chi-square approximation wants this many expected in each cell. */
const LEAST_EXPECTED = 5;

/**
 * Whether the observed counts fit the weights.
 *
 * "consistent" needs a deviation that chance explains *and* enough requests that a real one would have shown;
 * a backend that served and has no weight is "not consistent" however few the requests.
 *
 * @param observed requests by backend.
 * @param weights weights by backend, at least two, all positive.
 * @throws RangeError when there are fewer than two weights or one is not positive.
 */
export function testShares(
  observed: Readonly<Record<string, number>>,
  weights: Readonly<Record<string, number>>,
  options: ShareTestOptions = {},
): ShareVerdict {
  const { alpha = 0.05, power: wanted = 0.8, shift = 0.1 } = options;
  const backends = Object.keys(weights);
  if (backends.length < 2) throw new RangeError("shares are tested over two backends or more");
  for (const backend of backends) {
    if (!(weights[backend] > 0)) {
      throw new RangeError(`the weight of ${backend} must be positive: it is ${weights[backend]}`);
    }
  }
  const weightSum = backends.reduce((sum, backend) => sum + weights[backend], 0);
  const parts = backends.map((backend) => weights[backend] / weightSum);
  const total = backends.reduce((sum, backend) => sum + (observed[backend] ?? 0), 0);
  const shares = backends.map((backend, i) => ({
    backend,
    observed: observed[backend] ?? 0,
    expected: parts[i] * total,
  }));
  const degrees = backends.length - 1;
  const chiSquare = total === 0 ? 0 : shares.reduce(
    (sum, { observed, expected }) => sum + (observed - expected) ** 2 / expected,
    0,
  );
  const pValue = chiSquareTail(chiSquare, degrees);
  const effect = effectSize(parts, shift);
  const power = powerOf(total, { effect, alpha, degrees });
  const needed = requestsNeeded(parts, { effect, alpha, degrees, wanted });
  const strangers = Object.keys(observed).filter((name) =>
    !(name in weights) && observed[name] > 0
  );
  const enoughToTest = Math.min(...parts) * total >= LEAST_EXPECTED;
  const verdict = strangers.length > 0 || (enoughToTest && pValue < alpha)
    ? "not consistent"
    : enoughToTest && total >= needed
    ? "consistent"
    : "too few requests";
  const figures = `chi-square ${chiSquare.toFixed(2)} on ${degrees} degrees of freedom, ` +
    `p = ${pValue.toFixed(3)}, n = ${total}`;
  const sentence = strangers.length > 0
    ? `not consistent: ${strangers.join(", ")} served without a configured share.`
    : verdict === "too few requests"
    ? `too few requests: ${total} cannot tell, it takes ${needed} (${figures}).`
    : `${verdict} with the configured shares (${figures}).`;
  return {
    verdict,
    needed,
    total,
    pValue,
    chiSquare,
    degrees,
    power,
    shares,
    sentence,
  };
}

/** Cohen's w squared when `shift` of the traffic moves from the largest share to the smallest. */
function effectSize(parts: readonly number[], shift: number): number {
  const largest = Math.max(...parts);
  const moved = Math.min(shift, largest / 2);
  return moved ** 2 / largest + moved ** 2 / Math.min(...parts);
}

function powerOf(
  total: number,
  test: { effect: number; alpha: number; degrees: number },
): number {
  const critical = chiSquareCritical(test.alpha, test.degrees);
  return noncentralChiSquareTail(critical, test.degrees, total * test.effect);
}

/** The least count with the power that is wanted and enough expected in every cell. */
function requestsNeeded(
  parts: readonly number[],
  test: { effect: number; alpha: number; degrees: number; wanted: number },
): number {
  const forCells = Math.ceil(LEAST_EXPECTED / Math.min(...parts));
  let low = 1;
  let high = 2;
  while (powerOf(high, test) < test.wanted) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (powerOf(middle, test) < test.wanted) low = middle;
    else high = middle;
  }
  return Math.max(forCells, high);
}
