import assert from "node:assert/strict";
import { showOn } from "../../lib/lab/display.ts";
import { Progress } from "../../lib/lab/progress.ts";
import { RunEvents } from "../../lib/lab/run_events.ts";
import type { RequestRecord } from "../../lib/workload/mod.ts";

const record = (backend: string | null, status: number) =>
  ({ backend, status, error: status === 200 ? null : "no" }) as unknown as RequestRecord;

/** The lines that a kernel would have shown in the panel. */
async function panelOf(
  body: (progress: Progress, answer: (record: RequestRecord) => void) => Promise<unknown>,
): Promise<string[]> {
  const events = new RunEvents("run", 4);
  const answer = (record: RequestRecord) =>
    events.add({ kind: "answer", atMs: 0, record, regions: [] });
  const lines: string[] = [];
  showOn((bundle) => Promise.resolve(lines.push(bundle["text/plain"])));
  try {
    await body(new Progress(events), answer);
  } finally {
    showOn(undefined);
  }
  return lines;
}

Deno.test("Progress shows at once, and at the end who served and how many failed", async () => {
  const lines = await panelOf(async (progress, answer) => {
    const result = await progress.during((async () => {
      answer(record("b", 200));
      answer(record("a", 200));
      answer(record(null, 0));
      return "done";
    })());
    assert.equal(result, "done");
  });
  assert.ok(lines.length >= 2);
  assert.match(lines.at(-1)!, /^run █{18}░{6} 3\/4 · failed 1 · a 1, b 1$/);
});

Deno.test("Progress passes a failure on after it has shown how far the run came", async () => {
  const lines = await panelOf(async (progress, answer) => {
    answer(record("a", 200));
    await assert.rejects(progress.during(Promise.reject(new Error("broken"))), /broken/);
  });
  assert.match(lines.at(-1)!, /1\/4 · a 1$/);
});
