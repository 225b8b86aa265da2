import assert from "node:assert/strict";
import { adviceText, advise } from "../../../lib/simulation/mod.ts";
import { plainStrategy } from "../plain_strategy.ts";
import { steady } from "../scenarios.ts";

const options = {
  // Half a request a second of 500 units: 5 PTUs of gpt-4.1 carry 250 units a second
  scenario: steady(0.5),
  requests: 1000,
  strategies: [plainStrategy(0)],
  ptuCounts: [1, 3, 5, 10, 20],
};

Deno.test("advise finds the PTU count that the average demand needs", async () => {
  const { averageNeedPtus } = await advise(options);
  assert.equal(averageNeedPtus, 5);
});

Deno.test("advise recommends the cheapest count that keeps the target", async () => {
  const { best, candidates, says } = await advise(options);
  assert.equal(candidates.length, 5);
  assert.deepEqual([best?.ptus, best?.failureRate], [5, 0]);
  assert.match(says, /^plain-0 with 5 PTUs: \$5\.00 an hour/);
});

Deno.test("advise keeps the candidates that no other beats, cheapest first", async () => {
  const { pareto } = await advise(options);
  assert.deepEqual(pareto.map(({ ptus }) => ptus), [1, 3, 5]);
});

Deno.test("advise says so when nothing keeps the target", async () => {
  const advice = await advise({ ...options, ptuCounts: [1, 2] });
  assert.equal(advice.best, null);
  assert.match(adviceText(advice), /No strategy and no number of PTUs .* keeps the target/);
});

Deno.test("advise refuses a scenario without PTU", async () => {
  const scenario = { ...options.scenario, regions: options.scenario.regions.slice(1) };
  await assert.rejects(advise({ ...options, scenario }), /has no PTU deployment/);
});
