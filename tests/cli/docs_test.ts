import assert from "node:assert/strict";
import { FIDELITY_SWITCHES } from "../../lib/gateway/contracts/fidelity.ts";
import { coverageTable } from "../../lib/cli/docs/coverage.ts";
import { fidelityTable } from "../../lib/cli/docs/fidelity_table.ts";
import { POLICIES } from "../../lib/gateway/policy/policies/mod.ts";
import { UNSUPPORTED } from "../../lib/gateway/policy/definition/unsupported.ts";

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
