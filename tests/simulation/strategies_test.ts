import assert from "node:assert/strict";
import {
  MATRIX_STRATEGIES,
  type Scenario,
  SCENARIOS,
  simulate,
  STRATEGY_NAMES,
  strategyByName,
} from "../../lib/simulation/mod.ts";
import { REGIONS, steady } from "./scenarios.ts";

const REQUESTS = 1500;

const near = (found: number, expected: number, share: number) =>
  assert.ok(Math.abs(found / expected - 1) <= share, `${found}, expected about ${expected}`);

function faulty(fault: Extract<Scenario["timeline"][number], { kind: "fault" }>["fault"]) {
  return steady(1, {
    timeline: [{ kind: "fault", fromSeconds: 200, untilSeconds: 400, region: "ptu", fault }],
  });
}

Deno.test("strategyByName knows every name, with and without instances, and no other", () => {
  for (const name of [...STRATEGY_NAMES, ...MATRIX_STRATEGIES]) {
    assert.equal(strategyByName(name).name, name);
  }
  assert.equal(strategyByName("backend-pool@4").instances, 4);
  assert.throws(() => strategyByName("backend-pool@0"), RangeError);
  assert.throws(() => strategyByName("constructor"), /no strategy "constructor"/);
});

Deno.test("every strategy's book balances under every scenario", async () => {
  for (const scenario of SCENARIOS.keys()) {
    for (const strategy of MATRIX_STRATEGIES) {
      const report = await simulate({ strategy, scenario, requests: 200 });
      assert.ok(report.ledger.balanced, `${strategy} under ${scenario}`);
      assert.equal(report.ledger.offered, 200);
    }
  }
});

Deno.test("priority-spillover keeps the PTU full and spills exactly the overflow", async () => {
  const report = await simulate({
    strategy: "priority-spillover",
    scenario: steady(4), // twice what the PTU carries; the overflow fits into the quota
    requests: 4800,
  });
  near(report.ledger.served, 2400, 0.02);
  near(report.ledger.spilled, 2400, 0.02);
  assert.equal(report.seen429, 0);
});

Deno.test("weighted-round-robin splits by the weights", async () => {
  const report = await simulate({
    strategy: "weighted-round-robin",
    scenario: steady(1.5),
    requests: 6000,
  });
  near(report.backends[0].share, 2 / 3, 0.03);
});

Deno.test("latency-based sends everything to the faster region, while it answers", async () => {
  const slowPtu = [{
    ...REGIONS[0],
    deployments: [{
      ...REGIONS[0].deployments[0],
      latency: { ...REGIONS[0].deployments[0].latency, networkMs: 500 },
    }],
  }, REGIONS[1]] as Scenario["regions"];
  const report = await simulate({
    strategy: "latency-based",
    scenario: steady(1, { regions: slowPtu }),
    requests: 300,
  });
  assert.deepEqual(report.backends.map(({ answered }) => answered), [0, 300]);
});

Deno.test("latency-based:remeasured leaves a region that has become slow, latency-based does not", async () => {
  const scenario = faulty({ kind: "slow", factor: 10 });
  const during = (report: Awaited<ReturnType<typeof simulate>>) =>
    report.timeline.slice(50, 75).reduce((sum, slice) => sum + slice.answeredBy[0], 0);
  const options = { scenario, requests: REQUESTS };
  const fixed = await simulate({ strategy: "latency-based", ...options });
  const live = await simulate({ strategy: "latency-based:remeasured", ...options });
  assert.ok(during(fixed) > 200, `${during(fixed)}`);
  assert.ok(during(live) < 60, `${during(live)}`);
  assert.ok(live.latencyMs.p95 < fixed.latencyMs.p95);
});

Deno.test("breakers open during an outage of 503s, and what they spare is not called", async () => {
  const scenario = faulty({ kind: "error", status: 503 });
  for (const strategy of ["backend-pool", "circuit-breaker", "circuit-breaker:native"]) {
    const report = await simulate({ strategy, scenario, requests: REQUESTS });
    assert.equal(report.successRate, 1, strategy);
    assert.ok(report.backends[0].failed < 40, `${strategy}: ${report.backends[0].failed} failed`);
  }
  const spill = await simulate({ strategy: "priority-spillover", scenario, requests: REQUESTS });
  assert.equal(spill.successRate, 1);
  near(spill.backends[0].failed, 500, 0.02);
});

Deno.test("breakers of several instances each have to find out by themselves", async () => {
  const scenario = faulty({ kind: "error", status: 503 });
  const one = await simulate({ strategy: "backend-pool", scenario, requests: REQUESTS });
  const four = await simulate({ strategy: "backend-pool@4", scenario, requests: REQUESTS });
  assert.ok(
    four.breakerTrips > 3 * one.breakerTrips && four.breakerTrips <= 4 * one.breakerTrips,
    `${four.breakerTrips} trips on four, ${one.breakerTrips} on one`,
  );
});

Deno.test("a Retry-After of a day keeps a pool's breaker open long after the trouble", async () => {
  const scenario = faulty({ kind: "throttle", retryAfterSeconds: 86_400 });
  const pool = await simulate({ strategy: "backend-pool", scenario, requests: REQUESTS });
  const spill = await simulate({ strategy: "priority-spillover", scenario, requests: REQUESTS });
  const after = (report: typeof pool) =>
    report.timeline.slice(85).reduce((sum, slice) => sum + slice.answeredBy[0], 0);
  assert.equal(after(pool), 0);
  assert.ok(after(spill) > 400);
});

Deno.test("azure-spillover spills inside the resource, without any policy", async () => {
  const report = await simulate({
    strategy: "azure-spillover",
    scenario: steady(4),
    requests: 2400,
  });
  near(report.ledger.spilled, 1200, 0.03);
  assert.equal(report.gatewayRetries, 0);
  assert.equal(report.backends[1].accepted, 0);
});

Deno.test("the exhibits do what the originals did", async () => {
  const overload = { scenario: steady(4), requests: 2400 };
  const spillover = await simulate({ strategy: "exhibit:priority-spillover", ...overload });
  assert.equal(spillover.backends[0].accepted, 0, "the PTU is never called");
  const breaker = await simulate({ strategy: "exhibit:circuit-breaker", ...overload });
  assert.equal(breaker.backends[1].accepted, 0, "429s never open its circuit");
  const latency = await simulate({ strategy: "exhibit:latency-based", ...overload });
  assert.ok(latency.successRate < 0.6, "it fails over to nothing");
});

Deno.test("a policy change in the middle of a run moves traffic, and loses none", async () => {
  const scenario = steady(1, {
    timeline: [{
      kind: "policy",
      fromSeconds: 300,
      backends: { ptu: { priority: 9 }, payg: { priority: 1 } },
    }],
  });
  const report = await simulate({ strategy: "priority-spillover", scenario, requests: 600 });
  assert.deepEqual(report.backends.map(({ answered }) => answered), [300, 300]);
  assert.ok(report.ledger.balanced);
});
