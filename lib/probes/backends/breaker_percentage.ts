import { probe, toBackend } from "../probe.ts";
import { isOpen, rule } from "./breaker.ts";

/** Limit 50%: one failing call, which is all of the calls so far. */
export const breakerPercentage = probe({
  settles: "breakerPercentage",
  seconds: 2,
  setUp: (names) => ({
    backends: {
      a: {
        url: names.mock("a"),
        protocol: "http",
        circuitBreaker: rule({ failureCondition: { percentage: 50 } }),
      },
    },
    policy: { inbound: toBackend(names.backend("a")) },
  }),
  async run(bench) {
    await bench.call({ headers: { "x-mock": "500" } });
    return isOpen(await bench.call()) ? "any-call" : "after-ten-calls";
  },
});
