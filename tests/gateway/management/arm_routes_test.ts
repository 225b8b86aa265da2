/** What clients ask for before they come to a service. */
import assert from "node:assert/strict";
import { SERVICE, SERVICE_PATH, startPlane } from "./support.ts";

const SUBSCRIPTION = `/subscriptions/${SERVICE.subscriptionId}`;

/** A plane, and requests to any address. */
function arm() {
  const { plane, latest } = startPlane();
  async function ask(method: string, path: string, body?: unknown) {
    const url = new URL(path, "http://management.test");
    if (!url.searchParams.has("api-version")) url.searchParams.set("api-version", "2024-11-01");
    const headers = { "content-type": "application/json" };
    const init = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) };
    const response = await plane.handle(new Request(url, init));
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? null : JSON.parse(text),
    };
  }
  return { ask, latest };
}

Deno.test("tenants, subscriptions and locations are those of the service", async () => {
  const { ask } = arm();
  const { body: { value: [tenant] } } = await ask("GET", "/tenants");
  const { body: { value } } = await ask("GET", "/subscriptions");
  assert.deepEqual(
    // deno-lint-ignore no-explicit-any -- JSON
    value.map((s: any) => [s.subscriptionId, s.tenantId, s.state]),
    [[SERVICE.subscriptionId, tenant.tenantId, "Enabled"]],
  );
  const { body: locations } = await ask("GET", `${SUBSCRIPTION}/locations`);
  // deno-lint-ignore no-explicit-any -- JSON
  assert(locations.value.some((l: any) => l.name === "eastus" && l.displayName === "East US"));
});

Deno.test("providers say which types and versions there are, and register as in Azure", async () => {
  const { ask } = arm();
  const { body } = await ask("GET", `${SUBSCRIPTION}/providers/microsoft.apimanagement`);
  assert.equal(body.registrationState, "Registered");
  const backends = body.resourceTypes.find((t: { resourceType: string }) =>
    t.resourceType === "service/backends"
  );
  assert(backends.apiVersions.includes("2024-05-01"));
  const register = `${SUBSCRIPTION}/providers/Microsoft.ApiManagement/register`;
  assert.equal((await ask("POST", register)).status, 200);
  const { body: all } = await ask("GET", `${SUBSCRIPTION}/providers`);
  assert.equal(all.value.length, 2);
  const { status, body: { error } } = await ask(
    "GET",
    `${SUBSCRIPTION}/providers/Microsoft.Storage`,
  );
  assert.deepEqual([status, error.code], [404, "InvalidResourceNamespace"]);
});

Deno.test("an api-version that the provider never had is answered with those it has", async () => {
  const { ask } = arm();
  const { status, body: { error } } = await ask("GET", `${SERVICE_PATH}?api-version=2024-05-02`);
  assert.deepEqual([status, error.code], [400, "NoRegisteredProviderFound"]);
  assert.match(error.message, /for type 'service'\. The supported api-versions are '2014-02-14, /);
});

Deno.test("a resource group is made, tagged, found by its resources and deleted with them", async () => {
  const { ask, latest } = arm();
  const group = `${SUBSCRIPTION}/resourcegroups/new`;
  assert.equal((await ask("HEAD", group)).status, 404);
  assert.equal((await ask("PUT", group, {})).status, 400, "a location is needed");
  assert.equal((await ask("PUT", group, { location: "eastus" })).status, 201);
  assert.equal((await ask("PUT", group, { location: "eastus" })).status, 200);
  const tagged = await ask("PATCH", group, { tags: { of: "test" } });
  assert.deepEqual([tagged.body.location, tagged.body.tags], ["eastus", { of: "test" }]);
  assert.equal((await ask("HEAD", group)).status, 204);
  const withTag = async (filter: string) => {
    const path = `${SUBSCRIPTION}/resourcegroups?$filter=${encodeURIComponent(filter)}`;
    return (await ask("GET", path)).body.value.length;
  };
  assert.equal(await withTag("tagName eq 'OF' and tagValue eq 'test'"), 1);
  assert.equal(await withTag("tagname eq 'of'"), 1);
  assert.equal(await withTag("tagname eq 'of' and tagvalue eq 'other'"), 0);
  const groups = await ask("GET", `${SUBSCRIPTION}/resourcegroups?$top=1`);
  assert.equal(groups.body.value.length, 1);
  assert.match(groups.body.nextLink, /skip/);

  const filter = encodeURIComponent("resourceType eq 'Microsoft.ApiManagement/service'");
  const found = await ask("GET", `${SUBSCRIPTION}/resources?$filter=${filter}`);
  assert.deepEqual(found.body.value.map(({ name }: { name: string }) => name), [SERVICE.name]);
  assert.equal(found.body.value[0].properties, undefined);
  assert.deepEqual((await ask("GET", `${group}/resources`)).body.value, []);

  const own = `${SUBSCRIPTION}/resourceGroups/${SERVICE.resourceGroup}`;
  const gone = await ask("DELETE", own);
  assert.equal(gone.status, 202);
  const { pathname } = new URL(gone.headers.get("location")!);
  assert.equal((await ask("GET", pathname)).status, 204);
  assert.equal((await ask("GET", own)).status, 404);
  assert.equal((await ask("GET", `${SERVICE_PATH}?api-version=2024-05-01`)).status, 404);
  assert.deepEqual(latest().apis, [], "nothing is served any more");
});

Deno.test("permissions are an owner's at each scope that is there", async () => {
  const { ask } = arm();
  const group = `${SUBSCRIPTION}/resourceGroups/${SERVICE.resourceGroup}`;
  const at = (scope: string, version = "2022-04-01") =>
    ask("GET", `${scope}/providers/Microsoft.Authorization/permissions?api-version=${version}`);
  for (const scope of [SUBSCRIPTION, group, SERVICE_PATH]) {
    const { status, body } = await at(scope);
    assert.deepEqual([status, body.value[0].actions], [200, ["*"]], scope);
  }
  assert.equal((await at(`${SUBSCRIPTION}/resourceGroups/elsewhere`)).status, 404);
  assert.equal((await at(`${SERVICE_PATH}-2`)).status, 404);
  assert.equal(
    (await at(SERVICE_PATH, "2014-01-01")).body.error.code,
    "InvalidApiVersionParameter",
  );
});
