/** What the workshop does, through the real SDK over HTTP. */
import { ApiManagementClient } from "@azure/arm-apimanagement";
import assert from "node:assert/strict";
import { policy, SERVICE, startPlane, type StubDocument } from "./support.ts";

const RG = SERVICE.resourceGroup;
const NAME = SERVICE.name;

type Plane = ReturnType<typeof startPlane>;

async function withClient(
  test: (client: ApiManagementClient, plane: Plane) => Promise<void>,
  options: Parameters<typeof startPlane>[0] = {},
): Promise<void> {
  const plane = startPlane(options);
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => plane.plane.handle(request),
  );
  const credential = {
    getToken: () =>
      Promise.resolve({ token: "local", expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
  };
  const clientOptions = {
    endpoint: `http://127.0.0.1:${server.addr.port}`,
    allowInsecureConnection: true,
  };
  const client = new ApiManagementClient(credential, SERVICE.subscriptionId, clientOptions);
  client.pipeline.removePolicy({ name: "bearerTokenAuthenticationPolicy" });
  try {
    await test(client, plane);
  } finally {
    await server.shutdown();
  }
}

/** The SDK keeps its connections and timers of its own. */
const sdk = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

sdk("SDK finds the default service and its regions", () =>
  withClient(async (client) => {
    const service = await client.apiManagementService.get(RG, NAME);
    assert.equal(service.name, NAME);
    assert.equal(service.provisioningState, "Succeeded");
    assert.equal(service.gatewayUrl, SERVICE.gatewayUrl);
    const regions = await collect(client.region.listByService(RG, NAME));
    assert.deepEqual(regions.map(({ name, isMasterRegion }) => [name, isMasterRegion]), [
      ["East US", true],
    ]);
    await assert.rejects(client.apiManagementService.get(RG, "nope"), (error) => {
      const { statusCode, code } = error as { statusCode: number; code: string };
      assert.equal(statusCode, 404);
      assert.equal(code, "ResourceNotFound");
      return true;
    });
  }));

sdk(
  "SDK sets up an API with operation, backends, pool, subscription and policy",
  () =>
    withClient(async (client, plane) => {
      const api = await client.api.beginCreateOrUpdateAndWait(RG, NAME, "router", {
        displayName: "Multi-region router",
        path: "/router/",
        protocols: ["https"],
        subscriptionRequired: true,
        serviceUrl: "https://example.invalid",
        subscriptionKeyParameterNames: { header: "api-key", query: "api-key" },
      });
      assert.equal(api.path, "router");
      assert.equal(api.apiRevision, "1");
      const operation = await client.apiOperation.createOrUpdate(RG, NAME, "router", "chat", {
        displayName: "Chat",
        method: "POST",
        urlTemplate: "/deployments/{deployment-id}/chat/completions",
        templateParameters: [{ name: "deployment-id", type: "string", required: true }],
      });
      assert.equal(operation.urlTemplate, "/deployments/{deployment-id}/chat/completions");

      await client.namedValue.beginCreateOrUpdateAndWait(RG, NAME, "key-a", {
        displayName: "key-a",
        value: "s3cret",
        secret: true,
      });
      for (const id of ["ptu", "payg"]) {
        await client.backend.createOrUpdate(RG, NAME, id, {
          url: `https://${id}.invalid/openai`,
          protocol: "http",
          credentials: { header: { "api-key": ["{{key-a}}"] } },
          circuitBreaker: {
            rules: [{
              name: "trip",
              failureCondition: {
                count: 1,
                interval: "PT1M",
                statusCodeRanges: [{ min: 429, max: 429 }],
              },
              tripDuration: "PT1M",
              acceptRetryAfter: true,
            }],
          },
        });
      }
      const pool = await client.backend.createOrUpdate(RG, NAME, "pool", {
        typePropertiesType: "Pool",
        pool: {
          services: [
            { id: "/backends/ptu", priority: 1, weight: 3 },
            { id: `${api.id!.replace(/\/apis\/.*/, "")}/backends/payg`, priority: 2 },
          ],
        },
        // deno-lint-ignore no-explicit-any -- the SDK's type asks for url and protocol, the service refuses them
      } as any);
      assert.equal(pool.typePropertiesType, "Pool");
      assert.equal(pool.pool?.services?.[0].weight, 3);

      const policyText = policy('<set-backend-service backend-id="pool" />');
      await client.apiPolicy.createOrUpdate(RG, NAME, "router", "policy", {
        format: "rawxml",
        value: policyText,
      });
      const listed = await client.apiPolicy.listByApi(RG, NAME, "router");
      assert.equal(listed.value?.[0].value, policyText);

      await client.subscription.createOrUpdate(RG, NAME, "lab", {
        scope: "/apis/router",
        displayName: "Lab",
        state: "active",
      });
      const keys = await client.subscription.listSecrets(RG, NAME, "lab");
      assert.match(keys.primaryKey!, /^[0-9a-f]{32}$/);

      const configuration = plane.latest();
      assert.equal(configuration.apis[0].info.path, "router");
      assert.equal(configuration.apis[0].operations[0].info.method, "POST");
      assert.equal((configuration.apis[0].policy as StubDocument).text, policyText);
      const single = configuration.backends.get("ptu")!;
      assert(single.type === "Single");
      assert.deepEqual(single.credentials.headers.get("api-key"), ["s3cret"]);
      assert.equal(single.circuitBreaker?.tripDurationMs, 60_000);
      const members = configuration.backends.get("pool")!;
      assert(members.type === "Pool");
      assert.deepEqual(members.members, [
        { backendId: "ptu", priority: 1, weight: 3 },
        { backendId: "payg", priority: 2, weight: null },
      ]);
      const lab = configuration.subscriptions.find(({ info }) => info.id === "lab")!;
      assert.deepEqual(lab.scope, { kind: "api", apiId: "router" });
      assert.equal(lab.info.primaryKey, keys.primaryKey);

      await client.apiPolicy.delete(RG, NAME, "router", "policy", "*");
      assert.equal(plane.latest().apis[0].policy, null);
      await client.api.beginDeleteAndWait(RG, NAME, "router", "*");
      assert.equal(plane.latest().apis.length, 0);
    }),
);

sdk(
  "SDK shows where a refused policy is wrong, and the old one goes on serving",
  () =>
    withClient(async (client, plane) => {
      const good = policy("<trace />");
      await client.policy.createOrUpdate(RG, NAME, "policy", { value: good });
      const bad = policy('\n<set-backend-service backend-id="nope" />');
      await assert.rejects(
        client.policy.createOrUpdate(RG, NAME, "policy", { value: bad }),
        (error) => {
          const { statusCode, code, details } = error as unknown as {
            statusCode: number;
            code: string;
            details: { error: { details: { target: string; message: string }[] } };
          };
          assert.equal(statusCode, 400);
          assert.equal(code, "ValidationError");
          const [detail] = details.error.details;
          assert.equal(detail.target, "set-backend-service");
          assert.match(
            detail.message,
            /^Error in element 'set-backend-service' on line 2, column \d+: Backend with id 'nope' could not be found\.$/,
          );
          return true;
        },
      );
      assert.equal((plane.latest().globalPolicy as StubDocument).text, good);
      assert.equal((await client.policy.get(RG, NAME, "policy")).value, good);
    }),
);

sdk(
  "SDK drives fragments, products, loggers, diagnostics, named values and traces",
  () =>
    withClient(async (client, plane) => {
      const fragment = await client.policyFragment.beginCreateOrUpdateAndWait(RG, NAME, "pick", {
        value: "<fragment><trace /></fragment>",
        format: "rawxml",
      });
      assert.equal(fragment.name, "pick");
      await client.policy.createOrUpdate(RG, NAME, "policy", {
        value: policy('<include-fragment fragment-id="pick" />'),
      });
      const references = await client.policyFragment.listReferences(RG, NAME, "pick");
      assert.deepEqual(references.value?.map(({ type }) => type), [
        "Microsoft.ApiManagement/service/policies",
      ]);
      await assert.rejects(client.policyFragment.delete(RG, NAME, "pick", "*"));

      await client.api.beginCreateOrUpdateAndWait(RG, NAME, "echo", {
        displayName: "Echo",
        path: "echo",
      });
      await client.product.createOrUpdate(RG, NAME, "starter", {
        displayName: "Starter",
        state: "published",
      });
      const linked = await client.productApi.createOrUpdate(RG, NAME, "starter", "echo");
      assert.equal(linked.name, "echo");
      await client.productApi.checkEntityExists(RG, NAME, "starter", "echo");
      const inProduct = await collect(client.productApi.listByProduct(RG, NAME, "starter"));
      assert.deepEqual(inProduct.map(({ name }) => name), ["echo"]);
      const ofApi = await collect(client.apiProduct.listByApis(RG, NAME, "echo"));
      assert.deepEqual(ofApi.map(({ name }) => name), ["starter"]);
      assert.deepEqual(plane.latest().apis[0].productIds, ["starter"]);
      assert.equal(plane.latest().products.get("starter")?.info.state, "Published");

      await client.logger.createOrUpdate(RG, NAME, "insights", {
        loggerType: "applicationInsights",
        credentials: { instrumentationKey: "11111111-1111-1111-1111-111111111111" },
      });
      const logger = await client.logger.get(RG, NAME, "insights");
      assert.match(logger.credentials!.instrumentationKey, /^\{\{Logger-Credentials-/);
      const diagnostic = await client.apiDiagnostic.createOrUpdate(
        RG,
        NAME,
        "echo",
        "azuremonitor",
        {
          loggerId: "/loggers/insights",
          sampling: { samplingType: "fixed", percentage: 50 },
        },
      );
      assert.equal(diagnostic.sampling?.percentage, 50);

      await client.namedValue.beginCreateOrUpdateAndWait(RG, NAME, "limit", {
        displayName: "limit",
        value: "5",
      });
      await client.namedValue.beginUpdateAndWait(RG, NAME, "limit", "*", { value: "6" });
      assert.equal((await client.namedValue.listValue(RG, NAME, "limit")).value, "6");
      assert.equal(
        (await client.namedValue.beginRefreshSecretAndWait(RG, NAME, "limit")).displayName,
        "limit",
      );
      await client.namedValue.delete(RG, NAME, "limit", "*");

      const { token } = await client.gateway.listDebugCredentials(RG, NAME, "managed", {
        apiId: `${(await client.apiManagementService.get(RG, NAME)).id}/apis/echo`,
        purposes: ["tracing"],
      });
      assert.equal(token, "token-for-echo");
      const trace = await client.gateway.listTrace(RG, NAME, "managed", { traceId: "known" });
      assert.equal(trace.traceId, "known");
    }),
);

sdk(
  "SDK lists services, SKUs, groups, users and what every service comes with",
  () =>
    withClient(async (client) => {
      const services = client.apiManagementService;
      const named = async (items: AsyncIterable<{ name?: string }>) =>
        (await collect(items)).map(({ name }) => name);
      assert.deepEqual(await named(services.list()), [NAME]);
      assert.deepEqual(await named(services.listByResourceGroup(RG)), [NAME]);
      await assert.rejects(named(services.listByResourceGroup("other")), /could not be found/);
      assert.equal((await services.checkNameAvailability({ name: NAME })).nameAvailable, false);
      const skus = await collect(
        client.apiManagementServiceSkus.listAvailableServiceSkus(RG, NAME),
      );
      assert(skus.some(({ sku, capacity }) => sku?.name === "Premium" && capacity?.maximum === 12));
      assert((await collect(client.apiManagementSkus.list())).length > 0);
      assert.deepEqual(await named(client.group.listByService(RG, NAME)), [
        "administrators",
        "developers",
        "guests",
      ]);
      assert.deepEqual(await named(client.user.listByService(RG, NAME)), ["1"]);
      assert.deepEqual(await named(client.subscription.list(RG, NAME)), ["master"]);
      assert.deepEqual(await named(client.gateway.listByService(RG, NAME)), []);
      assert.match(
        (await client.subscription.listSecrets(RG, NAME, "master")).primaryKey!,
        /^\w{32}$/,
      );
    }),
);

sdk("SDK pages through lists with top, skip and filter", () =>
  withClient(async (client) => {
    for (const id of ["a1", "a2", "b1", "b2", "b3"]) {
      await client.backend.createOrUpdate(RG, NAME, id, {
        url: `https://${id}.invalid`,
        protocol: "http",
      });
    }
    const names = async (options: { top?: number; skip?: number; filter?: string }) =>
      (await collect(client.backend.listByService(RG, NAME, options))).map(({ name }) => name);
    assert.deepEqual(await names({}), ["a1", "a2", "b1", "b2", "b3"]);
    assert.deepEqual(await names({ top: 2 }), ["a1", "a2", "b1", "b2", "b3"]);
    assert.deepEqual(await names({ top: 2, skip: 3 }), ["b2", "b3"]);
    assert.deepEqual(await names({ filter: "startswith(name,'b')", top: 1 }), ["b1", "b2", "b3"]);
  }));

sdk(
  "SDK's pollers see a service through provisioning, update and deletion",
  () =>
    withClient(async (client, { clock }) => {
      const poller = await client.apiManagementService.beginCreateOrUpdate(RG, "second", {
        location: "Sweden Central",
        sku: { name: "Premium", capacity: 1 },
        publisherEmail: "a@example.com",
        publisherName: "A",
      }, { updateIntervalInMs: 1 });
      assert.equal(poller.isDone(), false);
      await clock.advance(1_000);
      const created = await poller.pollUntilDone();
      assert.equal(created.provisioningState, "Succeeded");
      const updating = await client.apiManagementService.beginUpdate(RG, "second", {
        additionalLocations: [{ location: "East US 2", sku: { name: "Premium", capacity: 1 } }],
      }, { updateIntervalInMs: 1 });
      await clock.advance(1_000);
      const updated = await updating.pollUntilDone();
      assert.equal(updated.additionalLocations?.[0].location, "East US 2");
      const regions = await collect(client.region.listByService(RG, "second"));
      assert.deepEqual(regions.map(({ name }) => name), ["Sweden Central", "East US 2"]);
      await client.apiManagementService.beginDeleteAndWait(RG, "second", { updateIntervalInMs: 1 });
      await assert.rejects(client.apiManagementService.get(RG, "second"));
    }, { provisioningMs: 1_000 }),
);
