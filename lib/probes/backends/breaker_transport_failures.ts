import { probe, toBackend, unexpected } from "../probe.ts";
import { rule } from "./breaker.ts";

/** A backend whose name nobody has: the caller sees 500 as long as it is tried, 503 once its breaker is open. */
export const breakerTransportFailures = probe({
  settles: "breakerTransportFailures",
  seconds: 20,
  setUp: (names) => ({
    backends: {
      gone: {
        url: "https://parity.invalid",
        protocol: "http",
        circuitBreaker: rule({ failureCondition: { count: 1 } }),
      },
    },
    policy: { inbound: toBackend(names.backend("gone")) },
  }),
  async run(bench) {
    await bench.call();
    const second = await bench.call();
    if (second.status === 503) return "counted";
    return second.status === 500 ? "ignored" : unexpected(second);
  },
});
