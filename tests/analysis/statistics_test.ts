import assert from "node:assert/strict";
import fc from "../properties.ts";
import pl from "nodejs-polars";
import { Random } from "../../lib/core/random.ts";
import { bootstrapDifference, describeDifference } from "../../lib/analysis/bootstrap.ts";
import { chiSquareTail, noncentralChiSquareTail } from "../../lib/analysis/distributions.ts";
import { latencyStatistics, percentile } from "../../lib/analysis/percentile.ts";
import { testShares } from "../../lib/analysis/shares.ts";

/** The original's own function, line by line. */
function originalPercentile(data: number[], p: number): number {
  const sorted = [...data].sort((a, b) => a - b);
  const k = (sorted.length - 1) * (p / 100.0);
  const f = Math.trunc(k);
  const c = f + 1 < sorted.length ? f + 1 : f;
  return sorted[f] + (sorted[c] - sorted[f]) * (k - f);
}

const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), {
  minLength: 1,
  maxLength: 60,
});

Deno.test("percentile equals the original's for any values", () => {
  fc.assert(fc.property(values, fc.integer({ min: 0, max: 100 }), (data, p) => {
    assert.equal(percentile(data, p), originalPercentile(data, p));
  }));
});

Deno.test("percentile equals polars' linear quantile", () => {
  for (const p of [0, 5, 50, 95, 99, 100]) {
    const data = [1530, 1100, 970, 2180, 2780, 2240, 1210, 3360, 1020, 1500];
    const frame = pl.DataFrame({ x: data }).select(pl.col("x").quantile(p / 100, "linear"));
    const [[expected]] = frame.rows();
    assert.ok(Math.abs(percentile(data, p) - expected) < 1e-9, `p${p}`);
  }
});

Deno.test("percentile of the original's recorded run gives the figures that it printed", () => {
  const seconds = [1.53, 1.10, 0.97, 2.18, 2.78, 2.24, 1.21, 3.36, 1.02, 1.50];
  assert.equal(percentile(seconds, 50).toFixed(3), "1.515");
  assert.equal(percentile(seconds, 95).toFixed(3), "3.099");
});

Deno.test("percentile refuses no values and a p out of range", () => {
  assert.throws(() => percentile([], 50), /no values/);
  assert.throws(() => percentile([1], 101), /0 to 100/);
  assert.equal(latencyStatistics([]), null);
});

Deno.test("chiSquareTail and noncentralChiSquareTail agree with published values", () => {
  assert.ok(Math.abs(chiSquareTail(3.841458820694124, 1) - 0.05) < 1e-9);
  // power of a test of w = 0.3, n = 100, df = 1: 0.8508 (Cohen 1988, table 7.3.15: .85)
  assert.ok(Math.abs(noncentralChiSquareTail(3.841458820694124, 1, 9) - 0.8508) < 5e-4);
  // df = 2, lambda 9.634: 0.8, the noncentrality that tables give for 80% power
  assert.ok(Math.abs(noncentralChiSquareTail(5.991464547107979, 2, 9.6347) - 0.8) < 5e-4);
  assert.ok(Math.abs(noncentralChiSquareTail(5.991464547107979, 2, 4000) - 1) < 1e-9);
});

const ABC = { "backend-a": 100, "backend-b": 50, "backend-c": 50 };

Deno.test("testShares finds 17:3 against 2:1 too few requests, as the original's run was", () => {
  const { verdict, needed, pValue, sentence } = testShares(
    { "backend-a": 17, "backend-b": 3 },
    { "backend-a": 100, "backend-b": 50 },
  );
  assert.equal(verdict, "too few requests");
  assert.ok(pValue > 0.05 && pValue < 0.1, String(pValue));
  assert.equal(needed, 175);
  assert.match(sentence, /20 cannot tell, it takes 175/);
});

Deno.test("testShares finds fitting shares consistent once there are enough", () => {
  const run = testShares({ "backend-a": 101, "backend-b": 48, "backend-c": 51 }, ABC);
  assert.equal(run.verdict, "consistent");
  assert.ok(run.needed <= 200 && run.power >= 0.8);
  assert.deepEqual(run.shares[0], { backend: "backend-a", observed: 101, expected: 100 });
});

Deno.test("testShares finds equal shares not consistent with 2:1:1", () => {
  const run = testShares({ "backend-a": 70, "backend-b": 65, "backend-c": 65 }, ABC);
  assert.equal(run.verdict, "not consistent");
});

Deno.test("testShares calls a backend that has no share not consistent", () => {
  const { verdict, sentence } = testShares({ "backend-a": 2, other: 1 }, ABC);
  assert.equal(verdict, "not consistent");
  assert.match(sentence, /other served without/);
});

Deno.test("testShares says how many requests it takes when there were none", () => {
  const { verdict, needed } = testShares({}, ABC);
  assert.equal(verdict, "too few requests");
  assert.ok(needed > 100);
});

Deno.test("testShares refuses weights that are no shares", () => {
  assert.throws(() => testShares({}, { a: 1 }), /two backends/);
  assert.throws(() => testShares({}, { a: 1, b: 0 }), /weight of b must be positive: it is 0/);
});

Deno.test("testShares errs as often as alpha says, and notices a shift as often as power says", () => {
  const random = new Random("shares");
  const runs = 2000;
  const needed = testShares({}, ABC).needed;
  const draw = (shares: number[]) => {
    const counts: Record<string, number> = { "backend-a": 0, "backend-b": 0, "backend-c": 0 };
    for (let i = 0; i < needed; i++) {
      const x = random.next();
      counts[x < shares[0] ? "backend-a" : x < shares[0] + shares[1] ? "backend-b" : "backend-c"]++;
    }
    return testShares(counts, ABC).verdict;
  };
  const refusals = (shares: number[]) => {
    let refused = 0;
    for (let i = 0; i < runs; i++) if (draw(shares) === "not consistent") refused++;
    return refused / runs;
  };
  const falseAlarms = refusals([0.5, 0.25, 0.25]);
  assert.ok(falseAlarms > 0.035 && falseAlarms < 0.065, String(falseAlarms));
  const noticed = refusals([0.4, 0.35, 0.25]);
  assert.ok(noticed > 0.76, String(noticed));
});

Deno.test("bootstrapDifference finds a difference where there is one, and none where there is not", () => {
  const random = new Random("samples");
  const sample = (mean: number) => Array.from({ length: 80 }, () => mean + 100 * random.normal());
  const a = sample(1000);
  const faster = bootstrapDifference(a, sample(800), { statistic: "median" });
  assert.equal(faster.verdict, "lower");
  assert.ok(faster.low < faster.difference && faster.difference < faster.high && faster.high < 0);
  assert.match(
    describeDifference(faster),
    /^median \d+ ms lower \(95% interval -\d+ to -\d+ ms\)$/,
  );
  const same = bootstrapDifference(a, sample(1000));
  assert.equal(same.verdict, "cannot tell");
  assert.match(describeDifference(same), /no difference that these numbers can carry/);
});

Deno.test("bootstrapDifference draws pairs together when it is told to", () => {
  const random = new Random("pairs");
  const a = Array.from({ length: 50 }, () => 1000 + 500 * random.normal());
  const b = a.map((value) => value + 20);
  assert.equal(bootstrapDifference(a, b).verdict, "cannot tell");
  const paired = bootstrapDifference(a, b, { paired: true });
  assert.equal(paired.verdict, "higher");
  assert.ok(Math.abs(paired.low - 20) < 1e-9 && Math.abs(paired.high - 20) < 1e-9);
  assert.throws(() => bootstrapDifference([1], [1, 2], { paired: true }), /of one length/);
});

Deno.test("bootstrapDifference of a whole sample is its plain difference, for any statistic", () => {
  fc.assert(fc.property(values, values, (a, b) => {
    for (const [statistic, p] of [["median", 50], ["p95", 95], ["p99", 99]] as const) {
      const { difference } = bootstrapDifference(a, b, { statistic, resamples: 1 });
      const expected = percentile(b, p) - percentile(a, p);
      assert.ok(Math.abs(difference - expected) <= 1e-9 * (1 + Math.abs(expected)));
    }
  }));
});

Deno.test("bootstrapDifference gives the same interval for the same seed", () => {
  const run = (seed: string) => bootstrapDifference([1, 5, 9, 2], [3, 3, 8, 1], { seed });
  assert.deepEqual(run("x"), run("x"));
});
