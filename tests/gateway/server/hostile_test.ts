/** Callers and backends at their worst, through a served gateway: every call is answered, and it lives on. */
import assert from "node:assert/strict";
import { VirtualClock } from "../../../lib/core/clock.ts";
import { pass } from "../http1/served.ts";
import { serveRaw, writeText } from "../http1/raw_server.ts";
import { backendPolicy, sendRaw, serveApi, serveBackend } from "./fixtures.ts";

const post = (fields: string, body: string) =>
  `POST /api/x HTTP/1.1\r\nHost: a\r\n${fields}\r\n\r\n${body}`;

const get = (fields: string, body: string) =>
  `GET /api/x HTTP/1.1\r\nHost: a\r\n${fields}\r\n\r\n${body}`;

const many = (count: number) => Array.from({ length: count }, (_, i) => `x-${i}: 1`).join("\r\n");

const CALLERS: readonly [what: string, request: string, status: number][] = [
  ["a short body that breaks off", post("Content-Length: 100", "abc"), 400],
  ["a long body that breaks off", post("Content-Length: 2000000", "abc"), 400],
  ["chunks that break off", post("Transfer-Encoding: chunked", "5\r\nabc"), 400],
  ["a coding beside chunked", post("Transfer-Encoding: gzip, chunked", "1\r\na\r\n0\r\n\r\n"), 501],
  ["more than 100 fields", post(many(101), ""), 431],
  ["a host with a path", "GET /x HTTP/1.1\r\nHost: a/api\r\n\r\n", 400],
  ["an upgrade to WebSocket", get("Connection: Upgrade\r\nUpgrade: websocket", ""), 501],
  ["a head of a megabyte", get(`x: ${"x".repeat(1_000_000)}`, ""), 431],
  ["an expectation of its own", post("Expect: 200-ok\r\nContent-Length: 3", "abc"), 417],
  ["a host with a user", "GET /api/x HTTP/1.1\r\nHost: a@b\r\n\r\n", 400],
];

for (const [what, request, status] of CALLERS) {
  Deno.test(`the gateway answers ${status} to ${what}`, async () => {
    await using backend = serveBackend(async (request) => {
      await request.bytes().catch(() => {});
      return new Response("ok");
    });
    await using running = await serveApi(backend.url);
    const reply = await sendRaw(running.gatewayUrl, request);
    assert.match(reply, new RegExp(`^HTTP/1.1 ${status} `));
    assert.match(reply, new RegExp(`"statusCode": ${status}`));
  });
}

for (const method of ["GET", "DELETE", "HEAD"]) {
  Deno.test(`the body of a ${method} reaches the backend`, async () => {
    await using backend = serveRaw(async (_request, conn) => {
      await writeText(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      return "keep";
    });
    await using running = await serveApi(backend.url);
    const reply = await sendRaw(
      running.gatewayUrl,
      `${method} /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc`,
    );
    assert.match(reply, /^HTTP\/1.1 200 /);
    assert.match(backend.received[0], /\r\nContent-Length: 3\r\n\r\nabc$/);
  });
}

Deno.test("a caller that waits for 100 Continue gets it before its body is sent", async () => {
  await using backend = serveBackend(async (request) => new Response(await request.text()));
  await using running = await serveApi(backend.url);
  const { hostname, port } = new URL(running.gatewayUrl);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const bytes = new Uint8Array(4096);
  const read = async () =>
    new TextDecoder().decode(bytes.subarray(0, await connection.read(bytes) ?? 0));
  await writeText(
    connection,
    post("Expect: 100-continue\r\nContent-Length: 3\r\nConnection: close", ""),
  );
  assert.match(await read(), /^HTTP\/1.1 100 /);
  await writeText(connection, "abc");
  assert.match(await read(), /^HTTP\/1.1 200 [^]*abc$/);
});

for (const host of ["localhost:80", "[::1]:80", "", "caf\u00e9", "LOCALHOST", "localhost:"]) {
  Deno.test(`the caller's Host ${JSON.stringify(host)} does not reach the backend`, async () => {
    await using backend = serveBackend(() => new Response("ok"));
    await using running = await serveApi(backend.url);
    const request = `GET /api/x HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
    await sendRaw(running.gatewayUrl, Uint8Array.from(request, (ch) => ch.charCodeAt(0)));
    assert.equal(backend.seen.at(-1)?.headers.get("host"), new URL(backend.url).host);
  });
}

Deno.test("a Host that a policy sets does reach the backend, be it the caller's own", async () => {
  await using backend = serveBackend(() => new Response("ok"));
  const host = '@(context.Request.Headers.GetValueOrDefault("Host",""))';
  const policy =
    `<policies><inbound><set-header name="Host"><value>${host}</value></set-header></inbound><backend><forward-request/></backend><outbound/><on-error/></policies>`;
  await using running = await serveApi(backend.url, { policy });
  await sendRaw(running.gatewayUrl, "GET /api/x HTTP/1.1\r\nHost: mine.example:81\r\n\r\n");
  assert.equal(backend.seen.at(-1)?.headers.get("host"), "mine.example:81");
});

Deno.test("a chunked body that is too long is answered with 413", async () => {
  await using backend = serveBackend(async (request) => {
    await request.bytes().catch(() => {});
    return new Response("ok");
  });
  const policy = backendPolicy('<forward-request buffer-request-body="true"/>');
  for (const given of [undefined, policy]) {
    await using running = await serveApi(backend.url, {
      policy: given,
      serve: { maxBodyBytes: 100_000 },
    });
    const body = `${(200_000).toString(16)}\r\n${"a".repeat(200_000)}\r\n0\r\n\r\n`;
    const reply = await sendRaw(running.gatewayUrl, post("Transfer-Encoding: chunked", body));
    assert.match(reply, /^HTTP\/1.1 413 /);
  }
});

Deno.test("buffer-request-body sends a body again that came in chunks", async () => {
  const bodies: string[] = [];
  await using backend = serveBackend(async (request) => {
    bodies.push(await request.text());
    return new Response("", { status: bodies.length === 1 ? 503 : 200 });
  });
  await using running = await serveApi(backend.url, {
    policy: backendPolicy(
      '<retry condition="@(context.Response.StatusCode == 503)" count="1" interval="0"><forward-request buffer-request-body="true" /></retry>',
    ),
  });
  const body = ReadableStream.from(["abc", "de"]).pipeThrough(new TextEncoderStream());
  const response = await fetch(`${running.gatewayUrl}/api/x`, { method: "POST", body });
  assert.deepEqual([response.status, await response.text()], [200, ""]);
  assert.deepEqual(bodies, ["abcde", "abcde"]);
});

const SEND = (ignore: boolean) =>
  `<send-request response-variable-name="r" timeout="10" ignore-error="${ignore}"><set-url>BACKEND</set-url></send-request>`;

const STALLS: readonly [what: string, inbound: string, status: number, seconds: number][] = [
  ["send-request, within its timeout", SEND(false), 500, 9],
  ["send-request that ignores errors", SEND(true) + "<return-response />", 200, 9],
  ["forward-request, after four minutes", "", 500, 240],
];

for (const [what, inbound, status, seconds] of STALLS) {
  Deno.test(`a reply whose body never comes ends ${what}`, async () => {
    const clock = new VirtualClock();
    const answered = Promise.withResolvers<void>();
    await using backend = serveRaw(async (_, conn) => {
      await writeText(conn, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
      answered.resolve();
      return new Promise(() => {});
    });
    const policy = `<policies><inbound>${
      inbound.replace("BACKEND", backend.url)
    }</inbound><backend><forward-request timeout="10" /></backend><outbound/><on-error/></policies>`;
    await using running = await serveApi(backend.url, { policy, serve: { ports: { clock } } });
    const asked = fetch(`${running.gatewayUrl}/api/x`).then(async (response) => {
      await response.body?.cancel();
      return response.status;
    });
    await answered.promise;
    const { value, tookMs } = await pass({ clock }, asked);
    assert.equal(value, status);
    assert.ok(tookMs >= seconds * 1_000);
  });
}

Deno.test("no byte in a backend's header ends the process", async () => {
  await using backend = serveRaw(async (_, conn) => {
    const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
      .filter((ch) => ch !== "\r" && ch !== "\n");
    const fields = ["Content-Type", "ETag", "X-A"].flatMap((name) =>
      bytes.filter((_, i) => i % 8 === 0).map((ch) => `${name}: a${ch}b`)
    );
    await writeText(
      conn,
      `HTTP/1.1 200 OK\r\n${fields.join("\r\n")}\r\nContent-Length: 2\r\n\r\nok`,
    );
    return "keep";
  });
  await using running = await serveApi(backend.url);
  const response = await fetch(`${running.gatewayUrl}/api/x`);
  assert.equal(await response.text(), "ok");
});

/** The gateway in a process of its own, with few file descriptors. */
async function startNarrow(backend: string): Promise<{ url: string; child: Deno.ChildProcess }> {
  const program = new URL("./narrow_gateway.ts", import.meta.url).pathname;
  const child = new Deno.Command("sh", {
    args: ["-c", `ulimit -n 64; exec "${Deno.execPath()}" run -A "${program}" "${backend}"`],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return { url: value!.trim(), child };
}

Deno.test({
  name: "the gateway lives when the file descriptors run out, and recovers",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using backend = serveBackend(() => new Response("ok"));
    const { url, child } = await startNarrow(backend.url);
    const hold: Deno.Conn[] = [];
    let status = 0;
    try {
      const port = Number(new URL(url).port);
      try {
        for (let i = 0; i < 100; i++) {
          hold.push(await Deno.connect({ hostname: "127.0.0.1", port }));
        }
      } catch {
        // refused: that is what is wanted of it
      }
      for (const conn of hold.splice(0)) conn.close();
      for (let tries = 0; tries < 100 && status !== 200; tries++) {
        const response = await fetch(`${url}/api/x`).catch(() => null);
        status = response?.status ?? 0;
        await response?.body?.cancel();
        if (status !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
      }
    } finally {
      for (const conn of hold) conn.close();
      try {
        child.kill();
      } catch {
        // it has ended: what it said follows
      }
    }
    const said = await new Response(child.stderr).text();
    await child.status;
    assert.match(said, /^(No file descriptors are left[^\n]*\n)?$/);
    assert.equal(status, 200);
  },
});
