import assert from "node:assert/strict";
import { parseModelsConfiguration } from "../../lib/models/mod.ts";
import { parseScenario } from "../../lib/simulation/mod.ts";

async function example(path: string): Promise<string> {
  const text = await Deno.readTextFile(new URL(`../../${path}`, import.meta.url));
  return /```json\n([\s\S]*?)```/.exec(text)![1];
}

Deno.test("the scenario README's example is a scenario", async () => {
  const scenario = parseScenario("README.md", await example("lib/simulation/scenarios/README.md"));
  assert.deepEqual(scenario.timeline.map(({ kind }) => kind), ["demand", "fault", "policy"]);
});

Deno.test("the models README's example is a models file", async () => {
  const { regions } = parseModelsConfiguration(await example("lib/models/README.md"));
  assert.equal(regions[0].deployments.length, 2);
});
