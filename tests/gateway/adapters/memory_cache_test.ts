import assert from "node:assert/strict";
import {
  MAX_CACHE_BYTES,
  MAX_ENTRIES,
  MemoryCache,
} from "../../../lib/gateway/adapters/memory_cache.ts";
import { sizeOf } from "../../../lib/gateway/adapters/size_of.ts";

Deno.test("MemoryCache gives a value until it expires", () => {
  const cache = new MemoryCache();
  cache.set("a", 1, 1_000);
  assert.deepEqual([cache.get("a", 999), cache.get("a", 1_000), cache.size], [1, undefined, 0]);
});

Deno.test("MemoryCache forgets what was set longest ago when it is full", () => {
  const cache = new MemoryCache();
  for (let i = 0; i <= MAX_ENTRIES; i++) cache.set(`k${i}`, i, Infinity);
  assert.equal(cache.size, MAX_ENTRIES);
  assert.deepEqual([cache.get("k0", 0), cache.get("k1", 0)], [undefined, 1]);
});

Deno.test("MemoryCache keeps no more bytes than it may, whatever the values are", () => {
  const cache = new MemoryCache();
  const reply = (i: number) => ({ body: new Uint8Array(1_000_000), headers: [["a", [`${i}`]]] });
  for (let i = 0; i < 300; i++) cache.set(`k${i}`, reply(i), Infinity);
  assert.ok(cache.bytes <= MAX_CACHE_BYTES && cache.size > 100, `${cache.size}`);
  assert.deepEqual([cache.get("k0", 0), cache.get("k299", 0) !== undefined], [undefined, true]);
  for (let i = 0; i < 300; i++) cache.delete(`k${i}`);
  assert.deepEqual([cache.size, cache.bytes], [0, 0]);
});

Deno.test("MemoryCache does not keep a value that is larger than all of it", () => {
  const cache = new MemoryCache();
  cache.set("a", 1, Infinity);
  cache.set("b", new Uint8Array(MAX_CACHE_BYTES), Infinity);
  assert.deepEqual([cache.get("a", 0), cache.get("b", 0)], [1, undefined]);
});

Deno.test("sizeOf counts each thing once, in circles, too", () => {
  const circle: Record<string, unknown> = { text: "a".repeat(1_000) };
  circle.self = circle;
  assert.ok(sizeOf(circle) > 2_000 && sizeOf(circle) < 2_200);
  assert.ok(sizeOf(["a".repeat(500), new Map([["k", "b".repeat(500)]])]) > 2_000);
});
