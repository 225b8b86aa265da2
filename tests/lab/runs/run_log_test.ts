import assert from "node:assert/strict";
import { ResultsFolderError, RunLog } from "../../../lib/lab/runs/run_log.ts";
import type { RequestRecord } from "../../../lib/workload/mod.ts";

const record = (index: number) => ({ index, status: 200 }) as unknown as RequestRecord;

Deno.test("RunLog has each record on disk before the next one comes, and starts anew", async () => {
  const folder = await Deno.makeTempDir();
  for (let run = 0; run < 2; run++) {
    const log = RunLog.open(folder, "03-round-robin", "As configured (80/20)");
    assert.equal(log.path, `${folder}/records/03-round-robin-as-configured-80-20-.jsonl`);
    for (let index = 0; index < 2; index++) {
      log.write(record(index));
      const lines = (await Deno.readTextFile(log.path)).trim().split("\n");
      assert.deepEqual(lines.map((line) => JSON.parse(line).index), [0, 1].slice(0, index + 1));
    }
    assert.equal(log.problem, null);
    log.close();
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("RunLog.open says what to do when the folder cannot be written", async () => {
  const file = await Deno.makeTempFile();
  assert.throws(
    () => RunLog.open(file, "p", "l"),
    (error: unknown) =>
      error instanceof ResultsFolderError &&
      error.message.startsWith(`Records cannot be written to ${file}/records/p-l.jsonl: `) &&
      error.message.endsWith("or set WORKSHOP_RESULTS to another folder."),
  );
  await Deno.remove(file);
});

Deno.test("RunLog lets the run go on when its file can no longer be written", async () => {
  const folder = await Deno.makeTempDir();
  const log = RunLog.open(folder, "p", "l");
  log.close(); // as if the disk had gone
  log.write(record(0));
  log.write(record(1));
  assert.match(log.problem!, /^Only a part of the records is in .*p-l\.jsonl: .*WORKSHOP_RESULTS/);
  await Deno.remove(folder, { recursive: true });
});
Deno.test("RunLog tells of a full disk at once, and once", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/records`);
  await Deno.symlink("/dev/full", `${folder}/records/p-l.jsonl`);
  const told: string[] = [];
  const log = RunLog.open(folder, "p", "l", (problem) => told.push(problem));
  log.write(record(0));
  assert.match(told.join(), /^Only a part of the records .*No space left on device.*Free space/);
  log.write(record(1));
  assert.equal(told.length, 1);
  log.close();
  await Deno.remove(folder, { recursive: true });
});
