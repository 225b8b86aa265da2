import assert from "node:assert/strict";
import { LocalIdentity } from "../../../../lib/gateway/adapters/local_identity.ts";
import type { ArmError } from "../../../../lib/gateway/management/arm/error.ts";
import { checkToken } from "../../../../lib/gateway/management/arm/authentication.ts";

const NOW = Date.UTC(2026, 10, 29);
const identity = new LocalIdentity();
const ARM = "https://management.azure.com";

async function check(authorization: string | null): Promise<string> {
  const headers = new Headers(authorization === null ? {} : { authorization });
  try {
    await checkToken({ headers, url: "https://localhost:5/subscriptions" }, identity, NOW);
    return "passes";
  } catch (error) {
    const { status, code, headers } = error as ArmError;
    assert.equal(status, 401);
    assert.match(headers["www-authenticate"], /^Bearer authorization_uri="https:[^"]+", error="/);
    assert.match(headers["www-authenticate"], new RegExp(identity.tenantId));
    return code;
  }
}

const bearer = (claims: Record<string, unknown>, options = {}) =>
  `Bearer ${identity.issue(claims, NOW, options)}`;

Deno.test("checkToken takes both of ARM's audiences, and the plane's own address", async () => {
  for (
    const aud of [ARM, `${ARM}/`, "https://management.core.windows.net/", "https://localhost:5"]
  ) {
    assert.equal(await check(bearer({ aud })), "passes", aud);
  }
});

Deno.test("checkToken says what is wrong with a token by ARM's codes", async () => {
  const cases: [string | null, string][] = [
    [null, "AuthenticationFailed"],
    ["Basic abc", "AuthenticationFailedInvalidHeader"],
    ["Bearer local", "InvalidAuthenticationToken"],
    [bearer({ aud: ARM }).slice(0, -8) + "AAAAAAAA", "InvalidAuthenticationToken"],
    [`Bearer ${new LocalIdentity().issue({ aud: ARM }, NOW)}`, "InvalidAuthenticationToken"],
    [bearer({ aud: ARM, exp: NOW / 1000 - 301 }), "ExpiredAuthenticationToken"],
    [bearer({ aud: "https://vault.azure.net" }), "InvalidAuthenticationTokenAudience"],
    [bearer({}), "InvalidAuthenticationTokenAudience"],
    [
      bearer({ aud: ARM }, { tenantId: "11111111-1111-4111-8111-111111111111" }),
      "InvalidAuthenticationTokenTenant",
    ],
  ];
  for (const [header, code] of cases) assert.equal(await check(header), code);
});
