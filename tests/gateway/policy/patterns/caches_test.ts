/** What is asked once and used again. */
import assert from "node:assert/strict";
import { policies } from "../harness.ts";
import { type Call, Service } from "./service.ts";

/** Each reply says how many there were. */
function counting() {
  let calls = 0;
  return () => ({ body: `answer ${++calls}` });
}

const lookup = (inside: string) =>
  policies({
    inbound:
      `<base/><cache-lookup vary-by-developer="false" vary-by-developer-groups="false">${inside}</cache-lookup>`,
    outbound: `<base/><cache-store duration="20"/>`,
  });

Deno.test("cache-lookup: a response serves all callers of its URL, whatever they send, for its time", async () => {
  const service = await Service.start({ policy: lookup(""), answer: counting() });
  const body = async (call: Call = {}) => (await service.call(call)).body;
  assert.equal(await body(), "answer 1");
  assert.equal(await body({ headers: { Accept: "text/plain" } }), "answer 1");
  assert.equal(await body({ path: "/y" }), "answer 2");
  await service.clock.advance(19_999);
  assert.equal(await body(), "answer 1");
  await service.clock.advance(1);
  assert.equal(await body(), "answer 3");
});

Deno.test("cache-lookup with vary-by: named headers and parameters tell responses apart, others do not", async () => {
  const service = await Service.start({
    policy: lookup(
      "<vary-by-header>Accept</vary-by-header><vary-by-query-parameter>page</vary-by-query-parameter>",
    ),
    answer: counting(),
  });
  const body = async (path: string, accept: string) =>
    (await service.call({ path, headers: { Accept: accept } })).body;
  assert.equal(await body("/x?page=1", "a/json"), "answer 1");
  assert.equal(await body("/x?page=1", "a/xml"), "answer 2");
  assert.equal(await body("/x?page=2", "a/json"), "answer 3");
  assert.equal(await body("/x?page=1&sort=up", "a/json"), "answer 1");
  assert.equal(await body("/x?page=1", "a/xml"), "answer 2");
});

Deno.test("a token from the cache: fetched once, used until it ends, dropped when refused", async () => {
  let tokens = 0;
  let status = 200;
  const service = await Service.start({
    policy: policies({
      inbound: `<base/><cache-lookup-value key="token" variable-name="token"/>
      <choose><when condition="@(!context.Variables.ContainsKey("token"))">
        <send-request mode="new" response-variable-name="reply" timeout="20" ignore-error="false">
          <set-url>https://idp.test/token</set-url><set-method>POST</set-method>
          <set-body>@("client_id={{client}}&grant_type=client_credentials")</set-body>
        </send-request>
        <set-variable name="json" value="@(((IResponse)context.Variables["reply"]).Body.As<JObject>())"/>
        <set-variable name="token" value="@((string)((JObject)context.Variables["json"])["access_token"])"/>
        <cache-store-value key="token" value="@((string)context.Variables["token"])" duration="@((int)((JObject)context.Variables["json"])["expires_in"])"/>
      </when></choose>
      <set-header name="Authorization" exists-action="override"><value>@("Bearer " + (string)context.Variables["token"])</value></set-header>`,
      outbound:
        `<choose><when condition="@(context.Response.StatusCode == 401)"><cache-remove-value key="token"/></when></choose><base/>`,
    }),
    namedValues: { client: "me" },
    answer: ({ host }) =>
      host === "idp.test"
        ? { body: JSON.stringify({ access_token: `t${++tokens}`, expires_in: 60 }) }
        : { status },
  });
  const call = async () => {
    const { sent } = await service.call();
    return [...sent.map(({ host }) => host), sent.at(-1)!.headers.authorization];
  };
  const [{ body }] = (await service.call()).sent;
  assert.equal(body, "client_id=me&grant_type=client_credentials");
  assert.deepEqual(await call(), ["service.test", "Bearer t1"]);
  status = 401;
  assert.deepEqual(await call(), ["service.test", "Bearer t1"]);
  status = 200;
  assert.deepEqual(await call(), ["idp.test", "service.test", "Bearer t2"]);
  await service.clock.advance(59_999);
  assert.deepEqual(await call(), ["service.test", "Bearer t2"]);
  await service.clock.advance(1);
  assert.deepEqual(await call(), ["idp.test", "service.test", "Bearer t3"]);
});

Deno.test("a verdict from the cache: an authorizer is asked once for each caller and five seconds", async () => {
  let verdict = "200";
  const service = await Service.start({
    policy: policies({
      inbound:
        `<base/><cache-lookup-value key="@(context.Request.Headers.GetValueOrDefault("Authorization"))" variable-name="verdict"/>
      <choose><when condition="@(!context.Variables.ContainsKey("verdict"))">
        <send-request mode="new" response-variable-name="reply" timeout="10" ignore-error="false">
          <set-url>https://authorizer.test/</set-url><set-method>GET</set-method>
          <set-header name="Authorization" exists-action="override"><value>@(context.Request.Headers.GetValueOrDefault("Authorization"))</value></set-header>
        </send-request>
        <set-variable name="verdict" value="@(((IResponse)context.Variables["reply"]).Body.As<JObject>()["status"].ToString())"/>
        <cache-store-value key="@(context.Request.Headers.GetValueOrDefault("Authorization"))" value="@((string)context.Variables["verdict"])" duration="5"/>
      </when></choose>
      <choose><when condition="@((string)context.Variables["verdict"] == "403")">
        <return-response><set-status code="403" reason="Forbidden"/></return-response>
      </when></choose>`,
    }),
    answer: ({ host }) =>
      host === "authorizer.test" ? { body: JSON.stringify({ status: verdict }) } : undefined,
  });
  const call = async (who: string) => {
    const { status, hosts } = await service.call({ headers: { Authorization: who } });
    return [status, ...hosts];
  };
  assert.deepEqual(await call("a"), [200, "authorizer.test", "service.test"]);
  assert.deepEqual(await call("a"), [200, "service.test"]);
  verdict = "403";
  assert.deepEqual(await call("b"), [403, "authorizer.test"]);
  assert.deepEqual(await call("a"), [200, "service.test"]);
  await service.clock.advance(5_000);
  assert.deepEqual(await call("a"), [403, "authorizer.test"]);
});

Deno.test("semantic cache: a question asked in other words is answered without the model", async () => {
  const service = await Service.start({
    policy: policies({
      inbound:
        `<base/><llm-semantic-cache-lookup score-threshold="0.5" embeddings-backend-id="embeddings"
        embeddings-backend-auth="system-assigned"><vary-by>@(context.Subscription.Id)</vary-by></llm-semantic-cache-lookup>
        <rate-limit-by-key calls="3" renewal-period="60" counter-key="all"/>`,
      outbound: `<llm-semantic-cache-store duration="120"/><base/>`,
    }),
    subscribers: ["gold", "iron"],
    backends: { embeddings: "https://embeddings.test" },
    answer: counting(),
  });
  const ask = async (content: string, subscriber = "gold") =>
    (await service.call({
      path: "/chat/completions",
      body: JSON.stringify({ messages: [{ role: "user", content }] }),
      headers: { "Content-Type": "application/json" },
      subscriber,
    })).body;
  const question = "How do I reset the password of my account?";
  assert.equal(await ask(question), "answer 1");
  for (let i = 0; i < 5; i++) assert.equal(await ask(question), "answer 1");
  assert.equal(await ask("Please tell me how to reset my account's password"), "answer 1");
  assert.equal(await ask("What is the capital of France?"), "answer 2");
  assert.equal(await ask(question, "iron"), "answer 3");
  await service.clock.advance(120_000);
  assert.equal(await ask(question), "answer 4");
});
