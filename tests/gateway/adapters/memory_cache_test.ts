import assert from "node:assert/strict";
import { MAX_ENTRIES, MemoryCache } from "../../../lib/gateway/adapters/memory_cache.ts";

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
