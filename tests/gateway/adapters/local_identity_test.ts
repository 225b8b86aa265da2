import assert from "node:assert/strict";
import { createLocalJWKSet, jwtVerify } from "jose";
import { LocalIdentity } from "../../../lib/gateway/adapters/local_identity.ts";

const NOW = Date.UTC(2026, 0, 5);

Deno.test("LocalIdentity signs tokens that its public key proves", async () => {
  const identity = new LocalIdentity();
  const token = identity.token("https://cognitiveservices.azure.com", null, NOW);
  const keys = createLocalJWKSet({ keys: [identity.publicJwk() as { kty: string }] });
  const { payload } = await jwtVerify(token, keys, {
    issuer: identity.issuer,
    audience: "https://cognitiveservices.azure.com",
    currentDate: new Date(NOW + 1_000),
  });
  assert.equal(payload.exp! - payload.iat!, 86_400);
});

Deno.test("LocalIdentity keeps a token until shortly before its end", () => {
  const identity = new LocalIdentity();
  const first = identity.token("r", null, NOW);
  assert.equal(identity.token("r", null, NOW + 23 * 3_600_000), first);
  assert.notEqual(identity.token("r", null, NOW + 24 * 3_600_000), first);
  assert.notEqual(identity.token("other", null, NOW), first);
});

Deno.test("LocalIdentity refuses an identity that is not assigned", () => {
  const identity = new LocalIdentity({ clientIds: ["known"] });
  assert.ok(identity.token("r", "known", NOW));
  assert.throws(() => identity.token("r", "unknown", NOW), /no managed identity.*unknown/);
});
