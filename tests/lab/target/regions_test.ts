import "../../defects.ts";
import assert from "node:assert/strict";
import type { BackendPlan } from "../../../lib/policies/mod.ts";
import { type RegionTuning, simulatedRegions } from "../../../lib/lab/target/regions.ts";

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

Deno.test("simulatedRegions names every slip of a tuning, and what was meant", () => {
  const saysOf = (tuning: unknown) => {
    try {
      simulatedRegions(PLANS, tuning as Record<string, RegionTuning>);
      return "nothing";
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.equal(
    saysOf({ "backend-z": { ptus: 30 }, "backend-a": { ptu: 30 } }),
    'openLab: regions has no backend "backend-z": did you mean "backend-a"? There are backend-a, ' +
      'backend-b; backend-a: no limit "ptu": did you mean "ptus"? There are ptus, tokensPerMinute, networkMs.',
  );
  assert.equal(
    saysOf({ "backend-b": { ptus: 30 } }),
    "openLab: regions has backend-b: ptus, a limit of PTU: this backend is PAYG and has tokensPerMinute.",
  );
  for (const ptus of [0, -1, NaN, Infinity, "30"]) {
    assert.match(
      saysOf({ "backend-a": { ptus } }),
      /backend-a: ptus that must be a positive number: it is/,
    );
  }
});
