import assert from "node:assert/strict";
import { SystemClock, VirtualClock } from "../../../lib/core/clock.ts";
import { HttpTransport } from "../../../lib/gateway/adapters/http_transport.ts";
import {
  HeaderMap,
  MessageBody,
  type ResponseMessage,
} from "../../../lib/gateway/contracts/message.ts";
import type { OutgoingRequest } from "../../../lib/gateway/contracts/ports.ts";
import { readWithin } from "../../../lib/gateway/contracts/read_within.ts";
import { pass } from "../http1/served.ts";
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

async function send(
  transport: HttpTransport,
  outgoing: OutgoingRequest,
): Promise<ResponseMessage> {
  const result = await transport.send(outgoing);
  assert.ok(!("failure" in result), JSON.stringify(result));
  return result;
}

async function textOf(response: ResponseMessage): Promise<string> {
  await response.body?.load();
  return response.body?.text() ?? "";
}

/** Runs `test` with a transport and a server that answers so. */
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

const reply = (text: string, then: "keep" | "close" = "keep"): RawAnswer => async (_, conn) => {
  await writeText(conn, text);
  return then;
};

const HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
const CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

Deno.test(
  "HttpTransport keeps a connection for the next request",
  withServer(reply(HELLO), async (transport, server) => {
    for (let i = 0; i < 3; i++) {
      assert.equal(await textOf(await send(transport, request(server.url))), "hello");
    }
    assert.equal(server.connections, 1);
  }),
);

Deno.test(
  "HttpTransport keeps a connection after chunks that were read to their end",
  withServer(reply(CHUNKED), async (transport, server) => {
    for (let i = 0; i < 3; i++) {
      assert.equal(await textOf(await send(transport, request(server.url))), "hello");
    }
    assert.equal(server.connections, 1);
  }),
);

Deno.test(
  "HttpTransport closes the connection of a body that nobody reads",
  withServer(reply(CHUNKED), async (transport, server) => {
    (await send(transport, request(server.url))).body!.discard();
    assert.equal(await textOf(await send(transport, request(server.url))), "hello");
    assert.equal(server.connections, 2);
  }),
);

Deno.test(
  "HttpTransport reads a body up to the end of the connection",
  withServer(reply("HTTP/1.1 200 OK\r\n\r\nto the end", "close"), async (transport, server) => {
    assert.equal(await textOf(await send(transport, request(server.url))), "to the end");
  }),
);

Deno.test(
  "HttpTransport skips interim responses",
  withServer(
    reply("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + HELLO),
    async (transport, server) => {
      const response = await send(transport, request(server.url));
      assert.deepEqual([response.statusCode, await textOf(response)], [200, "hello"]);
    },
  ),
);

Deno.test(
  "HttpTransport sends a text as UTF-8 with its length, and bytes as they are",
  withServer(reply(HELLO), async (transport, server) => {
    const post = (content: string | Uint8Array) =>
      send(transport, request(server.url, { method: "POST", body: new MessageBody(content) }));
    await post("é€");
    await post(Uint8Array.of(0x61, 0xff, 0x62));
    assert.match(server.received[0], /Content-Length: 5\r\n/);
    assert.ok(server.received[0].endsWith("\r\n\r\né€"));
    assert.match(server.received[1], /Content-Length: 3\r\n/);
  }),
);

Deno.test("HttpTransport sends texts of any length whole, with short heads and long ones", async () => {
  const transport = new HttpTransport(new SystemClock());
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (r) => new Response(`${r.headers.get("content-length")} ${await r.text()}`),
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  for (const length of [0, 1, 12_287, 12_288, 12_289, 70_000]) {
    for (const [letter, bytes] of [["a", 1], ["€", 3]] as const) {
      for (const field of ["short", "l".repeat(5_000), "é"]) {
        const text = letter.repeat(length);
        const headers = HeaderMap.from([["X-Field", field]]);
        const body = new MessageBody(text);
        const reply = await send(transport, request(url, { method: "POST", headers, body }));
        assert.ok(await textOf(reply) === `${length * bytes} ${text}`, `${length} of ${letter}`);
      }
    }
  }
  transport.close();
});

Deno.test("HttpTransport sends a stream in chunks", async () => {
  const transport = new HttpTransport(new SystemClock());
  const bodies: string[] = [];
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (r) => {
    bodies.push(`${r.headers.get("transfer-encoding")} ${await r.text()}`);
    return new Response("ok");
  });
  const stream = ReadableStream.from(["one ", "", "two"]).pipeThrough(new TextEncoderStream());
  const url = `http://127.0.0.1:${server.addr.port}`;
  await send(transport, request(url, { method: "POST", body: new MessageBody(stream) }));
  assert.deepEqual(bodies, ["chunked one two"]);
  transport.close();
});

Deno.test(
  "HttpTransport tries a fresh connection when a kept one turns out to be closed",
  withServer(reply(HELLO, "close"), async (transport, server) => {
    const post = () =>
      send(transport, request(server.url, { method: "POST", body: new MessageBody("x") }));
    assert.equal(await textOf(await post()), "hello");
    assert.equal(await textOf(await post()), "hello");
    assert.deepEqual([server.connections, server.received.length], [2, 2]);
  }),
);

Deno.test("HttpTransport reports a refused connection without telling the URL", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}/?code=secret`;
  listener.close();
  const result = await new HttpTransport(new SystemClock()).send(request(url));
  assert.ok("failure" in result);
  assert.equal(result.failure, "BackendConnectionFailure");
  assert.match(result.message, /refused/i);
  assert.doesNotMatch(result.message, /secret/);
});

Deno.test(
  "HttpTransport reports a connection that ends before the response",
  withServer(() => Promise.resolve("close"), async (transport, server) => {
    const result = await transport.send(request(server.url));
    assert.ok("failure" in result && result.failure === "BackendConnectionFailure");
    assert.equal(server.received.length, 1, "a fresh connection is not tried twice");
  }),
);

Deno.test(
  "HttpTransport gives what came of a body that is cut, then fails",
  withServer(
    reply("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "close"),
    async (transport, server) => {
      const response = await send(transport, request(server.url));
      const stream = response.body!.wire() as ReadableStream<Uint8Array>;
      const reader = stream.getReader();
      assert.equal(new TextDecoder().decode((await reader.read()).value), "half");
      await assert.rejects(reader.read());
    },
  ),
);

Deno.test("HttpTransport ends a call when its time is up", async () => {
  const clock = new VirtualClock();
  const transport = new HttpTransport(clock);
  const asked = Promise.withResolvers<void>();
  await using server = serveRaw(() => {
    asked.resolve();
    return new Promise(() => {});
  });
  const sending = transport.send(request(server.url, { timeoutMs: 300_000 }));
  await asked.promise;
  await clock.advance(300_000);
  const result = await sending;
  assert.ok("failure" in result && result.failure === "Timeout");
  transport.close();
});

Deno.test("HttpTransport's limit ends with the headers: a slow body goes on", async () => {
  const clock = new VirtualClock();
  const transport = new HttpTransport(clock);
  const late = Promise.withResolvers<void>();
  await using server = serveRaw(async (_, conn) => {
    await writeText(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    await late.promise;
    await writeText(conn, "0\r\n\r\n");
    return "keep";
  });
  const response = await send(transport, request(server.url, { timeoutMs: 1_000 }));
  await clock.advance(60_000);
  late.resolve();
  assert.equal(await textOf(response), "hello");
  transport.close();
});

const STALLED = [
  ["a short body", "Content-Length: 10\r\n\r\nhello"],
  ["a long body", "Content-Length: 100000\r\n\r\nhello"],
  ["chunks", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"],
  ["nothing behind its head", "Content-Length: 10\r\n\r\n"],
] as const;

/** A backend that answers with this and nothing more, a call to it, and the time that passes once it has answered. */
async function stalled<T>(
  answer: string,
  call: (transport: HttpTransport, url: string, clock: VirtualClock) => Promise<T>,
): Promise<{ value: T; tookMs: number }> {
  const clock = new VirtualClock();
  const transport = new HttpTransport(clock);
  const answered = Promise.withResolvers<void>();
  await using server = serveRaw(async (_, conn) => {
    await writeText(conn, `HTTP/1.1 200 OK\r\n${answer}`);
    answered.resolve();
    return new Promise(() => {});
  });
  const result = call(transport, server.url, clock);
  await answered.promise;
  const passed = await pass({ clock }, result);
  transport.close();
  return passed;
}

for (const [what, answer] of STALLED) {
  Deno.test(`HttpTransport gives a backend up that stops in ${what} for four minutes`, async () => {
    const { value, tookMs } = await stalled(answer, async (transport, url) => {
      const reply = await transport.send(request(url));
      if ("failure" in reply) return `${reply.failure}: ${reply.message}`;
      return await textOf(reply).catch((error) => error.message);
    });
    assert.match(value, /the backend sent nothing for 240 s$/);
    assert.ok(tookMs >= 240_000);
  });

  Deno.test(`readWithin ends a reply that stops in ${what} when its time is up`, async () => {
    const { value, tookMs } = await stalled(answer, async (transport, url, clock) => {
      const reply = await transport.send(request(url, { limitsBody: true }));
      return await readWithin(reply, { clock, until: clock.now() + 10_000 });
    });
    assert.ok("failure" in value && value.failure === "Timeout");
    assert.ok(tookMs < 30_000);
  });
}

Deno.test("HttpTransport waits for a body that goes on, however slowly", async () => {
  const clock = new VirtualClock();
  const transport = new HttpTransport(clock);
  const answered = Promise.withResolvers<void>();
  await using server = serveRaw(async (_, conn) => {
    await writeText(conn, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    answered.resolve();
    for (const letter of "hello") {
      await clock.sleep(200_000);
      await writeText(conn, letter);
    }
    return "keep";
  });
  const reading = send(transport, request(server.url)).then(textOf);
  await answered.promise;
  assert.equal((await pass({ clock }, reading)).value, "hello");
  transport.close();
});

Deno.test(
  "HttpTransport ends a call when its caller goes away",
  withServer(() => new Promise(() => {}), async (transport, server) => {
    const caller = new AbortController();
    const sending = transport.send(request(server.url, { signal: caller.signal }));
    caller.abort();
    const result = await sending;
    assert.ok("failure" in result && result.failure === "ClientConnectionFailure");
  }),
);

for (const bufferResponse of [false, true]) {
  const expected = bufferResponse ? ["onetwo"] : ["one", "two"];
  Deno.test(`HttpTransport hands on ${expected.join(", then ")} with buffer-response ${bufferResponse}`, async () => {
    const transport = new HttpTransport(new SystemClock());
    const more = Promise.withResolvers<void>();
    await using server = serveRaw(async (_, conn) => {
      await writeText(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
      await more.promise;
      await writeText(conn, "3\r\ntwo\r\n0\r\n\r\n");
      return "keep";
    });
    const response = await send(transport, request(server.url, { bufferResponse }));
    const reader = (response.body!.wire() as ReadableStream<Uint8Array>).getReader();
    const first = reader.read();
    if (!bufferResponse) await first; // it comes although the backend has not written the rest
    more.resolve();
    const pieces: string[] = [];
    for (let read = await first; !read.done; read = await reader.read()) {
      pieces.push(new TextDecoder().decode(read.value));
    }
    assert.deepEqual(pieces, expected);
    transport.close();
  });
}

Deno.test(
  "HttpTransport follows redirects only when it is told to, and keeps credentials from other hosts",
  withServer(async (text, conn) => {
    const port = /Host: \S+:(\d+)/.exec(text)![1];
    const location = text.startsWith("POST /start") ? `http://localhost:${port}/next` : null;
    await writeText(
      conn,
      location
        ? `HTTP/1.1 307 Temporary Redirect\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`
        : HELLO,
    );
    return "keep";
  }, async (transport, server) => {
    const post = (followRedirects: boolean) =>
      send(
        transport,
        request(`${server.url}/start`, {
          method: "POST",
          headers: HeaderMap.from([["api-key", "k"], ["x-a", "1"]]),
          body: new MessageBody("again"),
          followRedirects,
        }),
      );
    assert.equal((await post(false)).statusCode, 307);
    assert.equal((await post(true)).statusCode, 200);
    const followed = server.received.at(-1)!;
    assert.match(followed, /^POST \/next /);
    assert.ok(followed.endsWith("again") && followed.includes("x-a: 1"));
    assert.doesNotMatch(followed, /api-key/);
  }),
);
