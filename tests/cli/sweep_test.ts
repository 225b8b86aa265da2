import assert from "node:assert/strict";
import { inFolder } from "../folder.ts";
import { runProgram } from "./run_program.ts";

const SCRIPT = new URL("../../lib/cli/sweep.ts", import.meta.url).pathname;

const sweep = (...args: string[]) => runProgram(SCRIPT, args);

Deno.test("sweep writes rows, table and picture, and goes on where it stopped", () =>
  inFolder(async (folder) => {
    const file = `${folder}/sweep.json`;
    const asked = { strategies: ["priority-spillover"], ptus: [50, 100], seeds: 2, requests: 50 };
    await Deno.writeTextFile(file, JSON.stringify(asked));
    const out = `${folder}/out`;
    const first = await sweep(file, "--out", out);
    assert.equal(first.code, 0, first.stderr);
    const csv = await Deno.readTextFile(`${out}/sweep.csv`);
    assert.equal(csv.trim().split("\n").length, 5);
    assert.match(await Deno.readTextFile(`${out}/sweep.svg`), /^<svg /);
    assert.ok((await Deno.stat(`${out}/sweep.parquet`)).size > 0);

    const rows = await Deno.readTextFile(`${out}/rows.jsonl`);
    const kept = rows.trim().split("\n").slice(0, 3);
    await Deno.writeTextFile(`${out}/rows.jsonl`, `${kept.join("\n")}\n{"of":"brok`);
    const again = await sweep(file, "--out", out, "--json");
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stderr, /4 points of 50 requests, 3 done before/);
    assert.equal(JSON.parse(again.stdout).length, 4);
    assert.equal(await Deno.readTextFile(`${out}/sweep.csv`), csv);

    const shards = `${folder}/shards`;
    for (const shard of ["0/2", "1/2"]) {
      assert.equal((await sweep(file, "--out", shards, "--shard", shard)).code, 0);
    }
    const merged = await sweep(file, "--out", shards);
    assert.match(merged.stderr, /4 points of 50 requests, 4 done before/);
    assert.equal(await Deno.readTextFile(`${shards}/sweep.csv`), csv);
    assert.match((await sweep(file, "--shard", "2/2")).stderr, /--shard must be I\/N/);

    const other = await sweep(file, "--out", out, "--measure", "usd");
    assert.deepEqual(
      [other.code, /--measure must be one of p50LatencyMs/.test(other.stderr)],
      [2, true],
    );
  }));

Deno.test("sweep says how it is called, and what is wrong with a file", () =>
  inFolder(async (folder) => {
    assert.equal((await sweep()).code, 2);
    assert.match((await sweep("--help")).stdout, /Example: deno task sweep/);
    const missing = await sweep(`${folder}/no.json`);
    assert.deepEqual([missing.code, missing.stderr.includes("no.json cannot be read")], [1, true]);
  }));
