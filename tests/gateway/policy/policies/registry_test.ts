import assert from "node:assert/strict";
import { UNSUPPORTED } from "../../../../lib/gateway/policy/definition/unsupported.ts";
import { POLICIES } from "../../../../lib/gateway/policy/policies/mod.ts";

Deno.test("the registry holds every policy once, in order, in a file of its name", async () => {
  const names = POLICIES.map(({ name }) => name);
  assert.deepEqual(names, [...new Set(names)].sort());
  const folder = new URL("../../../../lib/gateway/policy/policies/", import.meta.url);
  for (const name of names) await Deno.stat(new URL(`${name.replaceAll("-", "_")}.ts`, folder));
  assert.deepEqual(names.filter((name) => UNSUPPORTED.has(name)), []);
});
