import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { findings, policies, run } from "../harness.ts";

const context = (rest: string) =>
  `<get-authorization-context provider-id="github" context-variable-name="auth" ${rest}/>`;

Deno.test("get-authorization-context hands out the connection's token and claims", async () => {
  const { context: { variables }, gateway } = await run(
    context(`authorization-id="main"`) +
      `<set-variable name="token" value="@(((Authorization)context.Variables["auth"])?.AccessToken)"/>
       <set-variable name="sub" value="@((string)((Authorization)context.Variables["auth"]).Claims["sub"])"/>`,
  );
  const grant = gateway.identity.authorization("github", "main", gateway.clock.now());
  assert.deepEqual([variables.get("token"), variables.get("sub")], [grant!.accessToken, "me"]);
});

Deno.test("get-authorization-context fails for an unknown connection, or gives null when told so", async () => {
  const failed = await run(context(`authorization-id="other"`));
  assert.deepEqual([failed.status, failed.context.lastError?.reason], [
    500,
    "AuthorizationNotFound",
  ]);
  const ignored = await run(context(`authorization-id="other" ignore-error="true"`));
  assert.deepEqual([ignored.status, ignored.context.variables.get("auth")], [200, null]);
});

Deno.test("get-authorization-context of a jwt identity needs the identity", () => {
  const document = policies({ inbound: context(`authorization-id="main" identity-type="jwt"`) });
  assert.deepEqual(findings(document), ["missing-attribute 1:21"]);
});

Deno.test("authentication-certificate names the certificate for the backend", async () => {
  const of = async (rest: string) =>
    (await run(`<authentication-certificate ${rest}/>`)).run.clientCertificate;
  assert.deepEqual(await of(`thumbprint="CA06"`), { source: "thumbprint", id: "CA06" });
  assert.deepEqual(await of(`certificate-id="mine"`), { source: "certificate-id", id: "mine" });
  const id = createHash("sha256").update("abc").digest("hex");
  const body = `body="@(Convert.FromBase64String("YWJj"))" password="p"`;
  assert.deepEqual(await of(body), { source: "body", id });
});

Deno.test("authentication-certificate needs exactly one certificate, and one that can be read", async () => {
  const of = (rest: string) =>
    findings(policies({ inbound: `<authentication-certificate ${rest}/>` }));
  assert.deepEqual(of(""), ["missing-attribute 1:21"]);
  assert.deepEqual(of(`thumbprint="a" certificate-id="b"`), ["conflicting-attributes 1:21"]);
  const { context } = await run(`<authentication-certificate body="not base64!"/>`);
  assert.equal(context.lastError?.reason, "InvalidCertificate");
});
