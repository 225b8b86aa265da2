import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { VirtualClock } from "../../../lib/core/clock.ts";
import { SlowCalls, WatchedCall } from "../../../lib/gateway/adapters/slow_calls.ts";

class Probe extends WatchedCall {
  watchedAt: number | null = null;
  remaining = NaN;
  constructor(readonly clock: VirtualClock, timeoutMs: number) {
    super(timeoutMs);
  }
  override watch(remainingMs: number): void {
    this.watchedAt = this.clock.now();
    this.remaining = remainingMs;
  }
}

Deno.test("SlowCalls watches a short limit at once and a long one only when it gets old", async () => {
  const clock = new VirtualClock(0);
  const calls = new SlowCalls(clock);
  const short = new Probe(clock, 20);
  const long = new Probe(clock, 1_000);
  calls.add(short);
  calls.add(long);
  assert.deepEqual([short.watchedAt, short.remaining, long.watchedAt], [0, 20, null]);
  await clock.advance(50);
  assert.deepEqual([long.watchedAt, long.remaining], [50, 950]);
});

Deno.test("SlowCalls watches exactly the calls that were not removed in time, with what is left", async () => {
  const call = fc.record({
    gap: fc.integer({ min: 0, max: 60 }),
    life: fc.integer({ min: 0, max: 300 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 12 }), async (specs) => {
      const clock = new VirtualClock(0);
      const calls = new SlowCalls(clock);
      const probes: { probe: Probe; from: number; life: number }[] = [];
      for (const { gap, life } of specs) {
        await clock.advance(gap);
        const probe = new Probe(clock, 10_000);
        probes.push({ probe, from: clock.now(), life });
        calls.add(probe);
        clock.schedule(life, () => calls.remove(probe));
      }
      await clock.advance(1_000);
      for (const { probe, from, life } of probes) {
        if (probe.watchedAt === null) {
          assert.ok(life <= 100, "a call is watched within two looks");
        } else {
          assert.ok(probe.watchedAt - from >= 50 && probe.watchedAt - from <= Math.min(100, life));
          assert.equal(probe.remaining, 10_000 - (probe.watchedAt - from));
        }
      }
    }),
    { numRuns: 30 },
  );
});
