import { probe, Undecided } from "../probe.ts";
import { served } from "./breaker.ts";
import { poolOf } from "./pools.ts";

/** Priority 1 and none: the better group serves alone. */
export const poolMissingPriority = probe({
  settles: "poolMissingPriority",
  seconds: 4,
  setUp: (names) => poolOf(names, { one: { priority: 1, weight: 1 }, none: { weight: 1 } }),
  async run(bench) {
    const counts = await served(bench, 20);
    if (counts.size > 1) throw new Undecided("both served: the two are in one group");
    return counts.has("none") ? "first" : "last";
  },
});
