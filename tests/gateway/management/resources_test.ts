/** Rules of the resource kinds, as tables: a body, and what is wrong with it. */
import assert from "node:assert/strict";
import type { Run } from "../../../lib/gateway/contracts/run.ts";
import { policy, SERVICE_PATH, startPlane, type StubDocument } from "./support.ts";

type Refusal = [path: string, properties: unknown, target: string, message: RegExp];

async function seeded() {
  const plane = startPlane();
  const { put } = plane;
  for (const id of ["a", "b"]) {
    await put(`/backends/${id}`, { url: `https://${id}.invalid`, protocol: "http" });
  }
  await put("/backends/pool", { type: "Pool", pool: { services: [{ id: "/backends/a" }] } });
  await put("/apis/echo", { displayName: "Echo", path: "echo" });
  await put("/apis/echo/operations/get", {
    displayName: "g",
    method: "GET",
    urlTemplate: "/x/{id}",
    templateParameters: [{ name: "id", type: "string" }],
  });
  await put("/products/starter", { displayName: "Starter" });
  await put("/namedValues/nv", { displayName: "nv", value: "1" });
  return plane;
}

function rule(change: object, condition: object = {}) {
  return {
    url: "https://x.invalid",
    protocol: "http",
    circuitBreaker: {
      rules: [{
        name: "r",
        tripDuration: "PT1M",
        failureCondition: {
          count: 3,
          interval: "PT1M",
          statusCodeRanges: [{ min: 500, max: 599 }],
          ...condition,
        },
        ...change,
      }],
    },
  };
}

const pool = (services: unknown, more: object = {}) => ({
  type: "Pool",
  pool: { services },
  ...more,
});
const operation = (urlTemplate: string, ...names: string[]) => ({
  displayName: "o",
  method: "GET",
  urlTemplate,
  templateParameters: names.map((name) => ({ name, type: "string" })),
});

const REFUSALS: Refusal[] = [
  ["/backends/x", { protocol: "http" }, "url", /required/],
  ["/backends/x", { url: "https://x.invalid" }, "protocol", /required/],
  ["/backends/x", { url: "x", protocol: "http" }, "url", /absolute URL/],
  ["/backends/x", { url: "https://x", protocol: "ftp" }, "protocol", /http, soap/],
  ["/backends/x", { url: "https://x", protocol: "http", colour: 1 }, "colour", /not a property/],
  [
    "/backends/x",
    { url: "https://x", protocol: "http", credentials: { header: { k: ["{{no}}"] } } },
    "credentials",
    /^Property 'no' not found\.$/,
  ],
  ["/backends/x", pool([]), "pool.services", /at least 1|1 to 30/],
  [
    "/backends/x",
    pool([{ id: "/backends/a" }], { url: "https://x" }),
    "url",
    /^Url is not supported for backend pool\.$/,
  ],
  [
    "/backends/x",
    pool([{ id: "/backends/a" }], { protocol: "http" }),
    "protocol",
    /^Protocol is not supported for backend pool\.$/,
  ],
  ["/backends/x", pool([{ id: "/backends/none" }]), "pool.services[0].id", /could not be found/],
  ["/backends/x", pool([{ id: "a" }]), "pool.services[0].id", /could not be found/],
  ["/backends/x", pool([{ id: "/backends/pool" }]), "pool.services[0].id", /is a pool/],
  [
    "/backends/x",
    pool([{ id: "/backends/a" }, { id: "/backends/A" }]),
    "pool.services[1].id",
    /more than once/,
  ],
  [
    "/backends/x",
    pool([{ id: "/backends/a", weight: 101 }]),
    "pool.services[0].weight",
    /between 0 and 100/,
  ],
  [
    "/backends/x",
    pool([{ id: "/backends/a", priority: 1.5 }]),
    "pool.services[0].priority",
    /whole number/,
  ],
  [
    "/backends/x",
    rule({}, { percentage: 50 }),
    "circuitBreaker.rules[0].failureCondition",
    /Exactly one/,
  ],
  [
    "/backends/x",
    rule({}, { count: null }),
    "circuitBreaker.rules[0].failureCondition",
    /Exactly one/,
  ],
  [
    "/backends/x",
    rule({}, { count: 0 }),
    "circuitBreaker.rules[0].failureCondition.count",
    /at least 1/,
  ],
  [
    "/backends/x",
    rule({}, { interval: "60" }),
    "circuitBreaker.rules[0].failureCondition.interval",
    /ISO 8601/,
  ],
  ["/backends/x", rule({ tripDuration: null }), "circuitBreaker.rules[0].tripDuration", /required/],
  [
    "/backends/x",
    rule({}, { statusCodeRanges: [{ min: 599, max: 500 }] }),
    "circuitBreaker.rules[0].failureCondition.statusCodeRanges[0]",
    /above/,
  ],
  [
    "/backends/x",
    rule({}, { statusCodeRanges: [{ min: 500, max: 700 }] }),
    "circuitBreaker.rules[0].failureCondition.statusCodeRanges[0].max",
    /between 200 and 599/,
  ],
  [
    "/backends/x",
    rule({}, { statusCodeRanges: null }),
    "circuitBreaker.rules[0].failureCondition",
    /must be given/,
  ],
  ["/apis/x", { path: "x" }, "displayName", /required/],
  ["/apis/x", { displayName: "X" }, "path", /required/],
  ["/apis/x", { displayName: "X", path: "/ECHO/" }, "path", /same Path 'ECHO' as API 'echo'/],
  ["/apis/x", { displayName: "X", path: "x", protocols: ["ftp"] }, "protocols[0]", /one of/],
  ["/apis/x", { path: "x", format: "wadl-xml", value: "https://x" }, "format", /not supported/],
  ["/apis/x", { path: "x", format: "openapi", value: "openapi: 3.0.0" }, "value", /not an OpenAPI/],
  [
    "/apis/x",
    { path: "x", displayName: "X", sourceApiId: "/apis/none" },
    "sourceApiId",
    /could not be found/,
  ],
  [
    "/apis/echo/operations/x",
    operation("/a/{b}"),
    "templateParameters",
    /must be defined in the Operation 'x', and vice-versa/,
  ],
  ["/apis/echo/operations/x", operation("/a", "b"), "templateParameters", /vice-versa/],
  ["/apis/echo/operations/x", operation("/a/{b}/{b}", "b"), "templateParameters", /vice-versa/],
  ["/apis/echo/operations/x", operation("/a/{b", "b"), "urlTemplate", /not a URL template/],
  [
    "/apis/echo/operations/x",
    operation("/x/{other}", "other"),
    "urlTemplate",
    /already exists: GET, \/x/,
  ],
  [
    "/subscriptions/x",
    { displayName: "x", scope: "/apis/none" },
    "scope",
    /Api 'none' could not be found/,
  ],
  ["/subscriptions/x", { displayName: "x", scope: "/users/1" }, "scope", /is not valid/],
  [
    "/subscriptions/x",
    { displayName: "x", scope: "/apis", primaryKey: "k", secondaryKey: "k" },
    "secondaryKey",
    /must differ/,
  ],
  ["/subscriptions/x", { displayName: "x", scope: "/apis", state: "open" }, "state", /one of/],
  ["/namedValues/x", { displayName: "has space", value: "v" }, "displayName", /must match/],
  ["/namedValues/x", { displayName: "NV", value: "v" }, "displayName", /already in use/],
  ["/namedValues/x", { displayName: "x" }, "value", /required/],
  [
    "/products/x",
    { displayName: "x", subscriptionRequired: false, approvalRequired: true },
    "approvalRequired",
    /needs 'subscriptionRequired'/,
  ],
  ["/policies/policy", {}, "value", /required/],
  ["/policies/policy", { value: "x", format: "xml-link" }, "format", /fetches nothing/],
  ["/policies/policy", { value: "<a>".repeat(100_000) }, "value", /262144 are allowed/],
  ["/policies/other", { value: "x" }, "id", /must be policy/],
  [
    "/diagnostics/applicationinsights",
    { loggerId: "/loggers/none" },
    "loggerId",
    /could not be found/,
  ],
  ["/groups/guests", { displayName: "mine" }, "id", /built-in/],
  ["/tags/" + "a".repeat(300), { displayName: "t" }, "id", /is not an id/],
];

Deno.test("PUT refuses a body with a finding that names its target", async () => {
  const { put, call } = await seeded();
  for (const [path, properties, target, message] of REFUSALS) {
    const answer = await put(path, properties);
    const place = `${path} ${JSON.stringify(properties).slice(0, 120)}: ${
      answer.text.slice(0, 300)
    }`;
    assert.equal(answer.status, 400, place);
    assert.equal(answer.body.error.code, "ValidationError", place);
    const found = answer.body.error.details.find((d: { target: string }) => d.target === target);
    assert(found, place);
    assert.match(found.message, message);
    if (path.endsWith("/x")) assert.equal((await call("GET", path)).status, 404, place);
  }
});

Deno.test("what is in use is not deleted, and the answer says by what", async () => {
  const { put, call } = await seeded();
  await put("/backends/single", { url: "https://{{nv}}.invalid", protocol: "http" });
  await put("/policyFragments/part", { value: "<fragment />" });
  await put("/apis/echo/policies/policy", {
    value: policy('<include-fragment fragment-id="part" /><set-backend-service backend-id="b" />'),
  });
  await put("/subscriptions/s", { displayName: "s", scope: "/products/starter" });
  const users: [string, RegExp][] = [
    ["/backends/a", /backends\/pool/],
    ["/backends/b", /apis\/echo\/policies\/policy/],
    ["/namedValues/nv", /backends\/single/],
    ["/policyFragments/part", /apis\/echo\/policies\/policy/],
    ["/products/starter", /deleteSubscriptions/],
  ];
  const any = { "if-match": "*" };
  for (const [path, by] of users) {
    const answer = await call("DELETE", path, undefined, any);
    assert.equal(answer.status, 400, path);
    assert.match(answer.body.error.details[0].message, by);
    assert.equal((await call("GET", path)).status, 200, path);
  }
  const gone = await call("DELETE", "/products/starter?deleteSubscriptions=true", undefined, any);
  assert.equal(gone.status, 200);
  assert.equal((await call("GET", "/subscriptions/s")).status, 404);
});

Deno.test("a policy whose named value is missing is refused by default, deferred by the switch", async () => {
  const text = policy("<trace>{{later}}</trace>");
  const deferred = startPlane({ fidelity: { missingNamedValue: "deferred" } });
  assert.equal((await deferred.put("/policies/policy", { value: text })).status, 201);
  const { inbound } = deferred.latest().globalPolicy!.sections;
  assert.throws(() => inbound!({} as Run), /^PolicyError: Cannot find a property 'later'$/);
  await deferred.put("/namedValues/later", { displayName: "later", value: "now" });
  assert.match((deferred.latest().globalPolicy as StubDocument).text, />now</);
  const renamed = await deferred.put("/namedValues/later", { displayName: "other", value: "now" });
  assert.equal(renamed.status, 400);
  const edited = policy("<trace>{{later}} {{much-later}}</trace>");
  assert.equal((await deferred.put("/policies/policy", { value: edited })).status, 200);
  const refused = startPlane();
  const answer = await refused.put("/policies/policy", { value: text });
  assert.match(
    answer.body.error.details[0].message,
    /line 1, column \d+: Cannot find a property 'later'$/,
  );
});

Deno.test("revisions copy their source, and a release makes one current", async () => {
  const { put, call, latest } = await seeded();
  const id = `${SERVICE_PATH}/apis/echo`;
  const revision = await put("/apis/echo;rev=2", {
    path: "echo",
    sourceApiId: id,
    serviceUrl: "https://two.invalid",
  });
  assert.equal(revision.status, 201);
  assert.equal(revision.body.properties.displayName, "Echo");
  assert.equal(revision.body.properties.isCurrent, false);
  assert.equal((await call("GET", "/apis/echo;rev=2/operations/get")).status, 200);
  assert.equal((await call("GET", "/apis/echo;rev=1")).body.name, "echo");
  await put("/apis/echo/releases/r1", { apiId: `${id};rev=2`, notes: "go" });
  const current = (await call("GET", "/apis/echo")).body.properties;
  assert.equal(current.serviceUrl, "https://two.invalid");
  assert.equal(current.apiRevision, "2");
  assert.equal((await call("GET", "/apis/echo;rev=1")).body.properties.isCurrent, false);
  const revisions = (await call("GET", "/apis/echo/revisions")).body.value;
  assert.deepEqual(
    revisions.map((r: { apiRevision: string; isCurrent: boolean }) => [r.apiRevision, r.isCurrent])
      .sort(),
    [["1", false], ["2", true]],
  );
  const published = latest().apis.filter(({ info }) => info.isCurrentRevision);
  assert.deepEqual(published.map(({ info }) => info.serviceUrl), ["https://two.invalid"]);
});

Deno.test("an OpenAPI document in JSON brings its operations", async () => {
  const { put, call } = startPlane();
  const document = {
    openapi: "3.0.0",
    info: { title: "Pets", description: "All pets" },
    servers: [{ url: "https://pets.invalid/v1" }],
    paths: {
      "/pets": { get: { operationId: "listPets", summary: "List" }, post: {} },
      "/pets/{petId}": { get: { operationId: "get pet" } },
    },
  };
  const api = await put("/apis/pets", {
    path: "pets",
    format: "openapi+json",
    value: JSON.stringify(document),
  });
  assert.equal(api.status, 201, api.text);
  assert.equal(api.body.properties.displayName, "Pets");
  assert.equal(api.body.properties.serviceUrl, "https://pets.invalid/v1");
  const operations = (await call("GET", "/apis/pets/operations")).body.value;
  assert.deepEqual(
    operations.map((
      o: { name: string; properties: { urlTemplate: string } },
    ) => [o.name, o.properties.urlTemplate]),
    [["listPets", "/pets"], ["post-pets", "/pets"], ["get-pet", "/pets/{petId}"]],
  );
});

Deno.test("API versions of a segment set are published under path and version", async () => {
  const { put, latest } = startPlane();
  await put("/apiVersionSets/set", { displayName: "Echo", versioningScheme: "Segment" });
  const version = { displayName: "Echo", path: "echo", apiVersionSetId: "/apiVersionSets/set" };
  await put("/apis/v1", { ...version, apiVersion: "v1" });
  await put("/apis/v2", { ...version, apiVersion: "v2" });
  assert.deepEqual(latest().apis.map(({ info }) => info.path), ["echo/v1", "echo/v2"]);
});

Deno.test("a subscription's owner comes with groups, and its scope with any spelling", async () => {
  const { put, call, latest } = await seeded();
  await put("/users/ann", { email: "ann@example.com", firstName: "Ann", lastName: "B" });
  await call("PUT", "/groups/developers/users/ann");
  const scopes: [string, unknown][] = [
    [SERVICE_PATH, { kind: "all-apis" }],
    ["/apis", { kind: "all-apis" }],
    [`${SERVICE_PATH}/apis/ECHO`, { kind: "api", apiId: "echo" }],
    ["/products/starter", { kind: "product", productId: "starter" }],
  ];
  for (const [scope, expected] of scopes) {
    const answer = await put("/subscriptions/s", {
      displayName: "s",
      scope,
      ownerId: "/users/ann",
      state: "active",
    });
    assert(answer.status < 300, answer.text);
    const published = latest().subscriptions.find(({ info }) => info.id === "s")!;
    assert.deepEqual(published.scope, expected);
    assert.deepEqual(published.user?.groups, [{ id: "developers", name: "Developers" }]);
  }
});

Deno.test("an API takes its revisions, links and subscriptions with it", async () => {
  const { put, call, latest } = await seeded();
  await put("/apis/echo;rev=2", { path: "echo", sourceApiId: "/apis/echo" });
  await call("PUT", "/products/starter/apis/echo");
  await put("/subscriptions/only-echo", { displayName: "e", scope: "/apis/echo" });
  await put("/subscriptions/all", { displayName: "a", scope: "/apis" });
  const any = { "if-match": "*" };
  assert.equal((await call("DELETE", "/apis/echo", undefined, any)).status, 202);
  assert.equal((await call("GET", "/apis/echo;rev=2")).status, 404);
  assert.equal((await call("GET", "/subscriptions/only-echo")).status, 404);
  assert.equal((await call("GET", "/subscriptions/all")).status, 200);
  assert.deepEqual((await call("GET", "/products/starter/apis")).body.value, []);
  await put("/apis/echo", { displayName: "New", path: "echo" });
  assert.deepEqual(latest().apis.map(({ productIds }) => productIds), [[]]);
});

Deno.test("an api-version has its members: newer ones are dropped from what it sends and shows", async () => {
  const rule = {
    name: "r",
    tripDuration: "PT1M",
    failureCondition: { count: 1, interval: "PT10S", statusCodeRanges: [{ min: 500, max: 599 }] },
  };
  const member = {
    url: "https://x.example",
    protocol: "http",
    azureRegion: "swedencentral",
    credentials: { managedIdentity: { resource: "https://cognitiveservices.azure.com" } },
    circuitBreaker: { rules: [{ ...rule, failureResponse: { statusCode: 429 } }] },
  };
  const all = {
    type: "Pool",
    pool: {
      services: [{ id: "/backends/a", preferredCarbonEmission: "Low" }],
      failureResponse: { statusCode: 429 },
      sessionAffinity: { sessionId: { source: "Cookie", name: "SessionId" } },
    },
  };
  const names = async (plane: ReturnType<typeof startPlane>, version: string) => {
    const at = (path: string) => plane.call("GET", `${path}?api-version=${version}`);
    const { body: { properties: single } } = await at("/backends/a");
    const { body: { properties: { pool } } } = await at("/backends/p");
    return [
      "azureRegion" in single,
      "managedIdentity" in single.credentials,
      "failureResponse" in single.circuitBreaker.rules[0],
      Object.keys(pool).sort().join(),
      "preferredCarbonEmission" in pool.services[0],
    ];
  };
  const put = async (plane: ReturnType<typeof startPlane>, version: string) => {
    for (const [path, properties] of [["/backends/a", member], ["/backends/p", all]] as const) {
      const answer = await plane.call("PUT", `${path}?api-version=${version}`, { properties });
      assert.ok(answer.status < 300, answer.text);
    }
  };
  const plane = startPlane();
  const newest = [true, true, true, "failureResponse,services,sessionAffinity", true];
  await put(plane, "2025-09-01-preview");
  assert.deepEqual(await names(plane, "2025-09-01-preview"), newest);
  const between = [false, true, false, "failureResponse,services,sessionAffinity", false];
  assert.deepEqual(await names(plane, "2024-10-01-preview"), between);
  const old = [false, false, false, "services", false];
  assert.deepEqual(await names(plane, "2024-05-01"), old);
  await put(plane, "2024-05-01");
  assert.deepEqual(await names(plane, "2025-09-01-preview"), old);
  const lenient = startPlane({ fidelity: { newerMembers: "kept" } });
  await put(lenient, "2024-05-01");
  assert.deepEqual(await names(lenient, "2024-05-01"), newest);
});

Deno.test("versions by header and by query share a path and are published with where they are told apart", async () => {
  const { put, latest } = startPlane();
  await put("/apiVersionSets/h", {
    displayName: "H",
    versioningScheme: "Header",
    versionHeaderName: "x-version",
  });
  await put("/apiVersionSets/q", {
    displayName: "Q",
    versioningScheme: "Query",
    versionQueryName: "v",
  });
  for (const set of ["h", "q"]) {
    const version = { displayName: set, path: set, apiVersionSetId: `/apiVersionSets/${set}` };
    for (const apiVersion of [undefined, "v1", "v2"]) {
      const answer = await put(`/apis/${set}-${apiVersion}`, { ...version, apiVersion });
      assert.equal(answer.status, 201, answer.text);
    }
  }
  assert.deepEqual(
    latest().apis.map(({ info, versionedBy }) => [info.path, info.version, versionedBy?.name]),
    [
      ["h", "", undefined],
      ["h", "v1", "x-version"],
      ["h", "v2", "x-version"],
      ["q", "", undefined],
      ["q", "v1", "v"],
      ["q", "v2", "v"],
    ],
  );
});

Deno.test("an API's DELETE is long from the versions of 2023 on, and plain before", async () => {
  const { put, call } = startPlane();
  const statuses = [];
  for (const version of ["2022-08-01", "2023-03-01-preview", "2024-05-01"]) {
    await put("/apis/a", { displayName: "a", path: "a" });
    const path = `/apis/a?api-version=${version}`;
    const { status } = await call("DELETE", path, undefined, { "if-match": "*" });
    statuses.push(status);
  }
  assert.deepEqual(statuses, [200, 202, 202]);
});

Deno.test("$filter looks into lists with any and all", async () => {
  const { put, call } = startPlane();
  await put("/namedValues/a", { displayName: "a", value: "1", tags: ["red", "Blue"] });
  await put("/namedValues/b", { displayName: "b", value: "2", tags: ["red"] });
  await put("/namedValues/c", { displayName: "c", value: "3" });
  const names = async (filter: string) => {
    const { body } = await call("GET", `/namedValues?$filter=${encodeURIComponent(filter)}`);
    return body.value?.map(({ name }: { name: string }) => name).join("") ?? body.error.message;
  };
  assert.equal(await names("tags/any(tag: tag eq 'blue')"), "a");
  assert.equal(await names("tags/any(t:contains(t,'re')) and displayName ne 'a'"), "b");
  assert.equal(await names("tags/all(t : t eq 'red')"), "bc");
  assert.equal(await names("tags/any()"), "ab");
  assert.match(await names("tags/any(tag eq 'x')"), /":" expected/);
});

Deno.test("caches, certificates and sign-in servers keep their secrets to themselves", async () => {
  const { put, call } = startPlane();
  const entities: [string, Record<string, unknown>, string][] = [
    ["/caches/default", { connectionString: "s3cret-1", useFromLocation: "default" }, ""],
    ["/certificates/c", { data: btoa("s3cret-2"), password: "s3cret-3" }, ""],
    ["/identityProviders/aad", { clientId: "i", clientSecret: "s3cret-4" }, "clientSecret"],
    ["/openidConnectProviders/o", {
      displayName: "o",
      metadataEndpoint: "https://o.example/.well-known/openid-configuration",
      clientId: "i",
      clientSecret: "s3cret-5",
    }, "clientSecret"],
    ["/authorizationServers/s", {
      displayName: "s",
      clientRegistrationEndpoint: "https://s.example",
      authorizationEndpoint: "https://s.example/a",
      grantTypes: ["clientCredentials"],
      clientId: "i",
      clientSecret: "s3cret-6",
    }, "clientSecret"],
  ];
  for (const [path, properties, secret] of entities) {
    const made = await put(path, properties);
    assert.equal(made.status, 201, made.text);
    const again = await put(path, (await call("GET", path)).body.properties);
    assert.equal(again.status, 200, again.text);
    assert(!made.text.includes("s3cret") && !again.text.includes("s3cret"), path);
    if (secret) {
      const { body } = await call("POST", `${path}/listSecrets`);
      assert.equal(body[secret], properties[secret], "written back, it is still known");
    }
    const gone = await call("DELETE", path, undefined, { "if-match": "*" });
    assert.equal(gone.status, 200);
  }
  assert.equal((await call("GET", "/namedValues")).body.value.length, 0);
});

Deno.test("a product's links with ids of their own do what those with their target's do", async () => {
  const { put, call, latest } = startPlane();
  await put("/apis/a", { displayName: "a", path: "a" });
  await put("/products/p", { displayName: "p" });
  const link = await put("/products/p/apiLinks/l", { apiId: "/apis/a" });
  assert.match(link.body.properties.apiId, /^\/subscriptions\/.*\/apis\/a$/);
  assert.deepEqual(latest().apis[0].productIds, ["p"]);
  assert.equal((await put("/products/p/apiLinks/m", { apiId: "/apis/nope" })).status, 400);
  await put("/products/p/groupLinks/l", { groupId: "/groups/guests" });
  assert.equal(latest().products.get("p")!.info.groups.length, 2);
  await call("DELETE", "/products/p/apiLinks/l", undefined, { "if-match": "*" });
  assert.deepEqual(latest().apis[0].productIds, []);
});

Deno.test("workspaces are refused by name, and there are none", async () => {
  const { put, call } = startPlane();
  assert.deepEqual((await call("GET", "/workspaces")).body.value, []);
  const { status, body } = await put("/workspaces/w/apis/a", { displayName: "a", path: "a" });
  assert.deepEqual([status, body.error.code], [400, "WorkspacesNotSupported"]);
});

Deno.test("what is provisioned says so", async () => {
  const { put } = startPlane();
  const { body } = await put("/policyFragments/f", { value: "<fragment />", format: "rawxml" });
  assert.equal(body.properties.provisioningState, "Succeeded");
});

Deno.test("an import from a link, which is not fetched, makes the API and says what it lacks", async () => {
  const { put, call } = startPlane();
  const { status, headers } = await put("/apis/x", {
    path: "x",
    format: "openapi-link",
    value: "https://x.example/openapi.yaml",
  });
  assert.equal(status, 201);
  assert.match(headers.get("warning")!, /^299 embedded-apim "'openapi-link' is not fetched/);
  assert.deepEqual((await call("GET", "/apis/x/operations")).body.value, []);
});

Deno.test("a version set that an API names comes into being with it, and is shown there", async () => {
  const { put, call } = startPlane();
  const { body } = await put("/apis/x", {
    displayName: "X",
    path: "x",
    apiVersion: "v1",
    apiVersionSetId: "/apiVersionSets/new",
    apiVersionSet: { name: "Set", versioningScheme: "Query", versionQueryName: "v" },
  });
  assert.deepEqual([
    body.properties.apiVersionSet.name,
    body.properties.apiVersionSet.versionQueryName,
  ], ["Set", "v"]);
  assert.equal((await call("GET", "/apiVersionSets/new")).body.properties.displayName, "Set");
});

Deno.test("a service keeps what the api-version has, and no version shows what only newer ones have", async () => {
  const { call } = startPlane();
  const of = (version: string) => `?api-version=${version}`;
  const patch = { properties: { releaseChannel: "preview" } };
  await call("PATCH", of("2024-05-01"), patch);
  assert.equal(
    (await call("GET", of("2025-09-01-preview"))).body.properties.releaseChannel,
    undefined,
  );
  await call("PATCH", of("2024-10-01-preview"), patch);
  assert.equal(
    (await call("GET", of("2024-10-01-preview"))).body.properties.releaseChannel,
    "Preview",
  );
  assert.equal((await call("GET", of("2024-05-01"))).body.properties.releaseChannel, undefined);
});
