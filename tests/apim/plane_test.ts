/** The same calls as on Azure, against the embedded APIM, over HTTP. */
import "../defects.ts";
import assert from "node:assert/strict";
import {
  type Apim,
  ApimError,
  applyPolicy,
  cleanUp,
  connect,
  debugToken,
  deployStrategy,
  ensureApi,
  ensureBackend,
  ensureNamedValue,
  ensurePool,
  ensureSubscription,
  LAB_MARK,
  OPERATIONS,
  PolicyRejectedError,
  readTrace,
  waitUntilServed,
} from "../../lib/apim/mod.ts";
import { SystemClock } from "../../lib/core/clock.ts";
import { Secret } from "../../lib/core/secret.ts";
import { serveGateway } from "../../lib/gateway/mod.ts";
import { buildPolicy, circuitBreaker, STRATEGIES } from "../../lib/policies/mod.ts";
import { ABC, backend } from "../policies/backends.ts";

const API = { id: "router", path: "routing" };

/** An embedded APIM on free ports, connected through the SDK. */
async function withPlane(
  use: (apim: Apim, urls: { management: string; gateway: string }) => Promise<void>,
): Promise<void> {
  await using running = await serveGateway();
  const { subscriptionId, resourceGroup, name } = running.gateway.service;
  const apim = await connect({
    subscriptionId,
    resourceGroup,
    serviceName: name,
    endpoint: running.managementUrl,
    gatewayUrl: running.gatewayUrl,
  });
  await use(apim, { management: running.managementUrl, gateway: running.gatewayUrl });
}

async function names<T extends { name?: string }>(list: AsyncIterable<T>): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of list) found.push(name ?? "");
  return found.sort();
}

/** A model on a free port that answers every call. */
async function withModel(
  use: (endpoint: string, calls: { url: string; key: string | null }[]) => Promise<void>,
): Promise<void> {
  const calls: { url: string; key: string | null }[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    calls.push({ url: request.url, key: request.headers.get("api-key") });
    return Response.json({ ok: true }, { headers: { "x-ms-region": "East US" } });
  });
  try {
    await use(`http://127.0.0.1:${server.addr.port}`, calls);
  } finally {
    await server.shutdown();
  }
}

Deno.test("ensureApi makes the API with all operations, and twice is as once", async () => {
  await withPlane(async (apim) => {
    assert.deepEqual(await ensureApi(apim, API), { created: true });
    assert.deepEqual(await ensureApi(apim, API), { created: false });
    const { client, resourceGroup, serviceName } = apim;
    const api = await client.api.get(resourceGroup, serviceName, "router");
    assert.deepEqual([api.path, api.subscriptionRequired], ["routing", true]);
    assert.equal(api.serviceUrl ?? null, null, "no traffic may go to a name that is nobody's");
    const operations = await names(
      client.apiOperation.listByApi(resourceGroup, serviceName, "router"),
    );
    assert.deepEqual(operations, OPERATIONS.map(({ id }) => id).sort());
  });
});

Deno.test("a backend's key is a secret named value: nothing on the service shows it", async () => {
  await withPlane(async (apim) => {
    const policy = buildPolicy("backend-pool", ABC);
    for (const value of policy.namedValues) await ensureNamedValue(apim, value);
    for (const one of policy.backends) await ensureBackend(apim, one);
    await ensurePool(apim, policy.pool!);
    const { client, resourceGroup, serviceName } = apim;
    const entity = await client.backend.get(resourceGroup, serviceName, "backend-a");
    assert.deepEqual(entity.credentials?.header, { "api-key": ["{{backend-a-key}}"] });
    assert.equal(entity.circuitBreaker?.rules?.[0].failureCondition?.count, 1);
    assert.equal(entity.circuitBreaker?.rules?.[0].tripDuration, "PT1M");
    const value = await client.namedValue.get(resourceGroup, serviceName, "backend-a-key");
    assert.deepEqual([value.secret, value.value ?? null], [true, null]);
    const pool = await client.backend.get(resourceGroup, serviceName, "routing-pool");
    assert.equal(pool.typePropertiesType, "Pool");
    assert.deepEqual(pool.pool?.services?.map(({ priority, weight }) => [priority, weight]), [
      [1, 100],
      [2, 50],
      [2, 50],
    ]);
  });
});

Deno.test("ensureBackend replaces the circuit breaker, and takes it away again", async () => {
  await withPlane(async (apim) => {
    const [plain] = buildPolicy("priority-spillover", ABC).backends;
    const [guarded] = circuitBreaker(ABC, { keeper: "backend" }).backends;
    const [{ value }] = buildPolicy("priority-spillover", ABC).namedValues;
    await ensureNamedValue(apim, { name: "backend-a-key", value });
    const rules = async () => {
      const { client, resourceGroup, serviceName } = apim;
      const { circuitBreaker } = await client.backend.get(resourceGroup, serviceName, "backend-a");
      return circuitBreaker?.rules?.length ?? 0;
    };
    await ensureBackend(apim, guarded);
    assert.equal(await rules(), 1);
    await ensureBackend(apim, plain);
    assert.equal(await rules(), 0);
  });
});

Deno.test("ensureSubscription gives a key that opens the API, the same each time", async () => {
  await withPlane(async (apim) => {
    await ensureApi(apim, API);
    const first = await ensureSubscription(apim, API.id);
    const second = await ensureSubscription(apim, API.id);
    assert.equal(first.key.reveal(), second.key.reveal());
    const url = `${apim.gatewayUrl}/routing/policy-revision`;
    const without = await fetch(url);
    assert.equal(without.status, 401);
    await without.body?.cancel();
    const withKey = await fetch(url, {
      headers: { "Ocp-Apim-Subscription-Key": first.key.reveal() },
    });
    assert.equal(withKey.status, 204);
  });
});

for (const name of STRATEGIES) {
  Deno.test(`deployStrategy puts ${name}, sees it served, and twice is as once`, async () => {
    await withPlane(async (apim) => {
      await ensureApi(apim, API);
      const { key } = await ensureSubscription(apim, API.id);
      const policy = buildPolicy(name, ABC);
      for (let i = 0; i < 2; i++) {
        const { waitedMs } = await deployStrategy(apim, policy, {
          api: API,
          key,
          clock: new SystemClock(),
          limitMs: 5000,
        });
        assert.ok(waitedMs < 5000);
      }
    });
  });
}

Deno.test("a deployed strategy carries a call to its backend, under each path that clients use", async () => {
  await withModel(async (endpoint, calls) => {
    await withPlane(async (apim) => {
      await ensureApi(apim, API);
      const { key } = await ensureSubscription(apim, API.id);
      const backends = [backend("a", { endpoint }), backend("b")];
      await deployStrategy(apim, buildPolicy("priority-spillover", backends), {
        api: API,
        key,
        clock: new SystemClock(),
      });
      const paths = [
        "/responses",
        "/openai/responses?api-version=x",
        "/chat/completions",
        "/deployments/any/chat/completions?api-version=x",
        "/openai/deployments/any/chat/completions?api-version=x",
      ];
      for (const path of paths) {
        const response = await fetch(`${apim.gatewayUrl}/routing${path}`, {
          method: "POST",
          headers: {
            "Ocp-Apim-Subscription-Key": key.reveal(),
            "content-type": "application/json",
          },
          body: '{"model":"x"}',
        });
        assert.equal(response.status, 200, path);
        assert.equal(response.headers.get("x-routed-backend"), "backend-a");
        assert.equal(response.headers.get("x-ms-region"), "East US");
        await response.body?.cancel();
      }
      assert.deepEqual(
        calls.map(({ url }) => url.slice(endpoint.length)),
        [
          "/openai/responses?api-version=2025-04-01-preview",
          "/openai/responses?api-version=2025-04-01-preview",
          "/openai/v1/chat/completions",
          "/openai/v1/chat/completions",
          "/openai/v1/chat/completions",
        ],
      );
      assert.ok(calls.every(({ key }) => key === "key-of-a"));
    });
  });
});

Deno.test("applyPolicy shows the place of what the embedded plane refuses", async () => {
  await withPlane(async (apim) => {
    await ensureApi(apim, API);
    const xml = `<policies>
  <inbound>
    <base />
    <set-backend-service backend-id="nowhere" />
    <no-such-policy />
  </inbound>
  <backend><base /></backend>
  <outbound><base /></outbound>
  <on-error><base /></on-error>
</policies>`;
    await assert.rejects(applyPolicy(apim, { apiId: API.id, xml }), (error: unknown) => {
      assert.ok(error instanceof PolicyRejectedError);
      assert.deepEqual(error.findings.map(({ element, line }) => [element, line]), [
        ["set-backend-service", 4],
        ["no-such-policy", 5],
      ]);
      assert.match(error.message, /\| {5}<no-such-policy \/>/);
      return true;
    });
  });
});

Deno.test("waitUntilServed gives up at its limit and tells what the gateway says", async () => {
  await withPlane(async (apim) => {
    await ensureApi(apim, API);
    const { key } = await ensureSubscription(apim, API.id);
    await deployStrategy(apim, buildPolicy("priority-spillover", ABC, { revision: "old" }), {
      api: API,
      key,
      clock: new SystemClock(),
    });
    await assert.rejects(
      waitUntilServed({
        apiUrl: `${apim.gatewayUrl}/routing`,
        key,
        revision: "new",
        clock: new SystemClock({ speed: 1000 }),
        limitMs: 3000,
      }),
      (error: unknown) =>
        error instanceof ApimError && error.code === "not-served" &&
        /does not serve policy revision new after \d+ ms: it says old/.test(error.message),
    );
  });
});

Deno.test("waitUntilServed stops at once when it is told to", async () => {
  const stop = new AbortController();
  const waiting = waitUntilServed({
    apiUrl: "http://127.0.0.1:1",
    key: new Secret("k"),
    revision: "r",
    clock: new SystemClock(),
    signal: stop.signal,
  });
  stop.abort(new Error("stopped by the user"));
  await assert.rejects(waiting, /stopped by the user/);
});

Deno.test("cleanUp removes all that the lab made and nothing else", async () => {
  await withPlane(async (apim) => {
    const { client, resourceGroup: group, serviceName: service } = apim;
    await client.api.beginCreateOrUpdateAndWait(group, service, "foreign", {
      displayName: "Foreign",
      path: "foreign",
      protocols: ["https"],
    }, { updateIntervalInMs: 1 });
    await client.backend.createOrUpdate(group, service, "foreign", {
      url: "https://foreign.example",
      protocol: "http",
    });
    await client.namedValue.beginCreateOrUpdateAndWait(group, service, "foreign", {
      displayName: "foreign",
      value: "1",
    }, { updateIntervalInMs: 1 });
    await ensureApi(apim, API);
    const { key } = await ensureSubscription(apim, API.id);
    const before = await names(client.subscription.list(group, service));
    await deployStrategy(apim, buildPolicy("backend-pool", ABC), {
      api: API,
      key,
      clock: new SystemClock(),
    });
    const report = await cleanUp(apim);
    assert.deepEqual(report.left, []);
    assert.deepEqual([...report.removed].sort(), [
      "api router",
      "backend backend-a",
      "backend backend-b",
      "backend backend-c",
      "named value backend-a-key",
      "named value backend-b-key",
      "named value backend-c-key",
      "pool routing-pool",
      `subscription ${LAB_MARK}-router`,
    ]);
    assert.deepEqual(await names(client.api.listByService(group, service)), ["foreign"]);
    assert.deepEqual(await names(client.backend.listByService(group, service)), ["foreign"]);
    assert.deepEqual(await names(client.namedValue.listByService(group, service)), ["foreign"]);
    assert.deepEqual(
      await names(client.subscription.list(group, service)),
      before.filter((name) => name !== `${LAB_MARK}-router`),
    );
    assert.deepEqual(await cleanUp(apim), { removed: [], left: [] });
  });
});

Deno.test("what the lab did not make is neither overwritten nor adopted", async () => {
  await withPlane(async (apim) => {
    const { client, resourceGroup, serviceName } = apim;
    await client.backend.createOrUpdate(resourceGroup, serviceName, "backend-a", {
      url: "https://foreign.example",
      protocol: "http",
    });
    const [entity] = buildPolicy("priority-spillover", ABC).backends;
    await assert.rejects(
      ensureBackend(apim, entity),
      (error: unknown) => error instanceof ApimError && error.code === "not-ours",
    );
    const kept = await client.backend.get(resourceGroup, serviceName, "backend-a");
    assert.equal(kept.url, "https://foreign.example");
  });
});

Deno.test("a request's trace is read as on Azure", async () => {
  await withModel(async (endpoint) => {
    await withPlane(async (apim) => {
      await ensureApi(apim, API);
      const { key } = await ensureSubscription(apim, API.id);
      const backends = [backend("a", { endpoint }), backend("b")];
      await deployStrategy(apim, buildPolicy("priority-spillover", backends), {
        api: API,
        key,
        clock: new SystemClock(),
      });
      const token = await debugToken(apim, API.id);
      const response = await fetch(`${apim.gatewayUrl}/routing/responses`, {
        method: "POST",
        headers: {
          "Ocp-Apim-Subscription-Key": key.reveal(),
          "Apim-Debug-Authorization": token.reveal(),
          "content-type": "application/json",
        },
        body: '{"model":"x"}',
      });
      await response.body?.cancel();
      const trace = await readTrace(apim, response.headers.get("Apim-Trace-Id") ?? "");
      const text = JSON.stringify(trace);
      assert.match(text, /set-backend-service|backend-a/);
      assert.doesNotMatch(text, /key-of-a/);
    });
  });
});
