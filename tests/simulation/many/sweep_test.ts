import assert from "node:assert/strict";
import {
  InputError,
  parseSweep,
  runSweep,
  sweepPoints,
  type SweepRow,
} from "../../../lib/simulation/mod.ts";

const sweep = (value: unknown) => parseSweep("sweep.json", JSON.stringify(value, null, 1));

Deno.test("sweepPoints combines every value, once where a strategy has no such option", async () => {
  const points = sweepPoints(
    await sweep({
      strategies: ["priority-spillover", "backend-pool"],
      ptus: [50, 100],
      breakerFailures: [1, 3],
      seeds: 2,
    }),
  );
  assert.equal(points.length, 2 * 2 + 2 * 2 * 2);
  assert.equal(new Set(points.map((point) => JSON.stringify(point))).size, points.length);
  assert.deepEqual(points[0], {
    strategy: "priority-spillover",
    ptus: 50,
    demand: 1,
    breakerFailures: null,
    breakerTripSeconds: null,
    gatewayRetries: null,
    clientRetries: null,
    seed: 1,
  });
});

Deno.test("runSweep gives a row a point; more PTUs cost more and spill less", async () => {
  const asked = await sweep({ strategies: ["priority-spillover"], ptus: [50, 300], requests: 400 });
  const rows: SweepRow[] = [];
  await runSweep(asked, sweepPoints(asked), (row, index) => void (rows[index] = row));
  const [few, many] = rows;
  assert.ok(!("refused" in few) && !("refused" in many));
  assert.ok(few.spilled > many.spilled, `${few.spilled} ${many.spilled}`);
  assert.ok(few.usdPerHour < many.usdPerHour);
});

Deno.test("runSweep says of a point why it cannot run", async () => {
  const asked = await sweep({
    strategies: ["backend-pool"],
    breakerTripSeconds: [1e9],
    requests: 10,
  });
  const rows: SweepRow[] = [];
  await runSweep(asked, sweepPoints(asked), (row) => void rows.push(row));
  assert.equal(rows.length, 1);
});

for (
  const [value, expected] of [
    [{ strategies: [] }, /^sweep\.json:2 strategies must be a list of at least 1/],
    [{ strategies: ["no-such"] }, /strategies\[0\] must be one of latency-based, /],
    [{ strategies: ["backend-pool"], ptus: 30 }, /^sweep\.json:5 ptus must be a list/],
    [{ strategies: ["backend-pool"], ptu: [30] }, /ptu is unknown here: expected scenario, /],
    [{ strategies: ["backend-pool"], demand: [0] }, /demand\[0\] must be a number above 0/],
    [{ strategies: ["backend-pool"], seeds: 2_000_000 }, /seeds must be a whole number from 1 to/],
    [{ strategies: ["backend-pool"], scenario: "no" }, /scenario must be one of /],
    [
      { strategies: ["backend-pool"], seeds: 1_000_000, ptus: [1, 2] },
      /asks for 2000000 points: at most 1000000/,
    ],
  ] as const
) {
  Deno.test(`parseSweep refuses ${JSON.stringify(value)}`, async () => {
    await assert.rejects(
      sweep(value),
      (error) => error instanceof InputError && expected.test(error.message),
    );
  });
}
