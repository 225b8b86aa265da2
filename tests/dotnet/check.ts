/** Tables of C# expressions and what .NET makes of them. */
import assert from "node:assert/strict";
import { contextOf } from "../../lib/cli/vectors/context.ts";
import { compileExpression } from "../../lib/gateway/expression/mod.ts";
import { CsException } from "../../lib/csharp/runtime/exception.ts";
import { toText } from "../../lib/csharp/runtime/object.ts";

/** The world stands still: 2026-01-05T00:00:00Z. */
const context = { ...contextOf({}), now: () => Date.UTC(2026, 0, 5) };

/** The text of an expression's value; `!Type` or `!Type: message` of its exception; `?CODE` when it does not compile. */
export function textOf(code: string, withMessage = true): string {
  const block = /\breturn\b/.test(code);
  const compiled = compileExpression(
    { text: code, block, position: (offset) => ({ line: 1, column: offset + 1 }) },
    { allowList: "all" },
  );
  if (!compiled.ok) return `?${compiled.diagnostics.map((d) => `${d.code} ${d.message}`).join()}`;
  try {
    const value = compiled.expression.evaluate(context);
    return value === null ? "null" : toText(value);
  } catch (error) {
    if (!(error instanceof CsException)) throw error;
    const name = error.typeName.replace(/^System\./, "");
    return withMessage ? `!${name}: ${error.message}` : `!${name}`;
  }
}

/** One test: every expression of the table gives the text beside it. */
export function expressions(name: string, table: Readonly<Record<string, string>>): void {
  Deno.test(name, () => {
    const wrong: string[] = [];
    for (const [code, expected] of Object.entries(table)) {
      let actual: string;
      try {
        actual = textOf(code, expected.includes(": "));
      } catch (error) {
        actual = `threw ${error}`;
      }
      if (actual !== expected) {
        wrong.push(`${code}\n    expected ${expected}\n    got      ${actual}`);
      }
    }
    assert.equal(wrong.length, 0, `\n  ${wrong.join("\n  ")}`);
  });
}
