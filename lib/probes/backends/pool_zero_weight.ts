import { probe } from "../probe.ts";
import { served } from "./breaker.ts";
import { poolOf } from "./pools.ts";

/** Weights 0 and 1, 40 calls: as one, the first would miss them all once in 10^12 runs. */
export const poolZeroWeight = probe({
  settles: "poolZeroWeight",
  seconds: 8,
  setUp: (names) =>
    poolOf(names, { zero: { weight: 0, priority: 1 }, one: { weight: 1, priority: 1 } }),
  async run(bench) {
    return (await served(bench, 40)).has("zero") ? "as-one" : "never-picked";
  },
});
