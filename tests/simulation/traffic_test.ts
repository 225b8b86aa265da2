import assert from "node:assert/strict";
import { Random } from "../../lib/core/random.ts";
import type { Arrival } from "../../lib/simulation/arrival.ts";
import { recordedTraffic, scenarioTraffic } from "../../lib/simulation/traffic.ts";
import { steady } from "./scenarios.ts";

const random = () => new Random(9);

function all(arrivals: Iterator<Arrival>): Arrival[] {
  return [...{ [Symbol.iterator]: () => arrivals as IterableIterator<Arrival> }];
}

Deno.test("scenarioTraffic gives the same requests at each call, and for the same seed", () => {
  const scenario = steady(5, { prompt: { medianTokens: 300, sigma: 0.8 }, streaming: 0.4 });
  const traffic = scenarioTraffic(scenario, { requests: 500, random: random() });
  const again = scenarioTraffic(scenario, { requests: 500, random: random() });
  const first = all(traffic.arrivals());
  assert.deepEqual(all(traffic.arrivals()), first);
  assert.deepEqual(all(again.arrivals()), first);
  assert.equal(first.length, 500);
});

Deno.test("scenarioTraffic keeps the rate and stretches the run to the requests asked for", () => {
  const scenario = steady(5); // 3,000 requests in its 600 s
  const usual = scenarioTraffic(scenario, { random: random() });
  assert.deepEqual([usual.requests, usual.durationMs, usual.stretch], [3000, 600_000, 1]);
  const longer = scenarioTraffic(scenario, { requests: 30_000, random: random() });
  assert.deepEqual([longer.durationMs, longer.stretch], [6_000_000, 10]);
});

Deno.test("scenarioTraffic refuses a scenario in which nobody asks for anything", () => {
  const silent = steady(5, {
    timeline: [{ kind: "demand", fromSeconds: 0, untilSeconds: 600, factor: 0 }],
  });
  assert.throws(
    () => scenarioTraffic(silent, { random: random() }),
    /steady has no demand at any time/,
  );
});

Deno.test("scenarioTraffic draws lengths with the median asked for, within their limits", () => {
  const scenario = steady(5, {
    prompt: { medianTokens: 300, sigma: 0.8, leastTokens: 50, mostTokens: 2000 },
    streaming: 0.25,
    conversations: { count: 4, sharedTokens: 100 },
  });
  const drawn = all(scenarioTraffic(scenario, { requests: 20_000, random: random() }).arrivals());
  const prompts = drawn.map(({ promptTokens }) => promptTokens).sort((a, b) => a - b);
  assert.ok(Math.abs(prompts[10_000] - 300) < 15, `median ${prompts[10_000]}`);
  assert.equal(prompts[0], 50);
  assert.equal(prompts.at(-1), 2000);
  const streamed = drawn.filter(({ stream }) => stream).length;
  assert.ok(Math.abs(streamed - 5000) < 250, `${streamed} streamed`);
  assert.deepEqual(new Set(drawn.map(({ conversation }) => conversation)), new Set([0, 1, 2, 3]));
});

Deno.test("recordedTraffic replays the table, up to the requests asked for", () => {
  const table = {
    length: 3,
    timesMs: Float64Array.of(0, 500, 2000),
    tokensIn: Uint32Array.of(10, 20, 30),
    tokensOut: Uint32Array.of(1, 2, 300),
  };
  const traffic = recordedTraffic(steady(5), table, { random: random() });
  assert.deepEqual([traffic.requests, traffic.durationMs], [3, 2000]);
  assert.deepEqual(
    all(traffic.arrivals()).map((a) => [a.atMs, a.promptTokens, a.completionTokens, a.maxTokens]),
    [[0, 10, 1, 100], [500, 20, 2, 100], [2000, 30, 300, 300]],
  );
  assert.equal(recordedTraffic(steady(5), table, { requests: 2, random: random() }).requests, 2);
});
