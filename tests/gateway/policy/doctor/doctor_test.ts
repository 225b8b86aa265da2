import assert from "node:assert/strict";
import { checkDocument } from "../../../../lib/gateway/policy/doctor/check.ts";
import type { Surroundings } from "../../../../lib/gateway/policy/doctor/mod.ts";
import { policies } from "../harness.ts";
import type {
  BackendConfiguration,
  PoolMember,
} from "../../../../lib/gateway/contracts/backend.ts";

const advice = (text: string, surroundings: Surroundings = {}) =>
  checkDocument(text, { scope: "api", surroundings })
    .map(({ code, severity, line, column }) => `${severity} ${code} ${line}:${column}`);

const FORWARD = `<forward-request buffer-request-body="true"/>`;
const RETRY =
  `condition="@(context.Response == null || context.Response.StatusCode == 429)" count="1" interval="0"`;
const retry = (inside: string) =>
  policies({
    inbound: `<set-backend-service base-url="https://first.test"/>`,
    backend: `<retry ${RETRY}>\n${inside}</retry>`,
  });

Deno.test("the doctor warns of a backend that is switched before the first attempt", () => {
  const switched = `<set-backend-service base-url="https://second.test"/>`;
  assert.deepEqual(advice(retry(switched + FORWARD)), [
    "warning backend-switched-in-retry 2:2",
  ]);
  assert.deepEqual(advice(retry(switched.replace("second", "first") + FORWARD)), []);
  assert.deepEqual(
    advice(retry(
      `<set-variable name="url" value="@("https://" + context.RequestId)"/>
       <set-backend-service base-url="@((string)context.Variables["url"])"/>${FORWARD}`,
    )),
    [],
  );
  assert.deepEqual(
    advice(retry(
      `<choose><when condition="@(context.Response != null)">${switched}</when></choose>${FORWARD}`,
    )),
    [],
  );
  const inside = `\n<set-backend-service backend-id="pool"/>${FORWARD}`;
  const alone = policies({ backend: `<retry ${RETRY}>${inside}</retry>` });
  assert.deepEqual(advice(alone), ["warning backend-switched-in-retry 2:2"]);
  assert.deepEqual(advice(alone, pool(1)), []);
});

Deno.test("the doctor warns of a retried request whose body is not kept", () => {
  assert.deepEqual(advice(retry("<forward-request/>")), ["warning body-not-buffered 2:2"]);
  assert.deepEqual(advice(policies({ backend: "<forward-request/>" })), []);
});

Deno.test("the doctor warns of a condition that takes a response for granted", () => {
  const text = (condition: string) =>
    policies({
      backend: `<retry condition="@(\n${condition})" count="1" interval="0">${FORWARD}</retry>`,
    });
  assert.deepEqual(advice(text("context.Response.StatusCode == 429")), [
    "warning no-response-check 2:1",
  ]);
  for (
    const careful of [
      "context.Response != null && context.Response.StatusCode == 429",
      "context.Response == null || context.Response.StatusCode == 429",
      "context.Response?.StatusCode == 429",
    ]
  ) assert.deepEqual(advice(text(careful)), [], careful);
});

Deno.test("the doctor takes a response for granted where a missing one changes nothing", () => {
  const pool = `<set-backend-service backend-id="pool"/>`;
  const codes = (
    { condition, inbound = pool, inside = "" }: {
      condition: string;
      inbound?: string;
      inside?: string;
    },
  ) =>
    advice(policies({
      inbound,
      backend:
        `<retry condition="@(${condition})" count="2" interval="0">${inside}${FORWARD}</retry>`,
    })).map((found) => found.split(" ")[1]);
  const missing = ["no-response-check"];
  const throttled = "context.Response.StatusCode == 429";
  const exhausted = `${throttled} || context.Response.StatusCode == 503`;
  assert.deepEqual(codes({ condition: throttled }), []);
  assert.deepEqual(codes({ condition: exhausted }), []);
  assert.deepEqual(codes({ condition: exhausted, inside: pool }), []);
  assert.deepEqual(codes({ condition: exhausted, inbound: "<base/>" }), []);
  assert.deepEqual(
    codes({ condition: throttled, inbound: `<include-fragment fragment-id="f"/>` }),
    [],
  );
  assert.deepEqual(codes({ condition: throttled, inbound: "<base/>" }), missing);
  for (
    const server of [
      `${throttled} || context.Response.StatusCode >= 500`,
      "context.Response.StatusCode > 400",
      "context.Response.StatusCode != 200",
      "new[] { 429, 500 }.Contains(context.Response.StatusCode)",
    ]
  ) assert.deepEqual(codes({ condition: server }), missing, server);
  assert.deepEqual(
    codes({ condition: "new[] { 429, 503 }.Contains(context.Response.StatusCode)" }),
    [],
  );
  const other = `<choose><when condition="@(context.Response.StatusCode == 429)">
    <set-backend-service backend-id="other"/></when></choose>`;
  assert.deepEqual(codes({ condition: throttled, inside: other }), missing);
  const byVariable = `<set-variable name="id" value="@("b" + context.Elapsed.Ticks)"/>
    <set-backend-service backend-id="@((string)context.Variables["id"])"/>`;
  assert.deepEqual(
    codes({ condition: throttled, inbound: "<base/>", inside: byVariable }),
    missing,
  );
});

Deno.test("the doctor reads in on-error whether a condition is about failures of a backend", () => {
  const codes = (condition: string) =>
    advice(policies({
      onError: `<choose><when condition="@(${condition})"><set-status code="429"/></when></choose>`,
    })).map((found) => found.split(" ")[1]);
  assert.deepEqual(codes("context.Response.StatusCode >= 500"), ["no-response-check"]);
  assert.deepEqual(codes("context.Response != null && context.Response.StatusCode >= 500"), []);
  assert.deepEqual(codes("context.Response.StatusCode == 503"), []);
  assert.deepEqual(codes("context.Response.StatusCode == 401"), []);
});

Deno.test("the doctor warns of a breaker that counts where failures never come", () => {
  const text = policies({
    onError:
      `<choose>\n<when condition="@(context.Response != null && context.Response.StatusCode >= 500)">
      <cache-store-value key="n" value="1" duration="10"/></when></choose>`,
  });
  assert.deepEqual(advice(text), ["warning breaker-in-on-error 2:2"]);
  const failing = `<forward-request fail-on-error-status-code="true"/>`;
  assert.deepEqual(advice(text.replace("<backend><base/>", `<backend>${failing}`)), []);
  const counting = (routes: string, key = "down") =>
    advice(policies({
      inbound: `<cache-lookup-value key="down" variable-name="down"/>
        <choose><when condition="@(context.Variables.ContainsKey("down"))">${routes}</when></choose>`,
      onError: `\n<cache-store-value key="${key}" value="@(true)" duration="10"/>`,
    }));
  const other = `<set-backend-service backend-id="other"/>`;
  assert.deepEqual(counting(other), ["warning breaker-in-on-error 3:2"]);
  assert.deepEqual(counting(other, "last-error"), []);
  assert.deepEqual(counting(`<set-method>GET</set-method>`), []);
});

Deno.test("the doctor warns of keys in the text", () => {
  const header = (value: string) =>
    `<set-header name="api-key" exists-action="override"><value>${value}</value></set-header>`;
  assert.deepEqual(
    advice(policies({
      inbound: `\n${header("0123456789abcdef")}
<set-variable name="primaryKey" value="0123456789abcdef"/>
<set-query-parameter name="subscription-key"><value>0123456789abcdef</value></set-query-parameter>`,
    })),
    [2, 3, 4].map((line) => `warning key-in-text ${line}:2`),
  );
  for (
    const value of ["{{openai-key}}", "{key}", `@((string)context.Variables["k"])`, "Bearer {{t}}"]
  ) {
    assert.deepEqual(advice(policies({ inbound: header(value) })), [], value);
  }
});

Deno.test("the doctor finds keys in strings of C# and in URLs, and leaves other keys alone", () => {
  const key = "0123456789abcdef";
  const count = (inbound: string) => advice(policies({ inbound })).length;
  const header = (value: string) =>
    `<set-header name="api-key" exists-action="override"><value>${value}</value></set-header>`;
  const variable = (name: string, value: string) =>
    `<set-variable name="${name}" value='${value}'/>`;
  const url = (text: string) => `<set-backend-service base-url='${text}'/>`;
  assert.equal(count(header(`@("${key}")`)), 1);
  assert.equal(count(variable("openaiKey", `@("${key}")`)), 1);
  assert.equal(count(url(`https://f.test/api?code=${key}`)), 1);
  assert.equal(count(url(`@("https://f.test/api?x=1&sig=${key}")`)), 1);
  assert.deepEqual(advice(policies({ inbound: url(`@(\n"https://f.test/?key=${key}")`) })), [
    "warning key-in-text 2:17",
  ]);
  assert.equal(count(header(`@("${key}".ToLower() + context.RequestId)`)), 0);
  assert.equal(count(variable("cacheKey", "tokens-for-everyone")), 0);
  assert.equal(count(variable("rate-limit-key", "one-for-everyone")), 0);
  assert.equal(count(url(`https://f.test/api?code={{function-key}}`)), 0);
  assert.equal(count(url(`@("https://f.test/api?code=" + (string)context.Variables["code"])`)), 0);
  assert.equal(count(url(`@($"https://f.test/api?key={context.RequestId}")`)), 0);
  assert.equal(count(url(`https://f.test/api?mode=${key}`)), 0);
});

Deno.test("the doctor warns of casts that the variable's type cannot satisfy", () => {
  const text = (value: string, use: string) =>
    policies({
      inbound:
        `<set-variable name="n" value="${value}"/>\n<set-variable name="m" value="@(${use})"/>`,
    });
  const cast = `(int)context.Variables["n"] + 1`;
  assert.deepEqual(advice(text("1", cast)), ["warning impossible-cast 2:33"]);
  assert.deepEqual(advice(text("@(1)", cast)), []);
  assert.deepEqual(advice(text("@(1L)", cast)), ["warning impossible-cast 2:33"]);
  assert.deepEqual(advice(text("@(1)", `context.Variables.GetValueOrDefault<string>("n")`)), [
    "warning impossible-cast 2:41",
  ]);
  assert.deepEqual(
    advice(
      text("1", `context.Variables["n"] == null`).replace(
        "<backend>",
        `<backend><retry condition="@((string)context.Variables[&quot;n&quot;] == &quot;2&quot;)" count="1" interval="0">
<set-variable name="n" value="@(2)"/></retry>`,
      ).replace("</retry><base/>", "</retry>"),
    ),
    ["warning impossible-cast 2:106"],
  );
  assert.deepEqual(advice(text("1", `int.Parse((string)context.Variables["n"])`)), []);
});

Deno.test("the doctor knows which objects a cast cannot make of each other", () => {
  const set = (name: string, value: string) => `<set-variable name="${name}" value='@(${value})'/>`;
  const codes = (inbound: string) =>
    advice(policies({ inbound })).filter((found) => found.includes("impossible-cast")).length;
  const use = (cast: string) => set("m", cast);
  const json = set("n", 'JObject.Parse("{}")');
  const token = set("n", 'JObject.Parse("{}")["a"]');
  const request =
    `<send-request response-variable-name="n"><set-url>https://x.test</set-url></send-request>`;
  assert.equal(codes(json + use('(string)context.Variables["n"]')), 1);
  assert.equal(codes(json + use('(JObject)context.Variables["n"]')), 0);
  assert.equal(codes(json + use('(Newtonsoft.Json.Linq.JArray)context.Variables["n"]')), 1);
  assert.equal(codes(json + use('(JToken)context.Variables["n"]')), 0);
  assert.equal(codes(json + use('(string)context.Variables["n"].ToString()')), 0);
  assert.equal(codes(token + use('(string)context.Variables["n"]')), 1);
  assert.equal(codes(token + use('(JObject)context.Variables["n"]')), 0);
  assert.equal(codes(token + use('context.Variables.GetValueOrDefault<int>("n")')), 1);
  assert.equal(codes(request + use('((IResponse)context.Variables["n"]).StatusCode')), 0);
  assert.equal(codes(request + use('(string)context.Variables["n"]')), 1);
  assert.equal(codes(set("n", '"{}"') + use('(JObject)context.Variables["n"]')), 1);
  assert.equal(codes(set("n", "(int?)1") + use('(int)context.Variables["n"]')), 0);
  assert.equal(codes(set("n", "DateTime.UtcNow") + use('(object)context.Variables["n"]')), 0);
});

const single = (id: string, count: number | null): BackendConfiguration => ({
  type: "Single",
  id,
  url: `https://${id}.test`,
  credentials: { headers: new Map(), query: new Map(), authorization: null, managedIdentity: null },
  circuitBreaker: count === null ? null : {
    name: "rule",
    count,
    percentage: null,
    intervalMs: 10_000,
    tripDurationMs: 60_000,
    acceptRetryAfter: true,
    statusCodeRanges: [{ min: 429, max: 429 }],
    errorReasons: [],
  },
  azureRegion: null,
});
const member = (backendId: string, priority: number): PoolMember => ({
  backendId,
  priority,
  weight: null,
});
const pool = (ptu: number | null): Surroundings => ({
  backends: new Map<string, BackendConfiguration>([
    ["ptu", single("ptu", ptu)],
    ["payg", single("payg", null)],
    ["pool", {
      type: "Pool",
      id: "pool",
      members: [member("payg", 2), member("ptu", 1)],
      sessionAffinity: null,
    }],
  ]),
});
const pooled = policies({
  inbound: `\n<set-backend-service backend-id="Pool"/>`,
  backend: `<retry ${RETRY}>${FORWARD}</retry>`,
});

Deno.test("the doctor follows a variable's type through branches and attempts", () => {
  const set = (value: string) => `<set-variable name="n" value="${value}"/>`;
  const use = `<set-variable name="m" value="@((int)context.Variables[&quot;n&quot;])"/>`;
  const branch = (inside: string, otherwise = "") =>
    `<choose><when condition="@(context.Tracing)">${inside}</when>${otherwise}</choose>`;
  const count = (inbound: string) => advice(policies({ inbound })).length;
  assert.equal(count(set("1") + set("@(1)") + use), 0);
  assert.equal(count(set("@(1)") + set("1") + use), 1);
  assert.equal(count(set("@(1)") + branch(set("1")) + use), 1);
  assert.equal(
    count(set("1") + branch(set("@(1)"), `<otherwise>${set("@(2)")}</otherwise>`) + use),
    0,
  );
  assert.equal(count(set("1") + branch(set("@(1)") + use)), 0);
  assert.equal(count(`<include-fragment fragment-id="f"/>${use}`), 0);
  assert.equal(count(`${set("1")}<include-fragment fragment-id="f"/>${use}`), 0);
  assert.equal(count(`${set("1")}<cache-lookup-value key="k" variable-name="n"/>${use}`), 0);
  const again = (inside: string) =>
    `<retry condition="@(context.Response == null)" count="1" interval="0">${inside}</retry>`;
  assert.equal(count(set("@(1)") + again(use + set("1"))), 1);
  assert.equal(count(set("1") + again(set("@(1)") + use)), 0);
  const inside = `<limit-concurrency key="k" max-count="1">${use}</limit-concurrency>`;
  assert.equal(count(set("1") + inside), 1);
});

Deno.test("the doctor warns of a priority that is never reached", () => {
  assert.deepEqual(advice(pooled, pool(null)), ["warning unreachable-priority 2:2"]);
  assert.deepEqual(advice(pooled, pool(1)), []);
});

Deno.test("the doctor warns of a breaker that trips after the request has given up", () => {
  assert.deepEqual(advice(pooled, pool(3)), ["warning trips-above-retries 2:2"]);
  assert.deepEqual(advice(pooled, pool(1)), []);
  assert.deepEqual(advice(pooled.replace('count="1"', 'count="3"'), pool(3)), []);
  const counted = pooled.replace('count="1"', 'count="@(1 + 1)"');
  assert.deepEqual(advice(counted, pool(3)), []);
});

Deno.test("the doctor warns of an open API in front of a paid key", () => {
  const text = (more: string) =>
    policies({ inbound: `${more}\n<authentication-managed-identity resource="https://r"/>` });
  const open = { api: { subscriptionRequired: false } };
  assert.deepEqual(advice(text(""), open), ["warning open-api 2:2"]);
  assert.deepEqual(advice(text(""), { api: { subscriptionRequired: true } }), []);
  const filter = `<ip-filter action="allow"><address>10.0.0.1</address></ip-filter>`;
  assert.deepEqual(advice(text(filter), open), []);
});

Deno.test("the doctor warns of an expression that is only text", () => {
  assert.deepEqual(
    advice(policies({
      inbound: `<set-variable name="a" value="Hello @(context.RequestId)"/>
<set-header name="x"><value>me@example.test</value></set-header>
<set-header name="Authorization"><value>Bearer @(context.RequestId)</value></set-header>`,
    })),
    [
      "warning expression-in-text 1:50",
      "warning expression-in-text 3:41",
    ],
  );
});

Deno.test("a type that is not documented is a warning with its place, in any expression", () => {
  assert.deepEqual(
    advice(policies({
      inbound: `\n<set-body>@{ var d = new XmlDocument();
return d.Name; }</set-body><set-variable name="a" value="@(XElement.Parse("<a/>").Value)"/>`,
    })),
    ["warning undocumented-type 2:26"],
  );
  assert.deepEqual(advice(policies({ inbound: `\n<set-body>@(File.Exists("a"))</set-body>` })), [
    "error CS0103 2:13",
  ]);
});

Deno.test("the doctor keeps silent about a document with errors", () => {
  assert.deepEqual(
    advice(policies({ inbound: "<no-such/>", backend: `<retry ${RETRY}/>` })),
    [
      "error unknown-policy 1:21",
    ],
  );
});

Deno.test("checkDocument knows a fragment when it sees one", () => {
  assert.deepEqual(
    advice(
      `<?xml version="1.0"?>\n<!-- <policies> -->\n<fragment><set-method>GET</set-method></fragment>`,
    ),
    [],
  );
});

Deno.test("checkDocument is done soon with hostile text", () => {
  const comments = "<!-- a -->\n".repeat(5_000);
  assert.deepEqual(advice(`${comments}<policies/>`), []);
  const marks = "@( ".repeat(50_000);
  assert.deepEqual(advice(policies({ inbound: `<set-body>x ${marks}</set-body>` })).length, 1);
  const casts = "(a ".repeat(20_000);
  assert.deepEqual(advice(policies({ inbound: `<set-body>@("${casts}")</set-body>` })), []);
});
