import assert from "node:assert/strict";
import fc from "../properties.ts";
import { parsePlain } from "../../lib/dotnet/newtonsoft/plain.ts";
import { readCurrent } from "../../lib/dotnet/newtonsoft/linq/load.ts";
import { JsonTextReader } from "../../lib/dotnet/newtonsoft/reader.ts";
import { deepEquals } from "../../lib/dotnet/newtonsoft/linq/equality.ts";
import { fromPlain } from "../../lib/dotnet/newtonsoft/linq/tree.ts";
import { Formatting, writeToken } from "../../lib/dotnet/newtonsoft/write.ts";

/** JSON-like text in which the two readers might differ. */
const name = fc.oneof(
  fc.constantFrom("a", "b", "1", "01", "__proto__", "", "constructor", "\\u0031", "é"),
  fc.string({ maxLength: 4 }).map((text) => JSON.stringify(text).slice(1, -1)),
);
const leaf = fc.oneof(
  fc.constantFrom(
    ..."0 -0 1 -1 1.0 0.7 -0.5 1.50 1e3 1E-7 0.0001 0.00001 123456789012345 1234567890123456 9007199254740993"
      .split(" "),
    ..."true false null 0.1 0.30000000000000004 123456789.125 -12.0625 1.123456 1.1234567".split(
      " ",
    ),
  ),
  fc.constantFrom(
    ..."2024-05-01T10:00:00Z 2024-05-01 12-34 /Date(0)/ \\/Date(0)\\/ \\u2028 \\ud83d\\ude00 \\ud83d x"
      .split(
        " ",
      ),
    "\u2028",
    "\u0085",
    "\ud83d",
    "😀",
    "a\\nb",
    ", 1.0",
  ).map((text) => `"${text}"`),
  fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text)),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);
const space = fc.constantFrom("", " ", "\n ");
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("json"), { maxLength: 4 }).map((items) => `[${items.join(",")}]`),
    fc.array(fc.tuple(name, space, tie("json")), { maxLength: 4 }).map((entries) =>
      `{${entries.map(([key, gap, value]) => `"${key}":${gap}${value}`).join(",")}}`
    ),
  ),
}));

Deno.test("parsePlain gives the tokens and the text that JsonTextReader gives, where it gives any", () => {
  let plainly = 0;
  fc.assert(
    fc.property(json, (text) => {
      const plain = parsePlain(text);
      if (plain === undefined) return;
      plainly++;
      const reader = new JsonTextReader(text);
      reader.read();
      const slow = readCurrent(reader);
      for (const formatting of [Formatting.None, Formatting.Indented]) {
        const expected = writeToken(slow, formatting);
        assert.equal(writeToken(fromPlain(plain), formatting), expected);
        const opened = fromPlain(plain);
        for (const child of opened) void child; // one level made into tokens
        assert.equal(writeToken(opened, formatting), expected);
      }
      assert.ok(deepEquals(fromPlain(plain), slow));
    }),
    { numRuns: 3000 },
  );
  assert.ok(plainly > 300, `only ${plainly} texts were plain`);
});

Deno.test("parsePlain leaves to the reader what JSON.parse would read otherwise", () => {
  for (
    const text of [
      '{"a":1.0}',
      '{"a":-0}',
      '{"a":1e3}',
      '{"a":0.00001}',
      '{"a":12345678901234567890}',
      '{"1":0}',
      '{"__proto__":0}',
      '["2024-05-01T10:00:00Z"]',
      '["/Date(0)/"]',
      '["\\u2028"]',
      "{a:1}",
      "[1,]",
      "1",
    ]
  ) assert.equal(parsePlain(text), undefined, text);
});

Deno.test("parsePlain takes a chat request", () => {
  const body =
    '{"model":"gpt-4o","temperature":0.7,"max_tokens":256,"messages":[{"role":"user","content":"Hi, it is 2024-05-01, so 1.5 or 2.0?"}]}';
  assert.notEqual(parsePlain(body), undefined);
});
