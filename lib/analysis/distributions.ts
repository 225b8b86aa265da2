/**
 * Probability distributions, from jstat, in the few forms that the verdicts need.
 * @module
 */
import jstatModule from "jstat";

/** What is used of jstat, which brings no types. */
interface Jstat {
  readonly chisquare: {
    cdf(x: number, degrees: number): number;
    inv(p: number, degrees: number): number;
  };
  readonly poisson: { pdf(k: number, mean: number): number };
}

const jstat = jstatModule as unknown as Jstat;

/** The chance of a chi-square value of `x` or more. */
export function chiSquareTail(x: number, degrees: number): number {
  return 1 - jstat.chisquare.cdf(x, degrees);
}

/** The value that chi-square exceeds with chance `alpha`. */
export function chiSquareCritical(alpha: number, degrees: number): number {
  return jstat.chisquare.inv(1 - alpha, degrees);
}

/**
 * The chance that noncentral chi-square exceeds `x`: central ones of `degrees + 2k`, weighted by the Poisson
 * chance of k at half the noncentrality.
 */
export function noncentralChiSquareTail(
  x: number,
  degrees: number,
  noncentrality: number,
): number {
  const mean = noncentrality / 2;
  const from = Math.max(0, Math.floor(mean - 10 * Math.sqrt(mean) - 10));
  const to = Math.ceil(mean + 10 * Math.sqrt(mean) + 10);
  let tail = 0;
  for (let k = from; k <= to; k++) {
    tail += poisson(k, mean) * chiSquareTail(x, degrees + 2 * k);
  }
  return Math.min(1, tail);
}

/** In logarithms where the plain form overflows. */
function poisson(k: number, mean: number): number {
  if (mean === 0) return k === 0 ? 1 : 0;
  if (mean < 100) return jstat.poisson.pdf(k, mean);
  let logFactorial = 0;
  for (let i = 2; i <= k; i++) logFactorial += Math.log(i);
  return Math.exp(k * Math.log(mean) - mean - logFactorial);
}
