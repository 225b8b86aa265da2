import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { comparisonTable } from "../../../lib/cli/notebooks/comparison.ts";

const analysis = (strategy: string, more: object = {}) => ({
  strategy,
  success_rate: 99.25,
  avg_latency: 0.8179,
  p95_latency: 1.5,
  distribution: { "backend-a": 3, "backend-b": 1 },
  ...more,
});

async function tableOf(
  files: Readonly<Record<string, unknown>>,
  since = 0,
): Promise<string | null> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, JSON.stringify(content));
    }
    return await comparisonTable(pathToFileURL(`${folder}/`), since);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("comparisonTable aligns the runs of the newest results, and labels simulated time", async () => {
  const table = await tableOf({
    "routing_results_20260101_000000.json": { analyses: [analysis("Old")] },
    "routing_results_20260101_000001.json": {
      latency_unit: "simulated s",
      analyses: [analysis("Latency-Based Routing"), analysis("Pool", { success_rate: 100 })],
    },
  });
  const lines = table!.split("\n");
  assert.match(lines[0], /^Strategy +Success % +Avg Latency +P95 Latency +Distribution$/);
  assert.match(
    lines[2],
    /^Latency-Based Routing +99\.3 +0\.818 +1\.500 +backend-a: 3, backend-b: 1$/,
  );
  assert.equal(lines[2].indexOf("backend-a"), lines[3].indexOf("backend-a"));
  assert.deepEqual(lines.slice(4), ["Latencies in simulated seconds."]);
});

Deno.test("comparisonTable shows the scenario where any run had one", async () => {
  const table = await tableOf({
    "routing_results_1.json": {
      analyses: [analysis("Pool", { scenario: "burst" }), analysis("Pool")],
    },
  });
  const lines = table!.split("\n");
  assert.match(lines[0], /^Scenario +Strategy +Success % +Avg Latency/);
  assert.match(lines[2], /^burst +Pool +/);
  assert.match(lines[3], /^ +Pool +/);
});

Deno.test("comparisonTable looks past a file without runs, and is null when nothing is new", async () => {
  const files = {
    "routing_results_1.json": { analyses: [analysis("Pool")] },
    "routing_results_2.json": { analyses: [] },
    "other.json": {},
  };
  assert.match((await tableOf(files))!, /Pool/);
  assert.equal(await tableOf(files, Number.MAX_SAFE_INTEGER), null);
  assert.equal(await tableOf({}), null);
});
