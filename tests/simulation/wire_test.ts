import assert from "node:assert/strict";
import { type Scenario, simulate, strategyByName } from "../../lib/simulation/mod.ts";
import { REGIONS, steady } from "./scenarios.ts";
import { runOnTheWire } from "./wire.ts";

const [ptu, payg] = REGIONS;
const THREE: Scenario["regions"] = [ptu, payg, { ...payg, id: "payg-2", region: "westeurope" }];

const REQUESTS = 240;

/** Real milliseconds that HTTP may add on a busy machine, at the median and at p95. */
const HTTP_MS = { p50: 50, p95: 250 };

/** Simulated time against real. A busy machine's lag counts that often, so what disagrees is looked at again, slower. */
const SPEEDS = [20, 8, 3];

/** A test that holds at one of the speeds. */
function agree(name: string, check: (speed: number) => Promise<void>): void {
  Deno.test(`the wire and the simulation ${name}`, async () => {
    for (const speed of SPEEDS) {
      try {
        return await check(speed);
      } catch (error) {
        if (!(error instanceof assert.AssertionError) || speed === SPEEDS.at(-1)) throw error;
      }
    }
  });
}

async function both(
  scenario: Scenario,
  strategy: string,
  { requests = REQUESTS, speed }: { requests?: number; speed: number },
) {
  const options = { scenario, requests, seed: 3 };
  const wire = await runOnTheWire({ ...options, strategy: strategyByName(strategy), speed });
  const report = await simulate({ ...options, strategy });
  const answered = Object.fromEntries(report.backends.map(({ id, answered }) => [id, answered]));
  assert.equal(wire.offered, report.ledger.offered);
  return { wire, report, answered };
}

agree("decide alike where nothing depends on timing", async (speed) => {
  const scenario = steady(4, {
    regions: THREE,
    timeline: [{
      kind: "fault",
      fromSeconds: 0,
      untilSeconds: 600,
      region: "ptu",
      fault: { kind: "error", status: 503 },
    }],
  });
  const { wire, answered } = await both(scenario, "priority-spillover", { speed });
  assert.deepEqual([wire.answered.ptu, answered.ptu], [0, 0]);
  assert.equal(wire.rejected, 0);
  // The turns between equals are drawn from the request's id: shares agree as far as chance lets them.
  const sigma = Math.sqrt(REQUESTS / 4);
  assert.ok(Math.abs(wire.answered.payg - answered.payg) < 4 * Math.SQRT2 * sigma);
});

agree("spill the same share of an overload", async (speed) => {
  const { wire, report, answered } = await both(steady(4), "priority-spillover", { speed });
  assert.equal(wire.rejected, report.ledger.rejected);
  assert.equal(wire.seen429, report.seen429);
  const apart = Math.abs(wire.answered.ptu - answered.ptu) / REQUESTS;
  assert.ok(apart <= 0.05, `PTU: ${wire.answered.ptu} on the wire, ${answered.ptu} simulated`);
});

agree("take the same time, but for what HTTP adds", async (speed) => {
  const slow = speed / 4;
  const options = { requests: 30, speed: slow };
  const { wire, report } = await both(steady(1.5), "priority-spillover", options);
  for (const [name, p] of [["p50", 0.5], ["p95", 0.95]] as const) {
    const added = (wire.latency.quantile(p) - report.latencyMs[name]) / slow;
    assert.ok(added > -10 && added < HTTP_MS[name], `${name}: HTTP adds ${added} real ms`);
  }
});

agree("refuse the same share when all is used up", async (speed) => {
  const scenario = steady(12, { regions: REGIONS });
  const { wire, report, answered } = await both(scenario, "priority-spillover", { speed });
  const near = (what: string, a: number, b: number) =>
    assert.ok(Math.abs(a - b) / REQUESTS <= 0.1, `${what}: ${a} on the wire, ${b} simulated`);
  near("PTU", wire.answered.ptu, answered.ptu);
  near("PAYG", wire.answered.payg, answered.payg);
  near("rejected", wire.rejected, report.ledger.rejected);
  near("429 seen", wire.seen429, report.seen429);
});

agree("share by weight alike", async (speed) => {
  const { wire, answered } = await both(steady(2.5), "weighted-round-robin", { speed });
  const sigma = Math.sqrt(REQUESTS * (2 / 3) * (1 / 3)); // weights 100 and 50
  for (const found of [wire.answered.ptu, answered.ptu]) {
    assert.ok(Math.abs(found - REQUESTS * 2 / 3) < 4 * sigma, `${found} of ${REQUESTS}`);
  }
});
