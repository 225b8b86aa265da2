import assert from "node:assert/strict";
import { formatDiagnostic, LineMap } from "../../lib/core/diagnostic.ts";
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
