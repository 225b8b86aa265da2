import assert from "node:assert/strict";
import { MAX_JSON_CHARACTERS, parseJsonInput } from "../../lib/core/json_input.ts";

Deno.test("parseJsonInput reads what JSON.parse reads, behind a byte order mark, too", () => {
  assert.deepEqual(parseJsonInput('\ufeff{"a": ["]]]][[", "\\"["]}'), { a: ["]]]][[", '"['] });
});

Deno.test("parseJsonInput refuses what is too deep, too large or no JSON, and quotes nothing of it", () => {
  for (const text of ["[".repeat(100_000), "[".repeat(101) + "]".repeat(101)]) {
    assert.throws(() => parseJsonInput(text), /^SyntaxError: is nested deeper than 100 levels$/);
  }
  assert.throws(
    () => parseJsonInput(" ".repeat(MAX_JSON_CHARACTERS + 1)),
    /larger than 16 million/,
  );
  assert.throws(() => parseJsonInput('{"key": s3cret}'), (error: Error) => {
    assert.match(error.message, /^is not JSON: /);
    return !error.message.includes("s3cret");
  });
});
