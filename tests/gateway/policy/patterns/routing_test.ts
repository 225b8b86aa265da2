/** Where a request goes, decided by what it holds, where the gateway stands, or chance. */
import assert from "node:assert/strict";
import { policies } from "../harness.ts";
import { Service } from "./service.ts";

Deno.test("routing by region: each regional gateway calls the backend next to it", async () => {
  const policy = policies({
    inbound: `<base/><choose>
      <when condition="@("West US".Equals(context.Deployment.Region, StringComparison.OrdinalIgnoreCase))">
        <set-backend-service base-url="https://us.test/"/>
      </when>
      <when condition="@(context.Deployment.Region.ToLower().Contains("europe"))">
        <set-backend-service base-url="https://eu.test/"/>
      </when>
      <otherwise><set-backend-service base-url="https://far.test/"/></otherwise>
    </choose>`,
  });
  const host = async (region: string) => {
    const service = await Service.start({ policy, region });
    return (await service.call({ path: "/p?q=1" })).sent.map(({ host, path }) => host + path);
  };
  assert.deepEqual(await host("West US"), ["us.test/p?q=1"]);
  assert.deepEqual(await host("North Europe"), ["eu.test/p?q=1"]);
  assert.deepEqual(await host("Japan East"), ["far.test/p?q=1"]);
});

Deno.test("routing by size: large bodies go elsewhere, by the length that the caller states", async () => {
  const service = await Service.start({
    policy: policies({
      inbound: `<base/>
        <set-variable name="size" value="@(context.Request.Headers["Content-Length"][0])"/>
        <choose><when condition="@(int.Parse(context.Variables.GetValueOrDefault<string>("size")) >= {{limit}})">
          <rewrite-uri template="/bulk?kind=large"/>
          <set-backend-service base-url="{{bulk-host}}"/>
        </when></choose>`,
    }),
    namedValues: { limit: "1000", "bulk-host": "https://bulk.test" },
  });
  const sized = async (length: number) => {
    const headers = { "Content-Length": String(length) };
    const { sent } = await service.call({ body: "the body", headers });
    return [sent[0].host + sent[0].path, sent[0].body];
  };
  assert.deepEqual(await sized(999), ["service.test/x", "the body"]);
  assert.deepEqual(await sized(1000), ["bulk.test/bulk?kind=large", "the body"]);
  const unknown = await service.call();
  assert.deepEqual([unknown.status, unknown.sent.length], [500, 0]);
});

Deno.test("routing by chance: two backends share the calls, the same id always the same way", async () => {
  const service = await Service.start({
    policy: policies({
      inbound: `<base/>
        <set-variable name="lot" value="@(new Random(context.RequestId.GetHashCode()).Next(0, 4))"/>
        <choose>
          <when condition="@(context.Variables.GetValueOrDefault<int>("lot") == 0)">
            <set-backend-service base-url="https://quarter.test"/>
          </when>
          <otherwise><set-backend-service base-url="https://rest.test"/></otherwise>
        </choose>
        <set-header name="lot"><value>@(context.Variables["lot"].ToString())</value></set-header>
        <set-header name="again"><value>@(new Random(context.RequestId.GetHashCode()).Next(0, 4).ToString())</value></set-header>`,
    }),
  });
  let quarter = 0;
  for (let i = 0; i < 200; i++) {
    const { sent: [{ host, headers }] } = await service.call();
    assert.equal(headers.again, headers.lot);
    if (host === "quarter.test") quarter++;
  }
  // 50 are expected, with a standard deviation of 6.1
  assert.ok(quarter > 25 && quarter < 75, `${quarter} of 200`);
});

Deno.test("routing by weight: a counter in the cache deals calls out 2 to 1, in turn", async () => {
  const service = await Service.start({
    policy: policies({
      inbound: `<base/>
        <cache-lookup-value key="turn" default-value="@(0)" variable-name="turn"/>
        <cache-store-value key="turn" value="@(((int)context.Variables["turn"] + 1) % 3)" duration="60"/>
        <choose>
          <when condition="@((int)context.Variables["turn"] == 2)"><set-backend-service backend-id="small"/></when>
          <otherwise><set-backend-service backend-id="large"/></otherwise>
        </choose>`,
    }),
    backends: { large: "https://large.test/openai", small: "https://small.test/openai" },
  });
  const hosts: string[] = [];
  for (let i = 0; i < 6; i++) hosts.push(...(await service.call()).hosts);
  const round = ["large.test", "large.test", "small.test"];
  assert.deepEqual(hosts, [...round, ...round]);
  await service.call();
  await service.clock.advance(60_000);
  assert.deepEqual((await service.call()).hosts, ["large.test"]);
  assert.deepEqual((await service.call()).hosts, ["large.test"]);
});

Deno.test("filtering by address: a forwarded address outside the network is refused", async () => {
  const service = await Service.start({
    policy: policies({
      inbound: `<base/>
        <set-variable name="caller" value="@(context.Request.Headers.GetValueOrDefault("X-Forwarded-For", "").Split(',')[0].Trim())"/>
        <choose><when condition="@{
          var address = new byte[4];
          var parts = ((string)context.Variables["caller"]).Split('.');
          if (parts.Length != 4) { return true; }
          for (var i = 0; i < 4; i++) { address[i] = Convert.ToByte(int.Parse(parts[i])); }
          uint bits = ((uint)address[0] << 24) | ((uint)address[1] << 16) | ((uint)address[2] << 8) | address[3];
          return (bits & 0xFFF00000) != 0xAC100000;
        }">
          <return-response><set-status code="403" reason="Forbidden"/></return-response>
        </when></choose>`,
    }),
  });
  const status = async (address: string) =>
    (await service.call({ headers: { "X-Forwarded-For": address } })).status;
  assert.deepEqual(
    [await status("172.16.0.1"), await status("172.31.255.255, 10.0.0.1")],
    [200, 200],
  );
  assert.deepEqual([await status("172.32.0.0"), await status("10.0.0.1")], [403, 403]);
  assert.equal(await status("172.16.0.256"), 500);
  assert.equal((await service.call()).status, 403);
});

Deno.test("replaying on error: a failed policy's request goes whole to another gateway", async () => {
  const service = await Service.start({
    policy: policies({
      inbound: `<base/>
        <check-header name="X-Ticket" failed-check-httpcode="409" failed-check-error-message="no ticket" ignore-case="true"/>
        <set-variable name="n" value="@(int.Parse(context.Request.Headers.GetValueOrDefault("X-Ticket")))"/>`,
      onError: `<base/><choose>
        <when condition="@(context.LastError.Source == "check-header")">
          <send-request mode="copy" response-variable-name="replayed" timeout="10" ignore-error="false">
            <set-url>@("https://other.test" + context.Request.Headers.GetValueOrDefault("X-Original-Url"))</set-url>
            <set-header name="X-Replay" exists-action="override"><value>true</value></set-header>
          </send-request>
          <return-response response-variable-name="replayed">
            <set-header name="X-Reason" exists-action="override"><value>@(context.LastError.Reason)</value></set-header>
          </return-response>
        </when>
        <otherwise><set-header name="X-Replayed" exists-action="override"><value>no</value></set-header></otherwise>
      </choose>`,
    }),
    answer: ({ host }) => host === "other.test" ? { status: 203, body: "from there" } : undefined,
  });
  const replayed = await service.call({
    body: "payload",
    headers: { "X-Original-Url": "/again?y=2", "X-Keep": "1" },
  });
  assert.deepEqual([replayed.status, replayed.body], [203, "from there"]);
  assert.equal(replayed.headers["x-reason"], "HeaderNotFound");
  const [{ method, host, path, body, headers }] = replayed.sent;
  assert.deepEqual([method, host + path, body, headers["x-keep"], headers["x-replay"]], [
    "POST",
    "other.test/again?y=2",
    "payload",
    "1",
    "true",
  ]);
  const fine = await service.call({ headers: { "X-Ticket": "7" } });
  assert.deepEqual([fine.status, fine.hosts], [200, ["service.test"]]);
  const other = await service.call({ headers: { "X-Ticket": "seven" } });
  assert.deepEqual([other.status, other.headers["x-replayed"], other.sent.length], [500, "no", 0]);
});

Deno.test("a backend whose key is in a key vault is not called with the key's name in its place", async () => {
  const service = await Service.start({
    policy: policies({
      inbound: `<base/><set-backend-service backend-id="b"/>`,
      onError: `<set-body>@(context.LastError.Message)</set-body>`,
    }),
    namedValues: {
      "key-b": { secret: true, keyVault: { secretIdentifier: "https://v.test/secrets/b" } },
    },
    backends: {
      b: {
        url: "https://b.test",
        protocol: "http",
        credentials: { header: { "api-key": ["{{key-b}}"] } },
      },
    },
  });
  const { sent, body } = await service.call();
  assert.deepEqual(sent, []);
  assert.match(body, /backend 'b' use the named value 'key-b'/);
});
