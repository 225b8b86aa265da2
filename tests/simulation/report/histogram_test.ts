import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { Histogram } from "../../../lib/simulation/report/histogram.ts";

Deno.test("Histogram's quantiles are the sorted values' to a percent", () => {
  fc.assert(fc.property(
    fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 500 }),
    fc.constantFrom(0.5, 0.95, 0.99),
    (values, p) => {
      const histogram = new Histogram();
      for (const value of values) histogram.add(value);
      values.sort((a, b) => a - b);
      const exact = values[Math.max(0, Math.ceil(p * values.length) - 1)];
      const found = histogram.quantile(p);
      assert.ok(Math.abs(found / exact - 1) < 0.01, `p${p * 100}: ${found} for ${exact}`);
    },
  ));
});

Deno.test("Histogram is 0 when it is empty, and keeps what lies outside at its ends", () => {
  const histogram = new Histogram();
  assert.deepEqual([histogram.quantile(0.5), histogram.mean], [0, 0]);
  histogram.add(0);
  histogram.add(1e12);
  assert.equal(histogram.count, 2);
  assert.ok(histogram.quantile(0.25) < 0.2);
  assert.ok(histogram.quantile(1) > 9e7);
});
