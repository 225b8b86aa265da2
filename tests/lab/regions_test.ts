import assert from "node:assert/strict";
import type { BackendPlan } from "../../lib/policies/mod.ts";
import { simulatedRegions } from "../../lib/lab/regions.ts";

const PLANS: BackendPlan[] = [
  {
    id: "backend-a",
    label: "PTU-EastUS",
    region: "eastus",
    type: "PTU",
    priority: 1,
    weight: 100,
    deployment: "chat",
  },
  {
    id: "backend-b",
    label: "PAYG-Elsewhere",
    region: "elsewhere",
    type: "PAYG",
    priority: 2,
    weight: 50,
    deployment: "chat",
  },
];

Deno.test("simulatedRegions gives each backend its type's limit, as tuned", () => {
  const [a, b] = simulatedRegions(PLANS, {
    "backend-a": { ptus: 30 },
    "backend-b": { tokensPerMinute: 1000, networkMs: 0 },
  });
  assert.deepEqual(a.deployments.map(({ name, type }) => [name, type]), [["chat", "PTU"]]);
  assert.equal((a.deployments[0] as { ptus?: number }).ptus, 30);
  assert.equal((b.deployments[0] as { tokensPerMinute?: number }).tokensPerMinute, 1000);
  assert.equal(b.deployments[0].latency?.networkMs, 0);
});

Deno.test("simulatedRegions refuses a tuning that can have no effect", () => {
  assert.throws(
    () => simulatedRegions(PLANS, { "backend-z": { ptus: 30 } }),
    new RangeError('regions names no backend "backend-z": there are backend-a, backend-b'),
  );
  for (const ptus of [0, -1, NaN, Infinity]) {
    assert.throws(
      () => simulatedRegions(PLANS, { "backend-a": { ptus } }),
      new RangeError(`regions: ptus of backend-a must be a positive number: it is ${ptus}`),
    );
  }
});
