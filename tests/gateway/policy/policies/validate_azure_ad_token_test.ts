import assert from "node:assert/strict";
import { Gateway, run } from "../harness.ts";

const TENANT = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";

const policy = (children = "", tenant = TENANT) =>
  `<validate-azure-ad-token tenant-id="${tenant}">${children}</validate-azure-ad-token>`;

async function outcome(
  document: string,
  claims: Record<string, unknown> | null,
  options: Parameters<Gateway["identity"]["issue"]>[2] = { tenantId: TENANT },
) {
  const gateway = new Gateway();
  const headers: Record<string, string> = {};
  if (claims !== null) {
    headers.Authorization = `Bearer ${
      gateway.identity.issue(claims, gateway.clock.now(), options)
    }`;
  }
  const { status, body, context } = await run(document, { gateway, headers });
  return { status, body, reason: context.lastError?.reason };
}

Deno.test("validate-azure-ad-token lets tokens of its tenant through, of both versions", async () => {
  for (const version of ["1.0", "2.0"] as const) {
    const { status } = await outcome(policy(), { aud: "api://x" }, { tenantId: TENANT, version });
    assert.equal(status, 200);
  }
});

Deno.test("validate-azure-ad-token refuses a request without token in the service's words", async () => {
  const { status, body } = await outcome(policy(), null);
  assert.deepEqual([status, body], [
    401,
    `{ "statusCode": 401, "message": "Azure AD JWT not present" }`,
  ]);
});

Deno.test("validate-azure-ad-token refuses tokens of another tenant, unless any will do", async () => {
  const { body, reason } = await outcome(policy(), {}, { tenantId: OTHER });
  assert.deepEqual([body, reason], [
    `{ "statusCode": 401, "message": "Invalid Azure AD JWT" }`,
    "TokenIssuerNotAllowed",
  ]);
  assert.equal((await outcome(policy("", "organizations"), {}, { tenantId: OTHER })).status, 200);
});

const CLIENTS =
  `<client-application-ids><application-id>c</application-id></client-application-ids>`;
const BACKENDS =
  `<backend-application-ids><application-id>b</application-id></backend-application-ids>`;
const AUDIENCES = `<audiences><audience>a</audience></audiences>`;

const RULES: readonly [children: string, claims: Record<string, unknown>, reason?: string][] = [
  [CLIENTS, { appid: "c" }],
  [CLIENTS, { azp: "c" }],
  [CLIENTS, { appid: "d" }, "TokenClaimValueNotAllowed"],
  [CLIENTS, {}, "TokenClaimNotFound"],
  [AUDIENCES, { aud: "a" }],
  [AUDIENCES, { aud: "b" }, "TokenAudienceNotAllowed"],
  [BACKENDS, { aud: "api://b" }],
  [BACKENDS, { aud: "c" }, "TokenAudienceNotAllowed"],
  [
    `<required-claims><claim name="roles" match="any"><value>r</value></claim></required-claims>`,
    { roles: ["q"] },
    "TokenClaimValueNotAllowed",
  ],
];

for (const [children, claims, reason] of RULES) {
  Deno.test(`validate-azure-ad-token with ${children} gives ${reason ?? "a pass"} for ${JSON.stringify(claims)}`, async () => {
    assert.equal((await outcome(policy(children), claims)).reason, reason);
  });
}

Deno.test("validate-azure-ad-token refuses an expired token", async () => {
  const { reason } = await outcome(policy(), {}, { tenantId: TENANT, lifeMs: 0 });
  assert.equal(reason, "TokenExpired");
});
