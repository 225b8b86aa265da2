import assert from "node:assert/strict";
import { showOn } from "../../lib/lab/show/display.ts";
import { advise, matrix, simulate } from "../../lib/lab/simulations.ts";

const SMALL = { scenario: "calm-day", requests: 300 } as const;

/** The lines that a kernel would have shown at the end, one a display. */
async function leftBy(body: () => Promise<unknown>): Promise<string[]> {
  const last = new Map<string, string>();
  showOn((bundle, { display_id = "" }) => {
    last.set(display_id, bundle["text/plain"]);
    return Promise.resolve();
  });
  try {
    await body();
  } finally {
    showOn(undefined);
  }
  return [...last.values()];
}

Deno.test("simulate, matrix and advise show how far they are, and give what the library gives", async () => {
  const lines = await leftBy(async () => {
    const report = await simulate({ ...SMALL, strategy: "priority-spillover" });
    assert.equal(report.ledger.offered, 300);
    const { reports } = await matrix({
      requests: 300,
      scenarios: ["calm-day"],
      strategies: ["priority-spillover", "weighted-round-robin"],
    });
    assert.equal(reports.length, 2);
    const { candidates } = await advise({
      ...SMALL,
      ptuCounts: [15],
      strategies: ["backend-pool"],
    });
    assert.equal(candidates.length, 1);
  });
  assert.equal(lines.length, 3);
  assert.match(lines[0], /^simulating █{24} 300 of 300 requests$/);
  assert.match(lines[1], /^simulating the matrix █{24} 2 of 2 runs$/);
  assert.match(lines[2], /^trying strategies and sizes █{24} 1 of 1 candidates$/);
});

Deno.test("a simulation whose caller ends it gives what there is", async () => {
  const caller = new AbortController();
  const report = await simulate({
    strategy: "priority-spillover",
    scenario: "calm-day",
    requests: 100_000,
    signal: caller.signal,
    onProgress: () => caller.abort(),
  });
  assert.equal(report.partial, true);
});
