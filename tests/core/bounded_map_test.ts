import assert from "node:assert/strict";
import fc from "../properties.ts";
import { BoundedMap } from "../../lib/core/bounded_map.ts";

Deno.test("BoundedMap never holds more entries or bytes than it may, and keeps the youngest", () => {
  const entry = fc.record({ key: fc.string({ maxLength: 3 }), bytes: fc.nat(3_000) });
  fc.assert(fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
    const map = new BoundedMap<number>({ entries: 5, bytes: 4_000 });
    for (const { key, bytes } of entries) {
      assert.ok(map.set(key, bytes, bytes));
      assert.equal(map.get(key), bytes);
      assert.ok(map.size <= 5 && map.bytes <= 4_000, `${map.size} entries, ${map.bytes} bytes`);
    }
    for (const { key } of entries) map.delete(key);
    assert.deepEqual([map.size, map.bytes], [0, 0]);
  }));
});

Deno.test("BoundedMap keeps nothing that is larger than all of it, nor what was there before", () => {
  const map = new BoundedMap<string>({ entries: 5, bytes: 1_000 });
  map.set("a", "small", 10);
  map.set("b", "small", 10);
  assert.equal(map.set("a", "large", 1_000), false);
  assert.deepEqual([map.has("a"), map.get("b"), map.size], [false, "small", 1]);
});
