/** Backends at their worst, against the transport alone: what a call becomes, and what is left open. */
import assert from "node:assert/strict";
import { SystemClock } from "../../../lib/core/clock.ts";
import { HttpTransport } from "../../../lib/gateway/adapters/http_transport.ts";
import {
  HeaderMap,
  MessageBody,
  type ResponseMessage,
} from "../../../lib/gateway/contracts/message.ts";
import type { OutgoingRequest } from "../../../lib/gateway/contracts/ports.ts";
import { type RawAnswer, serveRaw, writeText } from "../http1/raw_server.ts";

const request = (url: string, changes: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  method: "GET",
  url,
  headers: new HeaderMap(),
  body: null,
  timeoutMs: 10_000,
  followRedirects: false,
  bufferResponse: true,
  signal: null,
  ...changes,
});

const post = (url: string, body: MessageBody) => request(url, { method: "POST", body });

/** Some turns of the event loop, in which what came over the wire is noticed. */
async function noticed(until: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !until(); turn++) await new SystemClock().sleep(2);
  assert.ok(until(), "not noticed within a second");
}

function withServer(
  answer: RawAnswer,
  test: (transport: HttpTransport, server: ReturnType<typeof serveRaw>) => Promise<void>,
) {
  return async () => {
    const transport = new HttpTransport(new SystemClock());
    await using server = serveRaw(answer);
    await test(transport, server);
    transport.close();
  };
}

const says = (text: string, then: "keep" | "close" = "keep"): RawAnswer => async (_, conn) => {
  await writeText(conn, text);
  return then;
};

async function ok(transport: HttpTransport, outgoing: OutgoingRequest): Promise<string> {
  const result = await transport.send(outgoing);
  assert.ok(!("failure" in result), JSON.stringify(result));
  return await textOf(result);
}

async function textOf(response: ResponseMessage): Promise<string> {
  await response.body?.load();
  return response.body?.text() ?? "";
}

const HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

Deno.test(
  "HttpTransport drops a kept connection as soon as the backend closes it",
  withServer(says(HELLO, "close"), async (transport, server) => {
    await ok(transport, request(server.url));
    await noticed(() => transport.idleConnections === 0);
    for (const content of [new Uint8Array(3_000), new Uint8Array(2_000_000)]) {
      const before = server.connections;
      const body = new MessageBody(ReadableStream.from([content]));
      assert.equal(await ok(transport, post(server.url, body)), "hello");
      assert.equal(server.connections, before + 1);
      await noticed(() => transport.idleConnections === 0);
    }
  }),
);

Deno.test("HttpTransport sends a stream over no connection that may have been closed", async () => {
  const transport = new HttpTransport(new SystemClock());
  let answers = 0;
  // Closes each kept connection when something comes over it: what a race with its time limit looks like.
  await using server = serveRaw(async (_, conn) => {
    if (++answers > 1) return "close";
    await writeText(conn, HELLO);
    return "keep";
  });
  await ok(transport, request(server.url));
  answers = 0;
  const body = new MessageBody(ReadableStream.from([new Uint8Array(10)]));
  assert.equal(await ok(transport, post(server.url, body)), "hello");
  assert.equal(server.connections, 2);
  transport.close();
});

Deno.test("HttpTransport sends a request at most twice, however many kept connections are stale", async () => {
  const transport = new HttpTransport(new SystemClock());
  const all = Promise.withResolvers<void>();
  let arrived = 0;
  let answering = true;
  await using server = serveRaw(async (_, conn) => {
    if (!answering) return "close";
    if (++arrived === 20) all.resolve();
    await all.promise;
    await writeText(conn, HELLO);
    return "keep";
  });
  await Promise.all(Array.from({ length: 20 }, () => ok(transport, request(server.url))));
  answering = false;
  server.received.length = 0;
  const result = await transport.send(post(server.url, new MessageBody("x")));
  assert.ok("failure" in result && result.failure === "BackendConnectionFailure");
  assert.equal(server.received.length, 2);
  transport.close();
});

Deno.test(
  "HttpTransport gives nobody the bytes after a reply's end",
  withServer(says(HELLO + HELLO), async (transport, server) => {
    for (let i = 0; i < 3; i++) assert.equal(await ok(transport, request(server.url)), "hello");
    assert.equal(server.connections, 3);
  }),
);

Deno.test(
  "HttpTransport gives nobody what a backend says unasked",
  withServer(async (_, conn) => {
    await writeText(conn, HELLO);
    await new SystemClock().sleep(5);
    await writeText(conn, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
    return "keep";
  }, async (transport, server) => {
    await ok(transport, request(server.url));
    await noticed(() => transport.idleConnections === 0);
    assert.equal(await ok(transport, request(server.url)), "hello");
  }),
);

const CUT: readonly [what: string, reply: string][] = [
  ["a length", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"],
  ["a great length", "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nhalf"],
  ["chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal"],
];

const descriptors = () => [...Deno.readDirSync("/proc/self/fd")].length;

for (const [what, reply] of CUT) {
  Deno.test({
    name: `HttpTransport leaves no socket open where a reply with ${what} is cut short`,
    ignore: Deno.build.os !== "linux",
    fn: withServer(says(reply, "close"), async (transport, server) => {
      const cut = async () => {
        const result = await transport.send(request(server.url));
        assert.ok(!("failure" in result));
        await assert.rejects(textOf(result));
      };
      await cut();
      const before = descriptors();
      for (let i = 0; i < 20; i++) await cut();
      await noticed(() => descriptors() <= before + 2);
    }),
  });
}

const FAILING: readonly [what: string, reply: string][] = [
  ["garbage", "\0\x01\x02 what?\r\n\r\n"],
  ["a head without end", `HTTP/1.1 200 OK\r\nX: ${"a".repeat(200_000)}`],
  [
    "a megabyte of fields",
    `HTTP/1.1 200 OK${`\r\nX-A: ${"a".repeat(100)}`.repeat(10_000)}\r\n\r\n`,
  ],
  ["another protocol", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"],
  ["a coding nobody knows", "HTTP/1.1 200 OK\r\nTransfer-Encoding: br, chunked\r\n\r\n0\r\n\r\n"],
];

for (const [what, reply] of FAILING) {
  Deno.test(
    `HttpTransport reports a backend failure for ${what}`,
    withServer(says(reply, "close"), async (transport, server) => {
      const result = await transport.send(request(server.url));
      assert.ok("failure" in result && result.failure === "BackendConnectionFailure");
    }),
  );
}

const READABLE: readonly [what: string, reply: string, body: string][] = [
  ["HTTP/1.0 without a length", "HTTP/1.0 200 OK\r\n\r\nold", "old"],
  [
    "a hundred interim replies",
    `${"HTTP/1.1 102 Processing\r\n\r\n".repeat(100)}${HELLO}`,
    "hello",
  ],
  ["bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", "hello"],
  ["a body where none may be", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello", ""],
];

for (const [what, reply, body] of READABLE) {
  Deno.test(
    `HttpTransport reads ${what}, and the next reply, too`,
    withServer(says(reply, "close"), async (transport, server) => {
      assert.equal(await ok(transport, request(server.url)), body);
      assert.equal(await ok(transport, request(server.url)), body);
    }),
  );
}

Deno.test("HttpTransport takes gzip off within chunks", async () => {
  const transport = new HttpTransport(new SystemClock());
  const plain = new TextEncoder().encode("a text ".repeat(100));
  const packed = await new Response(
    new Blob([plain]).stream().pipeThrough(new CompressionStream("gzip")),
  ).bytes();
  await using server = serveRaw(async (_, conn) => {
    const size = packed.length.toString(16);
    await writeText(conn, `HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n${size}\r\n`);
    await conn.write(packed);
    await writeText(conn, "\r\n0\r\n\r\n");
    return "keep";
  });
  for (let i = 0; i < 2; i++) {
    assert.equal(await ok(transport, request(server.url)), "a text ".repeat(100));
  }
  assert.equal(server.connections, 1);
  transport.close();
});

Deno.test(
  "HttpTransport reads a head that comes byte by byte without searching it anew each time",
  withServer(async (_, conn) => {
    const head = `HTTP/1.1 200 OK\r\nX: ${"a".repeat(3_000)}\r\nContent-Length: 2\r\n\r\n`;
    for (const ch of head) await writeText(conn, ch);
    await writeText(conn, "ok");
    return "keep";
  }, async (transport, server) => {
    assert.equal(await ok(transport, request(server.url)), "ok");
  }),
);

Deno.test(
  "HttpTransport calls a body that its caller breaks off the caller's failure",
  withServer(says(HELLO), async (transport, server) => {
    const broken = new Error("gone");
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(broken),
    });
    const result = await transport.send(post(server.url, new MessageBody(stream)));
    assert.ok("failure" in result && result.failure === "ClientConnectionFailure");
    assert.equal(result.cause, broken);
  }),
);
