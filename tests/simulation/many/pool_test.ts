import assert from "node:assert/strict";
import { type JobOutcome, runAll } from "../../../lib/simulation/many/pool.ts";
import { matrix } from "../../../lib/simulation/mod.ts";
import { plainStrategy } from "../plain_strategy.ts";
import { REGIONS, steady } from "../scenarios.ts";

const scenario = { ...steady(2), regions: REGIONS };
const jobs = ["priority-spillover", "weighted-round-robin", "circuit-breaker"]
  .map((strategy) => ({ strategy, scenario, requests: 300, seed: 3 }));

async function outcomes(threads: number): Promise<JobOutcome[]> {
  const all: JobOutcome[] = [];
  await runAll(jobs, (outcome) => void all.push(outcome), { threads });
  return all.sort((a, b) => a.index - b.index);
}

Deno.test("runAll gives the same bytes on two threads as on one", async () => {
  const [one, two] = [await outcomes(1), await outcomes(2)];
  assert.equal(JSON.stringify(two), JSON.stringify(one));
  assert.equal(one.length, 3);
});

Deno.test("matrix gives the same bytes on two threads as on one, with definitions of one's own among them", async () => {
  const options = {
    strategies: ["priority-spillover", plainStrategy(0), "backend-pool"],
    scenarios: [scenario, { ...scenario, name: "again" }],
    requests: 200,
  };
  const [one, two] = [
    await matrix({ ...options, threads: 1 }),
    await matrix({ ...options, threads: 2 }),
  ];
  assert.equal(JSON.stringify(two), JSON.stringify(one));
  assert.equal(one.reports.length + one.skipped.length, 6);
});

Deno.test("runAll names what a strategy cannot do, and goes on with the others", async () => {
  const all: JobOutcome[] = [];
  const alone = { ...scenario, regions: REGIONS.slice(0, 1) };
  await runAll(
    [{ strategy: "backend-pool", scenario: alone, requests: 10 }, { ...jobs[0], requests: 10 }],
    (outcome) => void all.push(outcome),
    { threads: 2 },
  );
  const [refused, done] = all.sort((a, b) => a.index - b.index);
  assert.ok("refused" in refused && refused.refused.length > 0);
  assert.ok("result" in done);
});

Deno.test("runAll ends early when interrupted: what was under way is marked as partial", async () => {
  for (const threads of [1, 2]) {
    const interrupted = new AbortController();
    const all: JobOutcome[] = [];
    await runAll(
      Array.from({ length: 6 }, () => ({ ...jobs[0], requests: 200_000 })),
      (outcome) => void all.push(outcome),
      { threads, signal: interrupted.signal, onProgress: () => interrupted.abort() },
    );
    assert.ok(all.length <= threads, `${all.length} outcomes`);
    for (const outcome of all) assert.ok("result" in outcome && outcome.result.report.partial);
  }
});
