import { probe } from "../probe.ts";
import { served } from "./breaker.ts";
import { poolOf } from "./pools.ts";

/** Weight 9 and none, 80 calls: as one, some 8 of them go to the latter; as the average, 40. */
export const poolMissingWeight = probe({
  settles: "poolMissingWeight",
  seconds: 16,
  setUp: (names) => poolOf(names, { nine: { weight: 9, priority: 1 }, none: { priority: 1 } }),
  async run(bench) {
    return ((await served(bench, 80)).get("none") ?? 0) < 24 ? "as-one" : "as-average";
  },
});
