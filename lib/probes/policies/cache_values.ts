import { answer, probe, unexpected } from "../probe.ts";

/** An object is stored, changed in the request, and looked up by the next one. */
export const cacheValues = probe({
  settles: "cacheValues",
  seconds: 3,
  setUp: () => ({
    policy: {
      inbound:
        `<set-variable name="key" value="@("parity-" + context.Request.Headers.GetValueOrDefault("x-run", ""))" />
        <cache-lookup-value key="@((string)context.Variables["key"])" variable-name="found" />
        <choose>
          <when condition="@(context.Variables.ContainsKey("found") &amp;&amp; context.Variables["found"] != null)">
            ${answer("x-seen", '@(((JObject)context.Variables["found"])["changed"].ToString())')}
          </when>
        </choose>
        <set-variable name="stored" value="@(new JObject(new JProperty("changed", "no")))" />
        <cache-store-value key="@((string)context.Variables["key"])" value="@((JObject)context.Variables["stored"])" duration="60" />
        <set-variable name="stored" value="@{
          var stored = (JObject)context.Variables["stored"];
          stored["changed"] = "yes";
          return stored;
        }" />
        ${answer("x-seen", "stored")}`,
    },
  }),
  async run(bench) {
    const headers = { "x-run": String(bench.now()) };
    let reply = await bench.call({ headers });
    for (let tries = 0; tries < 10 && reply.header("x-seen") === "stored"; tries++) {
      await bench.wait(200); // another gateway instance, or a cache that is not yet written
      reply = await bench.call({ headers });
    }
    if (reply.header("x-seen") === "no") return "copied";
    return reply.header("x-seen") === "yes" ? "shared" : unexpected(reply);
  },
});
