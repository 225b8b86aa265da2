import assert from "node:assert/strict";
import { Gateway, policies, run } from "../harness.ts";

/** The pattern of many samples: a list of backends in the cache, benched by their Retry-After. */
const document = policies({
  inbound: `<base/>
    <cache-lookup-value key="@("backends-" + context.Api.Id)" variable-name="backends"/>
    <choose><when condition="@(!context.Variables.ContainsKey("backends"))">
      <set-variable name="backends" value="@{
        // the first one is the better one
        var list = new JArray();
        foreach (var name in new[] { "ptu", "payg" }) {
          list.Add(new JObject { { "url", $"https://{name}.test/openai" }, { "until", DateTime.MinValue } });
        }
        return list;
      }"/>
    </when></choose>
    <set-variable name="index" value="@(0)"/>`,
  backend: `<retry count="3" interval="0" condition="@(context.Response != null
      && context.Response.StatusCode == 429 && (int)context.Variables["index"] >= 0)">
    <set-variable name="index" value="@{
      var list = (JArray)context.Variables["backends"];
      for (var i = 0; i < list.Count; i++) {
        if (list[i].Value<DateTime>("until") <= DateTime.UtcNow) { return i; }
      }
      return -1;
    }"/>
    <choose>
      <when condition="@((int)context.Variables["index"] < 0)">
        <return-response><set-status code="429" reason="All busy"/></return-response>
      </when>
    </choose>
    <set-backend-service base-url="@((string)((JArray)context.Variables["backends"])[(int)context.Variables["index"]]["url"])"/>
    <forward-request buffer-request-body="true"/>
    <choose><when condition="@(context.Response.StatusCode == 429)">
      <set-variable name="backends" value="@{
        var list = (JArray)context.Variables["backends"];
        var seconds = Convert.ToInt32(context.Response.Headers.GetValueOrDefault("Retry-After", "10"));
        list[(int)context.Variables["index"]]["until"] = DateTime.UtcNow.AddSeconds(seconds);
        return list;
      }"/>
      <cache-store-value key="@("backends-" + context.Api.Id)" value="@((JArray)context.Variables["backends"])" duration="60"/>
    </when></choose>
  </retry>`,
});

Deno.test("a benched backend is passed over until its Retry-After is over", async () => {
  const gateway = new Gateway();
  const hosts = async (...statuses: number[]) => {
    const { seen, status } = await run(document, {
      gateway,
      body: "{}",
      backend: statuses.map((status) => ({ status, headers: { "Retry-After": "10" } })),
    });
    return [status, ...seen.map(({ url, body }) => `${new URL(url).host} ${body}`)];
  };
  assert.deepEqual(await hosts(429, 200), [200, "ptu.test {}", "payg.test {}"]);
  await gateway.clock.advance(9_999);
  assert.deepEqual(await hosts(200), [200, "payg.test {}"]);
  await gateway.clock.advance(1);
  assert.deepEqual(await hosts(200), [200, "ptu.test {}"]);
  assert.deepEqual(await hosts(429, 429), [429, "ptu.test {}", "payg.test {}"]);
});
