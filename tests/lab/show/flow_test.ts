import assert from "node:assert/strict";
import { SaxesParser } from "saxes";
import { Secret } from "../../../lib/core/secret.ts";
import { flowPicture, retriesOf } from "../../../lib/lab/show/flow.ts";
import {
  baseline,
  buildPolicy,
  type RoutingBackend,
  STRATEGIES,
} from "../../../lib/policies/mod.ts";
import { record } from "../../analysis/records.ts";

const BACKENDS: RoutingBackend[] = ["a", "b", "c"].map((letter, i) => ({
  id: `backend-${letter}`,
  label: letter,
  region: "eastus",
  type: i === 0 ? "PTU" : "PAYG",
  priority: i === 0 ? 1 : 2,
  weight: i === 2 ? 25 : 75,
  deployment: "gpt-4o",
  endpoint: `https://backend-${letter}.openai.azure.com`,
  apiKey: new Secret("a-key"),
}));

/** Four requests: one refused by a first, one failed. */
const RECORDS = [
  record(0, { backend: "backend-a" }),
  record(1, { backend: "backend-a" }),
  record(2, { backend: "backend-b", attempts: 2 }),
  record(3, { backend: "backend-b", status: 500, error: "500: no" }),
];

Deno.test("flowPicture draws every strategy, well-formed, in the order of its attempts", () => {
  for (const name of STRATEGIES) {
    const strategy = buildPolicy(name, BACKENDS);
    const { svg, text } = flowPicture(strategy, RECORDS);
    new SaxesParser().write(svg!).close();
    assert.doesNotMatch(svg!, /NaN|undefined|a-key/);
    for (const { id } of BACKENDS) assert.ok(svg!.includes(`>${id}<`) && text.includes(id), name);
  }
});

Deno.test("flowPicture says turns, weights, breakers and retries, and what a run made of them", () => {
  const strategy = buildPolicy("backend-pool", BACKENDS, {
    "backend-pool": { breaker: { failures: 2 }, retries: 5 },
  });
  const { svg, text } = flowPicture(strategy, RECORDS);
  for (
    const words of ["up to 5 retries", "turn 2: 75% by weight", "PAYG in eastus; 2 in 10 s opens"]
  ) {
    assert.ok(svg!.includes(words), words);
  }
  assert.match(svg!, />2 · 50\.0%<.*>1 · 25\.0%<.*>1 after another<.*>0 · 0\.0%</s);
  assert.match(svg!, />3 answered<.*>1 failed</s);
  assert.match(text, /^ +2 +backend-b +PAYG +eastus +75 .* 1 +1$/m);
});

Deno.test("flowPicture of a policy alone has no numbers of a run", () => {
  const { svg, text } = flowPicture(baseline(BACKENDS[0]));
  assert.doesNotMatch(svg!, /requests|%/);
  assert.doesNotMatch(text, /answered/);
  assert.match(svg!, />one attempt</);
});

Deno.test("retriesOf reads the policy's retry, whatever its condition holds", () => {
  assert.equal(retriesOf(buildPolicy("priority-spillover", BACKENDS)), 2);
  assert.equal(retriesOf(baseline(BACKENDS[0])), 0);
});
