/** What holds for every resource and every request. */
import fc from "../../properties.ts";
import assert from "node:assert/strict";
import { policy, SERVICE_PATH, startPlane } from "./support.ts";

const text = fc.string({ minLength: 1, maxLength: 20 }).filter((s) => s.trim() !== "");
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,10}$/);
const seconds = fc.integer({ min: 1, max: 9999 }).map((n) => `PT${n}S`);

/** Bodies that are valid, by the path that takes them. */
const VALID: Record<string, fc.Arbitrary<Record<string, unknown>>> = {
  "/backends/x": fc.record({
    url: fc.webUrl(),
    protocol: fc.constantFrom("http", "soap"),
    title: optional(text),
    tls: optional(fc.record({ validateCertificateChain: fc.boolean() })),
    credentials: optional(fc.record({ header: fc.dictionary(name, fc.array(name)) })),
    circuitBreaker: optional(fc.record({
      rules: fc.tuple(fc.record({
        name,
        tripDuration: seconds,
        acceptRetryAfter: fc.boolean(),
        failureCondition: fc.record({
          percentage: fc.integer({ min: 1, max: 100 }),
          interval: seconds,
          errorReasons: fc.array(text, { minLength: 1, maxLength: 10 }),
        }),
      })),
    })),
  }),
  "/backends/pool": fc.record({
    type: fc.constant("Pool"),
    pool: fc.record({
      services: fc.uniqueArray(
        fc.record({
          id: fc.constantFrom("/backends/a", `${SERVICE_PATH}/backends/b`, "/BACKENDS/C"),
          weight: optional(fc.integer({ min: 0, max: 100 })),
          priority: optional(fc.integer({ min: 0, max: 100 })),
        }),
        { minLength: 1, selector: ({ id }) => id.slice(-1).toLowerCase() },
      ),
    }),
  }),
  "/apis/x": fc.record({
    displayName: text,
    path: fc.constantFrom("p", "/p/q/", ""),
    protocols: optional(fc.uniqueArray(fc.constantFrom("http", "https"), { minLength: 1 })),
    subscriptionRequired: optional(fc.boolean()),
    subscriptionKeyParameterNames: optional(fc.record({ header: name })),
    contact: optional(fc.record({ name: text })),
  }),
  "/apis/base/operations/x": name.chain((parameter) =>
    fc.record({
      displayName: text,
      method: fc.constantFrom("GET", "post", "M-SEARCH"),
      urlTemplate: fc.constantFrom(`/a/{${parameter}}`, `/{*${parameter}}`, `/?q={${parameter}}`),
      templateParameters: fc.constant([{ name: parameter, type: "string", required: true }]),
      responses: optional(fc.array(fc.record({ statusCode: fc.integer({ min: 100, max: 599 }) }))),
    })
  ),
  "/namedValues/x": fc.record({ displayName: name, value: text, secret: fc.boolean() }),
  "/products/x": fc.record({ displayName: text, state: optional(fc.constantFrom("published")) }),
  "/subscriptions/x": fc.record({
    displayName: text,
    scope: fc.constantFrom("/apis", "/apis/base", SERVICE_PATH),
    state: optional(fc.constantFrom("active", "suspended")),
  }),
  "/policies/policy": fc.record({
    value: text.map((t) => policy(`<trace>${t.replace(/[<&>{}@\]]/g, "")}</trace>`)),
    format: optional(fc.constant("xml")),
  }),
};

async function ready() {
  const plane = startPlane();
  for (const id of ["a", "b", "c"]) {
    await plane.put(`/backends/${id}`, { url: "https://x.invalid", protocol: "http" });
  }
  await plane.put("/apis/base", { displayName: "Base", path: "base" });
  return plane;
}

for (const [path, bodies] of Object.entries(VALID)) {
  Deno.test(`PUT of what GET gave changes nothing for ${path}`, async () => {
    const { put, call } = await ready();
    await fc.assert(
      fc.asyncProperty(bodies, async (properties) => {
        const first = await put(path, JSON.parse(JSON.stringify(properties)));
        assert(first.status < 300, first.text);
        const read = await call("GET", path);
        assert.deepEqual(read.body, first.body);
        const again = await call("PUT", path, read.body, { "if-match": read.headers.get("etag")! });
        assert.equal(again.status, 200, again.text);
        assert.equal(again.headers.get("etag"), read.headers.get("etag"));
        assert.deepEqual((await call("GET", path)).body, read.body);
      }),
      { numRuns: 60 },
    );
  });
}

Deno.test("a refused change leaves every answer and the snapshot as they were", async () => {
  const { put, call, latest } = await ready();
  const lists = ["/backends", "/apis", "/namedValues", "/products", "/subscriptions", "/loggers"];
  const state = () => Promise.all(lists.map(async (path) => (await call("GET", path)).text));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(VALID)),
      fc.dictionary(
        fc.constantFrom("url", "type", "path", "value", "scope", "pool"),
        fc.jsonValue(),
      ),
      async (path, properties) => {
        const [before, snapshot] = [await state(), latest()];
        const answer = await put(path, { ...properties, nonsense: 1 });
        assert.equal(answer.status, 400);
        assert.deepEqual(await state(), before);
        assert.equal(latest(), snapshot);
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("no request gets a 5xx, and every error has a code and a message", async () => {
  const { plane } = await ready();
  const segment = fc.oneof(
    fc.constantFrom(
      ...["apis", "base", "backends", "a", "policies", "policy", "operations", "namedValues", "x"],
      ...["products", "subscriptions", "master", "listSecrets", "gateways", "managed", "listTrace"],
      ...[
        "..",
        "%2e",
        "%2F",
        "%",
        "a;rev=1",
        "base;rev=1",
        "",
        "__proto__",
        "constructor",
        "users",
      ],
    ),
    fc.string({ maxLength: 8 }).map(encodeURIComponent),
  );
  const prefix = fc.constantFrom(SERVICE_PATH, "", "/subscriptions", SERVICE_PATH.slice(0, 60));
  const query = fc.constantFrom(
    "?api-version=2024-05-01",
    "",
    "?api-version=2024-05-01&$filter=a%20eq%20'b'&$top=1&$skip=2",
    "?api-version=2024-05-01&$filter=((((not%20x",
    "?api-version=2024-05-01&format=__proto__",
  );
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    fc.jsonValue().map((properties) => JSON.stringify({ properties })),
    fc.constantFrom('{"properties":{"__proto__":{"x":1}}}', '{"properties":{"constructor":1}}'),
  );
  const method = fc.constantFrom("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS");
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(method, prefix, fc.array(segment, { maxLength: 6 }), query, body, fc.boolean()),
      async ([method, prefix, segments, query, body, match]) => {
        const address = `http://x${prefix}${segments.map((s) => `/${s}`).join("")}${query}`;
        const sends = method !== "GET" && method !== "HEAD";
        const request = new Request(address, {
          method,
          body: sends ? body : undefined,
          headers: { "content-type": "application/json", ...(match && { "if-match": "*" }) },
        });
        const response = await plane.handle(request);
        const answer = await response.text();
        assert(response.status < 500, `${method} ${address} ${body}: ${answer}`);
        if (response.status < 400 || method === "HEAD") return;
        const { error } = JSON.parse(answer);
        assert(error.code.length > 0 && error.message.length > 0);
      },
    ),
    { numRuns: 1_500 },
  );
});
