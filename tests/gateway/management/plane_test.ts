/** The plane as any ARM client meets it: addresses, versions, bodies, ETags, lists, errors. */
import assert from "node:assert/strict";
import { type Answer, policy, SERVICE_PATH, startPlane } from "./support.ts";

const BACKEND = { url: "https://a.invalid", protocol: "http" };

function assertError(answer: Answer, status: number, code: string, message?: RegExp): void {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.body.error.code, code);
  if (message) assert.match(answer.body.error.message, message);
}

Deno.test("the plane answers in ARM's error form when the address or version is wrong", async () => {
  const { call, plane } = startPlane();
  const table: [method: string, path: string, status: number, code: string][] = [
    ["GET", "/nonsense", 404, "InvalidResourceType"],
    ["GET", "/apis/a/nonsense", 404, "InvalidResourceType"],
    ["GET", "/apis/a", 404, "ResourceNotFound"],
    ["PUT", "/apis/a/operations/b", 404, "ResourceNotFound"],
    ["GET", "/apis/a/operations", 404, "ResourceNotFound"],
    ["POST", "/apis/a", 405, "MethodNotAllowed"],
    ["DELETE", "/apis", 405, "MethodNotAllowed"],
    ["PATCH", "/policies/policy", 405, "MethodNotAllowed"],
    ["GET", "/backends?api-version=latest", 400, "InvalidApiVersionParameter"],
    ["GET", "/backends?$top=x", 400, "ValidationError"],
    ["GET", "/backends?$filter=name%20eq", 400, "ValidationError"],
    [
      "GET",
      "/subscriptions/0/resourceGroups/none/providers/Microsoft.ApiManagement/service/x",
      404,
      "ResourceGroupNotFound",
    ],
    [
      "GET",
      SERVICE_PATH.replace("Microsoft.ApiManagement", "Microsoft.Nope"),
      404,
      "InvalidResourceNamespace",
    ],
    ["GET", SERVICE_PATH + "2", 404, "ResourceNotFound"],
    ["GET", "/operationresults/none", 404, "ResourceNotFound"],
    ["GET", "/apis/%E0%A4%A", 400, "InvalidRequestUri"],
  ];
  for (const [method, path, status, code] of table) {
    const answer = await call(method, path);
    assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`);
    assert.equal(answer.body.error.code, code, `${method} ${path}`);
  }
  const bare = await plane.handle(new Request(`http://x${SERVICE_PATH}`));
  assert.equal((await bare.json()).error.code, "MissingApiVersionParameter");
});

Deno.test("the plane refuses bodies that are not JSON objects, too large or of another type", async () => {
  const { call } = startPlane();
  const send = (body: string, headers = {}) => call("PUT", "/backends/a", body, headers);
  assertError(await send("{"), 400, "InvalidRequestContent");
  assertError(await send("[]"), 400, "InvalidRequestContent");
  assertError(await send("[".repeat(50_000)), 400, "InvalidRequestContent");
  assertError(
    await send('{"a":'.repeat(200) + "1" + "}".repeat(200)),
    400,
    "InvalidRequestContent",
  );
  assertError(await send(" ".repeat(5 << 20)), 413, "RequestContentTooLarge");
  assertError(await send("a=b", { "content-type": "text/plain" }), 415, "UnsupportedMediaType");
  assertError(await send('{"properties":[]}'), 400, "ValidationError");
});

Deno.test("PUT answers 201, then 200, and the ETag changes only with the content", async () => {
  const { put, call, published } = startPlane();
  const created = await put("/backends/a", BACKEND);
  assert.equal(created.status, 201);
  assert.match(created.headers.get("etag")!, /^"[A-Za-z0-9+/]{11}="$/);
  const publications = published.length;
  const same = await put("/backends/a", BACKEND);
  assert.equal(same.status, 200);
  assert.equal(same.headers.get("etag"), created.headers.get("etag"));
  assert.equal(published.length, publications);
  const changed = await put("/backends/a", { ...BACKEND, url: "https://b.invalid" });
  assert.notEqual(changed.headers.get("etag"), created.headers.get("etag"));
  const head = await call("HEAD", "/backends/a");
  assert.equal(head.headers.get("etag"), changed.headers.get("etag"));
  assert.equal(head.text, "");
});

Deno.test("writes follow If-Match: stale 412, missing on DELETE and PATCH 412, GET ignores it", async () => {
  const { put, call } = startPlane();
  const first = (await put("/backends/a", BACKEND)).headers.get("etag")!;
  const second = (await put("/backends/a", { ...BACKEND, title: "t" })).headers.get("etag")!;
  const stale = await put("/backends/a", BACKEND, { "if-match": first });
  assertError(stale, 412, "PreconditionFailed", /modified since last retrieval/);
  assert.equal((await put("/backends/a", BACKEND, { "if-none-match": "*" })).status, 412);
  assert.equal((await call("PATCH", "/backends/a", { properties: {} })).status, 412);
  assert.equal((await call("DELETE", "/backends/a")).status, 412);
  assert.equal((await call("GET", "/backends/a", undefined, { "if-match": first })).status, 200);
  const patch = { properties: { description: "d" } };
  const patched = await call("PATCH", "/backends/a", patch, { "if-match": second });
  assert.equal(patched.body.properties.title, "t");
  assert.equal(patched.body.properties.description, "d");
  const any = { "if-match": "*" };
  assert.equal((await call("DELETE", "/backends/a", undefined, any)).status, 200);
  assert.equal((await call("DELETE", "/backends/a", undefined, any)).status, 204);
});

Deno.test("addresses compare without case, and ids keep their first spelling", async () => {
  const { put, call } = startPlane();
  await put("/apis/Echo", { displayName: "Echo", path: "echo" });
  await put("/APIS/eCHO/Operations/Get", { displayName: "g", method: "GET", urlTemplate: "/" });
  const shouted = await call(
    "GET",
    SERVICE_PATH.toUpperCase().replace("/SUBSCRIPTIONS/", "/subscriptions/") +
      "/APIS/ECHO/OPERATIONS/GET",
  );
  assert.equal(shouted.body.id, `${SERVICE_PATH}/apis/Echo/operations/Get`);
  assert.equal(shouted.body.type, "Microsoft.ApiManagement/service/apis/operations");
  assert.equal(shouted.body.name, "Get");
});

Deno.test("lists filter, page with nextLink, and count all that match", async () => {
  const { put, call } = startPlane();
  for (const id of ["a", "b", "c"]) {
    await put(`/backends/${id}`, { ...BACKEND, title: `T-${id}`, url: `https://${id}.invalid` });
  }
  const names = (answer: Answer) => answer.body.value.map(({ name }: { name: string }) => name);
  const filtered = async (filter: string) =>
    names(await call("GET", `/backends?$filter=${encodeURIComponent(filter)}`));
  assert.deepEqual(await filtered("name eq 'B'"), ["b"]);
  assert.deepEqual(await filtered("not (properties/title eq 't-a') and name ne 'c'"), ["b"]);
  assert.deepEqual(await filtered("startswith(url,'https://c') or title eq 'T-A'"), ["a", "c"]);
  assert.deepEqual(await filtered("substringof('b.inv', url)"), ["b"]);
  assert.deepEqual(names(await call("GET", "/backends?$orderby=name%20desc")), ["c", "b", "a"]);
  const page = await call("GET", "/backends?$top=2");
  assert.equal(page.body.count, 3);
  const next = new URL(page.body.nextLink);
  assert.deepEqual(names(await call("GET", next.pathname + next.search)), ["c"]);
});

Deno.test("a change is all or nothing when a policy no longer compiles", async () => {
  const { put, call, published } = startPlane();
  await put("/namedValues/nv", { displayName: "nv", value: "text" });
  await put("/policies/policy", { value: policy("<trace>{{nv}}</trace>"), format: "xml" });
  const before = published.length;
  const broken = await put("/namedValues/nv", { displayName: "nv", value: "<" });
  assertError(broken, 400, "ValidationError");
  assert.match(
    broken.body.error.details[0].message,
    /^Error in element 'policies' on line 1, column \d+ of policies\/policy: /,
  );
  assert.equal((await call("POST", "/namedValues/nv/listValue")).body.value, "text");
  assert.equal(published.length, before);
});

Deno.test("a policy compiles again only when its text or what it refers to changes", async () => {
  const { put, compiled } = startPlane();
  await put("/namedValues/nv", { displayName: "nv", value: "1" });
  await put("/policyFragments/part", { value: "<fragment><trace>{{nv}}</trace></fragment>" });
  await put("/policies/policy", { value: policy('<include-fragment fragment-id="part" />') });
  await put("/apis/a", { displayName: "a", path: "a" });
  await put("/apis/a/policies/policy", { value: policy("<other />") });
  compiled.length = 0;
  await put("/apis/b", { displayName: "b", path: "b" });
  assert.equal(compiled.length, 0);
  await put("/namedValues/nv", { displayName: "nv", value: "2" });
  assert.equal(compiled.length, 2); // the fragment, and the policy that includes it
  assert(!compiled.some((text) => text.includes("<other />")));
});

Deno.test("secrets are in no answer but listValue and listSecrets", async () => {
  const { put, call } = startPlane();
  const written = [
    await put("/namedValues/s", { displayName: "s", value: "hush-1", secret: true }),
    await put("/subscriptions/s", {
      displayName: "s",
      scope: "/apis",
      primaryKey: "hush-2",
      secondaryKey: "hush-3",
    }),
    await put("/loggers/l", {
      loggerType: "azureEventHub",
      credentials: { name: "hub", connectionString: "hush-4" },
    }),
    await call("GET", "/namedValues"),
    await call("GET", "/subscriptions"),
    await call("GET", "/loggers/l"),
    await put("/namedValues/s", { displayName: "s", value: "hush-5".repeat(9999), secret: true }),
    await put("/namedValues/s", { displayName: "s", value: ["hush-6"], secret: "hush-7" }),
    await put("/loggers/l", { loggerType: "azureEventHub", credentials: "hush-8" }),
  ];
  for (const { text } of written) assert(!text.includes("hush"), text);
  assert.equal((await call("POST", "/namedValues/s/listValue")).body.value, "hush-1");
  const secrets = (await call("POST", "/subscriptions/s/listSecrets")).body;
  assert.deepEqual(secrets, { primaryKey: "hush-2", secondaryKey: "hush-3" });
  assert.equal((await call("POST", "/subscriptions/s/regeneratePrimaryKey")).status, 204);
  const fresh = (await call("POST", "/subscriptions/s/listSecrets")).body;
  assert.notEqual(fresh.primaryKey, "hush-2");
  assert.equal(fresh.secondaryKey, "hush-3");
});

Deno.test("checkNameAvailability tells free, taken and impossible names apart", async () => {
  const { call } = startPlane();
  const path = SERVICE_PATH.replace(/\/resourceGroups.*/, "") +
    "/providers/Microsoft.ApiManagement/checkNameAvailability";
  const reason = async (name: string) => (await call("POST", path, { name })).body.reason;
  assert.equal(await reason("apim-free"), "Valid");
  assert.equal(await reason("APIM-LAB"), "AlreadyExists");
  assert.equal(await reason("-no-"), "Invalid");
});

Deno.test("deleting the default service takes everything out of the gateway", async () => {
  const { put, call, latest } = startPlane();
  await put("/apis/a", { displayName: "a", path: "a" });
  assert.equal(latest().apis.length, 1);
  const deleted = await call("DELETE", "");
  assert.equal(deleted.status, 202);
  assert.equal(latest().apis.length, 0);
  const location = new URL(deleted.headers.get("location")!);
  assert.equal((await call("GET", location.pathname + location.search)).status, 204);
  assert.equal((await call("GET", "")).status, 404);
});
