import { probe, unexpected } from "../probe.ts";
import { isOpen, rule } from "./breaker.ts";
import { poolOf } from "./pools.ts";

/** A pool of one member, tripped: the headers of the gateway's own 503. */
export const poolExhaustedRetryAfter = probe({
  settles: "poolExhaustedRetryAfter",
  seconds: 2,
  setUp: (names) =>
    poolOf(names, { only: { priority: 1 } }, {
      circuitBreaker: rule({ failureCondition: { count: 1 } }),
    }),
  async run(bench) {
    await bench.call({ headers: { "x-mock": "500" } });
    const reply = await bench.call();
    if (!isOpen(reply)) unexpected(reply);
    return reply.header("retry-after") === null ? "none" : "soonest-reset";
  },
});
