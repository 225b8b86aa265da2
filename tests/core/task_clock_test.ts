import assert from "node:assert/strict";
import { TaskClock } from "../../lib/core/task_clock.ts";

Deno.test("TaskClock lets a task go on to its next wait before time moves", async () => {
  const clock = new TaskClock(0);
  const log: string[] = [];
  const task = async (name: string, ms: number) => {
    for (let i = 0; i < 2; i++) {
      await clock.pause(ms);
      for (let turns = 0; turns < 50; turns++) await null; // a long chain of promises
      log.push(`${name}${clock.now()}`);
    }
  };
  clock.begin(() => task("a", 2));
  clock.begin(() => task("b", 3));
  await clock.drive();
  assert.deepEqual(log, ["a2", "b3", "a4", "b6"]);
});

Deno.test("TaskClock waits for what a plain callback woke", async () => {
  const clock = new TaskClock(0);
  const log: number[] = [];
  const later = new Promise<void>((resolve) => clock.schedule(5, resolve));
  later.then(() => null).then(() => null).then(() => log.push(clock.now()));
  clock.at(6, () => {});
  await clock.drive();
  assert.deepEqual(log, [5]);
});

Deno.test("TaskClock moves on when a task waits for another task", async () => {
  const clock = new TaskClock(0);
  const log: string[] = [];
  const first = (async () => {
    await null;
  })();
  let open = () => {};
  const gate = new Promise<void>((resolve) => open = resolve);
  clock.begin(async () => {
    await first;
    await gate;
    log.push(`woken ${clock.now()}`);
  });
  clock.begin(async () => {
    await clock.pause(10);
    open();
  });
  await clock.drive();
  assert.deepEqual(log, ["woken 10"]);
});

Deno.test("TaskClock ends a sleep by its signal, and goes on", async () => {
  const clock = new TaskClock(0);
  const abort = new AbortController();
  const log: string[] = [];
  clock.begin(async () => {
    await clock.sleep(100, abort.signal).catch(() => log.push(`aborted ${clock.now()}`));
    await clock.sleep(5);
    log.push(`done ${clock.now()}`);
  });
  clock.at(20, () => abort.abort());
  await clock.drive();
  assert.deepEqual(log, ["aborted 20", "done 25"]);
});

Deno.test("TaskClock stops when it is told to", async () => {
  const clock = new TaskClock(0);
  let ticks = 0;
  const tick = () => {
    ticks++;
    clock.at(1, tick);
  };
  tick();
  await clock.drive(() => ticks === 10);
  assert.equal(ticks, 10);
});
