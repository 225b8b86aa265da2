/**
 * Weighted choice in a policy expression: whole-number tickets against cumulative weights.
 * @module
 */
import type { BackendPlan } from "./backend.ts";

/** Where in the request id's 16 bytes the n-th draw reads its four: away from a GUID's version and variant bits. */
const DRAW_OFFSETS = [0, 10, 12];

/** Weights in order, each with those before it: [100, 50, 50] gives [100, 150, 200]. */
function cumulativeWeights(weights: readonly number[]): number[] {
  let sum = 0;
  return weights.map((weight) => sum += weight);
}

/**
 * C# for a whole number in [0, total), drawn from the request's id, whose bits are random.
 * `new Random()` would be seeded by the time, and so give requests of the same instant the same number.
 */
export function ticket(total: number, draw = 0): string {
  const offset = DRAW_OFFSETS[draw % DRAW_OFFSETS.length];
  return `(int)(BitConverter.ToUInt32(context.RequestId.ToByteArray(), ${offset}) % ${total})`;
}

/** A block expression whose value is the index of the backend drawn, in proportion to the weights. */
export function weightedIndex(backends: readonly Pick<BackendPlan, "weight">[], draw = 0): string {
  const sums = cumulativeWeights(backends.map(({ weight }) => weight));
  const total = sums[sums.length - 1];
  const choices = sums.slice(0, -1).map((sum, i) => `${sum} > ticket ? ${i} : `).join("");
  return `@{
  var ticket = ${ticket(total, draw)};
  return ${choices}${sums.length - 1};
}`;
}

/** For people: `backend-a 100, backend-b 50 of 150`. */
export function describeShares(backends: readonly Pick<BackendPlan, "id" | "weight">[]): string {
  const total = backends.reduce((sum, { weight }) => sum + weight, 0);
  return `${backends.map(({ id, weight }) => `${id} ${weight}`).join(", ")} of ${total}`;
}
