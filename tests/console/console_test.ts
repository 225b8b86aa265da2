import "../defects.ts";
import assert from "node:assert/strict";
import { SystemClock } from "../../lib/core/clock.ts";
import { type ConsoleOptions, createConsole } from "../../lib/console/mod.ts";
import { HeaderMap, type RunningGateway, serveGateway } from "../../lib/gateway/mod.ts";
import { inFolder } from "../folder.ts";

const SECRET = "s3cret-of-the-model/with+signs";
const POLICY = (attribute = "") =>
  `<policies>
  <inbound>
    <base />
    <set-backend-service backend-id="model" />
    <set-header name="x-told" exists-action="override"><value>{{model-key}}</value></set-header>
  </inbound>
  <backend><forward-request /></backend>
  <outbound><base />${attribute}</outbound>
  <on-error><base /></on-error>
</policies>`;

interface Served extends AsyncDisposable {
  readonly running: RunningGateway;
  put(path: string, properties: unknown): Promise<Response>;
  get(path: string): Promise<Response>;
  post(path: string, body: unknown): Promise<Response>;
  call(): Promise<Response>;
}

/** A gateway with a console, one API, and a backend that answers `status`. */
async function served(
  options: { status?: () => number } & Partial<ConsoleOptions> = {},
): Promise<Served> {
  const { status = () => 200, ...rest } = options;
  const clock = new SystemClock();
  const running = await serveGateway({
    ports: {
      clock,
      transport: {
        send: ({ headers }) => ({
          statusCode: status(),
          statusReason: "",
          headers: HeaderMap.from([["x-echo", headers.get("x-told") ?? ""]]),
          body: null,
        }),
      },
    },
    ...createConsole({ clock, regions: null, ...rest }),
  });
  const send = (path: string, method: string, body: unknown) =>
    fetch(`${running.managementUrl}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const put = async (path: string, properties: unknown) => {
    const { serviceId } = running.gateway.management;
    const url = `${serviceId}/${path}?api-version=2024-05-01`;
    const response = await send(url, "PUT", { properties });
    assert.ok(response.ok, await response.clone().text());
    await response.body?.cancel();
    return response;
  };
  await put("namedValues/model-key", { displayName: "model-key", value: SECRET, secret: true });
  await put("backends/model", { url: "https://model.example", protocol: "http" });
  await put("apis/a", {
    displayName: "A",
    path: "a",
    protocols: ["https"],
    subscriptionRequired: false,
  });
  await put("apis/a/operations/o", { displayName: "O", method: "POST", urlTemplate: "/o" });
  await put("apis/a/policies/policy", { format: "rawxml", value: POLICY() });
  return {
    running,
    put,
    get: (path) => fetch(`${running.managementUrl}/console/${path}`),
    post: (path, body) => send(`/console/${path}`, "POST", body),
    call: () => fetch(`${running.gatewayUrl}/a/o`, { method: "POST", body: "{}" }),
    [Symbol.asyncDispose]: () => running.close(),
  };
}

/** The first event of that name. */
async function nextEvent(response: Response, name: string): Promise<Record<string, unknown>> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    assert.ok(!done, "the stream ended");
    text += value;
    const found = new RegExp(`event: ${name}\\ndata: (.*)\\n\\n`).exec(text);
    if (!found) continue;
    await reader.cancel();
    return JSON.parse(found[1]);
  }
}

Deno.test("console serves its page and every library that it imports, and nothing from elsewhere", async () => {
  await using it = await served();
  const page = await it.get("");
  const html = await page.text();
  assert.match(page.headers.get("content-security-policy")!, /default-src 'self'/);
  const { imports } = JSON.parse(/<script type="importmap">([^<]*)</.exec(html)![1]);
  const files = [...Object.values<string>(imports), "style.css", "app.js"];
  for (const file of files) {
    const response = await it.get(file.replace(/^\.\//, ""));
    const text = await response.text();
    assert.equal(response.status, 200, file);
    for (const [, name] of text.matchAll(/^import [^"']*from ["']([^"'.][^"']*)["']/gm)) {
      assert.ok(name in imports, `${file} imports ${name}`);
    }
  }
  assert.doesNotMatch(html, /(?:src|href)="(?:https?:)?\/\//);
  assert.equal((await it.get("no-such")).status, 404);
  const bare = await fetch(`${it.running.managementUrl}/console`, { redirect: "manual" });
  assert.deepEqual([bare.status, bare.headers.get("location")], [308, "/console/"]);
});

Deno.test("console tells of requests while somebody listens, with their trace, and of none before", async () => {
  await using it = await served();
  await (await it.call()).body?.cancel();
  const events = await it.get("api/events");
  const arrived = nextEvent(events, "requests");
  await (await it.call()).body?.cancel();
  const { lines, skipped } = await arrived as { lines: Record<string, unknown>[]; skipped: number };
  assert.deepEqual([lines.length, skipped], [1, 0]);
  const [{ id, method, path, status, traced }] = lines;
  assert.deepEqual([method, path, status, traced], ["POST", "/a/o", 200, true]);
  const detail = await (await it.get(`api/requests/${id}`)).json();
  const sources = detail.entries.map(({ source }: { source: string }) => source);
  assert.ok(sources.includes("set-header") && sources.includes("forward-request"));
  assert.equal((await it.get("api/requests/999")).status, 404);
});

Deno.test("console names line and column of what failed in a policy", async () => {
  await using it = await served();
  await it.put("apis/a/policies/policy", {
    format: "rawxml",
    value: POLICY('\n    <set-variable name="v" value="@(int.Parse("x"))" />'),
  });
  const reply = await (await it.post("api/send", { method: "POST", path: "/a/o", body: "{}" }))
    .json();
  assert.equal(reply.status, 500);
  const { entries } = await (await it.get(`api/requests/${reply.id}`)).json();
  const failure = entries.map(({ data }: { data: string | null }) => JSON.parse(data ?? "{}"))
    .find(({ line }: { line?: number }) => line !== undefined);
  assert.deepEqual([failure.line, failure.column], [9, 6]);
});

Deno.test("console sends no secret, wherever it stands, also after it was changed", async () => {
  await using it = await served({ regions: null });
  const reply = await (await it.post("api/send", { method: "POST", path: "/a/o", body: "{}" }))
    .json();
  await it.put("namedValues/model-key", {
    displayName: "model-key",
    value: "other-secret",
    secret: true,
  });
  const asked = [
    JSON.stringify(reply),
    await (await it.get(`api/requests/${reply.id}`)).text(),
    await (await it.get("api/arm?path=namedValues")).text(),
    await (await it.get("api/arm?path=backends")).text(),
    await (await it.get("api/arm?path=subscriptions")).text(),
  ].join("\n");
  for (const form of [SECRET, encodeURIComponent(SECRET), btoa(SECRET), "other-secret"]) {
    assert.ok(!asked.includes(form), form);
  }
  assert.ok(asked.includes("•••"));
  const put = await it.post("api/policy", {
    path: "apis/a/policies/policy",
    text: POLICY().replace("{{model-key}}", "•••"),
  });
  assert.match(await put.text(), /put a named value/);
});

Deno.test("console checks, puts and refuses policies", async () => {
  await using it = await served();
  const wrong = POLICY().replace("backend-id", "backend");
  const { diagnostics } = await (await it.post("api/check", { text: wrong, scope: "api" })).json();
  assert.equal(diagnostics[0].line, 4);
  const refused = await it.post("api/policy", { path: "apis/a/policies/policy", text: wrong });
  assert.deepEqual([refused.status, /line 4/.test(await refused.text())], [400, true]);
  const put = await it.post("api/policy", {
    path: "apis/a/policies/policy",
    text: POLICY("<!-- -->"),
  });
  assert.equal(put.status, 200);
  const stored = await (await it.get("api/arm?path=apis/a/policies/policy")).json();
  assert.match(stored.properties.value, /<!-- -->/);
});

Deno.test("console answers no foreign origin, no foreign host, and takes changes as JSON", async () => {
  await using it = await served();
  const { managementUrl } = it.running;
  const { port } = new URL(managementUrl);
  const raw = async (head: string) => {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
    await connection.write(new TextEncoder().encode(`${head}\r\nConnection: close\r\n\r\n`));
    const buffer = new Uint8Array(64);
    const read = await connection.read(buffer);
    return new TextDecoder().decode(buffer.subarray(0, read ?? 0)).split(" ")[1];
  };
  assert.equal(await raw("GET /console/ HTTP/1.1\r\nHost: evil.example"), "403");
  assert.equal(
    await raw(
      `GET /console/api/about HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: https://evil.example`,
    ),
    "403",
  );
  const form = await fetch(`${managementUrl}/console/api/faults`, {
    method: "POST",
    headers: { "content-type": "text/plain" },
    body: '{"id":"a","faults":[]}',
  });
  assert.equal(form.status, 415);
  await form.body?.cancel();
});

for (
  const [path, body, status] of [
    ["api/check", "[]", 400],
    ["api/send", { method: "POST", path: 7 }, 400],
    ["api/send", { method: "POST", path: "/a/o", headers: { "bad name": "x" } }, 400],
    ["api/faults", { id: "a", faults: [] }, 404],
    ["api/no-such", {}, 404],
    ["api/policy", { path: "../../x", text: "" }, 400],
  ] as const
) {
  Deno.test(`console says what is wrong with ${path} ${JSON.stringify(body)}`, async () => {
    await using it = await served();
    const response = await it.post(path, body);
    const { error } = await response.json();
    assert.deepEqual([response.status, typeof error.message], [status, "string"]);
  });
}

Deno.test("console switches the faults of simulated regions", async () => {
  const switched: unknown[] = [];
  await using it = await served({
    regions: {
      keys: [],
      stats: () => [],
      faults: () => [],
      switchFaults: (id, faults) => {
        if (id !== "a") throw new RangeError(`there is no region ${id}`);
        switched.push([id, faults]);
      },
    },
  });
  const ok = await it.post("api/faults", { id: "a", faults: [{ kind: "error", status: 500 }] });
  assert.equal(ok.status, 200);
  assert.deepEqual(switched, [["a", [{ kind: "error", status: 500 }]]]);
  const bad = await it.post("api/faults", { id: "a", faults: [{ kind: "nonsense" }] });
  assert.match(await bad.text(), /kind must be one of/);
  assert.equal((await it.post("api/faults", { id: "b", faults: [] })).status, 404);
});

Deno.test("console shows results of its folder only", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/routing_results_1.json`, '{"analyses":[]}');
    await Deno.writeTextFile(`${folder}/notes.txt`, "no");
    await using it = await served({ results: folder });
    assert.deepEqual(await (await it.get("api/results")).json(), ["routing_results_1.json"]);
    assert.deepEqual(await (await it.get("api/results/routing_results_1.json")).json(), {
      analyses: [],
    });
    for (const name of ["notes.txt", "..%2Fdeno.json", "no.json"]) {
      assert.equal((await it.get(`api/results/${name}`)).status, 404, name);
    }
  }));

Deno.test("console keeps a bounded number of requests, and listens to a bounded number of pages", async () => {
  await using it = await served();
  const streams = await Promise.all(Array.from({ length: 8 }, () => it.get("api/events")));
  const ninth = await it.get("api/events");
  assert.equal(ninth.status, 429);
  await ninth.body?.cancel();
  for (const stream of streams) await stream.body?.cancel();
});
