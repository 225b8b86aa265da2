import assert from "node:assert/strict";
import { allOf, circuitChanges, noneOf, servedBetween } from "../../../lib/lab/runs/counting.ts";
import type { RegionStats } from "../../../lib/models/mod.ts";
import type { RequestRecord } from "../../../lib/workload/mod.ts";

const even = (n: number) => n % 2 === 0;

Deno.test("allOf and noneOf say whether and how many", () => {
  assert.deepEqual(allOf([2, 4, 5], even), [false, "2 of 3"]);
  assert.deepEqual(allOf([2, 4], even), [true, "2 of 2"]);
  assert.deepEqual(noneOf([1, 4], even), [false, "1 of 2"]);
  assert.deepEqual(noneOf([1, 3], even), [true, "0 of 2"]);
});

Deno.test("circuitChanges names each change with its second, not the first state", () => {
  const records = ["closed", "closed", "open", "open", "closed"].map((circuitState, i) => ({
    circuitState,
    intendedStartMs: i * 1000,
  })) as unknown as RequestRecord[];
  assert.deepEqual(circuitChanges(records), [
    { "simulated s": 2, state: "open" },
    { "simulated s": 4, state: "closed" },
  ]);
});

Deno.test("servedBetween counts one region's deployment, and knows nothing of others", () => {
  const stats = (accepted: number, rejected: number, utilization: number) =>
    [{ id: "a", deployments: [{ accepted, rejected, utilization }] }] as unknown as RegionStats[];
  const [before, after] = [stats(5, 1, 0.2), stats(20, 4, 0.9)];
  assert.deepEqual(servedBetween(before, after, "a"), {
    accepted: 15,
    refused: 3,
    utilization: 0.9,
  });
  assert.equal(servedBetween(before, after, "b"), null);
  assert.equal(servedBetween([], [], "a"), null);
});
