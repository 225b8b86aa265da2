import { createHmac } from "node:crypto";
import { answer, probe, unexpected } from "../probe.ts";

/** Signs nothing but this probe's token. */
const KEY = new TextEncoder().encode("parity-probe-parity-probe-parity-probe");
const TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"; // Microsoft's own, whose configuration anybody can read
const AUTHORITY = `https://login.microsoftonline.com/${TENANT}/v2.0`;

/** A token of the issuer that the OpenID configuration publishes, where the policy lists another one. */
export const jwtIssuers = probe({
  settles: "jwtIssuers",
  seconds: 5,
  setUp: () => ({
    policy: {
      inbound: `<validate-jwt header-name="x-token" require-expiration-time="false">
        <openid-config url="${AUTHORITY}/.well-known/openid-configuration" />
        <issuer-signing-keys><key>${base64(KEY)}</key></issuer-signing-keys>
        <issuers><issuer>https://parity.invalid/</issuer></issuers>
      </validate-jwt>
      ${answer("x-seen", "in")}`,
    },
  }),
  async run(bench) {
    const reply = await bench.call({ headers: { "x-token": token({ iss: AUTHORITY }) } });
    if (reply.header("x-seen") === "in") return "listed-and-published";
    return reply.status === 401 ? "listed" : unexpected(reply);
  },
});

function token(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) => base64Url(new TextEncoder().encode(JSON.stringify(value)));
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${base64Url(createHmac("sha256", KEY).update(signed).digest())}`;
}

function base64(bytes: Uint8Array): string {
  return bytes.toBase64();
}

function base64Url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
