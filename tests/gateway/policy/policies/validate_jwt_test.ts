import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { CompactEncrypt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { findings, Gateway, policies, run, type Setup } from "../harness.ts";

const SECRET = new TextEncoder().encode("a secret of thirty-two characters");
const KEY = SECRET.toBase64();
const NOW = Date.UTC(2026, 0, 5) / 1000;

const part = (value: unknown) =>
  new TextEncoder().encode(JSON.stringify(value)).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });

function token(claims: Record<string, unknown> = {}, head: Record<string, unknown> = {}): string {
  const text = `${part({ typ: "JWT", alg: "HS256", ...head })}.${
    part({ exp: NOW + 60, ...claims })
  }`;
  return `${text}.${createHmac("sha256", SECRET).update(text).digest("base64url")}`;
}

const unsigned = (claims: Record<string, unknown>) => `${part({ alg: "none" })}.${part(claims)}.`;

const policy = (children = "", attributes = `header-name="Authorization"`) =>
  `<validate-jwt ${attributes}><issuer-signing-keys><key>${KEY}</key></issuer-signing-keys>${children}</validate-jwt>`;

async function outcome(document: string, bearer: string | null, setup: Setup = {}) {
  const headers: Record<string, string> = bearer === null ? {} : { Authorization: bearer };
  const { status, body, context } = await run(document, { headers, ...setup });
  return { status, body, reason: context.lastError?.reason, message: context.lastError?.message };
}

const reasonOf = async (document: string, jwt: string) =>
  (await outcome(document, `Bearer ${jwt}`)).reason;

Deno.test("validate-jwt lets a signed, timely token through and hands it out as a Jwt", async () => {
  const document = policies({
    inbound: policy("", `header-name="Authorization" output-token-variable-name="jwt"`) +
      `<set-variable name="who" value="@(((Jwt)context.Variables["jwt"]).Subject)"/>`,
  });
  const { status, context } = await run(document, {
    headers: { Authorization: `Bearer ${token({ sub: "me" })}` },
  });
  assert.deepEqual([status, context.variables.get("who")], [200, "me"]);
});

Deno.test("validate-jwt refuses a request without token", async () => {
  const wanted = {
    status: 401,
    body: `{ "statusCode": 401, "message": "JWT not present." }`,
    reason: "TokenNotPresent",
    message: "JWT not present.",
  };
  assert.deepEqual(await outcome(policy(), null), wanted);
  const scheme = policy("", `header-name="Authorization" require-scheme="Bearer"`);
  assert.deepEqual(await outcome(scheme, `Basic ${token()}`), wanted);
  assert.equal((await outcome(scheme, `bearer ${token()}`)).status, 200);
  assert.equal((await outcome(policy(), token())).status, 200);
});

const FAULTS: readonly [name: string, jwt: string, reason: string, children?: string][] = [
  ["no token at all", "a.b", "JwtInvalid"],
  ["another signature", token().slice(0, -3) + "AAA", "TokenSignatureInvalid"],
  ["no signature", unsigned({ exp: NOW + 60 }), "TokenSignatureInvalid"],
  ["an algorithm that no key is for", token({}, { alg: "RS256" }), "TokenSignatureKeyNotFound"],
  ["an end that has passed", token({ exp: NOW }), "TokenExpired"],
  ["no end", token({ exp: undefined }), "JwtInvalid"],
  ["a start that is to come", token({ nbf: NOW + 1 }), "JwtInvalid"],
  [
    "another audience",
    token({ aud: ["a", "b"] }),
    "TokenAudienceNotAllowed",
    "<audiences><audience>c</audience></audiences>",
  ],
  [
    "another issuer",
    token({ iss: "a" }),
    "TokenIssuerNotAllowed",
    "<issuers><issuer>b</issuer></issuers>",
  ],
  [
    "a claim missing",
    token(),
    "TokenClaimNotFound",
    `<required-claims><claim name="edit"/></required-claims>`,
  ],
  [
    "another claim value",
    token({ edit: "false" }),
    "TokenClaimValueNotAllowed",
    `<required-claims><claim name="edit"><value>true</value></claim></required-claims>`,
  ],
];

for (const [name, jwt, reason, children] of FAULTS) {
  Deno.test(`validate-jwt refuses a token with ${name} as ${reason}`, async () => {
    const { status, reason: found } = await outcome(policy(children), `Bearer ${jwt}`);
    assert.deepEqual([status, found], [401, reason]);
  });
}

Deno.test("validate-jwt tells claims in the words of the service", async () => {
  const document = policy(
    `<required-claims><claim name="scp"><value>read</value></claim></required-claims>`,
  );
  const missing = await outcome(document, `Bearer ${token()}`);
  assert.equal(missing.message, "JWT token is missing the following claims: scp. Access denied.");
  assert.equal(missing.body, `{ "statusCode": 401, "message": "Invalid JWT." }`);
  const other = await outcome(document, `Bearer ${token({ scp: "write" })}`);
  assert.equal(other.message, "Claim scp value of write is not allowed. Access denied.");
  assert.equal(other.body, `{ "statusCode": 401, "message": "Claim value mismatch: scp=read" }`);
});

const CLAIM_RULES: readonly [match: string, separator: string, claim: unknown, passes: boolean][] =
  [
    ["all", "", ["a", "b", "c"], true],
    ["all", "", ["a"], false],
    ["any", "", ["x", "b"], true],
    ["any", "", ["x"], false],
    ["all", " ", "b a", true],
    ["all", "", "b a", false],
    ["any", ",", "x, a", true],
  ];

for (const [match, separator, claim, passes] of CLAIM_RULES) {
  Deno.test(`validate-jwt: ${match} of a and b with separator "${separator}" ${passes ? "holds" : "fails"} for ${JSON.stringify(claim)}`, async () => {
    const document = policy(
      `<required-claims><claim name="c" match="${match}" ${
        separator && `separator="${separator}"`
      }><value>a</value><value>b</value></claim></required-claims>`,
    );
    const reason = await reasonOf(document, token({ c: claim }));
    assert.equal(reason, passes ? undefined : "TokenClaimValueNotAllowed");
  });
}

Deno.test("validate-jwt allows for clock-skew, and for less where told so", async () => {
  const of = (rest: string) => policy("", `header-name="Authorization" ${rest}`);
  assert.equal(await reasonOf(of(`clock-skew="30"`), token({ exp: NOW - 29 })), undefined);
  assert.equal(await reasonOf(of(`clock-skew="30"`), token({ exp: NOW - 31 })), "TokenExpired");
  const endless = of(`require-expiration-time="false"`);
  assert.equal(await reasonOf(endless, token({ exp: undefined })), undefined);
  const open = of(`require-signed-tokens="false"`);
  assert.equal(await reasonOf(open, unsigned({ exp: NOW + 60 })), undefined);
});

Deno.test("validate-jwt answers with its own code and message, which may read LastError", async () => {
  const document = policy(
    "",
    `header-name="Authorization" failed-validation-httpcode="403"
      failed-validation-error-message="@("No: " + context.LastError.Reason)"`,
  );
  const { status, body } = await outcome(document, null);
  assert.deepEqual([status, body], [
    403,
    `{ "statusCode": 403, "message": "No: TokenNotPresent" }`,
  ]);
});

Deno.test("validate-jwt takes the token from the query or an expression", async () => {
  const query = policy("", `query-parameter-name="t"`);
  const url = `https://gateway.test/api/things?t=${token()}`;
  assert.equal((await outcome(query, null, { url })).status, 200);
  const value = policy("", `token-value="@(context.Request.Headers.GetValueOrDefault("x", ""))"`);
  assert.equal((await outcome(value, null, { headers: { x: token() } })).status, 200);
});

function rsaToken(key: KeyObject, kid: string): string {
  const text = `${part({ alg: "RS256", kid })}.${
    part({ exp: NOW + 9_999, iss: "https://id.test" })
  }`;
  return `${text}.${sign("RSA-SHA256", new TextEncoder().encode(text), key).toString("base64url")}`;
}

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwk = rsa.publicKey.export({ format: "jwk" });

Deno.test("validate-jwt takes an RSA key by its numbers", async () => {
  const document = `<validate-jwt header-name="Authorization"><issuer-signing-keys>
    <key id="k" n="${jwk.n}" e="${jwk.e}"/></issuer-signing-keys></validate-jwt>`;
  assert.equal(await reasonOf(document, rsaToken(rsa.privateKey, "k")), undefined);
  assert.equal(
    await reasonOf(document, rsaToken(rsa.privateKey, "other")),
    "TokenSignatureKeyNotFound",
  );
});

Deno.test("validate-jwt never takes a public key for a secret", async () => {
  const der = rsa.publicKey.export({ format: "der", type: "spki" });
  const document = `<validate-jwt header-name="Authorization"><issuer-signing-keys>
    <key n="${jwk.n}" e="${jwk.e}"/></issuer-signing-keys></validate-jwt>`;
  const text = `${part({ alg: "HS256" })}.${part({ exp: NOW + 60 })}`;
  const forged = `${text}.${createHmac("sha256", der).update(text).digest("base64url")}`;
  assert.equal(await reasonOf(document, forged), "TokenSignatureKeyNotFound");
});

Deno.test("validate-jwt fetches OpenID configurations, keeps them, and looks again for a new key", async () => {
  const gateway = new Gateway();
  const document =
    `<validate-jwt header-name="Authorization"><openid-config url="https://id.test/config"/></validate-jwt>`;
  let kid = "one";
  const fetched: string[] = [];
  const ask = (key: string) =>
    outcome(document, `Bearer ${rsaToken(rsa.privateKey, key)}`, {
      gateway,
      service: ({ url }) => {
        fetched.push(url);
        const config = { issuer: "https://id.test", jwks_uri: "https://id.test/keys" };
        return {
          body: JSON.stringify(url.endsWith("keys") ? { keys: [{ ...jwk, kid }] } : config),
        };
      },
    });
  assert.equal((await ask("one")).reason, undefined);
  assert.equal((await ask("one")).reason, undefined);
  assert.deepEqual(fetched, ["https://id.test/config", "https://id.test/keys"]);
  kid = "two";
  assert.equal((await ask("two")).reason, "TokenSignatureKeyNotFound");
  await gateway.clock.advance(300_000);
  assert.equal((await ask("two")).reason, undefined);
  assert.equal(fetched.length, 4);
});

Deno.test("validate-jwt refuses a token when the OpenID configuration cannot be had, and tries again", async () => {
  const gateway = new Gateway();
  const document =
    `<validate-jwt header-name="Authorization"><openid-config url="https://id.test/config"/></validate-jwt>`;
  for (const failure of ["BackendConnectionFailure", undefined] as const) {
    const { status, reason, message } = await outcome(document, `Bearer ${token()}`, {
      gateway,
      service: () => failure ? { failure } : { status: 500 },
    });
    assert.deepEqual([status, reason], [401, "JwtInvalid"]);
    assert.match(message!, /IDX20803.*https:\/\/id\.test\/config/);
  }
});

for (
  const [enc, bytes] of [["A128GCM", 16], ["A256GCM", 32], ["A128CBC-HS256", 32], [
    "A256CBC-HS512",
    64,
  ]] as const
) {
  Deno.test(`validate-jwt decrypts ${enc} with its decryption keys`, async () => {
    const key = Uint8Array.from({ length: bytes }, (_, i) => i);
    const encrypted = await new CompactEncrypt(new TextEncoder().encode(token({ sub: "me" })))
      .setProtectedHeader({ alg: "dir", enc }).encrypt(key);
    const keyed = (key: Uint8Array) =>
      policy(`<decryption-keys><key>${key.toBase64()}</key></decryption-keys>`);
    assert.equal(await reasonOf(keyed(key), encrypted), undefined);
    assert.equal(await reasonOf(keyed(key.toReversed()), encrypted), "JwtInvalid");
    assert.equal(await reasonOf(policy(), encrypted), "JwtInvalid");
  });
}

const CURVES = [["ES256", "P-256"], ["ES384", "P-384"], ["PS256", null], ["RS512", null]] as const;

for (const [alg, crv] of CURVES) {
  Deno.test(`validate-jwt verifies ${alg}`, async () => {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    const document =
      `<validate-jwt header-name="Authorization"><openid-config url="https://id.test/c"/></validate-jwt>`;
    const jwt = await new SignJWT({ exp: NOW + 60 }).setProtectedHeader({ alg, kid: "k" })
      .sign(privateKey);
    const keys = [{ ...await exportJWK(publicKey), kid: "k" }];
    assert.equal(keys[0].crv, crv ?? undefined);
    const service = () => ({ body: JSON.stringify({ jwks_uri: "https://id.test/k", keys }) });
    const reason = async (jwt: string) =>
      (await outcome(document, `Bearer ${jwt}`, { service })).reason;
    assert.equal(await reason(jwt), undefined);
    assert.equal(await reason(jwt.replace(/.{4}$/, "AAAA")), "TokenSignatureInvalid");
  });
}

Deno.test("validate-jwt needs to know where the token is", () => {
  const of = (attributes: string) => findings(policies({ inbound: policy("", attributes) }));
  assert.deepEqual(of(""), ["missing-attribute 1:21"]);
  assert.deepEqual(of(`header-name="a" token-value="b"`), ["conflicting-attributes 1:21"]);
});

Deno.test("validate-jwt does not read a token that is longer than Microsoft's packages read", async () => {
  const jwt = token({ text: "a".repeat(200_000) });
  const { status, reason, message } = await outcome(policy(), `Bearer ${jwt}`);
  assert.deepEqual([status, reason], [401, "JwtInvalid"]);
  assert.match(message!, /^IDX10209: Token has length: '\d+' which is larger than .*'256000'/);
});
