/** The ARM form, deployed onto the embedded APIM, beside what the SDK's way makes there. */
import assert from "node:assert/strict";
import {
  type Apim,
  connect,
  ensureApi,
  ensureSubscription,
  putStrategy,
} from "../../lib/apim/mod.ts";
import { compileDocument } from "../../lib/gateway/policy/compile/compile.ts";
import {
  buildPolicy,
  type PolicyOptions,
  type RoutingBackend,
  STRATEGIES,
} from "../../lib/policies/mod.ts";
import { armTemplate, strategyTemplate } from "../../lib/templates/mod.ts";
import { SERVICE, startPlane } from "../gateway/management/support.ts";
import { ABC, backend } from "../policies/backends.ts";

const API = { id: "router", path: "routing" };

/** A plane whose published documents tell their text beside what they were compiled to. */
function plane() {
  return startPlane({
    compile: (text, options) => {
      const outcome = compileDocument(text, options);
      const document = outcome.document === null ? null : { ...outcome.document, text };
      return { ...outcome, document: document as never };
    },
  });
}

/** Everything that a gateway is handed, as text; functions are left out, the documents' text is in. */
function configuration({ latest }: ReturnType<typeof plane>): string {
  const { revision: _, subscriptions, ...rest } = latest();
  const callers = subscriptions.map(({ info: _, ...subscription }) => subscription);
  return JSON.stringify({ ...rest, callers }, (_, value) => {
    if (value instanceof Map) return [...value].sort(([a], [b]) => a < b ? -1 : 1);
    return value instanceof Set ? [...value].sort() : value;
  }, 1);
}

/** Runs `use` with the SDK connected to the plane. */
async function withSdk(
  { plane }: ReturnType<typeof startPlane>,
  use: (apim: Apim) => Promise<unknown>,
): Promise<void> {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request) => plane.handle(request),
  );
  try {
    const endpoint = `http://127.0.0.1:${server.addr.port}`;
    const { subscriptionId, resourceGroup, name } = SERVICE;
    const apim = await connect({ subscriptionId, resourceGroup, serviceName: name, endpoint });
    await use({ ...apim, gatewayUrl: "https://apim-lab.azure-api.net" }); // https, as in Azure
  } finally {
    await server.shutdown();
  }
}

const KEYS = { backendAKey: "key-of-a", backendBKey: "key-of-b", backendCKey: "key-of-c" };

/** Deployments of several names: a pool has one name, so there are several pools. */
const MIXED = [backend("a"), backend("b", { deployment: "gpt-4o-eu" }), backend("c")];

const CASES: readonly [(typeof STRATEGIES)[number], PolicyOptions, RoutingBackend[]][] = [
  ...STRATEGIES.map((name) => [name, {}, ABC] as [typeof name, PolicyOptions, RoutingBackend[]]),
  ...STRATEGIES.map((name) => [name, {}, MIXED] as [typeof name, PolicyOptions, RoutingBackend[]]),
  ["backend-pool", { auth: "managed-identity" }, ABC],
];

for (const [name, options, backends] of CASES) {
  const over = backends === ABC ? "" : " over several deployments";
  Deno.test(`${name}${over} with ${options.auth ?? "key"}, deployed from its ARM template, gives the gateway what the SDK's way gives`, async () => {
    const policy = buildPolicy(name, backends, options);
    const bySdk = plane();
    await withSdk(bySdk, async (apim) => {
      await ensureApi(apim, API);
      await ensureSubscription(apim, API.id);
      await putStrategy(apim, policy, { api: API });
    });

    const byTemplate = plane();
    const template = armTemplate(strategyTemplate(policy, backends, {
      api: API,
      serviceName: SERVICE.name,
      endpointsKnown: true,
    }));
    const keys = options.auth === "managed-identity" ? {} : KEYS;
    const parameters = Object.fromEntries(
      Object.entries(keys).map(([key, value]) => [key, { value }]),
    );
    const path =
      `/subscriptions/${SERVICE.subscriptionId}/resourceGroups/${SERVICE.resourceGroup}` +
      "/providers/Microsoft.Resources/deployments/routing?api-version=2022-09-01";
    const body = { properties: { mode: "Incremental", template, parameters } };
    await byTemplate.call("PUT", path, body);
    const ended = await byTemplate.call("GET", path);
    assert.equal(ended.body.properties.provisioningState, "Succeeded", ended.text);
    assert.equal(
      ended.body.properties.outputs.apiUrl.value,
      `${SERVICE.gatewayUrl}/${API.path}`,
    );
    assert.equal(configuration(byTemplate), configuration(bySdk));
    assert.ok(configuration(bySdk).includes(policy.revision), "the documents are not compared");
  });
}

Deno.test("another endpoint and deployment given when it is deployed go into the backend and into the policy", async () => {
  const policy = buildPolicy("backend-pool", ABC);
  const template = armTemplate(strategyTemplate(policy, ABC, {
    api: API,
    serviceName: SERVICE.name,
    endpointsKnown: true,
  }));
  const { call, latest } = plane();
  const path = `/subscriptions/${SERVICE.subscriptionId}/resourceGroups/${SERVICE.resourceGroup}` +
    "/providers/Microsoft.Resources/deployments/routing?api-version=2022-09-01";
  const values = {
    ...KEYS,
    backendBUrl: "https://new.example",
    backendCUrl: "http://c.example:81",
    deployment: "gpt-of-ours",
  };
  const parameters = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, { value }]),
  );
  await call("PUT", path, { properties: { mode: "Incremental", template, parameters } });
  const { backends, apis } = latest();
  const moved = backends.get("backend-b")!;
  assert.ok(moved.type === "Single" && moved.url === "https://new.example");
  const text = (apis[0].policy as unknown as { text: string }).text;
  assert.match(text, /host == "a\.openai\.azure\.com:443"/);
  assert.match(text, /host == "new\.example:443"/);
  assert.match(text, /host == "c\.example:81"/);
  assert.match(text, /body\["model"\] = "gpt-of-ours";/);
});
