import assert from "node:assert/strict";
import { measuredLoad, predict, rateLoad, writeLocustProject } from "../../lib/load/mod.ts";
import { inFolder } from "../folder.ts";

const record = (index: number, more: Record<string, unknown> = {}) =>
  JSON.stringify({
    index,
    intendedStartMs: index * 100,
    startMs: index * 100 + 2,
    latencyMs: 300 + index,
    status: 200,
    backend: index % 2 ? "backend-b" : "backend-a",
    strategy: "priority-spillover",
    tokensIn: 10,
    tokensOut: 20,
    attempts: 1,
    error: null,
    content: "",
    clientRetries: 0,
    ...more,
  }) + "\n";

async function withRecords(
  files: Readonly<Record<string, string>>,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    await writeLocustProject(folder, rateLoad({ perSecond: 10, count: 10, seed: "1" }));
    await Deno.mkdir(`${folder}/records`);
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/records/${name}`, text);
    }
    await test(folder);
  });
}

Deno.test("measuredLoad gathers all workers' files and counts what none of them tells", () =>
  withRecords({
    "a.jsonl": [0, 2, 4, 6, 8].map((index) => record(index)).join(""),
    "b.jsonl": record(1) + record(3) +
      record(5, { status: 503, error: "503: down", backend: null }) +
      record(7).slice(0, 40), // killed while it wrote
  }, async (folder) => {
    const load = await measuredLoad(folder);
    const { total, successful, distribution, latencyMs } = load.tally.summary("");
    assert.deepEqual([load.files, load.missing, total, successful], [2, 2, 8, 7]);
    assert.deepEqual(distribution, { "backend-a": 5, "backend-b": 2, unknown: 1 });
    assert.equal(latencyMs!.max, 308);
    assert.deepEqual(load.tokens, { input: 10, output: 20 });
    assert.equal(load.latestMs, 2);
    assert.equal(load.served.requests, 8);
  }));

for (
  const [what, text, expected] of [
    ["is no JSON", "not json\n{}\n", /a\.jsonl:1: expected a record as one line of JSON/],
    [
      "lacks a field",
      record(0).replace('"status":200,', ""),
      /a\.jsonl:1: status must be a number/,
    ],
    ["has a wrong field", record(0, { backend: 7 }), /a\.jsonl:1: backend must be a text or null/],
    ["stands there twice", record(3) + record(3), /request 3 stands in the records twice/],
    ["is not in the plan", record(10), /request 10 is not in the plan/],
    ["is no object", "[1]\n", /a\.jsonl:1: expected a record as a JSON object/],
  ] as const
) {
  Deno.test(`measuredLoad names file and line when a record ${what}`, () =>
    withRecords({ "a.jsonl": text }, async (folder) => {
      await assert.rejects(measuredLoad(folder), expected);
    }));
}

Deno.test("measuredLoad ends at a line that never does", () =>
  withRecords({ "a.jsonl": record(0) + "x".repeat(3 << 20) }, async (folder) => {
    await assert.rejects(measuredLoad(folder), /a\.jsonl:2: a record has at most/);
  }));

Deno.test("measuredLoad says what to do where there are no records, and where there is no plan", async () => {
  await inFolder(async (folder) => {
    await assert.rejects(measuredLoad(folder), /Give a folder that `deno task load export` wrote/);
    await writeLocustProject(folder, rateLoad({ perSecond: 10, count: 10, seed: "1" }));
    await assert.rejects(measuredLoad(folder), /holds no records: run the test/);
  });
});

Deno.test("measuredLoad reads the results that Azure Load Testing offers", () =>
  withRecords({
    "engine1.csv": "timeStamp,elapsed,label,responseCode,success\n" +
      "1000,250,10-per-second -> backend-a,200,true\n" +
      '1100,90,"10-per-second -> backend-b",503,false\n' +
      "1200,260,10-per-second -> nobody,0,false\n",
  }, async (folder) => {
    const load = await measuredLoad(folder);
    const { distribution, successful } = load.tally.summary("");
    assert.deepEqual(distribution, { "backend-a": 1, "backend-b": 1, error: 1 });
    assert.deepEqual([successful, load.missing], [1, 7]);
  }));

Deno.test("predict simulates the same schedule; without a strategy it says nothing", () =>
  withRecords({
    "a.jsonl": Array.from({ length: 10 }, (_, index) => record(index, { backend: "backend-a" }))
      .join(""),
    "b.jsonl": "",
  }, async (folder) => {
    const load = await measuredLoad(folder);
    const prediction = await predict(load);
    assert.equal(prediction?.report.ledger.offered, 10);
    assert.deepEqual(prediction.rows.find(({ measure }) => measure === "served by backend-a (%)"), {
      measure: "served by backend-a (%)",
      measured: 100,
      simulated: 100,
    });
    assert.equal(await predict({ ...load, strategy: "of-somebody-else" }), null);
    await assert.rejects(predict(load, { strategy: "no-such" }), /no strategy "no-such"/);
  }));
