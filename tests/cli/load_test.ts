import assert from "node:assert/strict";
import { inFolder } from "../folder.ts";
import { runProgram } from "./run_program.ts";

const SCRIPT = new URL("../../lib/cli/load.ts", import.meta.url).pathname;

const load = (...args: string[]) => runProgram(SCRIPT, args);

Deno.test("load export writes a project, and load import reads what its workers wrote", () =>
  inFolder(async (folder) => {
    const out = `${folder}/project`;
    const exported = await load("export", "--per-second", "2", "--count", "2", "--out", out);
    assert.equal(exported.code, 0, exported.stderr);
    assert.match(exported.stdout, /2 requests in 0\.5 s/);
    await Deno.mkdir(`${out}/records`);
    const record = (index: number) =>
      JSON.stringify({
        index,
        intendedStartMs: index * 500,
        startMs: index * 500,
        latencyMs: 300,
        status: 200,
        backend: "backend-a",
        strategy: "priority-spillover",
      });
    await Deno.writeTextFile(`${out}/records/w.jsonl`, `${record(0)}\n${record(1)}\n`);
    const { code, stdout, stderr } = await load("import", out, "--json", "--results", folder);
    assert.equal(code, 0, stderr);
    const measured = JSON.parse(stdout);
    assert.deepEqual(
      [
        measured.planned,
        measured.missing,
        measured.summary.successful,
        measured.prediction.strategy,
      ],
      [2, 0, 2, "priority-spillover"],
    );
    assert.equal(JSON.parse(await Deno.readTextFile(measured.written.results)).target, "azure");
    assert.match(await Deno.readTextFile(measured.written.chart), /^<svg /);
  }));

for (
  const [args, code, message] of [
    [["export"], 2, /Give either --scenario NAME or --per-second N/],
    [["export", "--scenario", "no-such"], 2, /no scenario "no-such": there are /],
    [["export", "--per-second", "0"], 2, /--per-second must be a number above 0: it is "0"/],
    [["export", "--per-second", "1", "--count", "1.5"], 2, /--count must be a whole number/],
    [["import", "no/such"], 1, /no\/such\/plan\.json cannot be read/],
    [["import"], 2, /takes the folder that load export wrote: deno task load import DIR/],
    [["export", "--per-second", "1e308"], 2, /--per-second is at most 1000000/],
    [["--no-such"], 2, /Unknown option '--no-such'/],
  ] as const
) {
  Deno.test(`load ${args.join(" ")} says what is wrong`, async () => {
    const { code: exit, stderr } = await load(...args);
    assert.deepEqual([exit, message.test(stderr)], [code, true], stderr);
  });
}
