import assert from "node:assert/strict";
import { policies, run, type Setup } from "../harness.ts";
import type { BackendConfiguration } from "../../../../lib/gateway/contracts/backend.ts";

const urlAfter = async (inbound: string, setup: Setup = {}) =>
  (await run(inbound, setup)).seen[0].url.replace("https://backend.test", "");

const rewrite = (template: string, more = "") => `<rewrite-uri template="${template}"${more}/>`;

Deno.test("rewrite-uri replaces the path and keeps the query", async () => {
  assert.equal(await urlAfter(rewrite("/openai/responses")), "/openai/responses?q=1");
  assert.equal(await urlAfter(rewrite("openai")), "/openai?q=1");
  assert.equal(await urlAfter(rewrite("/")), "/?q=1");
});

Deno.test("rewrite-uri drops unmatched parameters when told to", async () => {
  assert.equal(await urlAfter(rewrite("/put", ` copy-unmatched-params="false"`)), "/put");
  assert.equal(await urlAfter(rewrite("/put?x=2", ` copy-unmatched-params="false"`)), "/put?x=2");
  assert.equal(await urlAfter(rewrite("/put?x=2")), "/put?x=2&q=1");
});

Deno.test("rewrite-uri fills in matched parameters and drops those it does not use", async () => {
  const setup = {
    url: "https://gateway.test/api/get?a=b&c=d",
    urlTemplate: "/get?a={b}",
    matchedParameters: { b: "b" },
  };
  assert.equal(await urlAfter(rewrite("/put"), setup), "/put?c=d");
  assert.equal(await urlAfter(rewrite("/put/{b}?z={b}"), setup), "/put/b?z=b&c=d");
  assert.equal(await urlAfter(rewrite("/put", ` copy-unmatched-params="false"`), setup), "/put");
});

const parameter = (name: string, action: string, ...values: string[]) =>
  `<set-query-parameter name="${name}" exists-action="${action}">${
    values.map((value) => `<value>${value}</value>`).join("")
  }</set-query-parameter>`;

for (
  const [action, values, query] of [
    ["override", ["2"], "?q=2"],
    ["override", ["2", "3"], "?q=2&q=3"],
    ["append", ["2"], "?q=1&q=2"],
    ["skip", ["2"], "?q=1"],
    ["delete", [], ""],
  ] as const
) {
  Deno.test(`set-query-parameter ${action} gives ${query || "no query"}`, async () => {
    assert.equal(await urlAfter(parameter("Q", action, ...values)), `/things${query}`);
  });
}

Deno.test("a parameter set before rewrite-uri goes along", async () => {
  const inbound = parameter("api-version", "override", "2025-01-01") + rewrite("/openai");
  assert.equal(await urlAfter(inbound), "/openai?q=1&api-version=2025-01-01");
});

const single = (id: string, url: string): BackendConfiguration => ({
  type: "Single",
  id,
  url,
  credentials: { headers: new Map(), query: new Map(), authorization: null, managedIdentity: null },
  circuitBreaker: null,
  azureRegion: null,
});
const backends = new Map([["ptu", single("PTU", "https://ptu.test/openai")]]);

const service = (attributes: string) => `<set-backend-service ${attributes}/>`;

Deno.test("set-backend-service sets a URL or an entity; the last one wins", async () => {
  const target = async (inbound: string) => (await run(inbound, { backends })).seen[0].url;
  const url = service(`base-url="https://a.test/x"`);
  assert.equal(await target(url), "https://a.test/x/things?q=1");
  assert.equal(await target(service(`backend-id="ptu"`)), "https://ptu.test/openai/things?q=1");
  assert.equal(
    await target(url + service(`backend-id="Ptu"`)),
    "https://ptu.test/openai/things?q=1",
  );
  assert.equal(await target(service(`backend-id="ptu"`) + url), "https://a.test/x/things?q=1");
});

Deno.test("a URL does not override the entity that a wider scope chose", async () => {
  const global = policies({ inbound: service(`backend-id="ptu"`), backend: "<forward-request/>" });
  const api = policies({ inbound: `<base/>${service(`base-url="https://a.test"`)}` });
  const { seen } = await run({ global, api }, { backends });
  assert.equal(seen[0].url, "https://ptu.test/openai/things?q=1");
});

Deno.test("a backend that does not exist at run time is a 500", async () => {
  const { status, context } = await run(service(`backend-id="{backend-id}"`));
  assert.deepEqual([status, context.lastError?.reason], [500, "BackendNotFound"]);
});
