/** Every member that Azure documents for expressions is there. */
import assert from "node:assert/strict";
import { CONTEXT, documentedMembers } from "../../../lib/cli/docs/expressions_table.ts";
import { compileExpression } from "../../../lib/gateway/expression/mod.ts";

function refusal(code: string): string | null {
  const result = compileExpression({
    text: code,
    block: true,
    position: (offset) => ({ line: 1, column: offset + 1 }),
  }, { allowList: "documented" });
  return result.ok ? null : result.diagnostics[0].message;
}

Deno.test("every documented member of context has its documented type", () => {
  assert.ok(CONTEXT.length > 100);
  for (const [expression, type] of CONTEXT) {
    assert.equal(refusal(`${type} value = ${expression}; return "";`), null, expression);
  }
});

Deno.test("every documented member of .NET's types is there, or says why not", () => {
  const members = [...documentedMembers()];
  assert.ok(members.length > 1500);
  const missing = members.filter(({ state }) => state === "missing");
  assert.deepEqual(missing.map(({ type, member }) => `${type}.${member}`), []);
  assert.ok(members.filter(({ state }) => state === "there").length > 0.93 * members.length);
});

Deno.test("every type that is documented can be named", () => {
  const types = new Set([...documentedMembers()].map(({ type }) => type));
  for (const type of types) {
    const [name, arity] = type.split("`");
    if (type === "System.Tuple`8") continue;
    const named = arity === undefined
      ? name
      : `${name}<${Array(Number(arity)).fill("int").join(",")}>`;
    const found = refusal(`${named} value; return "";`);
    assert.ok(found === null || !/not supported|not be found/.test(found), `${type}: ${found}`);
  }
});
