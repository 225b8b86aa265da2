/** The strategies' documents before the compiler and the routing doctor. */
import assert from "node:assert/strict";
import { checkDocument } from "../../lib/gateway/policy/doctor/check.ts";
import { buildExhibit } from "../../lib/policies/exhibits/mod.ts";
import {
  baseline,
  buildPolicy,
  circuitBreaker,
  latencyBased,
  STRATEGIES,
  type StrategyPolicy,
} from "../../lib/policies/mod.ts";
import { ABC, backend } from "./backends.ts";

const mixed = [backend("a", { deployment: "ptu" }), backend("b"), backend("c", { priority: 1 })];
const keyless = ABC.map((one) => ({ ...one, apiKey: null }));

const POLICIES: Readonly<Record<string, StrategyPolicy>> = {
  ...Object.fromEntries(STRATEGIES.map((name) => [name, buildPolicy(name, ABC)])),
  "baseline": baseline(backend("a")),
  "latency-based over one backend": latencyBased([backend("a")]),
  "latency-based, remeasured": latencyBased(ABC, { remeasure: true }),
  "circuit-breaker, native": circuitBreaker(ABC, { keeper: "backend" }),
  "priority-spillover over different models": buildPolicy("priority-spillover", mixed),
  "weighted-round-robin over different models": buildPolicy("weighted-round-robin", mixed),
  "priority-spillover with managed identity": buildPolicy("priority-spillover", keyless, {
    auth: "managed-identity",
  }),
  "priority-spillover over ten backends": buildPolicy(
    "priority-spillover",
    [..."abcdefghij"].map((letter, i) => backend(letter, { priority: i % 3, weight: 1 + i })),
  ),
};

for (const [name, { xml }] of Object.entries(POLICIES)) {
  Deno.test(`${name} compiles, and neither compiler nor doctor has anything to say`, () => {
    assert.deepEqual(checkDocument(xml, { scope: "api" }), []);
  });
}

for (
  const name of [
    "latency-based",
    "weighted-round-robin",
    "priority-spillover",
    "circuit-breaker",
  ] as const
) {
  Deno.test(`the original ${name} compiles, and the doctor has something to say`, () => {
    const found = checkDocument(buildExhibit(name, ABC).xml.reveal(), { scope: "api" });
    assert.deepEqual(found.filter(({ severity }) => severity === "error"), []);
    assert.ok(found.length > 0);
  });
}
