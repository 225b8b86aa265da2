import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { PortInUseError, serveGateway } from "../../../lib/gateway/mod.ts";
import { backendPolicy, sendRaw, serveApi, serveBackend } from "./fixtures.ts";

const encode = (text: string) => new TextEncoder().encode(text);

Deno.test("the gateway passes method, path, query, headers and body on and the reply back", async () => {
  await using backend = serveBackend(async (request) =>
    new Response(await request.bytes(), {
      status: 201,
      headers: [["X-Reply", "a"], ["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"]],
    })
  );
  await using running = await serveApi(`${backend.url}/base`);
  const response = await fetch(`${running.gatewayUrl}/api/a%20b?c=d+e&f=%C3%A9`, {
    method: "POST",
    headers: { "X-Mine": "1" },
    body: Uint8Array.of(0xff, 0xfe, 0x00, 0x61), // not UTF-8
  });
  assert.equal(response.status, 201);
  assert.deepEqual([...await response.bytes()], [0xff, 0xfe, 0x00, 0x61]);
  assert.equal(response.headers.get("x-reply"), "a");
  assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
  const [seen] = backend.seen;
  assert.equal(seen.url, `${backend.url}/base/a%20b?c=d+e&f=%C3%A9`);
  assert.equal(seen.headers.get("x-mine"), "1");
  assert.equal(seen.headers.get("x-forwarded-for"), "127.0.0.1");
  assert.equal(seen.headers.get("host"), new URL(backend.url).host);
});

Deno.test("a path cannot climb out of the API, escaped or not", async () => {
  await using backend = serveBackend(() => new Response("secret"));
  await using running = await serveApi(`${backend.url}/base`);
  for (const path of ["/api/../admin", "/api/%2e%2e/admin", "/api/.%2E/admin", "/api/..\\admin"]) {
    const reply = await sendRaw(
      running.gatewayUrl,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    assert.doesNotMatch(reply, /^HTTP\/1.1 200/, path);
  }
  assert.equal(backend.seen.length, 0);
});

Deno.test("HEAD answers with the backend's headers and no body", async () => {
  await using backend = serveBackend(() =>
    new Response(null, { headers: { "Content-Length": "7" } })
  );
  await using running = await serveApi(backend.url);
  const response = await fetch(`${running.gatewayUrl}/api/x`, { method: "HEAD" });
  assert.deepEqual([response.status, await response.text()], [200, ""]);
  assert.equal(response.headers.get("content-length"), "7");
});

Deno.test("bodies of many megabytes go both ways", async () => {
  await using backend = serveBackend(async (request) => new Response(await request.bytes()));
  await using running = await serveApi(backend.url);
  const body = new Uint8Array(9 * 1024 * 1024).map((_, i) => i * 31);
  const response = await fetch(`${running.gatewayUrl}/api/x`, { method: "POST", body });
  assert.deepEqual(await response.bytes(), body);
});

Deno.test("a body beyond the limit is refused with 413, whether its length is given or not", async () => {
  await using backend = serveBackend(async (request) =>
    new Response(await request.text().catch(() => ""))
  );
  await using running = await serveApi(backend.url, { serve: { maxBodyBytes: 2_000_000 } });
  const url = `${running.gatewayUrl}/api/x`;
  const long = await fetch(url, { method: "POST", body: new Uint8Array(2_000_001) });
  assert.deepEqual([long.status, backend.seen.length], [413, 0]);
  await long.body?.cancel();
  const pieces = ReadableStream.from(Array.from({ length: 3 }, () => new Uint8Array(1_000_000)));
  const streamed = await fetch(url, { method: "POST", body: pieces }).catch(() => null);
  assert.notEqual(streamed?.status, 200);
  await streamed?.body?.cancel();
});

Deno.test("server-sent events pass as they come when the response is not buffered", async () => {
  const more = Promise.withResolvers<void>();
  await using backend = serveBackend(() => {
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(encode("data: one\n\n"));
        await more.promise; // until the caller has read the first event
        controller.enqueue(encode("data: two\n\n"));
        controller.close();
      },
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  });
  const policy = backendPolicy('<forward-request buffer-response="false" />');
  await using running = await serveApi(backend.url, { policy });
  const response = await fetch(`${running.gatewayUrl}/api/x`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await reader.read()).value, "data: one\n\n");
  more.resolve();
  assert.equal((await reader.read()).value, "data: two\n\n");
  assert.equal((await reader.read()).done, true);
});

Deno.test("a caller who goes away ends the call to the backend", async () => {
  const asked = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  await using backend = serveBackend((request) => {
    request.signal.addEventListener("abort", () => ended.resolve());
    asked.resolve();
    return new Promise<Response>((resolve) => ended.promise.then(() => resolve(new Response())));
  });
  await using running = await serveApi(backend.url);
  const caller = new AbortController();
  const call = fetch(`${running.gatewayUrl}/api/x`, { signal: caller.signal });
  await asked.promise;
  caller.abort();
  await assert.rejects(call);
  await ended.promise;
});

Deno.test("a caller who goes away in the middle of a stream ends the backend's stream", async () => {
  const cancelled = Promise.withResolvers<void>();
  await using backend = serveBackend(() =>
    new Response(
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(1_000)),
        cancel: () => cancelled.resolve(),
      }),
    )
  );
  const policy = backendPolicy('<forward-request buffer-response="false" />');
  await using running = await serveApi(backend.url, { policy });
  const response = await fetch(`${running.gatewayUrl}/api/x`);
  const reader = response.body!.getReader();
  await reader.read();
  await reader.cancel();
  await cancelled.promise;
});

Deno.test("a backend that is not there gives 500 with the activity, not 502", async () => {
  await using running = await serveApi("http://127.0.0.1:1");
  const response = await fetch(`${running.gatewayUrl}/api/x`);
  assert.equal(response.status, 500);
  assert.match(
    await response.text(),
    /^{ "statusCode": 500, "message": "Internal server error", "activityId": "[-0-9a-f]{36}" }$/,
  );
});

/** Sets X-Out to what the expression gives, on the request and on the reply. */
function setHeaderPolicy(expression: string): string {
  const header =
    `<set-header name="X-Out" exists-action="override"><value>@(${expression})</value></set-header>`;
  return `<policies><inbound><base />${header}</inbound><backend><base /></backend><outbound><base />${header}</outbound><on-error><base /></on-error></policies>`;
}

Deno.test("a header value that would add a line is refused with 500, and goes nowhere", async () => {
  await using backend = serveBackend(() => new Response("ok"));
  const policy = setHeaderPolicy('"a\\r\\nX-Evil: 1"');
  await using running = await serveApi(backend.url, { policy });
  const response = await fetch(`${running.gatewayUrl}/api/x`);
  await response.body?.cancel();
  assert.deepEqual([response.status, response.headers.has("x-evil")], [500, false]);
  assert.equal(backend.seen.length, 0);
});

Deno.test("header values beyond ASCII reach both sides", async () => {
  await using backend = serveBackend(() => new Response("ok"));
  const policy = setHeaderPolicy(
    'context.Request.Headers.GetValueOrDefault("x-mine") + " \\u20ac"',
  );
  await using running = await serveApi(backend.url, { policy });
  const response = await fetch(`${running.gatewayUrl}/api/x`, { headers: { "X-Mine": "caf\xe9" } });
  assert.equal(await response.text(), "ok");
  for (const headers of [response.headers, backend.seen[0].headers]) {
    assert.match(headers.get("x-out")!, /^caf(\xe9|\xc3\xa9) \xe2\x82\xac$/); // UTF-8 for what Latin-1 lacks
  }
});

Deno.test("a port in use is refused with the port and the option in the message", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  await assert.rejects(serveGateway({ port }), (error: PortInUseError) => {
    assert.equal(error.code, "port-in-use");
    assert.match(error.message, new RegExp(`^port ${port} is in use: give --port `));
    return true;
  });
  await assert.rejects(serveGateway({ managementPort: port }), /--management-port/);
  listener.close();
});

Deno.test("closing lets requests under way end, and takes no more", async () => {
  const asked = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  await using backend = serveBackend(async () => {
    asked.resolve();
    await go.promise;
    return new Response("done");
  });
  const running = await serveApi(backend.url);
  const call = fetch(`${running.gatewayUrl}/api/x`);
  await asked.promise;
  const closed = running.close();
  go.resolve();
  assert.equal(await (await call).text(), "done");
  await closed;
  await assert.rejects(fetch(`${running.gatewayUrl}/api/x`));
});

Deno.test("no odd request hangs or breaks the gateway", async () => {
  await using backend = serveBackend(async (request) => {
    await request.bytes().catch(() => {});
    return new Response("ok");
  });
  await using running = await serveApi(backend.url);
  const token = fc.constantFrom("GET", "POST", "BREW", "OPTIONS", "PUT", "", "G T", "get");
  const target = fc.oneof(
    fc.constantFrom(
      "/api",
      "/api/",
      "*",
      "//",
      "/api/%",
      "/api/%zz",
      "/api?%=%&=&&a",
      "http://x/api",
    ),
    fc.string({ unit: "binary", maxLength: 40 }),
  );
  const field = fc.tuple(
    fc.constantFrom(
      "Host",
      "Content-Length",
      "Transfer-Encoding",
      "Connection",
      "Cookie",
      "X-A",
      "Expect",
      "Origin",
    ),
    fc.oneof(
      fc.constantFrom("0", "-1", "99999999999999999999", "chunked", "close", "100-continue", "x"),
      fc.string({ unit: "binary", maxLength: 30 }),
    ),
  );
  const request = fc.record({
    token,
    target,
    fields: fc.array(field, { maxLength: 5 }),
    body: fc.string({ maxLength: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ token, target, fields, body }) => {
      const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
      await sendRaw(running.gatewayUrl, `${token} ${target} HTTP/1.1\r\n${lines}\r\n${body}`);
      const response = await fetch(`${running.gatewayUrl}/api/x`);
      assert.deepEqual([response.status, await response.text()], [200, "ok"]);
    }),
    { numRuns: 150 },
  );
});
