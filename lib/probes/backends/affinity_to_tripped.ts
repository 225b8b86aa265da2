import { probe, Undecided } from "../probe.ts";
import { isOpen, rule } from "./breaker.ts";
import { poolOf } from "./pools.ts";

/** A session's member is tripped by calls of its own session; then the session calls again. */
export const affinityToTripped = probe({
  settles: "affinityToTripped",
  seconds: 3,
  setUp: (names) =>
    poolOf(names, { a: { priority: 1, weight: 1 }, b: { priority: 1, weight: 1 } }, {
      circuitBreaker: rule({ failureCondition: { count: 1 } }),
      pool: { sessionAffinity: { sessionId: { source: "cookie", name: "ProbeSession" } } },
    }),
  async run(bench) {
    const first = await bench.call();
    const cookie = first.header("set-cookie")?.split(";")[0];
    const member = first.header("x-mock-name");
    if (cookie === undefined || member === null) {
      throw new Undecided("the pool set no cookie: session affinity is not to be had here");
    }
    const headers = { Cookie: cookie };
    await bench.call({ headers: { ...headers, [`x-mock-${member}`]: "500" } });
    return isOpen(await bench.call({ headers })) ? "fail" : "pick-another";
  },
});
