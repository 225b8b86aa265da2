/** What JavaScript's objects have by themselves is nothing that a service, a body, a filter or a policy has. */
import assert from "node:assert/strict";
import { startPlane } from "./support.ts";
import { reply, testGateway } from "../../../lib/testing/mod.ts";

const NAMES = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];

const BACKEND = { url: "https://a.example", protocol: "http" };

for (const name of NAMES) {
  Deno.test(`the management plane takes ${name} for a name as any other`, async () => {
    const { put, call } = startPlane();
    await put("/backends/a", BACKEND);
    const refused = async (query: string) => {
      const answer = await call("GET", `/backends?${query}`);
      assert.deepEqual([query, answer.status], [query, 400]);
    };
    await refused(`$filter=${name}%20eq%201`);
    await refused(`$filter=properties/${name}%20eq%201`);
    await refused(`$filter=${name}/any(x:%20x%20eq%201)`);
    await refused(`$filter=${name}(url,'a')`);
    await refused(`$filter=url%20${name}%20'a'`);
    await refused(`$orderby=${name}`);
    assert.equal((await call("GET", `/${name}`)).status, 404);
    assert.equal((await call("GET", `/backends/${name}`)).status, 404);
    assert.equal((await call("POST", `/backends/a/${name}`)).status, 404);
    assert.equal((await call("GET", `/backends?api-version=${name}`)).status, 400);
    const body = `{"properties":{"url":"https://a.example","protocol":"http","${name}":{"x":1}}}`;
    for (const path of ["/backends/b", "/apis/b", "/products/b", "/namedValues/b"]) {
      const { status, text } = await call("PUT", path, body);
      assert.ok(status < 500, `${path}: ${status} ${text}`);
      const patched = await call("PATCH", path, body, { "if-match": "*" });
      assert.ok(patched.status < 500, `${path}: ${patched.status} ${patched.text}`);
    }
    assert.equal(({} as Record<string, unknown>).x, undefined);
  });

  Deno.test(`no policy finds a named value, variable, header or parameter called ${name} that is not there`, async () => {
    const policy = (inbound: string) =>
      `<policies><inbound>${inbound}</inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>`;
    await assert.rejects(
      testGateway({ policy: policy(`<set-variable name="a" value="{{${name}}}" />`) }),
      new RegExp(name),
    );
    const found = `@(string.Join(",", context.Variables.ContainsKey("${name}"),
      context.Request.Headers.ContainsKey("${name}"), context.Request.Url.Query.ContainsKey("${name}"),
      context.Request.MatchedParameters.ContainsKey("${name}"),
      context.Request.Headers.GetValueOrDefault("${name}", "-"), ((JObject)JObject.Parse("{}"))["${name}"] == null))`;
    const gateway = await testGateway({
      policy: policy(
        `<return-response><set-body>${found.replaceAll("<", "&lt;")}</set-body></return-response>`,
      ),
      backends: { a: reply(200) },
    });
    assert.equal(
      await (await gateway.send({ path: "/x" })).text(),
      "False,False,False,False,-,True",
    );
  });

  Deno.test(`policies set and read a variable, a header and a parameter called ${name}`, async () => {
    const set = `<set-variable name="${name}" value="v" />
      <set-header name="${name}" exists-action="override"><value>h</value></set-header>
      <set-query-parameter name="${name}" exists-action="override"><value>q</value></set-query-parameter>`;
    const read = `@((string)context.Variables["${name}"] +
      context.Request.Headers.GetValueOrDefault("${name}", "-") +
      context.Request.Url.Query.GetValueOrDefault("${name}", "-") +
      JObject.Parse("{\\"${name}\\":\\"j\\"}")["${name}"])`;
    const gateway = await testGateway({
      policy:
        `<policies><inbound>${set}<return-response><set-body>${read}</set-body></return-response></inbound>
        <backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>`,
      backends: { a: reply(200) },
    });
    assert.equal(await (await gateway.send({ path: "/x" })).text(), "vhqj");
  });
}
