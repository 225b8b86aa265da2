import assert from "node:assert/strict";
import { Random } from "../../lib/core/random.ts";
import { type ArrivalProcess, arrivalTimes, DemandCurve } from "../../lib/simulation/demand.ts";

const times = (arrivals: ArrivalProcess, curve = new DemandCurve("flat", [])) => [
  ...arrivalTimes(curve, arrivals, { count: 10_000, durationMs: 1e6, random: () => new Random(3) }),
];

function assertAscending(moments: number[]) {
  assert.equal(moments.length, 10_000);
  assert.ok(moments[0] >= 0 && moments.at(-1)! <= 1e6 + 1000, "they fill the run");
  for (let i = 1; i < moments.length; i++) assert.ok(moments[i] >= moments[i - 1]);
}

Deno.test("arrivalTimes are equally far apart when they are even", () => {
  const moments = times({ process: "even" });
  assert.equal(moments.length, 10_000);
  for (let i = 0; i < moments.length; i++) assert.ok(Math.abs(moments[i] - i * 100) < 1e-6);
});

Deno.test("arrivalTimes of a Poisson process have gaps whose spread is their mean", () => {
  const moments = times({ process: "poisson" });
  assertAscending(moments);
  const gaps = moments.slice(1).map((at, i) => at - moments[i]);
  const mean = gaps.reduce((a, b) => a + b) / gaps.length;
  const variance = gaps.reduce((a, b) => a + (b - mean) ** 2, 0) / gaps.length;
  assert.ok(Math.abs(mean - 100) < 3, `mean ${mean}`);
  assert.ok(Math.abs(Math.sqrt(variance) - 100) < 5, `sigma ${Math.sqrt(variance)}`);
});

Deno.test("arrivalTimes follow the demand's steps", () => {
  const curve = new DemandCurve("flat", [{ from: 0.25, until: 0.5, factor: 3 }]);
  assert.ok(Math.abs(curve.mean - 1.5) < 1e-9);
  const moments = times({ process: "poisson" }, curve);
  const inStep = moments.filter((at) => at >= 250_000 && at < 500_000).length;
  assert.ok(Math.abs(inStep - 5000) < 150, `${inStep} of 10000`);
});

Deno.test("arrivalTimes keep the demand's steps when there is none at all for a while", () => {
  const curve = new DemandCurve("flat", [{ from: 0.5, until: 0.75, factor: 0 }]);
  const moments = times({ process: "even" }, curve);
  assert.equal(moments.filter((at) => at > 500_001 && at < 749_999).length, 0);
  assertAscending(moments);
});

Deno.test("arrivalTimes come in bursts of about the size asked for", () => {
  const moments = times({ process: "bursts", size: 50, withinSeconds: 1 });
  assertAscending(moments);
  const starts = moments.filter((at, i) => i === 0 || at - moments[i - 1] > 200).length;
  assert.ok(starts > 120 && starts < 260, `${starts} bursts of 10000 requests`);
});

Deno.test("DemandCurve of a day is low at night, high before noon, and about 1 on average", () => {
  const day = new DemandCurve("day", []);
  assert.ok(day.at(3 / 24) < 0.4);
  assert.ok(day.at(10.8 / 24) > 1.7);
  assert.ok(Math.abs(day.mean - 1) < 0.05, `mean ${day.mean}`);
});
