import { probe } from "../probe.ts";
import { backendByHeader, isOpen, rule } from "./breaker.ts";

/** Seconds of the failures: any 30 of a sliding window hold at most two of the first three, and the last three. */
const FAILURES = [0, 20, 35, 40];
/** A second backend, half an interval later: windows with edges at fixed times treat the two differently. */
const LATER = 15;

/** Limit 3 in 30 s. A window that starts anew at 35 s has seen two failures at 40 s, a sliding one three. */
export const breakerWindow = probe({
  settles: "breakerWindow",
  seconds: 60,
  setUp: (names) => {
    const circuitBreaker = rule({ failureCondition: { count: 3, interval: "PT30S" } });
    const backend = (local: string) => ({
      url: names.mock(local),
      protocol: "http",
      circuitBreaker,
    });
    return {
      backends: { a: backend("a"), b: backend("b") },
      policy: { inbound: backendByHeader(names.backend("")) },
    };
  },
  async run(bench) {
    const events = ["a", "b"].flatMap((backend, i) =>
      FAILURES.map((second) => ({ backend, at: second + i * LATER }))
    ).sort((one, other) => one.at - other.at);
    let time = 0;
    for (const { backend, at } of events) {
      await bench.wait((at - time) * 1000);
      time = at;
      await bench.call({ headers: { "x-backend": backend, "x-mock": "500" } });
    }
    const open = [];
    for (const backend of ["a", "b"]) {
      open.push(isOpen(await bench.call({ headers: { "x-backend": backend } })));
    }
    return open.every((one) => one) ? "sliding" : "fixed";
  },
});
