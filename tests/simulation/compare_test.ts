import assert from "node:assert/strict";
import { comparable, compare, run } from "../../lib/simulation/mod.ts";
import { plainStrategy } from "./plain_strategy.ts";
import { REGIONS, steady } from "./scenarios.ts";

const slower = {
  ...steady(1),
  regions: [REGIONS[0], {
    ...REGIONS[1],
    deployments: [{
      ...REGIONS[1].deployments[0],
      latency: {
        networkMs: 120,
        firstTokenMs: 200,
        perPromptTokenMs: 0,
        perOutputTokenMs: 10,
        sigma: 0.1,
        loadGrowth: 0,
      },
    }],
  }],
} as ReturnType<typeof steady>;

Deno.test("compare finds no difference between a run and itself", async () => {
  const one = await run({ strategy: plainStrategy(), scenario: steady(1), requests: 1000 });
  for (
    const { verdict, difference, says } of compare(comparable(one), comparable(one)).differences
  ) {
    assert.deepEqual([verdict, difference], ["cannot-tell", 0]);
    assert.match(says, /no difference$/);
  }
});

Deno.test("compare finds a constant difference, with an interval that holds it", async () => {
  const options = { scenario: slower, requests: 2000 };
  const a = await run({ strategy: plainStrategy(0), ...options });
  const b = await run({ strategy: plainStrategy(1), ...options });
  const mean = compare(comparable(a), comparable(b)).differences.find(({ measure }) =>
    measure === "meanLatencyMs"
  )!;
  assert.equal(mean.verdict, "a");
  assert.ok(mean.low <= mean.difference && mean.difference <= mean.high);
  assert.ok(mean.difference < -100 && mean.difference > -120, `${mean.difference}`);
  assert.equal(mean.says, "mean latency: lower with plain-0 than with plain-1");
});

Deno.test("compare says so when there are too few requests to tell", async () => {
  const options = { scenario: slower, requests: 40 };
  const a = await run({ strategy: plainStrategy(0), ...options });
  const b = await run({ strategy: plainStrategy(1), ...options });
  const [p95] = compare(comparable(a), comparable(b)).differences;
  assert.equal(p95.verdict, "cannot-tell");
  assert.match(p95.says, /too few, or too alike, to tell plain-0 from plain-1/);
});

Deno.test("compare refuses runs of different traffic", async () => {
  const a = await run({ strategy: plainStrategy(0), scenario: steady(1), requests: 100 });
  const b = await run({ strategy: plainStrategy(0), scenario: steady(1), requests: 100, seed: 2 });
  assert.throws(() => compare(comparable(a), comparable(b)), RangeError);
});
