import assert from "node:assert/strict";
import { Random } from "../../lib/core/random.ts";
import type { DeploymentConfiguration } from "../../lib/models/configuration.ts";
import { type Accepted, type Decision, ModelDeployment } from "../../lib/models/deployment.ts";
import { type Fault, FaultPanel } from "../../lib/models/fault.ts";
import { Region } from "../../lib/models/region.ts";

const PTU: DeploymentConfiguration = {
  name: "ptu",
  model: "gpt-4.1",
  type: "PTU",
  ptus: 20, // 1,000 units a second
  latency: {
    networkMs: 10,
    firstTokenMs: 100,
    perPromptTokenMs: 0.1,
    perOutputTokenMs: 10,
    sigma: 0,
  },
};
const PAYG: DeploymentConfiguration = {
  name: "payg",
  model: "gpt-4.1",
  type: "PAYG",
  tokensPerMinute: 10_000,
};
const REQUEST = { promptTokens: 1000, maxTokens: 100, completionTokens: 50, noise: 0 };

function deployment(configuration: DeploymentConfiguration, faults: Fault[] = []) {
  const panel = new FaultPanel({ startMs: 0 });
  panel.switch(faults);
  return new ModelDeployment(configuration, { random: new Random(1), faults: panel });
}

function accepted(decision: Decision): Accepted {
  assert.equal(decision.kind, "accepted");
  return decision as Accepted;
}

Deno.test("ModelDeployment schedules first token, further tokens and end from its profile", () => {
  const { ttftMs, perTokenMs, totalMs, charged } = accepted(deployment(PTU).begin(REQUEST, 0));
  assert.equal(ttftMs, 10 + 100 + 100);
  assert.equal(perTokenMs, 10);
  assert.equal(totalMs, 210 + 49 * 10);
  assert.equal(charged, 1000 + 4 * 100);
});

Deno.test("ModelDeployment corrects the bucket when a request ends", () => {
  const ptu = deployment(PTU);
  const lease = accepted(ptu.begin(REQUEST, 0));
  assert.equal(ptu.utilization(0), 0.14);
  ptu.finish(lease, 0);
  assert.equal(ptu.utilization(0), 0.12);
  assert.equal(ptu.stats.units, 1200);
});

Deno.test("ModelDeployment refuses with the time to wait when the PTU is full", () => {
  const ptu = deployment(PTU);
  for (let i = 0; i < 8; i++) accepted(ptu.begin(REQUEST, 0));
  const refused = ptu.begin(REQUEST, 0);
  assert.ok(refused.kind === "rejected");
  assert.equal(refused.reason, "ptu-full");
  assert.equal(refused.retryAfterMs, 1200);
});

Deno.test("ModelDeployment ends with length when the caller's limit is below what it would say", () => {
  const { completionTokens, finishReason } = accepted(
    deployment(PTU).begin({ ...REQUEST, completionTokens: 500 }, 0),
  );
  assert.equal(completionTokens, 100);
  assert.equal(finishReason, "length");
});

Deno.test("ModelDeployment slows down under load", () => {
  const busy = deployment(PTU);
  const idle = accepted(busy.begin(REQUEST, 0)).ttftMs;
  for (let second = 1; second <= 120; second++) {
    busy.begin({ ...REQUEST, maxTokens: 1 }, second * 1000);
  }
  assert.ok(accepted(busy.begin(REQUEST, 121_000)).ttftMs > 1.3 * idle);
});

Deno.test("ModelDeployment caches prompts that share a beginning, for some minutes", () => {
  const ptu = deployment(PTU);
  const request = { ...REQUEST, promptTokens: 2000, cacheKey: "system", sharedTokens: 1500 };
  assert.equal(accepted(ptu.begin(request, 0)).cachedTokens, 0);
  assert.equal(accepted(ptu.begin(request, 1000)).cachedTokens, 1408);
  assert.equal(accepted(ptu.begin(request, 400_000)).cachedTokens, 0);
});

Deno.test("ModelDeployment refuses a prompt that is too long for a PTU", () => {
  const decision = deployment(PTU).begin({ ...REQUEST, promptTokens: 130_000 }, 0);
  assert.ok(decision.kind === "rejected");
  assert.equal(decision.status, 400);
});

Deno.test("ModelDeployment shows each fault as its own decision", () => {
  const outcome = (fault: Fault) => {
    const decision = deployment(PTU, [fault]).begin(REQUEST, 0);
    return decision.kind === "rejected"
      ? `${decision.status} ${decision.retryAfterMs}`
      : decision.kind;
  };
  assert.equal(outcome({ kind: "outage" }), "reset");
  assert.equal(outcome({ kind: "hang" }), "hang");
  assert.equal(outcome({ kind: "error" }), "500 null");
  assert.equal(outcome({ kind: "error", status: 503 }), "503 null");
  assert.equal(outcome({ kind: "throttle", retryAfterSeconds: 86_400 }), "429 86400000");
  assert.equal(outcome({ kind: "throttle" }), "429 null");
  assert.equal(outcome({ kind: "outage", deployment: "another" }), "accepted");
  const slow = accepted(deployment(PTU, [{ kind: "slow", factor: 3 }]).begin(REQUEST, 0));
  assert.equal(slow.ttftMs, 10 + 3 * 200);
  const cut = accepted(deployment(PTU, [{ kind: "cut", tokens: 5 }]).begin(REQUEST, 0));
  assert.equal(cut.cutAfterTokens, 5);
});

Deno.test("FaultPanel hits the share of requests that it is told to", () => {
  const random = new Random(7);
  const panel = new FaultPanel({ startMs: 0 });
  panel.switch([{ kind: "error", share: 0.3 }]);
  let hits = 0;
  for (let i = 0; i < 10_000; i++) hits += panel.hitting("x", 0, () => random.next()).length;
  assert.ok(Math.abs(hits - 3000) < 200, `${hits} of 10000`);
});

Deno.test("FaultPanel follows its script", () => {
  const panel = new FaultPanel({
    startMs: 1000,
    script: [{ fromMs: 500, untilMs: 900, fault: { kind: "hang" } }],
  });
  const active = (now: number) => panel.hitting("x", now, () => 0).length === 1;
  assert.deepEqual([1499, 1500, 1899, 1900].map(active), [false, true, true, false]);
});

Deno.test("Region spills to the named PAYG deployment when the PTU is full", () => {
  const region = new Region(
    {
      id: "r",
      region: "eastus",
      deployments: [{ ...PTU, spilloverDeployment: "payg" } as DeploymentConfiguration, PAYG],
    },
    { random: new Random(1), startMs: 0 },
  );
  const served = Array.from(
    { length: 9 },
    () => region.begin("ptu", REQUEST, 0)!.decision.deployment.name,
  );
  assert.deepEqual(served, [...Array(8).fill("ptu"), "payg"]);
});

Deno.test("Region gives the PTU's own reply when the spillover fails too", () => {
  const region = new Region(
    {
      id: "r",
      region: "eastus",
      deployments: [PTU, PAYG],
      faults: [{ fromMs: 0, fault: { kind: "throttle", retryAfterSeconds: 1 } }],
    },
    { random: new Random(1), startMs: 0 },
  );
  const { decision, spill } = region.begin("ptu", REQUEST, 0, "payg")!;
  assert.equal(decision.deployment.name, "ptu");
  assert.deepEqual(spill, { from: "ptu", to: "payg", error: 429 });
});

Deno.test("Region shares a quota between the deployments that name it", () => {
  const shared = { ...PAYG, quota: "subscription" } as DeploymentConfiguration;
  const region = new Region(
    { id: "r", region: "eastus", deployments: [shared, { ...shared, name: "second" }] },
    { random: new Random(1), startMs: 0 },
  );
  region.begin("payg", { ...REQUEST, promptTokens: 10_000 }, 0);
  assert.equal(region.begin("second", REQUEST, 0)!.decision.kind, "rejected");
});
