/** Policies and bodies at their worst, through a whole gateway: each ends in an answer or at a limit, none in a defect. */
import assert from "node:assert/strict";
import { put, serveApi, serveBackend } from "./fixtures.ts";

interface Vector {
  readonly inbound: string;
  readonly body?: () => BodyInit;
  readonly type?: string;
  readonly path?: string;
  /** A JSON schema, which the policy names `s`. */
  readonly schema?: unknown;
  /** The limit that is met, what LastError says, or null where the request is served. */
  readonly says: RegExp | null;
}

const STEPS = /Limit 'steps' exceeded/;
const MEMORY = /Limit 'memory' exceeded/;
const SIZE = /Limit 'size' exceeded/;
const DEPTH = /Limit 'depth' exceeded/;

const TO_XML = '<json-to-xml apply="always" consider-accept-header="false" />';
const TO_JSON = '<xml-to-json kind="direct" apply="always" consider-accept-header="false" />';
const VALIDATE =
  `<validate-content unspecified-content-type-action="ignore" max-size="4000000" size-exceeded-action="prevent">
  <content type="application/json" validate-as="json" action="prevent" schema-id="s" /></validate-content>`;
const liquid = (template: string) => `<set-body template="liquid">${template}</set-body>`;
const repeated = (policy: string, depth: number) =>
  '<retry condition="true" count="50" interval="0">'.repeat(depth) + policy +
  "</retry>".repeat(depth);
const request = (name: string) =>
  `<send-request mode="new" response-variable-name="${name}" timeout="60" ignore-error="true">
  <set-url>BACKEND/large</set-url><set-method>GET</set-method></send-request>`;
const list = (count: number, item: string) => () => `[${`${item},`.repeat(count)}${item}]`;
const nested = (depth: number) => () => "[".repeat(depth) + "]".repeat(depth);

const VECTORS: Readonly<Record<string, Vector>> = {
  "find-and-replace that lets a body grow": {
    inbound: `<find-and-replace from="a" to="@(new string('b', 100000))" />`,
    body: () => "a".repeat(10_000),
    says: SIZE,
  },
  "find-and-replace of each character": {
    inbound: '<find-and-replace from="a" to="b" />',
    body: () => "a".repeat(12_000_000),
    says: STEPS,
  },
  "json-to-xml of a long list": { inbound: TO_XML, body: list(1_000_000, "1"), says: STEPS },
  "json-to-xml of a deep list": { inbound: TO_XML, body: nested(100_000), says: /MaxDepth/ },
  "json-to-xml of a long number": {
    inbound: TO_XML,
    body: () => `{"a":${"9".repeat(1_000)}}`,
    says: /too large to parse/,
  },
  "json-to-xml of many prefixes": {
    inbound: TO_XML.replace(" />", ' namespace-separator="-" namespace-prefix="x" />'),
    body: () => {
      const members = Array.from({ length: 2_000 }, (_, i) => `"x-p${i}":"u","p${i}-a":1`);
      return `{"a":{${members.join(",")}}}`;
    },
    says: null,
  },
  "xml-to-json of many elements": {
    inbound: TO_JSON,
    body: () => `<a>${"<b/>".repeat(600_000)}</a>`,
    type: "text/xml",
    says: STEPS,
  },
  "xml-to-json of deep elements": {
    inbound: TO_JSON,
    body: () => "<a>".repeat(20_000) + "</a>".repeat(20_000),
    type: "text/xml",
    says: /nested deeper/,
  },
  "a schema whose pattern backtracks": {
    inbound: VALIDATE,
    schema: { properties: { a: { type: "string", pattern: "^(a+)+$" } } },
    body: () => JSON.stringify({ a: `${"a".repeat(40)}!` }),
    says: STEPS,
  },
  "a schema whose patterns of names backtrack": {
    inbound: VALIDATE,
    schema: { patternProperties: { "^(a+)+$": { type: "string" } } },
    body: () => JSON.stringify({ [`${"a".repeat(40)}!`]: 1 }),
    says: STEPS,
  },
  "a schema that is itself": { inbound: VALIDATE, schema: { $ref: "#" }, says: DEPTH },
  "a schema that looks twice at each of its parts": {
    inbound: VALIDATE,
    schema: {
      definitions: Object.fromEntries([
        ...Array.from({ length: 40 }, (_, i) => {
          const next = { $ref: `#/definitions/a${i + 1}` };
          return [`a${i}`, { allOf: [next, next] }];
        }),
        ["a40", { type: "object" }],
      ]),
      $ref: "#/definitions/a0",
    },
    says: STEPS,
  },
  "a schema of unique items": {
    inbound: VALIDATE,
    schema: { properties: { a: { uniqueItems: true } } },
    body: () => JSON.stringify({ a: Array.from({ length: 20_000 }, (_, i) => ({ i })) }),
    says: STEPS,
  },
  "a schema that fits none of many items": {
    inbound: VALIDATE,
    schema: { properties: { a: { items: { type: "string" } } } },
    body: () => `{"a":${list(600_000, "1")()}}`,
    says: MEMORY,
  },
  "a schema for a deep body": {
    inbound: VALIDATE,
    schema: { items: { $ref: "#" } },
    body: nested(50_000),
    says: DEPTH,
  },
  "a format that takes the square of a text's length": {
    inbound: VALIDATE,
    schema: { properties: { a: { format: "url" } } },
    body: () => JSON.stringify({ a: `http://${":".repeat(1_000_000)}` }),
    says: STEPS,
  },
  "policies in retries in retries": {
    inbound: repeated('<set-variable name="a" value="1" />', 5),
    says: STEPS,
  },
  "replies that are kept": {
    inbound: Array.from({ length: 12 }, (_, i) => request(`r${i}`)).join(""),
    says: MEMORY,
  },
  "a wide body that an expression reads": {
    inbound: '<set-variable name="a" value="@(context.Request.Body.As&lt;JToken&gt;().Count())" />',
    body: list(4_000_000, "[]"),
    says: /Limit '(memory|steps)' exceeded/,
  },
  "a wide body that a template reads": {
    inbound: liquid("{{ body | Size }}"),
    body: list(4_000_000, "[]"),
    says: /Limit '(memory|steps)' exceeded/,
  },
  "a deep body that a template prints": {
    inbound: liquid("{{ body }}"),
    body: nested(50_000),
    says: DEPTH,
  },
  "a body whose members hide JavaScript's": {
    inbound: liquid("{{ body.a }}{{ body.a | Upcase }}{{ body.a | Append: body.a }}"),
    body: () => '{"a":{"toString":1,"valueOf":2,"constructor":3,"__proto__":4}}',
    says: null,
  },
  "a template that escapes again and again": {
    inbound: liquid("{% for i in (1..1000) %}{% assign a = body.a | Escape %}{% endfor %}"),
    body: () => JSON.stringify({ a: "&".repeat(500_000) }),
    says: /Limit '(memory|steps)' exceeded/,
  },
  "a template that decodes what is no UTF-8": {
    inbound: liquid("{{ body.a | UrlDecode }}{{ body.b | UrlEncode }}"),
    body: () => '{"a":"%E0%A4%A","b":"\\ud800"}',
    says: null,
  },
  "a template that sorts long texts": {
    inbound: liquid("{% for i in (1..1000) %}{% assign a = body | SortNatural %}{% endfor %}"),
    body: () => JSON.stringify(Array.from({ length: 500 }, (_, i) => `${"a".repeat(1_000)}${i}`)),
    says: /Limit '(memory|steps)' exceeded/,
  },
  "a header that is added to again and again": {
    inbound: repeated(
      '<set-header name="a" exists-action="append"><value>aaaaaaaaaaaaaaaaaaaa</value></set-header>',
      4,
    ),
    says: /Limit '(memory|steps)' exceeded/,
  },
  "a parameter that is added to again and again": {
    inbound: repeated(
      '<set-query-parameter name="a" exists-action="append"><value>aaaaaaaaaaaaaaaaaaaa</value></set-query-parameter>',
      4,
    ),
    says: /Limit '(memory|steps)' exceeded/,
  },
  "a template that looks up a member of each element again and again": {
    inbound: liquid('{% for i in (1..1000) %}{% assign a = body | Where: "a", 1 %}{% endfor %}'),
    body: list(10_000, '{"a":1}'),
    says: /Limit '(memory|steps)' exceeded/,
  },
  "a path whose deployment is an escape that is none": {
    inbound: '<set-variable name="a" value="@(context.Request.Foundry.Deployment)" />',
    path: "deployments/%zz/x",
    says: null,
  },
  "a parameter that is no text": {
    inbound:
      '<set-query-parameter name="a" exists-action="override"><value>@("\\ud800")</value></set-query-parameter>',
    says: null,
  },
};

const document = (inbound: string) =>
  `<policies><inbound>${inbound}</inbound><backend><forward-request /></backend><outbound /><on-error>
  <set-header name="x-failed" exists-action="override">
  <value>@(context.LastError.Message.Substring(0, Math.Min(2000, context.LastError.Message.Length)).Replace("\\n", " "))</value></set-header>
  </on-error></policies>`;

const LARGE = new Uint8Array(30_000_000).fill(97);

for (const [what, { inbound, body, type, path = "x", schema, says }] of Object.entries(VECTORS)) {
  Deno.test(`a request with ${what} ${says === null ? "is served" : `ends with ${says.source}`}`, async () => {
    await using backend = serveBackend(({ url }) =>
      url.endsWith("/large") ? new Response(LARGE) : new Response("ok")
    );
    await using running = await serveApi(backend.url);
    if (schema !== undefined) {
      await put(running, "schemas/s", { schemaType: "json", document: schema });
    }
    const value = document(inbound.replaceAll("BACKEND", backend.url));
    await put(running, "apis/api/policies/policy", { format: "rawxml", value });
    const response = await fetch(`${running.gatewayUrl}/api/${path}`, {
      method: "POST",
      body: body?.() ?? "{}",
      headers: { "content-type": type ?? "application/json" },
    });
    await response.body?.cancel();
    const said = response.headers.get("x-failed") ?? "";
    assert.equal(response.status, says === null ? 200 : 500, said);
    if (says !== null) assert.match(said, says);
  });
}
