import assert from "node:assert/strict";
import { ask } from "../../ask.ts";
import { serveGateway } from "../../../lib/gateway/mod.ts";
import { serveApi, serveBackend } from "./fixtures.ts";

type Fields = Readonly<Record<string, string>>;

const API = { properties: { displayName: "A", path: "a", protocols: ["https"] } };

Deno.test("the management plane answers no web page, and takes changes as JSON only", async () => {
  await using running = await serveGateway({ hosts: ["apim.example"] });
  const { serviceId } = running.gateway.management;
  const called = async (method: string, headers: Fields) => {
    const url = `${running.managementUrl}${serviceId}/apis/a?api-version=2024-05-01`;
    const body = method === "PUT" ? JSON.stringify(API) : undefined;
    const { status, text } = await ask(url, { method, headers, body });
    return [status, JSON.parse(text || "{}").error?.code];
  };
  const json = { "content-type": "application/json" };
  assert.deepEqual(await called("PUT", { ...json, host: "evil.example" }), [403, "Forbidden"]);
  assert.deepEqual(await called("PUT", { ...json, origin: "http://evil.example" }), [
    403,
    "Forbidden",
  ]);
  assert.deepEqual(await called("PUT", {}), [415, "UnsupportedMediaType"]);
  assert.deepEqual(await called("GET", json), [404, "ResourceNotFound"], "nothing of it was taken");
  assert.equal((await called("PUT", { ...json, host: "apim.example" }))[0], 201);
  assert.deepEqual(await called("GET", { host: "evil.example:80" }), [403, "Forbidden"]);
});

Deno.test("the data plane answers to any host and page", async () => {
  await using backend = serveBackend(() => new Response("ok"));
  await using running = await serveApi(backend.url);
  const headers = { host: "api.example", origin: "https://app.example" };
  const response = await fetch(`${running.gatewayUrl}/api/x`, { headers });
  assert.deepEqual([response.status, await response.text()], [200, "ok"]);
});

Deno.test("links in the management plane's answers start with the address that a front proxy has", async () => {
  await using running = await serveGateway();
  const { serviceId } = running.gateway.management;
  const list = async (headers: Fields) => {
    const url = `${running.managementUrl}${serviceId}/tags?api-version=2024-05-01&$top=1`;
    const response = await fetch(url, { headers });
    return new URL((await response.json()).nextLink).origin;
  };
  for (const name of ["a", "b"]) {
    const url = `${running.managementUrl}${serviceId}/tags/${name}?api-version=2024-05-01`;
    const body = JSON.stringify({ properties: { displayName: name } });
    const headers = { "content-type": "application/json" };
    await (await fetch(url, { method: "PUT", headers, body })).body?.cancel();
  }
  assert.equal(await list({}), running.managementUrl);
  const cases: readonly [Fields, string][] = [
    [{ "x-forwarded-proto": "https", "x-forwarded-host": "arm.example" }, "https://arm.example"],
    [{ "x-forwarded-host": "arm.example:444, inner" }, "http://arm.example:444"],
    [
      {
        "x-forwarded-proto": "https",
        "x-forwarded-host": "arm.example",
        "x-forwarded-port": "8443",
      },
      "https://arm.example:8443",
    ],
    [{ "x-forwarded-proto": "javascript", "x-forwarded-host": "a/b@c" }, running.managementUrl],
  ];
  for (const [fields, origin] of cases) assert.equal(await list(fields), origin);
});
