/** Tables of C# expressions with the type and text of their value, or the compiler's error. */
import assert from "node:assert/strict";
import { contextOf } from "../../lib/cli/vectors/context.ts";
import {
  type AllowList,
  compileExpression,
  type CompileResult,
} from "../../lib/gateway/expression/mod.ts";
import { CsException } from "../../lib/csharp/runtime/exception.ts";
import { toText } from "../../lib/csharp/runtime/object.ts";
import { runtimeType } from "../../lib/csharp/runtime/values.ts";

export const context = contextOf({
  request: {
    method: "GET",
    url: "https://backend.example/c?x=1",
    headers: { A: ["1"] },
    body: '{"a":1}',
  },
  variables: {
    s: { type: "System.String", value: "str" },
    n: { type: "System.Int32", value: 3 },
  },
});

/** Statements where it ends as one, else an expression. */
export function compile(text: string, allowList: AllowList = "all"): CompileResult {
  const block = /[;}]\s*$/.test(text) && !/^new\b.*}$/.test(text) && !text.startsWith("$");
  return compileExpression(
    { text, block, position: (offset) => ({ line: 1, column: offset + 1 }) },
    { allowList },
  );
}

/** `Type text`, `null`, `!Type: message` for an exception, `CODE message` when it does not compile. */
export function outcome(text: string): string {
  const compiled = compile(text);
  if (!compiled.ok) return compiled.diagnostics.map((d) => `${d.code} ${d.message}`).join("; ");
  try {
    const value = compiled.expression.evaluate(context);
    return value === null ? "null" : `${runtimeType(value)} ${toText(value)}`;
  } catch (error) {
    if (!(error instanceof CsException)) throw error;
    return `!${error.typeName}: ${error.message}`;
  }
}

function table(
  name: string,
  rows: Readonly<Record<string, string>>,
  fits: (got: string, expected: string) => boolean,
): void {
  Deno.test(name, () => {
    const wrong = Object.entries(rows).flatMap(([code, expected]) => {
      const got = outcome(code);
      return fits(got, expected) ? [] : [`${code}\n    expected ${expected}\n    got      ${got}`];
    });
    assert.deepEqual(wrong, []);
  });
}

/** One test: every expression gives the value beside it. An exception's message may be left out. */
export function typed(name: string, rows: Readonly<Record<string, string>>): void {
  table(
    name,
    rows,
    (got, expected) => got === expected || (expected.startsWith("!") && got.startsWith(expected)),
  );
}

/** One test: every expression is refused, first with the code beside it; "CS" stands for any. */
export function refused(name: string, rows: Readonly<Record<string, string>>): void {
  table(name, rows, (got, expected) => got.startsWith(expected === "CS" ? "CS" : `${expected} `));
}
