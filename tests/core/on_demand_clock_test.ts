import assert from "node:assert/strict";
import { OnDemandClock } from "../../lib/core/on_demand_clock.ts";

Deno.test("OnDemandClock moves as far as what is waited for takes, and no further", async () => {
  const clock = new OnDemandClock(0);
  clock.schedule(500, () => assert.fail("nobody waits for this"));
  await clock.until(clock.sleep(100));
  assert.equal(clock.now(), 100);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(clock.now(), 100);
});

Deno.test("OnDemandClock lets several wait in the same time", async () => {
  const clock = new OnDemandClock(0);
  const log: string[] = [];
  const task = async (name: string, ms: number) => {
    for (let i = 0; i < 2; i++) {
      await clock.sleep(ms);
      for (let turns = 0; turns < 50; turns++) await null; // a long chain of promises
      log.push(`${name}${clock.now()}`);
    }
  };
  await Promise.all([clock.until(task("a", 20)), clock.until(task("b", 30))]);
  assert.deepEqual(log, ["a20", "b30", "a40", "b60"]);
});

Deno.test("OnDemandClock stands still while work of another thread is held", async () => {
  const clock = new OnDemandClock(0);
  const log: string[] = [];
  const digests = async () => {
    await clock.sleep(10);
    for (let i = 0; i < 20; i++) {
      await clock.hold(crypto.subtle.digest("SHA-256", new Uint8Array(1 << 20)));
    }
    log.push(`digests ${clock.now()}`);
  };
  const tick = async () => {
    for (let i = 0; i < 3; i++) await clock.sleep(10);
    log.push(`ticks ${clock.now()}`);
  };
  await clock.until(Promise.all([digests(), tick()]));
  assert.deepEqual(log, ["digests 10", "ticks 30"]);
});

Deno.test("OnDemandClock waits for what comes from outside, and goes on with what it scheduled", async () => {
  const clock = new OnDemandClock(0);
  const late = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5)); // as a socket's bytes
    await clock.sleep(7);
    return clock.now();
  };
  assert.equal(await clock.until(late()), 7);
});

Deno.test("OnDemandClock goes on after work that failed", async () => {
  const clock = new OnDemandClock(0);
  const failing = async () => {
    await clock.sleep(1);
    throw new RangeError("no");
  };
  await assert.rejects(clock.until(failing()), RangeError);
  await assert.rejects(clock.hold(Promise.reject(new RangeError("no"))), RangeError);
  await clock.until(clock.sleep(2));
  assert.equal(clock.now(), 3);
});

Deno.test("OnDemandClock.idle comes when nothing is scheduled and nothing is held", async () => {
  const clock = new OnDemandClock(0);
  const log: string[] = [];
  clock.schedule(10, () => {
    log.push(`held from ${clock.now()}`);
    clock.hold(new Promise((resolve) => setTimeout(resolve, 5))).then(() => {
      clock.schedule(10, () => log.push(`last ${clock.now()}`));
    });
  });
  await clock.until(clock.idle());
  assert.deepEqual(log, ["held from 10", "last 20"]);
});

Deno.test("OnDemandClock.untilRead lets time pass for each read, and ends with its signal", async () => {
  const clock = new OnDemandClock(0);
  const ticks = () =>
    new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await clock.sleep(10);
        controller.enqueue(new Uint8Array([1]));
        if (clock.now() % 30 === 0) controller.close();
      },
    }, { highWaterMark: 0 });
  assert.equal((await new Response(clock.untilRead(ticks())).bytes()).length, 3);
  assert.equal(clock.now(), 30);
  const stop = new AbortController();
  const reader = clock.untilRead(ticks(), stop.signal).getReader();
  await reader.read();
  stop.abort(new DOMException("enough", "AbortError"));
  await assert.rejects(reader.read(), /enough/);
});
