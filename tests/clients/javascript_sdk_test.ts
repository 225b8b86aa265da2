/**
 * Azure's JavaScript SDKs as they are used in Azure: over TLS, signed in with a service principal, every call
 * with a token that is checked.
 */
import { ApiManagementClient } from "@azure/arm-apimanagement";
import { ResourceManagementClient } from "@azure/arm-resources";
import { ClientSecretCredential } from "@azure/identity";
import assert from "node:assert/strict";
import { makeLocalCertificate } from "../../lib/gateway/adapters/local_certificate.ts";
import { LocalIdentity, serveGateway } from "../../lib/gateway/mod.ts";
import lab from "../gateway/management/deployments/routing_lab.json" with { type: "json" };

const XML =
  '<policies><inbound><base /><set-backend-service backend-id="ptu" /></inbound><backend><base /></backend>' +
  "<outbound><base /></outbound><on-error><base /></on-error></policies>";

interface Clients {
  readonly apim: ApiManagementClient;
  readonly arm: ResourceManagementClient;
  readonly group: string;
  readonly service: string;
  readonly gatewayUrl: string;
  readonly fetch: typeof fetch;
}

async function withClients(run: (clients: Clients) => Promise<void>): Promise<void> {
  const { certificate, key, authority } = await makeLocalCertificate(Date.now());
  const identity = new LocalIdentity();
  await using running = await serveGateway({
    tls: { certificate, key },
    identity,
    checkTokens: true,
  });
  const tlsOptions = { ca: authority };
  const credential = new ClientSecretCredential(identity.tenantId, "workshop", "any", {
    authorityHost: running.identityUrl!,
    disableInstanceDiscovery: true,
    tlsOptions,
  });
  const { subscriptionId, resourceGroup, name } = running.gateway.service;
  const options = {
    endpoint: running.managementUrl,
    credentialScopes: "https://management.azure.com/.default",
    tlsOptions,
  };
  using client = Deno.createHttpClient({ caCerts: [authority] });
  await run({
    apim: new ApiManagementClient(credential, subscriptionId, options),
    arm: new ResourceManagementClient(credential, subscriptionId, options),
    group: resourceGroup,
    service: name,
    gatewayUrl: running.gatewayUrl,
    fetch: (input, init) => fetch(input, { ...init, client }),
  });
}

/** The SDKs keep connections and timers of their own. */
const sdk = (name: string, run: (clients: Clients) => Promise<void>) =>
  Deno.test({
    name,
    fn: () => withClients(run),
    sanitizeOps: false,
    sanitizeResources: false,
  });

async function namesOf(items: AsyncIterable<{ name?: string }>): Promise<(string | undefined)[]> {
  const names = [];
  for await (const { name } of items) names.push(name);
  return names;
}

sdk(
  "the JavaScript SDK creates, reads, updates, pages, exports and deletes over TLS with tokens",
  async (clients) => {
    const { apim, group, service, gatewayUrl, fetch } = clients;
    const on = [group, service] as const;
    assert.equal((await apim.apiManagementService.get(...on)).gatewayUrl, gatewayUrl);

    await apim.namedValue.beginCreateOrUpdateAndWait(...on, "key", {
      displayName: "key",
      value: "s3cret",
      secret: true,
    });
    assert.equal((await apim.namedValue.get(...on, "key")).value, undefined);
    await apim.namedValue.beginUpdateAndWait(...on, "key", "*", { value: "other" });
    assert.equal((await apim.namedValue.listValue(...on, "key")).value, "other");

    for (const id of ["ptu", "payg"]) {
      await apim.backend.createOrUpdate(...on, id, {
        url: `https://${id}.invalid/openai`,
        protocol: "http",
        credentials: { header: { "api-key": ["{{key}}"] } },
      });
    }
    await apim.backend.update(...on, "payg", "*", { description: "pays as it goes" });
    assert.equal((await apim.backend.get(...on, "payg")).description, "pays as it goes");
    assert.deepEqual(await namesOf(apim.backend.listByService(...on, { top: 1 })), ["ptu", "payg"]);

    await apim.api.beginCreateOrUpdateAndWait(...on, "lab", {
      displayName: "Lab",
      path: "lab",
      protocols: ["https"],
    });
    await apim.apiOperation.createOrUpdate(...on, "lab", "chat", {
      displayName: "Chat",
      method: "POST",
      urlTemplate: "/chat",
    });
    await apim.api.update(...on, "lab", "*", { displayName: "The lab" });
    assert.equal((await apim.api.get(...on, "lab")).displayName, "The lab");
    await apim.apiPolicy.createOrUpdate(...on, "lab", "policy", { format: "rawxml", value: XML });
    const [policy] = (await apim.apiPolicy.listByApi(...on, "lab")).value!;
    assert.equal(policy.value, XML);
    assert.deepEqual(await namesOf(apim.apiOperation.listByApi(...on, "lab")), ["chat"]);

    const exported = await apim.apiExport.get(...on, "lab", "openapi+json-link", "true");
    const document = await (await fetch(exported.value!.link!)).json();
    assert.deepEqual(Object.keys(document.paths), ["/chat"]);

    await apim.product.createOrUpdate(...on, "starter", {
      displayName: "Starter",
      state: "published",
    });
    await apim.productApi.createOrUpdate(...on, "starter", "lab");
    assert.deepEqual(await namesOf(apim.productApi.listByProduct(...on, "starter")), ["lab"]);
    await apim.subscription.createOrUpdate(...on, "caller", {
      displayName: "Caller",
      scope: "/apis/lab",
      state: "active",
    });
    const { primaryKey } = await apim.subscription.listSecrets(...on, "caller");
    const refused = await fetch(`${gatewayUrl}/lab/chat`, { method: "POST" });
    assert.equal(refused.status, 401);
    await refused.body?.cancel();
    const unreachable = await fetch(`${gatewayUrl}/lab/chat`, {
      method: "POST",
      headers: { "Ocp-Apim-Subscription-Key": primaryKey! },
    });
    assert.equal(unreachable.status, 500, "the key opens, and ptu.invalid is nowhere");
    await unreachable.body?.cancel();

    await apim.subscription.delete(...on, "caller", "*");
    await apim.product.delete(...on, "starter", "*", { deleteSubscriptions: true });
    await apim.api.beginDeleteAndWait(...on, "lab", "*", { updateIntervalInMs: 1 });
    for (const id of ["ptu", "payg"]) await apim.backend.delete(...on, id, "*");
    await apim.namedValue.delete(...on, "key", "*");
    assert.deepEqual(await namesOf(apim.api.listByService(...on)), []);
    assert.deepEqual(await namesOf(apim.namedValue.listByService(...on)), []);
  },
);

sdk(
  "the JavaScript SDK of ARM deploys a template that Bicep made, and finds groups and resources",
  async (clients) => {
    const { arm, apim, group, service } = clients;
    const properties = {
      mode: "Incremental" as const,
      template: lab,
      parameters: {
        apimName: { value: service },
        apiKey: { value: "s3cret" },
        backends: { value: [{ name: "ptu", url: "https://ptu.invalid" }] },
      },
    };
    const wait = { updateIntervalInMs: 1 };
    const { deployments } = arm;
    const checked = await deployments.beginValidateAndWait(group, "lab", { properties }, wait);
    assert.equal(checked.properties?.provisioningState, "Succeeded");
    const done = await deployments.beginCreateOrUpdateAndWait(group, "lab", { properties }, wait);
    assert.equal(done.properties?.provisioningState, "Succeeded");
    assert.deepEqual(done.properties?.outputs?.caller, { type: "String", value: "Caller" });
    assert.equal((await apim.api.get(group, service, "lab")).path, "lab");
    const bad = {
      ...properties,
      parameters: { ...properties.parameters, apimName: { value: "none" } },
    };
    await assert.rejects(
      deployments.beginCreateOrUpdateAndWait(group, "bad", { properties: bad }, wait),
      /DeploymentFailed/,
    );
    assert.deepEqual(await namesOf(arm.resourceGroups.list()), [group]);
    assert.deepEqual(await namesOf(arm.resources.list()), [service]);
  },
);
