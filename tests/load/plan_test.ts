import assert from "node:assert/strict";
import { Random } from "../../lib/core/random.ts";
import { rateLoad, scenarioLoad, writeLocustProject } from "../../lib/load/mod.ts";
import { parseModelsConfiguration } from "../../lib/models/mod.ts";
import { SCENARIOS, scenarioTraffic } from "../../lib/simulation/mod.ts";
import { inFolder } from "../folder.ts";

Deno.test("rateLoad plans even arrivals of the notebooks' payload", () => {
  const { plan, requests } = rateLoad({ perSecond: 4, count: 3, seed: "1" });
  assert.deepEqual(Array.from(requests(), ({ atMs }) => atMs), [0, 250, 500]);
  assert.deepEqual([plan.requests, plan.durationMs, plan.clientRetries], [3, 500, 0]);
  assert.equal(plan.payload.input, "What color is the sky?");
});

Deno.test("scenarioLoad plans the very requests that a simulation of the same seed meets", async () => {
  const scenario = SCENARIOS.get("morning-peak")!;
  const { plan, requests } = await scenarioLoad(scenario, { count: 500, seed: "7" });
  const random = new Random(`7/${scenario.name}`).fork("traffic");
  const simulated = [...iterate(scenarioTraffic(scenario, { requests: 500, random }).arrivals())];
  assert.deepEqual(
    Array.from(
      requests(),
      (
        { atMs, tokens, stream },
      ) => [atMs, tokens!.prompt, tokens!.completion, tokens!.most, stream],
    ),
    simulated.map((
      { atMs, promptTokens, completionTokens, maxTokens, stream },
    ) => [atMs, promptTokens, completionTokens, maxTokens, stream]),
  );
  assert.equal(plan.clientRetries, scenario.client.retries);
});

Deno.test("writeLocustProject writes every file, arrivals in order, and a configuration that names them", () =>
  inFolder(async (folder) => {
    const files = await writeLocustProject(folder, rateLoad({ perSecond: 2, count: 3, seed: "1" }));
    const there = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    assert.deepEqual(there.sort(), files);
    assert.equal(
      await Deno.readTextFile(`${folder}/arrivals.csv`),
      "index,at_ms,prompt_tokens,completion_tokens,max_tokens,stream,conversation\n" +
        "0,0.000,,,,0,\n1,500.000,,,,0,\n2,1000.000,,,,0,\n",
    );
    const configuration = await Deno.readTextFile(`${folder}/config.yaml`);
    for (const name of ["locustfile.py", "plan.json", "arrivals.csv"]) {
      assert.ok(configuration.includes(name), name);
    }
  }));

Deno.test("writeLocustProject gives a scenario's regions as a file that the gateway starts with", () =>
  inFolder(async (folder) => {
    const scenario = SCENARIOS.get("morning-peak")!;
    await writeLocustProject(folder, await scenarioLoad(scenario, { count: 3, seed: "1" }));
    const written = await Deno.readTextFile(`${folder}/models.json`);
    assert.deepEqual(parseModelsConfiguration(written).regions, scenario.regions);
    assert.match(await Deno.readTextFile(`${folder}/README.md`), /--models DIR\/models\.json/);
  }));

function* iterate<T>(iterator: Iterator<T>): Generator<T> {
  for (let next = iterator.next(); !next.done; next = iterator.next()) yield next.value;
}

Deno.test("writeLocustProject keeps the plan that records were measured by", () =>
  inFolder(async (folder) => {
    const load = (perSecond: number) => rateLoad({ perSecond, count: 3, seed: "1" });
    await writeLocustProject(folder, load(2));
    await Deno.mkdir(`${folder}/records`);
    await writeLocustProject(folder, load(5)); // nothing was measured yet
    await Deno.writeTextFile(`${folder}/records/w.jsonl`, "{}\n");
    await writeLocustProject(folder, load(5));
    await assert.rejects(
      writeLocustProject(folder, load(2)),
      /has records of another test.*Give another --out, or move/,
    );
    assert.match(await Deno.readTextFile(`${folder}/plan.json`), /5-per-second/);
  }));
