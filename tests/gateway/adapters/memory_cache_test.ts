import assert from "node:assert/strict";
import {
  MAX_CACHE_BYTES,
  MAX_ENTRIES,
  MemoryCache,
} from "../../../lib/gateway/adapters/memory_cache.ts";
import { contextOf } from "../../../lib/cli/vectors/context.ts";
import { environment } from "../../../lib/gateway/expression/environment.ts";
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

/** What C# makes of 20,000 things, or a text of as many characters. */
const LARGE = [
  "new string('a', 20000)",
  "Enumerable.Range(0, 20000).ToArray()",
  "Enumerable.Range(0, 20000).ToList()",
  "new byte[40000]",
  "Enumerable.Range(0, 20000).ToDictionary(i => i)",
  "new HashSet<int>(Enumerable.Range(0, 20000))",
  "new Queue<int>(Enumerable.Range(0, 20000))",
  "Enumerable.Range(0, 20000).ToLookup(i => i)",
  "JArray.FromObject(Enumerable.Range(0, 20000).ToArray())",
  'JObject.FromObject(Enumerable.Range(0, 20000).ToDictionary(i => "k" + i))',
  "new JProperty(\"a\", new string('a', 20000))",
  "new StringBuilder(new string('a', 20000))",
  "new StringReader(new string('a', 20000))",
  "new StringWriter(new StringBuilder(new string('a', 20000)))",
  'XElement.Parse("<a>" + new string(\'a\', 20000) + "</a>")',
  "Regex.Match(new string('a', 20000), \"a+\")",
  "new Uri(\"http://h/\" + new string('a', 20000))",
  "new Exception(new string('a', 20000))",
  "new { A = new string('a', 20000) }",
  "Tuple.Create(new string('a', 20000), 1)",
];

/** Nobody can look into these. */
const OPAQUE = [
  "Enumerable.Range(0, 20000).Where(i => i > 1)",
  "Enumerable.Range(0, 20000).ToList().GetEnumerator()",
  "(Func<int>)(() => 1)",
  "context.Request",
];

function evaluated(text: string): unknown {
  const compiled = environment.compile(text, { block: false });
  assert.ok(compiled.ok, text);
  const context = { ...contextOf({}), now: () => 0, random: () => 0 };
  return compiled.program.evaluate([context], context);
}

Deno.test("sizeOf sees what C#'s values hold", () => {
  for (const text of LARGE) {
    const bytes = sizeOf(evaluated(text));
    assert.ok(bytes >= 40_000 && bytes < 10_000_000, `${text}: ${bytes}`);
  }
  for (const text of OPAQUE) assert.equal(sizeOf(evaluated(text)), Infinity, text);
  for (
    const text of ["new List<int>()", "new StringBuilder()", "new JObject()", "DateTime.UtcNow"]
  ) {
    assert.ok(sizeOf(evaluated(text)) < 1_000, text);
  }
});

Deno.test("MemoryCache counts what nobody can look into by what its request holds", () => {
  const cache = new MemoryCache();
  const lazy = evaluated(OPAQUE[0]);
  cache.set("a", lazy, Infinity);
  assert.equal(cache.get("a", 0), undefined);
  cache.set("a", lazy, Infinity, 5_000);
  assert.ok(cache.get("a", 0) === lazy && cache.bytes > 5_000);
});
