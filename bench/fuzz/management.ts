/** Requests to the management plane: each is answered, and none with a 500. */
import { createGateway } from "../../lib/gateway/mod.ts";
import type { Random } from "../../lib/core/random.ts";
import { mutated, pick, type Target } from "./target.ts";

const PATHS: readonly string[] = [
  "apis/a",
  "apis/a/operations/b",
  "apis/a/policies/policy",
  "backends/b",
  "namedValues/n",
  "products/p",
  "products/p/apis/a",
  "subscriptions/s",
  "users/u",
  "tags/t",
  "loggers/l",
  "diagnostics/applicationinsights",
  "policyFragments/f",
  "apis/a/schemas/x",
  "gateways/managed/listTrace",
  "apis",
  "backends",
  "subscriptions/s/listSecrets",
  "namedValues/n/listValue",
  "operationresults/1",
  "apis/a;rev=2",
  "apiVersionSets/v",
];

const BODIES: readonly unknown[] = [
  {
    properties: {
      displayName: "A",
      path: "a",
      protocols: ["https"],
      serviceUrl: "https://a.example",
      subscriptionRequired: false,
    },
  },
  {
    properties: {
      displayName: "B",
      method: "POST",
      urlTemplate: "/b/{c}",
      templateParameters: [{ name: "c", type: "string", required: true }],
    },
  },
  {
    properties: {
      format: "rawxml",
      value:
        "<policies><inbound /><backend><forward-request /></backend><outbound /><on-error /></policies>",
    },
  },
  {
    properties: {
      url: "https://a.example",
      protocol: "http",
      circuitBreaker: {
        rules: [{
          name: "r",
          failureCondition: {
            count: 3,
            interval: "PT1M",
            statusCodeRanges: [{ min: 429, max: 429 }],
          },
          tripDuration: "PT1M",
          acceptRetryAfter: true,
        }],
      },
    },
  },
  {
    properties: {
      type: "Pool",
      pool: { services: [{ id: "/backends/b", priority: 1, weight: 50 }] },
    },
  },
  { properties: { displayName: "n", value: "v", secret: true, tags: ["x"] } },
  {
    properties: {
      format: "openapi+json",
      value:
        '{"openapi":"3.0.1","info":{"title":"T","version":"1"},"paths":{"/x":{"get":{"responses":{"200":{"description":"ok"}}}}}}',
      path: "a",
      displayName: "A",
      protocols: ["https"],
    },
  },
  { properties: { scope: "/apis", displayName: "s", state: "active", primaryKey: "k".repeat(32) } },
  { traceId: "x" },
];

/** Which body is for which path. */
const OWN: ReadonlyMap<string, number> = new Map([
  ["apis/a", 0],
  ["apis/a/operations/b", 1],
  ["apis/a/policies/policy", 2],
  ["backends/b", 3],
  ["namedValues/n", 5],
  ["tags/t", 1],
  ["subscriptions/s", 7],
  ["gateways/managed/listTrace", 8],
]);

const METHODS = ["GET", "PUT", "PUT", "PUT", "PATCH", "POST", "DELETE", "HEAD", "OPTIONS"];
const QUERIES = [
  "",
  "&$top=1",
  "&$filter=name eq 'a'",
  "&$skip=-1",
  "&$orderby=name desc,",
  "&$filter=((",
  "&import=true",
];

/** Mostly the body that the path is for. */
function body(random: Random, path: string): string {
  const own = OWN.get(path);
  const text = JSON.stringify(
    own !== undefined && random.next() < 0.7 ? BODIES[own] : pick(random, BODIES),
  );
  return random.next() < 0.4
    ? mutated(random, text, BODIES.map((one) => JSON.stringify(one)))
    : text;
}

export function target(): Target {
  let { management } = createGateway();
  return {
    async attempt(random) {
      const method = pick(random, METHODS);
      const path = random.next() < 0.1 ? mutated(random, pick(random, PATHS)) : pick(random, PATHS);
      const base = `http://127.0.0.1${management.serviceId}/${path}?api-version=2024-05-01${
        pick(random, QUERIES)
      }`;
      if (!URL.canParse(base)) return "refused";
      const content = method === "GET" || method === "HEAD" ? undefined : body(random, path);
      const headers = { "content-type": "application/json" };
      const response = await management.handle(
        new Request(base, { method, headers, body: content }),
      );
      await response.text();
      // A path that is none but the service's own deletes the service: the next attempts want one.
      if (method === "DELETE" && response.ok) management = createGateway().management;
      return response.status >= 500 ? "internal" : response.ok ? "ok" : "refused";
    },
    async [Symbol.asyncDispose]() {},
  };
}
