import assert from "node:assert/strict";
import { excerpt, formatDiagnostic, LineMap } from "../../lib/core/diagnostic.ts";
import fc from "../properties.ts";

Deno.test("LineMap counts lines and columns from 1, and ends a line behind its line feed", () => {
  const map = new LineMap("ab\r\nc\n");
  const place = (offset: number) => {
    const { line, column } = map.position(offset);
    return `${line}:${column}`;
  };
  assert.deepEqual([0, 1, 3, 4, 5, 6].map(place), ["1:1", "1:2", "1:4", "2:1", "2:2", "3:1"]);
});

Deno.test("LineMap finds the place that counting character by character finds", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "é"), maxLength: 40 });
  fc.assert(fc.property(text, fc.nat(40), (text, offset) => {
    const before = text.slice(0, offset).split("\n");
    const { line, column } = new LineMap(text).position(Math.min(offset, text.length));
    assert.deepEqual([line, column], [before.length, before.at(-1)!.length + 1]);
  }));
});

Deno.test("formatDiagnostic gives file:line:col code message, and the cure where there is one", () => {
  const finding = {
    severity: "error",
    code: "c",
    message: "It is so.",
    line: 2,
    column: 7,
  } as const;
  assert.equal(formatDiagnostic("p.xml", finding), "p.xml:2:7 c It is so.");
  assert.equal(
    formatDiagnostic("p.xml", { ...finding, cure: "Do that." }),
    "p.xml:2:7 c It is so. Cure: Do that.",
  );
});

Deno.test("excerpt puts the caret under its column, in a long line, too", () => {
  const at = (line: number, column: number) =>
    ({ code: "x", severity: "error", message: "", line, column }) as const;
  assert.equal(excerpt("one\n  two", at(2, 3)), "  2 |   two\n    |   ^");
  assert.equal(
    excerpt("one\r\n\ttwo", { ...at(2, 2), meant: "too" }),
    '  2 |  two\n    |  ^\n    = did you mean "too"?',
  );
  const long = `${"a".repeat(300)}X${"b".repeat(300)}`;
  for (const column of [1, 60, 301, 601]) {
    const [line, caret] = excerpt(long, at(1, column)).split("\n");
    assert.ok(line.length <= 110);
    assert.equal(line[caret.indexOf("^")], column === 601 ? "b" : long[column - 1], String(column));
  }
  assert.equal(excerpt(long, at(1, 301)).split("\n")[0].indexOf("X"), 6 + 51);
});

Deno.test("excerpt is empty where the text has no such line", () => {
  const nowhere = { code: "x", severity: "error", message: "", line: 9, column: 1 } as const;
  assert.equal(excerpt("one", nowhere), "");
});
