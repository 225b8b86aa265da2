import assert from "node:assert/strict";
import fc from "../properties.ts";
import { SystemClock, VirtualClock } from "../../lib/core/clock.ts";
import { formatDuration, parseDurationMs } from "../../lib/core/duration.ts";
import { Random } from "../../lib/core/random.ts";

Deno.test("VirtualClock fires events in order of time, then of scheduling", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 60 }), async (delays) => {
      const clock = new VirtualClock(0);
      const fired: [at: number, order: number][] = [];
      delays.forEach((delay, order) =>
        clock.schedule(delay, () => fired.push([clock.now(), order]))
      );
      await clock.advance(100);
      const expected = delays.map((delay, order): [number, number] => [delay, order])
        .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      assert.deepEqual(fired, expected);
    }),
    { numRuns: 30 },
  );
});

Deno.test("VirtualClock does not fire what was cancelled", async () => {
  const clock = new VirtualClock(0);
  let fired = false;
  clock.schedule(5, () => fired = true)();
  await clock.advance(10);
  assert.equal(fired, false);
  assert.equal(clock.now(), 10);
});

Deno.test("VirtualClock.run moves through the waits of a task", async () => {
  const clock = new VirtualClock(1000);
  const task = async () => {
    await clock.sleep(60_000);
    await clock.sleep(40_000);
    return clock.now();
  };
  assert.equal(await clock.run(task()), 101_000);
  await assert.rejects(clock.run(new Promise(() => {})), /nothing is scheduled/);
});

Deno.test("sleep rejects with the signal's reason", async () => {
  const clock = new VirtualClock(0);
  const stop = new AbortController();
  const sleeping = clock.sleep(1000, stop.signal);
  stop.abort(new Error("enough"));
  await assert.rejects(sleeping, /enough/);
  assert.equal(clock.next, undefined);
});

Deno.test("SystemClock runs as fast as it is told", async () => {
  const clock = new SystemClock({ speed: 1000 });
  const start = clock.now();
  await clock.sleep(2000);
  assert.ok(clock.now() - start >= 1900);
  assert.throws(
    () => new SystemClock({ speed: 0 }),
    /clock speed must be a positive number: it is 0/,
  );
});

Deno.test("durations parse as ISO 8601 and print back", () => {
  assert.equal(parseDurationMs("PT10S"), 10_000);
  assert.equal(parseDurationMs("P1DT1M"), 86_460_000);
  assert.equal(formatDuration(90_000), "PT1M30S");
  assert.throws(() => parseDurationMs("10s"), /"10s" is not an ISO 8601 duration/);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e11 }),
      (ms) => parseDurationMs(formatDuration(ms)) === ms,
    ),
  );
});

Deno.test("Random repeats its seed's stream and keeps its distributions", () => {
  const a = new Random("seed");
  const b = new Random("seed");
  for (let i = 0; i < 100; i++) assert.equal(a.next(), b.next());
  const sample = Array.from({ length: 20_000 }, () => a.exponential(5));
  const mean = sample.reduce((sum, x) => sum + x) / sample.length;
  assert.ok(Math.abs(mean - 5) < 0.2, `mean ${mean}`);
  assert.notEqual(a.fork("x").next(), a.fork("y").next());
  assert.match(a.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

Deno.test("VirtualClock refuses what is no span of time, and its time stays a number", async () => {
  const clock = new VirtualClock(5);
  await assert.rejects(clock.advance(NaN), RangeError);
  await assert.rejects(clock.advance(-1), RangeError);
  assert.throws(() => clock.schedule(NaN, () => {}), RangeError);
  await clock.advance(2);
  assert.equal(clock.now(), 7);
});
