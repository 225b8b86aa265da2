import assert from "node:assert/strict";
import { VirtualClock } from "../../../lib/core/clock.ts";
import { MockFaults } from "../../../lib/lab/target/mock_faults.ts";
import { Secret } from "../../../lib/core/secret.ts";
import { buildPolicy, type RoutingBackend } from "../../../lib/policies/mod.ts";

const backends = ["a", "b"].map((letter, i): RoutingBackend => ({
  id: `backend-${letter}`,
  label: letter.toUpperCase(),
  region: "eastus",
  endpoint: `https://${letter}.openai.azure.com`,
  apiKey: new Secret(`key-${letter}`),
  deployment: "gpt-4o",
  type: "PAYG",
  priority: i + 1,
  weight: 1,
}));

function mock() {
  const sent: (string | null)[] = [];
  const faults = new MockFaults({
    // deno-lint-ignore no-explicit-any -- the service is not asked here
    apim: { owner: "anna", gatewayUrl: "https://apim.azure-api.net" } as any,
    backends,
    clock: new VirtualClock(),
    fetch: (_input, init) => {
      sent.push(new Headers(init?.headers).get("x-workshop-faults"));
      return Promise.resolve(new Response());
    },
  });
  return { faults, sent };
}

Deno.test("a strategy's revision says which backends go by way of the mock, so that each one more is waited for", () => {
  const strategy = buildPolicy("priority-spillover", backends, {});
  const { faults } = mock();
  const revisions = [[], ["backend-a"], ["backend-b"], ["backend-a", "backend-b"]].map((ids) =>
    faults.before(strategy, new Set(ids)).revision
  );
  assert.equal(new Set(revisions).size, 4, revisions.join());
  for (const [i, ids] of [["backend-a"], ["backend-a", "backend-b"]].entries()) {
    const { xml, backends: entities } = faults.before(strategy, new Set(ids));
    assert.ok(xml.includes(`"${revisions[i === 0 ? 1 : 3]}"`), xml);
    assert.equal(entities.filter(({ url }) => url.includes("workshop-faults")).length, ids.length);
  }
});

Deno.test("requests say what is to be played, and what cannot be is refused with what can", async () => {
  const { faults, sent } = mock();
  await faults.fetch("https://apim.azure-api.net/x");
  faults.switchFaults("backend-a", [{ kind: "hang" }]);
  faults.switchFaults("backend-b", [{ kind: "throttle", retryAfterSeconds: 7 }]);
  await faults.fetch("https://apim.azure-api.net/x");
  assert.deepEqual(sent, [null, "backend-a=hang:110,backend-b=throttle:7"]);
  assert.throws(
    () => faults.switchFaults("backend-a", [{ kind: "outage" }]),
    /outage.* cannot be played on Azure: error, throttle, hang and slow can/,
  );
});
