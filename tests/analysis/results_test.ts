import assert from "node:assert/strict";
import { ResultsFile, ResultsFileError } from "../../lib/analysis/results.ts";
import { ABC } from "../policies/backends.ts";
import { inFolder } from "../folder.ts";
import { record } from "./records.ts";

const HEADER = {
  now: Date.UTC(2026, 1, 6, 2, 54, 0, 900),
  apimService: "apim-test",
  target: "embedded",
  backends: ABC,
} as const;

Deno.test("ResultsFile holds the original's fields, in seconds, and no keys", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = await ResultsFile.create(`${folder}/new/`, HEADER);
    await file.add("priority-spillover", [
      record(0, { latencyMs: 1000 }),
      record(1, { latencyMs: 2000, backend: "backend-b" }),
      record(2, { status: 429, error: "429: busy" }),
    ], { verdicts: ["holds"] });
    assert.match(file.path, /new\/routing_results_20260206_025400\.json$/);
    const text = await Deno.readTextFile(file.path);
    assert.doesNotMatch(text, /key-of|apiKey/);
    const results = JSON.parse(text);
    assert.deepEqual(
      [results.timestamp, results.apim_service, results.backends[0]],
      ["20260206_025400", "apim-test", {
        id: "backend-a",
        label: "PTU-A",
        region: "eastus",
        type: "PTU",
        priority: 1,
        weight: 100,
      }],
    );
    const [analysis] = results.analyses;
    assert.deepEqual(
      [analysis.strategy, analysis.total, analysis.successful, analysis.failed],
      ["priority-spillover", 3, 2, 1],
    );
    assert.deepEqual(analysis.distribution, { "backend-a": 2, "backend-b": 1 });
    assert.deepEqual(
      [analysis.avg_latency, analysis.p50_latency, analysis.p95_latency],
      [1.5, 1.5, 1.95],
    );
    assert.equal(analysis.success_rate.toFixed(1), "66.7");
    assert.deepEqual(analysis.failures, [{ kind: "429", count: 1 }]);
    assert.deepEqual(analysis.verdicts, ["holds"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("ResultsFile is whole after each addition", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = await ResultsFile.create(folder, HEADER);
    assert.deepEqual(JSON.parse(await Deno.readTextFile(file.path)).analyses, []);
    await file.add("a", []);
    await file.add("b", [record(0)]);
    const names = JSON.parse(await Deno.readTextFile(file.path)).analyses
      .map(({ strategy }: { strategy: string }) => strategy);
    assert.deepEqual(names, ["a", "b"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("ResultsFile.create says what to do about a folder that cannot be made", async () => {
  const file = await Deno.makeTempFile();
  try {
    await assert.rejects(
      ResultsFile.create(`${file}/below`, HEADER),
      (error: unknown) =>
        error instanceof ResultsFileError && error.code === "results-unwritable" &&
        /cannot be written to .*routing_results.*name another folder/.test(error.message),
    );
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("ResultsFile is whole again when its folder was removed between two additions", () =>
  inFolder(async (folder) => {
    const file = await ResultsFile.create(`${folder}/results`, HEADER);
    await file.add("a", []);
    await Deno.remove(`${folder}/results`, { recursive: true });
    await file.add("b", []);
    assert.equal(JSON.parse(await Deno.readTextFile(file.path)).analyses.length, 2);
  }));

Deno.test(
  "a full disk leaves the last whole results, no .part, and nothing where there were none",
  {
    ignore: Deno.build.os !== "linux",
  },
  () =>
    inFolder(async (folder) => {
      const file = await ResultsFile.create(folder, HEADER);
      await file.add("a", []);
      const before = await Deno.readTextFile(file.path);
      const draft = `${file.path}.part`;
      await Deno.symlink("/dev/full", draft);
      await assert.rejects(file.add("b", []), /No space left on device.*Free space/);
      assert.equal(await Deno.readTextFile(file.path), before);
      await assert.rejects(Deno.lstat(draft), Deno.errors.NotFound);
      await file.add("c", []);
      assert.equal(JSON.parse(await Deno.readTextFile(file.path)).analyses.length, 3);

      const later = { ...HEADER, now: HEADER.now + 60_000 };
      await Deno.symlink("/dev/full", `${folder}/routing_results_20260206_025500.json.part`);
      await assert.rejects(ResultsFile.create(folder, later), ResultsFileError);
      const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
      assert.deepEqual(names, ["routing_results_20260206_025400.json"]);
    }),
);
