import assert from "node:assert/strict";
import { inOrder } from "../../../lib/cli/notebooks/in_order.ts";

Deno.test("inOrder begins as many as it may, and gives the results in order whatever ends first", async () => {
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const runs = inOrder(["a", "b", "c"], 2, new AbortController().signal, async (item) => {
    log.push(`begin ${item}`);
    await new Promise<void>((resolve) => ends.set(item, resolve));
    log.push(`end ${item}`);
    return item.toUpperCase();
  });
  const first = runs.next();
  ends.get("b")!();
  await new Promise((resolve) => setTimeout(resolve, 0));
  ends.get("c")!();
  ends.get("a")!();
  assert.deepEqual((await first).value, ["a", "A"]);
  assert.deepEqual(await Array.fromAsync(runs), [["b", "B"], ["c", "C"]]);
  assert.deepEqual(log.slice(0, 4), ["begin a", "begin b", "end b", "begin c"]);
});

Deno.test("inOrder begins nothing once it is aborted, and waits for what is under way", async () => {
  const stop = new AbortController();
  const runs = inOrder([1, 2, 3, 4], 2, stop.signal, async (item) => {
    if (item === 1) stop.abort();
    await Promise.resolve();
    return item;
  });
  assert.deepEqual((await Array.fromAsync(runs)).map(([item]) => item), [1]);
});

Deno.test("inOrder passes a failure on in its turn", async () => {
  const seen: number[] = [];
  const runs = inOrder([1, 2, 3], 3, new AbortController().signal, async (item) => {
    if (item === 2) throw new RangeError("two");
    return await Promise.resolve(item);
  });
  await assert.rejects(async () => {
    for await (const [item] of runs) seen.push(item);
  }, RangeError);
  assert.deepEqual(seen, [1]);
});
