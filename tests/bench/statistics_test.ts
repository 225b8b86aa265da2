import assert from "node:assert/strict";
import { median } from "../../bench/support/statistics.ts";

Deno.test("median is the middle value, or the mean of the two middle ones, and leaves its values alone", () => {
  const values = [10, 9, 100];
  assert.equal(median(values), 10);
  assert.deepEqual(values, [10, 9, 100]);
  assert.equal(median([4, 1, 3, 2]), 2.5);
});
