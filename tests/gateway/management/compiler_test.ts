/** The plane with the real policy compiler: what it finds arrives in ARM's form, with its place. */
import assert from "node:assert/strict";
import { compileDocument } from "../../../lib/gateway/policy/compile/compile.ts";
import type { Run } from "../../../lib/gateway/contracts/run.ts";
import { startPlane } from "./support.ts";

const start = () => startPlane({ compile: compileDocument });

function document(inbound: string): string {
  return `<policies>
  <inbound>
    <base />
    ${inbound}
  </inbound>
  <backend><base /></backend>
  <outbound><base /></outbound>
  <on-error><base /></on-error>
</policies>`;
}

const REFUSED: [value: string, target: string, message: RegExp][] = [
  [
    document('<set-backend-service backend-id="nope" />'),
    "set-backend-service",
    /^Error in element 'set-backend-service' on line 4, column 6: Backend with id 'nope' could not be found\.$/,
  ],
  [
    document("<teleport />"),
    "teleport",
    /^Error in element 'teleport' on line 4, column 6: .*'teleport'/,
  ],
  [
    document('<include-fragment fragment-id="nope" />'),
    "include-fragment",
    /on line 4, column 6: Policy fragment with id 'nope' could not be found/,
  ],
  [
    "<policies>\n  <inbound>\n</policies>",
    "representation",
    /^The 'inbound' start tag on line 2 position 4 does not match the end tag of 'policies'\. Line 3, position 3\.$/,
  ],
  ["<fragment />", "fragment", /on line 1, column \d+: /],
];

Deno.test("a policy that does not compile is refused with element, line and column", async () => {
  const { put, call } = start();
  await put("/apis/a", { displayName: "a", path: "a" });
  for (const [value, target, message] of REFUSED) {
    const answer = await put("/apis/a/policies/policy", { value, format: "rawxml" });
    assert.equal(answer.status, 400, value);
    assert.equal(answer.body.error.code, "ValidationError");
    const [detail] = answer.body.error.details;
    if (target !== "") assert.equal(detail.target, target);
    assert.match(detail.message, message);
    assert.equal((await call("GET", "/apis/a/policies/policy")).status, 404);
  }
});

Deno.test("a fragment that is no XML is refused in one sentence", async () => {
  const { put } = start();
  const value = `<fragment><set-variable name="a" value="b & c" /></fragment>`;
  const answer = await put("/policyFragments/part", { value });
  assert.deepEqual([answer.status, answer.body.error], [400, {
    code: "ValidationError",
    message:
      "The policy fragment is not a valid XML: An error occurred while parsing EntityName. " +
      "Line 1, position 44.",
    details: null,
  }]);
});

Deno.test("a fragment, its named value and a backend by named value reach the published plan", async () => {
  const { put, latest, compiled } = start();
  await put("/backends/b1", { url: "https://b1.invalid", protocol: "http" });
  await put("/namedValues/target", { displayName: "target", value: "b1" });
  const part = '<fragment><set-backend-service backend-id="{{target}}" /></fragment>';
  assert.equal((await put("/policyFragments/part", { value: part })).status, 201);
  const value = document('<include-fragment fragment-id="part" />');
  assert.equal((await put("/policies/policy", { value })).status, 201);
  const before = latest().globalPolicy;
  assert(before!.sections.inbound !== null);
  compiled.length = 0;
  const broken = await put("/namedValues/target", { displayName: "target", value: "b2" });
  assert.equal(broken.status, 400);
  assert.match(broken.text, /Backend with id 'b2' could not be found/);
  assert.equal(latest().globalPolicy, before);
  await put("/backends/b2", { url: "https://b2.invalid", protocol: "http" });
  const moved = await put("/namedValues/target", { displayName: "target", value: "b2" });
  assert.equal(moved.status, 200, moved.text);
  assert.notEqual(latest().globalPolicy, before);
});

Deno.test("GET gives a policy in the format asked for", async () => {
  const { put, call } = start();
  const value = document('<set-header name="a"><value>x &amp; y</value></set-header>');
  await put("/policies/policy", { value, format: "xml" });
  for (const format of ["xml", "rawxml"]) {
    const { properties } = (await call("GET", `/policies/policy?format=${format}`)).body;
    assert.deepEqual(properties, { value, format });
  }
  assert.equal((await call("GET", "/policies/policy?format=json")).status, 400);
});

Deno.test("a policy whose named value is kept in a key vault is taken, and says so when it runs", async () => {
  const text = {
    value: document('<set-variable name="a" value="{{hidden}}" />'),
    format: "rawxml",
  };
  const hidden = {
    displayName: "hidden",
    secret: true,
    keyVault: { secretIdentifier: "https://vault.invalid/secrets/hidden" },
  };
  const message = /Named value 'hidden' is kept in a key vault, which this gateway cannot read/;
  const deferring = start();
  await deferring.put("/namedValues/hidden", hidden);
  assert.equal((await deferring.put("/policies/policy", text)).status, 201);
  const { inbound } = deferring.latest().globalPolicy!.sections;
  assert.throws(() => inbound!({} as Run), message);
});

Deno.test("a policy with a type that is not documented is taken by default, refused by the switch", async () => {
  const value = document('<set-variable name="a" value="@(new XmlDocument().Name)" />');
  const text = { value, format: "rawxml" };
  assert.equal((await start().put("/policies/policy", text)).status, 201);
  const strict = startPlane({
    compile: compileDocument,
    fidelity: { undocumentedTypes: "refuse" },
  });
  const answer = await strict.put("/policies/policy", text);
  assert.equal(answer.status, 400);
  assert.equal(
    answer.body.error.details[0].message,
    "Error in element 'set-variable' on line 4, column 41: Usage of type 'System.Xml.XmlDocument' " +
      "is not supported within expressions",
  );
});
