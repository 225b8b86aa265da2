/** Distinctive secrets in every place that takes one: none comes out again. */
import assert from "node:assert/strict";
import { type RunningGateway } from "../../../lib/gateway/mod.ts";
import { put, serveApi, serveBackend } from "./fixtures.ts";

const planted = (where: string) => `p1anted-${where}-5ecret`;

async function action(running: RunningGateway, path: string, method: string, body?: unknown) {
  const { management } = running.gateway;
  const url = `http://arm${management.serviceId}/${path}?api-version=2024-05-01`;
  const response = await management.handle(
    new Request(url, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
  return { status: response.status, text: await response.text() };
}

const POLICY = `<policies>
  <inbound>
    <set-variable name="copied" value="@(context.Request.Headers.GetValueOrDefault(&quot;x-functions-key&quot;,&quot;&quot;))" />
    <set-variable name="encoded" value="@(Convert.ToBase64String(Encoding.UTF8.GetBytes(&quot;{{planted}}&quot;)))" />
    <set-variable name="escaped" value="@(Uri.EscapeDataString(&quot;{{planted}}&quot;).ToUpper())" />
    <set-variable name="cookie" value="@(context.Request.Headers.GetValueOrDefault(&quot;Cookie&quot;,&quot;&quot;))" />
    <trace source="mine"><message>{{planted}} @(context.Request.OriginalUrl.ToString())</message></trace>
    <set-backend-service backend-id="planted" />
  </inbound>
  <backend><forward-request /></backend>
  <outbound><set-header name="x-out"><value>{{planted}}</value></set-header></outbound>
  <on-error />
</policies>`;

Deno.test("no planted secret stands in a trace, an answer or an error of the management plane", async () => {
  await using backend = serveBackend(() =>
    new Response("ok", { headers: { "Set-Cookie": `s=${planted("backend-cookie")}` } })
  );
  await using running = await serveApi(backend.url);
  const namedValue = (value: string) =>
    put(running, "namedValues/planted", { displayName: "planted", secret: true, value });
  await namedValue(planted("named-value"));
  await put(running, "backends/planted", {
    url: backend.url,
    protocol: "http",
    credentials: {
      header: { "api-key": [planted("backend-header")] },
      query: { code: [planted("backend-query")] },
      authorization: { scheme: "Bearer", parameter: planted("backend-authorization") },
    },
  });
  await put(running, "apis/api/policies/policy", { format: "rawxml", value: POLICY });
  const { text: credentials } = await action(
    running,
    "gateways/managed/listDebugCredentials",
    "POST",
    { apiId: `${running.gateway.management.serviceId}/apis/api`, purposes: ["tracing"] },
  );
  const callers: Record<string, string> = {
    "authorization": `Bearer ${planted("authorization")}`,
    "proxy-authorization": `Basic ${planted("proxy-authorization")}`,
    "x-api-key": planted("x-api-key"),
    "x-functions-key": planted("x-functions-key"),
    "cookie": `a=${planted("cookie-a")}; b=${planted("cookie-b")}`,
    "x-auth-token": planted("x-auth-token"),
  };
  const response = await fetch(
    `${running.gatewayUrl}/api/x?access_token=${planted("query-key")}&sig=${planted("sig")}`,
    { headers: { ...callers, "Apim-Debug-Authorization": JSON.parse(credentials).token } },
  );
  await response.body?.cancel();
  assert.equal(response.status, 200);
  const traceId = response.headers.get("Apim-Trace-Id")!;
  const trace = () => action(running, "gateways/managed/listTrace", "POST", { traceId });
  const said = [
    await trace(),
    await action(running, "namedValues/planted", "GET"),
    await action(running, "namedValues", "GET"),
    await action(running, "apis/api/policies/policy", "PUT", {
      properties: { format: "rawxml", value: POLICY.replace("@(Convert", "@({{planted}}.Convert") },
    }),
    await action(running, "namedValues/other", "PUT", {
      properties: { displayName: 7, secret: true, value: { a: planted("wrong-type") } },
    }),
  ];
  assert.equal(said[0].status, 200);
  assert.match(said[0].text, /\{\{planted\}\}/);
  await namedValue("another-value");
  said.push(await trace());
  await action(running, "apis/api/policies/policy", "DELETE");
  await action(running, "backends/planted", "DELETE");
  await action(running, "namedValues/planted", "DELETE");
  said.push(await trace());
  for (const { text } of said) {
    const found = /p1anted[-\w]*5ecret/i.exec(text)?.[0] ??
      /cDFhbnRlZC1|AxYW50ZWQt|P1ANTED/.exec(text)?.[0];
    assert.equal(found, undefined, text);
  }
});
