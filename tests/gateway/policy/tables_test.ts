import assert from "node:assert/strict";
import { FIDELITY_SWITCHES } from "../../../lib/gateway/contracts/fidelity.ts";
import { coverageTable } from "../../../lib/gateway/policy/coverage.ts";
import { fidelityTable } from "../../../lib/gateway/policy/fidelity_table.ts";
import { POLICIES } from "../../../lib/gateway/policy/policies/mod.ts";
import { UNSUPPORTED } from "../../../lib/gateway/policy/unsupported.ts";

Deno.test("the registry holds every policy once, in order, in a file of its name", async () => {
  const names = POLICIES.map(({ name }) => name);
  assert.deepEqual(names, [...new Set(names)].sort());
  const folder = new URL("../../../lib/gateway/policy/policies/", import.meta.url);
  for (const name of names) await Deno.stat(new URL(`${name.replaceAll("-", "_")}.ts`, folder));
  assert.deepEqual(names.filter((name) => UNSUPPORTED.has(name)), []);
});

Deno.test("coverageTable has a row for every policy and names what is refused", () => {
  const table = coverageTable();
  const rows = table.split("\n").filter((line) => line.startsWith("| ["));
  assert.equal(rows.length, POLICIES.length);
  const retry = rows.find((row) => row.startsWith("| [retry]"))!;
  assert.match(retry, /\| yes \| yes \| yes \| yes \| all \| \*\*condition\*\*, \*\*count\*\*/);
  for (const name of UNSUPPORTED.keys()) assert.ok(table.includes(name));
});

Deno.test("fidelityTable has a row for every switch, its default first", () => {
  const table = fidelityTable();
  for (const [name, { choices }] of Object.entries(FIDELITY_SWITCHES)) {
    assert.ok(table.includes(`| \`${name}\` |`), name);
    assert.ok(table.includes(`**${choices[0]}** (or`), name);
  }
});
