import assert from "node:assert/strict";
import type {
  ProductConfiguration,
  SubscriptionConfiguration,
} from "../../../lib/gateway/contracts/configuration.ts";
import { api, dataPlane, document, incoming, type Setup } from "./fixtures.ts";

const MISSING =
  '{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." }';
const INVALID =
  '{ "statusCode": 401, "message": "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription." }';

const subscription = (
  name: string,
  scope: SubscriptionConfiguration["scope"],
  changes: Partial<SubscriptionConfiguration["info"]> & { active?: boolean } = {},
): SubscriptionConfiguration => ({
  info: {
    id: name,
    name,
    key: "",
    primaryKey: `${name}-1`,
    secondaryKey: `${name}-2`,
    createdDate: 0,
    startDate: null,
    endDate: null,
    ...changes,
  },
  active: changes.active ?? true,
  allowTracing: false,
  scope,
  user: null,
});

const product = (
  id: string,
  changes: Partial<ProductConfiguration["info"]> = {},
): [string, ProductConfiguration] => [id, {
  info: {
    id,
    name: id,
    state: "Published",
    approvalRequired: false,
    subscriptionRequired: true,
    subscriptionsLimit: null,
    groups: [],
    ...changes,
  },
  policy: null,
}];

const closed = (productIds: string[] = []) =>
  api(undefined, { subscriptionRequired: true, productIds });
const LATER = Date.UTC(2030, 0, 1);

const SETUP: Setup = {
  apis: [
    closed(["gold"]),
    api(undefined, { info: { id: "other", path: "other" }, subscriptionRequired: true }),
  ],
  products: new Map([product("gold"), product("silver")]),
  subscriptions: [
    subscription("master", { kind: "all-apis" }),
    subscription("echo", { kind: "api", apiId: "ECHO" }),
    subscription("gold", { kind: "product", productId: "Gold" }),
    subscription("silver", { kind: "product", productId: "silver" }),
    subscription("suspended", { kind: "all-apis" }, { active: false }),
    subscription("expired", { kind: "all-apis" }, { endDate: 1 }),
    subscription("early", { kind: "all-apis" }, { startDate: LATER }),
  ],
};

/** Status and body of a GET with that key. */
async function call(setup: Setup, url: string, headers: Record<string, string> = {}) {
  const response = await dataPlane(setup).plane.handle(incoming(url, { headers }));
  return { status: response.statusCode, body: response.body?.text(), headers: response.headers };
}

const key = (value: string) => ({ "Ocp-Apim-Subscription-Key": value });

Deno.test("a call without a key gets the documented 401, byte for byte", async () => {
  const { status, body, headers } = await call(SETUP, "/echo/x");
  assert.deepEqual([status, body, body?.length], [401, MISSING, 152]);
  assert.equal(headers.get("content-type"), "application/json");
  assert.equal(
    headers.get("www-authenticate"),
    'AzureApiManagementKey realm="https://gateway.example/echo",name="Ocp-Apim-Subscription-Key",type="header"',
  );
});

Deno.test("a call with an unknown key gets the documented 401, byte for byte", async () => {
  const { status, body } = await call(SETUP, "/echo/x", key("nobody"));
  assert.deepEqual([status, body, body?.length], [401, INVALID, 143]);
});

for (const valid of ["master-1", "master-2", "echo-1", "gold-1"]) {
  Deno.test(`${valid} opens the API`, async () => {
    assert.equal((await call(SETUP, "/echo/x", key(valid))).status, 200);
  });
}

for (const invalid of ["silver-1", "suspended-1", "expired-1", "early-1"]) {
  Deno.test(`${invalid} does not open the API`, async () => {
    assert.equal((await call(SETUP, "/echo/x", key(invalid))).body, INVALID);
  });
}

Deno.test("a key of one API does not open another", async () => {
  assert.equal((await call(SETUP, "/other/x", key("echo-1"))).body, INVALID);
});

Deno.test("the query's key counts only where the header is absent", async () => {
  assert.equal((await call(SETUP, "/echo/x?subscription-key=echo-1")).status, 200);
  const both = await call(SETUP, "/echo/x?subscription-key=echo-1", key("nobody"));
  assert.equal(both.status, 401);
});

Deno.test("an API names its own key parameters", async () => {
  const names = { header: "api-key", query: "api-key" };
  const setup = {
    ...SETUP,
    apis: [
      api(undefined, {
        subscriptionRequired: true,
        info: { subscriptionKeyParameterNames: names },
      }),
    ],
  };
  assert.equal((await call(setup, "/echo/x", { "API-Key": "echo-1" })).status, 200);
  assert.equal((await call(setup, "/echo/x", key("echo-1"))).body, MISSING);
});

Deno.test("an open product lets calls in without a key, in its context", async () => {
  let seen: unknown;
  const note = document({
    inbound: (run) => {
      seen = [run.context.product?.id, run.documents.map(({ scope }) => scope).join()];
      return "next";
    },
  });
  const setup: Setup = {
    apis: [api(undefined, { subscriptionRequired: true, productIds: ["open"], policy: note })],
    products: new Map([product("open", { subscriptionRequired: false })]),
  };
  assert.equal((await call(setup, "/echo/x")).status, 200);
  assert.deepEqual(seen, ["open", "operation,api,product,global"]);
});

Deno.test("an unpublished open product lets nobody in", async () => {
  const setup: Setup = {
    apis: [closed(["open"])],
    products: new Map([product("open", { subscriptionRequired: false, state: "NotPublished" })]),
  };
  assert.equal((await call(setup, "/echo/x")).status, 401);
});

Deno.test("a wrong key sent to an API that needs none is refused, or ignored under the switch", async () => {
  const setup = { ...SETUP, apis: [api()] };
  assert.equal((await call(setup, "/echo/x", key("nobody"))).status, 401);
  assert.equal((await call(setup, "/echo/x")).status, 200);
  const ignored = { ...setup, fidelity: { keySentToOpenApi: "ignored" } } as const;
  assert.equal((await call(ignored, "/echo/x", key("nobody"))).status, 200);
});

Deno.test("context.Subscription holds the key that the caller used", async () => {
  let seen: unknown;
  const note = document({
    inbound: (run) => {
      seen = [run.context.subscription?.id, run.context.subscription?.key];
      return "next";
    },
  });
  await call({ ...SETUP, apis: [{ ...closed(), policy: note }] }, "/echo/x", key("echo-2"));
  assert.deepEqual(seen, ["echo", "echo-2"]);
});
