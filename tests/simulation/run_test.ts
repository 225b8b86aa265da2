import assert from "node:assert/strict";
import { simulate, type SimulationReport } from "../../lib/simulation/mod.ts";
import { plainStrategy } from "./plain_strategy.ts";
import { steady } from "./scenarios.ts";

const near = (found: number, expected: number, share: number) =>
  assert.ok(Math.abs(found / expected - 1) <= share, `${found}, expected about ${expected}`);

const balanced = (report: SimulationReport) => assert.ok(report.ledger.balanced);

Deno.test("simulate: below the PTU's capacity every request is served, at the utilization that theory gives", async () => {
  const report = await simulate({
    strategy: plainStrategy(),
    scenario: steady(1.5),
    requests: 3000,
  });
  balanced(report);
  assert.deepEqual(
    [report.ledger.served, report.ledger.rejected, report.seen429],
    [3000, 0, 0],
  );
  near(report.ptuUtilization!, 1.5 * 500 / 1000, 0.001);
  near(report.latencyMs.p50, 20 + 200 + 99 * 10, 0.005);
  near(report.latencyMs.p99, 20 + 200 + 99 * 10, 0.01);
  for (const { ptuUtilization } of report.timeline.slice(2, -2)) near(ptuUtilization!, 0.75, 0.2);
});

Deno.test("simulate: above the PTU's capacity exactly the overflow is refused", async () => {
  const report = await simulate({
    strategy: plainStrategy(),
    scenario: steady(4),
    requests: 12_000,
  });
  balanced(report);
  near(report.ledger.served, 6000, 0.01); // 1,000 units a second carry 2 of the 4 requests
  near(report.ptuUtilization!, 1, 0.01);
  assert.deepEqual(report.failedByStatus, { 429: report.ledger.rejected });
});

Deno.test("simulate: a quota serves its tokens a minute, and no more", async () => {
  const report = await simulate({
    strategy: plainStrategy(1),
    scenario: steady(10),
    requests: 6000,
  });
  balanced(report);
  // 10 minutes of 60,000 tokens, 200 a request
  near(report.ledger.spilled, 3000, 0.01);
  assert.equal(report.ledger.served, 0);
  near(report.cost.tokensUsd, report.ledger.spilled * (100 * 2 + 100 * 8) / 1e6, 1e-5);
});

Deno.test("simulate: the bill adds hours of PTU, and the break-even is where both prices meet", async () => {
  const report = await simulate({
    strategy: plainStrategy(),
    scenario: steady(1.5),
    requests: 5400, // an hour
    price: { usdPerHour: 0.5 },
  });
  near(report.cost.ptuUsd, 10, 1e-6);
  // An hour of full capacity is 3.6e6 units, 500 a request: 7,200 requests of $0.001 by the token
  near(report.cost.breakEvenUtilization!, 10 / 7.2, 0.001);
  near(report.cost.allByTokenUsd, 5400 * 0.001, 0.001);
});

Deno.test("simulate: the first token of a streamed answer comes long before the last", async () => {
  const report = await simulate({
    strategy: plainStrategy(),
    scenario: steady(1, { streaming: 1 }),
    requests: 100,
  });
  near(report.ttftMs.p50, 220, 0.01);
  near(report.latencyMs.p50, 1210, 0.01);
});

Deno.test("simulate: callers that retry get through later, and their waiting counts", async () => {
  const scenario = steady(1, {
    client: { retries: 2, timeoutSeconds: 600 },
    timeline: [{
      kind: "fault",
      fromSeconds: 300,
      untilSeconds: 302,
      region: "ptu",
      fault: { kind: "throttle", retryAfterSeconds: 5 },
    }],
  });
  const report = await simulate({ strategy: plainStrategy(), scenario, requests: 600 });
  balanced(report);
  assert.deepEqual(
    [report.ledger.served, report.clientRetries, report.seen429],
    [600, 2, 2],
  );
  const slowest = Math.max(...report.timeline.map(({ p95LatencyMs }) => p95LatencyMs));
  near(slowest, 25 + 5000 + 1210, 0.05);
});

Deno.test("simulate: a hanging region costs the gateway's timeout, an outage next to nothing", async () => {
  const faulty = (kind: "hang" | "outage") =>
    steady(1, {
      timeline: [{
        kind: "fault",
        fromSeconds: 300,
        untilSeconds: 310,
        region: "ptu",
        fault: { kind },
      }],
    });
  const hang = await simulate({
    strategy: plainStrategy(),
    scenario: faulty("hang"),
    requests: 600,
  });
  balanced(hang);
  assert.deepEqual(hang.failedByStatus, { 500: 10 });
  const outage = await simulate({
    strategy: plainStrategy(),
    scenario: faulty("outage"),
    requests: 600,
  });
  balanced(outage);
  assert.deepEqual(outage.failedByStatus, { 500: 10 });
});

Deno.test("simulate: a caller that gives up wastes what was generated for it", async () => {
  const report = await simulate({
    strategy: plainStrategy(),
    scenario: steady(1, { client: { retries: 0, timeoutSeconds: 1 } }),
    requests: 50,
  });
  balanced(report);
  assert.deepEqual([report.ledger.rejected, report.wasted], [50, 50]);
  assert.ok(report.ptuUtilization! > 0.3);
});

Deno.test("simulate: streams that break off are failures after a 200, and are not tried again", async () => {
  const report = await simulate({
    strategy: plainStrategy(),
    scenario: steady(1, {
      streaming: 1,
      client: { retries: 2, timeoutSeconds: 600 },
      timeline: [{
        kind: "fault",
        fromSeconds: 0,
        untilSeconds: 600,
        region: "ptu",
        fault: { kind: "cut", tokens: 10 },
      }],
    }),
    requests: 100,
  });
  balanced(report);
  assert.deepEqual(report.failedByStatus, { 200: 100 });
  assert.equal(report.clientRetries, 0);
});

Deno.test("simulate: prompts that share a beginning are cached in the region that has seen it", async () => {
  const report = await simulate({
    strategy: plainStrategy(),
    scenario: steady(0.5, {
      prompt: { medianTokens: 2000, sigma: 0 },
      conversations: { count: 3, sharedTokens: 1500 },
    }),
    requests: 200,
  });
  assert.equal(report.backends[0].cachedTokens, 197 * 1408);
});

Deno.test("simulate: the same seed gives the same report, another one another", async () => {
  const once = (seed: number) =>
    simulate({ strategy: plainStrategy(), scenario: "morning-peak", requests: 2000, seed });
  const [first, second, other] = [await once(4), await once(4), await once(5)];
  assert.equal(JSON.stringify(first), JSON.stringify(second));
  assert.notEqual(JSON.stringify(first), JSON.stringify(other));
});

Deno.test("simulate: an interrupt leaves what was computed, marked as partial", async () => {
  const abort = new AbortController();
  const report = await simulate({
    strategy: plainStrategy(),
    scenario: "calm-day",
    requests: 50_000,
    signal: abort.signal,
    onProgress: (ended) => ended > 5000 && abort.abort(),
  });
  assert.ok(report.partial);
  balanced(report);
  assert.ok(report.ledger.offered > 5000 && report.ledger.offered < 50_000);
  assert.ok(report.ledger.pending > 0);
});

Deno.test("simulate: one's own traffic comes at its own times with its own tokens", async () => {
  const length = 600;
  const report = await simulate({
    strategy: plainStrategy(),
    scenario: steady(1),
    traffic: {
      length,
      timesMs: Float64Array.from({ length }, (_, i) => i * 1000),
      tokensIn: new Uint32Array(length).fill(200),
      tokensOut: new Uint32Array(length).fill(50),
    },
  });
  balanced(report);
  assert.equal(report.ledger.served, 600);
  assert.equal(report.backends[0].promptTokens, 600 * 200);
  assert.equal(report.backends[0].completionTokens, 600 * 50);
});

Deno.test("simulate: unknown names are refused with those that exist", async () => {
  await assert.rejects(
    simulate({ strategy: "hope", scenario: "burst" }),
    /no strategy "hope": there are latency-based/,
  );
  await assert.rejects(
    simulate({ strategy: plainStrategy(), scenario: "doomsday" }),
    /no scenario "doomsday": there are calm-day/,
  );
});
