/** What a request does when the first backend does not serve it. */
import assert from "node:assert/strict";
import { policies } from "../harness.ts";
import { type Reply, script, Service } from "./service.ts";

const BODY = `{"messages":[]}`;
const THROTTLED: Reply = { status: 429, headers: { "Retry-After": "10" } };

Deno.test("failover to another region: the failed one is left alone for ten seconds", async () => {
  let first: Reply[] = [];
  const service = await Service.start({
    policy: policies({
      inbound: `<base/>
        <cache-lookup-value key="first-is-down" default-value="@(false)" variable-name="down"/>
        <set-variable name="attempt" value="@(context.Variables.GetValueOrDefault<bool>("down") ? 1 : 0)"/>`,
      backend:
        `<retry count="1" interval="0" condition="@((int)context.Variables["attempt"] < 2 && (context.Response == null || context.Response.StatusCode == 429 || context.Response.StatusCode >= 500))">
        <set-variable name="attempt" value="@((int)context.Variables["attempt"] + 1)"/>
        <choose>
          <when condition="@((int)context.Variables["attempt"] == 1)"><set-backend-service base-url="https://first.test"/></when>
          <otherwise>
            <set-backend-service base-url="https://second.test"/>
            <cache-store-value key="first-is-down" value="@(true)" duration="10"/>
          </otherwise>
        </choose>
        <forward-request timeout="5" buffer-request-body="true"/>
      </retry>`,
      outbound:
        `<base/><set-header name="attempts"><value>@(context.Variables["attempt"].ToString())</value></set-header>`,
    }),
    answer: ({ host }) => host === "first.test" ? first.shift() : { body: "second" },
  });
  const failures: Reply[] = [
    THROTTLED,
    { status: 503 },
    { failure: "Timeout" },
    { failure: "BackendConnectionFailure" },
  ];
  for (const failure of failures) {
    first = [failure];
    const { status, hosts, sent } = await service.call({ body: BODY });
    assert.deepEqual(
      [status, hosts],
      [200, ["first.test", "second.test"]],
      JSON.stringify(failure),
    );
    assert.deepEqual(sent.map(({ body }) => body), [BODY, BODY]);
    await service.clock.advance(9_999);
    assert.deepEqual((await service.call({ body: BODY })).hosts, ["second.test"]);
    await service.clock.advance(10_001);
    assert.deepEqual((await service.call({ body: BODY })).hosts, ["first.test"]);
  }
  first = [{ status: 404 }];
  const refused = await service.call({ body: BODY });
  assert.deepEqual([refused.status, refused.headers.attempts], [404, "1"]);
});

Deno.test("failover in a fragment: the choice by the last status, before any there is", async () => {
  const replies: Reply[] = [];
  const service = await Service.start({
    policy: policies({ backend: `<include-fragment fragment-id="spill"/>` }),
    fragments: {
      spill:
        `<fragment><retry condition="@(context.Response.StatusCode == 429)" count="3" interval="1" delta="2">
        <choose>
          <when condition="@(context.Response.StatusCode == 429)"><set-backend-service backend-id="payg"/></when>
          <otherwise><set-backend-service backend-id="ptu"/></otherwise>
        </choose>
        <forward-request fail-on-error-status-code="true" buffer-request-body="true"/>
      </retry></fragment>`,
    },
    backends: { ptu: "https://ptu.test", payg: "https://payg.test" },
    answer: () => replies.shift(),
  });
  replies.push(THROTTLED, THROTTLED);
  const { status, sent } = await service.call({ body: BODY });
  assert.equal(status, 200);
  assert.deepEqual(sent.map(({ host, body, at }) => [host, body, at - sent[0].at]), [
    ["ptu.test", BODY, 0],
    ["payg.test", BODY, 1_000],
    ["payg.test", BODY, 4_000],
  ]);
  replies.push({ status: 500, body: "broken" });
  const broken = await service.call({ body: BODY });
  assert.deepEqual([broken.status, broken.hosts], [500, ["ptu.test"]]);
});

Deno.test("a retry that keeps no body sends it once", async () => {
  const service = await Service.start({
    policy: policies({
      backend:
        `<retry condition="@(context.Response.StatusCode == 429)" count="1" interval="0"><forward-request/></retry>`,
    }),
    answer: script(429),
  });
  assert.deepEqual((await service.call({ body: BODY })).sent.map(({ body }) => body), [BODY, ""]);
});

const pooled = (priorities: Readonly<Record<string, number>>) => ({
  ...Object.fromEntries(
    Object.keys(priorities).map((id) => [id, {
      url: `https://${id}.test/openai`,
      protocol: "http",
      circuitBreaker: {
        rules: [{
          name: "throttled",
          tripDuration: "PT1M",
          acceptRetryAfter: true,
          failureCondition: {
            count: 1,
            interval: "PT1M",
            statusCodeRanges: [{ min: 429, max: 429 }],
          },
        }],
      },
    }]),
  ),
  pool: {
    type: "Pool",
    pool: {
      services: Object.entries(priorities).map(([id, priority]) => ({
        id: `/backends/${id}`,
        priority,
      })),
    },
  },
});

Deno.test("a pool behind a retry: throttled members are passed over, an exhausted pool is a 429", async () => {
  const throttled = new Set<string>();
  const service = await Service.start({
    policy: policies({
      inbound: `<base/><set-backend-service backend-id="pool"/>`,
      backend:
        `<retry count="2" interval="0" first-fast-retry="true" condition="@(context.Response.StatusCode == 429 || context.Response.StatusCode == 503)">
        <forward-request buffer-request-body="true"/>
      </retry>`,
      onError: `<base/><choose><when condition="@(context.Response.StatusCode == 503)">
        <set-status code="429" reason="Too Many Requests"/>
      </when></choose>`,
    }),
    backends: pooled({ ptu: 1, east: 2, west: 3 }),
    answer: ({ host }) => throttled.has(host) ? THROTTLED : { body: host },
  });
  assert.deepEqual((await service.call({ body: BODY })).hosts, ["ptu.test"]);
  throttled.add("ptu.test");
  const spilled = await service.call({ body: BODY });
  assert.deepEqual([spilled.status, spilled.hosts, spilled.body], [
    200,
    ["ptu.test", "east.test"],
    "east.test",
  ]);
  assert.equal(spilled.sent[1].path, "/openai/x");
  assert.equal(spilled.sent[1].body, BODY);
  assert.deepEqual((await service.call({ body: BODY })).hosts, ["east.test"]);
  throttled.add("east.test").add("west.test");
  const last = await service.call({ body: BODY });
  assert.deepEqual([last.status, last.hosts], [429, ["east.test", "west.test"]]);
  const none = await service.call({ body: BODY });
  assert.deepEqual([none.status, none.hosts, none.headers["retry-after"]], [429, [], "10"]);
  throttled.clear();
  await service.clock.advance(9_999);
  assert.equal((await service.call({ body: BODY })).status, 429);
  await service.clock.advance(1);
  assert.deepEqual((await service.call({ body: BODY })).hosts, ["ptu.test"]);
});

Deno.test("a list in the cache: a cast that fails costs the first throttled request, no later one", async () => {
  const down = new Set<string>();
  const document = (remaining: string) =>
    policies({
      inbound: `<base/><cache-lookup-value key="list" variable-name="list"/>
      <choose><when condition="@(!context.Variables.ContainsKey("list"))">
        <set-variable name="list" value="@(new JArray(
          new JObject(new JProperty("url", "https://one.test"), new JProperty("until", DateTime.MinValue)),
          new JObject(new JProperty("url", "https://two.test"), new JProperty("until", DateTime.MinValue))))"/>
      </when></choose>
      <set-variable name="remaining" value="1"/>`,
      backend:
        `<retry count="5" interval="0" condition="@(context.Response != null && context.Response.StatusCode == 429 && ${remaining} > 0)">
        <set-variable name="index" value="@(((JArray)context.Variables["list"]).ToList().FindIndex(b => b.Value<DateTime>("until") <= DateTime.UtcNow))"/>
        <set-backend-service base-url="@((string)((JArray)context.Variables["list"])[Math.Max(0, (int)context.Variables["index"])]["url"])"/>
        <forward-request buffer-request-body="true"/>
        <choose><when condition="@(context.Response.StatusCode == 429)">
          <set-variable name="list" value="@{
            var list = (JArray)context.Variables["list"];
            var seconds = Convert.ToInt32(context.Response.Headers.GetValueOrDefault("Retry-After", "10"));
            list[Math.Max(0, (int)context.Variables["index"])]["until"] = DateTime.UtcNow.AddSeconds(seconds);
            return list;
          }"/>
          <cache-store-value key="list" value="@((JArray)context.Variables["list"])" duration="60"/>
          <set-variable name="remaining" value="@{
            int free = ((JArray)context.Variables["list"]).Count(b => b.Value<DateTime>("until") <= DateTime.UtcNow);
            return free;
          }"/>
        </when></choose>
      </retry>`,
    });
  const start = (remaining: string) =>
    Service.start({
      policy: document(remaining),
      answer: ({ host }) => down.has(host) ? THROTTLED : undefined,
    });
  const post = async (service: Service) => {
    const { status, hosts } = await service.call({ body: BODY });
    return [status, ...hosts];
  };
  // the variable holds a string at first, and an int once a backend was throttled
  const casting = await start(`int.Parse((string)context.Variables["remaining"])`);
  assert.deepEqual(await post(casting), [200, "one.test"]);
  down.add("one.test");
  assert.deepEqual(await post(casting), [500, "one.test"]);
  assert.deepEqual(await post(casting), [200, "two.test"]);
  await casting.clock.advance(9_999);
  assert.deepEqual(await post(casting), [200, "two.test"]);
  down.clear();
  await casting.clock.advance(1);
  assert.deepEqual(await post(casting), [200, "one.test"]);
  const converting = await start(`Convert.ToInt32(context.Variables["remaining"])`);
  down.add("one.test");
  assert.deepEqual(await post(converting), [200, "one.test", "two.test"]);
  down.add("two.test");
  assert.deepEqual(await post(converting), [429, "two.test"]);
});

Deno.test("polling: an accepted job is asked for until it is done", async () => {
  const answers = script({ status: 202, headers: { location: "https://job.test/1" } }, 202, 202, {
    body: "done",
  });
  const service = await Service.start({
    policy: policies({
      outbound:
        `<base/><retry condition="@(((IResponse)context.Variables["job"]).StatusCode == 202)" count="10" interval="30">
        <send-request mode="new" response-variable-name="job" ignore-error="false">
          <set-url>@(context.Response.Headers["location"][0])</set-url><set-method>GET</set-method>
        </send-request>
      </retry><return-response response-variable-name="job"/>`,
    }),
    answer: answers,
  });
  const { status, body, sent } = await service.call({ body: BODY });
  assert.deepEqual([status, body], [200, "done"]);
  assert.deepEqual(sent.map(({ host, at }) => [host, at]), [
    ["service.test", 0],
    ["job.test", 0],
    ["job.test", 30_000],
    ["job.test", 60_000],
  ]);
});
