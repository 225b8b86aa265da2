import { probe, Undecided } from "../probe.ts";
import { backendByHeader, isOpen, rule } from "./breaker.ts";

/** Trip duration 20 s. Retry-After 5 is looked at after 10 s, Retry-After 120 after 30 s. */
export const breakerRetryAfter = probe({
  settles: "breakerRetryAfter",
  seconds: 35,
  setUp: (names) => {
    const circuitBreaker = rule({
      failureCondition: { count: 1 },
      tripDuration: "PT20S",
      acceptRetryAfter: true,
    });
    const backend = (local: string) => ({
      url: names.mock(local),
      protocol: "http",
      circuitBreaker,
    });
    return {
      backends: { short: backend("short"), long: backend("long") },
      policy: { inbound: backendByHeader(names.backend("")) },
    };
  },
  async run(bench) {
    const fail = (backend: string, seconds: number) =>
      bench.call({
        headers: {
          "x-backend": backend,
          "x-mock": "429",
          "x-mock-retry-after": String(seconds),
        },
      });
    const open = async (backend: string) =>
      isOpen(await bench.call({ headers: { "x-backend": backend } }));
    await fail("short", 5);
    await fail("long", 120);
    if (!await open("short") || !await open("long")) {
      throw new Undecided("a breaker of count 1 did not open at a 429");
    }
    await bench.wait(10_000);
    const shortOpen = await open("short");
    await bench.wait(20_000);
    const longOpen = await open("long");
    if (shortOpen && !longOpen) throw new Undecided("Retry-After changed nothing");
    if (shortOpen) return "at-least-trip-duration";
    return longOpen ? "replaces" : "at-most-trip-duration";
  },
});
