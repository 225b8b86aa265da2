import assert from "node:assert/strict";
import { createLocalJWKSet, decodeJwt, jwtVerify } from "jose";
import { VirtualClock } from "../../../lib/core/clock.ts";
import { LocalIdentity } from "../../../lib/gateway/adapters/local_identity.ts";
import { audienceOf } from "../../../lib/gateway/identity/audience.ts";
import { answerIdentity } from "../../../lib/gateway/identity/identity_endpoints.ts";

const HOST = "https://localhost:1";
const ARM = "https://management.core.windows.net/";

function stand() {
  const clock = new VirtualClock(Date.UTC(2026, 10, 29));
  const identity = new LocalIdentity();
  async function ask(path: string, init?: RequestInit) {
    const response = await answerIdentity(new Request(HOST + path, init), { identity, clock });
    return { status: response.status, body: await response.json() };
  }
  const post = (path: string, fields: Record<string, string>) =>
    ask(path, { method: "POST", body: new URLSearchParams(fields) });
  return { ask, post, identity, clock };
}

const SECRET = { grant_type: "client_credentials", client_id: "me", client_secret: "any" };

Deno.test("sign-in gives an application a token that the published keys verify", async () => {
  const { ask, post, clock } = stand();
  const { body: found } = await ask("/common/v2.0/.well-known/openid-configuration");
  assert.equal(found.token_endpoint.startsWith(HOST), true);
  const { status, body } = await post(new URL(found.token_endpoint).pathname, {
    ...SECRET,
    scope: `${ARM}/.default`,
  });
  assert.deepEqual([status, body.token_type, body.expires_in], [200, "Bearer", 86_399]);
  const { body: keys } = await ask(new URL(found.jwks_uri).pathname);
  const { payload } = await jwtVerify(body.access_token, createLocalJWKSet(keys), {
    currentDate: new Date(clock.now()),
    audience: ARM,
  });
  assert.equal(payload.appid, "me");
  assert.equal(found.issuer.includes(payload.tid as string), true);
});

Deno.test("sign-in's v1 endpoint takes a resource and says times as texts", async () => {
  const { post } = stand();
  const { body } = await post("/common/oauth2/token", { ...SECRET, resource: ARM });
  assert.equal(decodeJwt(body.access_token).aud, ARM);
  assert.match(body.expires_on, /^\d+$/);
  assert.equal(body.resource, ARM);
});

Deno.test("sign-in refuses what is incomplete or what it does not do, with Entra's codes", async () => {
  const { ask, post } = stand();
  const token = "/common/oauth2/v2.0/token";
  const codes = async (fields: Record<string, string>) => {
    const { status, body } = await post(token, fields);
    return [status, body.error, body.error_codes?.[0]];
  };
  const scope = { scope: "x/.default" };
  assert.deepEqual(await codes({}), [400, "invalid_request", 900144]);
  assert.deepEqual(await codes({ ...SECRET }), [400, "invalid_request", 900144]);
  assert.deepEqual(await codes({ ...SECRET, ...scope, client_secret: "" }), [
    401,
    "invalid_client",
    7000216,
  ]);
  assert.deepEqual(await codes({ ...SECRET, ...scope, grant_type: "password" }), [
    400,
    "unsupported_grant_type",
    70003,
  ]);
  assert.equal(
    (await ask("/common/oauth2/v2.0/authorize")).body.error,
    "unsupported_response_type",
  );
  assert.equal((await ask(token)).status, 405);
  assert.equal((await ask("/nothing/here")).status, 404);
  assert.equal((await ask("/")).status, 404);
});

Deno.test("managed-identity endpoints give tokens to whoever sends their header", async () => {
  const { ask } = stand();
  const query = `resource=${encodeURIComponent(ARM)}`;
  const app = `/msi/token?api-version=2019-08-01&${query}`;
  const machine = `/metadata/identity/oauth2/token?api-version=2018-02-01&${query}`;
  assert.equal((await ask(app)).status, 401);
  assert.equal((await ask(machine)).status, 400);
  const first = await ask(app, { headers: { "X-IDENTITY-HEADER": "any" } });
  assert.equal(decodeJwt(first.body.access_token).aud, ARM);
  assert.equal(first.body.client_id, "system-assigned");
  const second = await ask(`${machine}&client_id=mine`, { headers: { Metadata: "true" } });
  assert.equal(decodeJwt(second.body.access_token).appid, "mine");
});

Deno.test("instance discovery knows this host only", async () => {
  const { ask } = stand();
  const asked = encodeURIComponent(`${HOST}/t1/oauth2/v2.0/authorize`);
  const { body } = await ask(
    `/common/discovery/instance?api-version=1.1&authorization_endpoint=${asked}`,
  );
  assert.equal(body.tenant_discovery_endpoint, `${HOST}/t1/v2.0/.well-known/openid-configuration`);
  assert.deepEqual(body.metadata[0].aliases, ["localhost:1"]);
});

Deno.test("audienceOf takes the scope's resource as it is written", () => {
  for (
    const [scope, audience] of [
      ["https://management.azure.com/.default", "https://management.azure.com"],
      ["https://management.core.windows.net//.default", "https://management.core.windows.net/"],
      ["api://mine/user_impersonation", "api://mine"],
      [
        "https://cognitiveservices.azure.com/.default openid",
        "https://cognitiveservices.azure.com",
      ],
      ["mine", "mine"],
    ]
  ) assert.equal(audienceOf(scope), audience, scope);
});
