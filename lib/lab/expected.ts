/**
 * What a notebook sends where requests are billed, and about what that costs, said before it sends anything.
 * @module
 */
import { table } from "../core/table.ts";
import { modelFacts, SIMULATED_MODEL, tokenCostUsd } from "../models/mod.ts";

/** Requests to models of each notebook on Azure, rounded up; a test counts them on a stand-in. */
const REQUESTS: Readonly<Record<string, number>> = table({
  "00-setup": 10,
  "01-baseline": 220,
  "02-latency-based": 220,
  "03-weighted-round-robin": 550,
  "04-priority-spillover": 1_000,
  "05-circuit-breaker": 1_300,
  "06-comparison": 2_000,
  "07-beyond": 40,
  "solutions-00": 20,
  "solutions-01": 300,
  "solutions-02": 220,
  "solutions-03": 700,
  "solutions-04": 450,
  "solutions-05": 150,
  "solutions-06": 10,
  "solutions-07": 10,
});

/** The workshop's question and its answer, in tokens. */
const TOKENS = { input: 25, cachedInput: 0, output: 20 };

/** One sentence; null for a notebook that is not the workshop's. @param maxRequests what it may send at most */
export function expectedCost(
  part: string,
  deployment: string,
  maxRequests: number,
): string | null {
  const requests: number | undefined = REQUESTS[part];
  if (requests === undefined) return null;
  const model = known(deployment) ? deployment : SIMULATED_MODEL; // a deployment may have any name
  const usd = requests * tokenCostUsd(modelFacts(model), TOKENS);
  return `up to some ${requests} requests to models, less than ${
    usd < 0.01 ? "0.01" : usd.toFixed(2)
  } US dollars at ` +
    `${model}'s list price (a PTU's are paid for already); at most ${maxRequests} (WORKSHOP_MAX_REQUESTS)`;
}

function known(model: string): boolean {
  try {
    return modelFacts(model) !== undefined;
  } catch {
    return false;
  }
}
