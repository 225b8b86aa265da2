/** The server against raw sockets. What is sent and answered stands in server_vectors.ts. */
import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { makeLocalCertificate } from "../../../lib/gateway/adapters/local_certificate.ts";
import { HeaderMap } from "../../../lib/gateway/contracts/message.ts";
import { MAX_REPLY_HEAD, ReplyTooLongError } from "../../../lib/gateway/http1/reply_head.ts";
import { latin1, pass, RawCaller, reply, serve, SocketTurn, statusesOf } from "./served.ts";
import { VECTORS } from "./server_vectors.ts";

const MAX_BODY_BYTES = 3_000_000;

/** Writes the pieces, ends the caller's own side and reads what comes. */
async function ask(port: number, pieces: readonly string[]): Promise<string> {
  using caller = await RawCaller.connect(port);
  const answer = caller.rest();
  try {
    for (const piece of pieces) await caller.write(piece);
    await caller.conn.closeWrite();
  } catch {
    // hung up upon: what it said before counts
  }
  return await answer;
}

for (const { name, sent, statuses, says = "", handled } of VECTORS) {
  Deno.test(`the server answers ${statuses.join(", ")} to ${name}`, async () => {
    await using served = serve(undefined, { maxBodyBytes: MAX_BODY_BYTES });
    const answer = await ask(served.server.port, [sent]);
    if (/^HEAD/.test(sent)) assert.match(answer, /^HTTP\/1.1 200 [^]*\r\n\r\n$/);
    else assert.deepEqual(statusesOf(answer), statuses);
    assert.ok(answer.includes(says), answer.slice(0, 500));
    const expected = handled ?? statuses.filter((status) => status === 200).length;
    assert.equal(served.handled(), expected);
    assert.ok(!answer.includes("smuggled"));
  });
}

Deno.test("requests mean the same in whatever pieces they come", async () => {
  await using served = serve(undefined, { maxBodyBytes: MAX_BODY_BYTES });
  const short = VECTORS.filter(({ sent }) => sent.length < 300 && !/^HEAD/.test(sent));
  const vector = fc.constantFrom(...short);
  const cuts = fc.array(fc.nat(300), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(vector, cuts, async ({ sent, statuses }, cuts) => {
      const at = [0, ...cuts.map((cut) => cut % sent.length).sort((a, b) => a - b), sent.length];
      const pieces = at.slice(1).map((end, i) => sent.slice(at[i], end));
      const interim = /^Expect: 100/m.test(sent); // whether the body has come by then is chance
      const answered = statusesOf(await ask(served.server.port, pieces));
      assert.deepEqual(
        answered.filter((status) => !interim || status !== 100),
        statuses.filter((status) => !interim || status !== 100),
      );
    }),
    { numRuns: 150 },
  );
});

const GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

function streamOf(...pieces: readonly (string | Error)[]): ReadableStream<Uint8Array> {
  const left = [...pieces];
  return new ReadableStream({
    pull(controller) {
      const next = left.shift();
      if (next === undefined) controller.close();
      else if (next instanceof Error) controller.error(next);
      else controller.enqueue(latin1(next));
    },
  });
}

const REPLIES = [
  ["text", () => reply(200, "caf\xe9"), /\r\nContent-Length: 5\r\n\r\ncaf\xc3\xa9HTTP/],
  [
    "long text",
    () => reply(200, "a".repeat(20_000)),
    /\r\nContent-Length: 20000\r\n\r\na{20000}HTTP/,
  ],
  ["bytes", () => reply(200, new Uint8Array([0x61, 0x62])), /\r\nContent-Length: 2\r\n\r\nabHTTP/],
  [
    "many bytes",
    () => reply(200, new Uint8Array(100_000).fill(97)),
    /\r\nContent-Length: 100000\r\n\r\na{100000}HTTP/,
  ],
  ["nothing", () => reply(200, null), /\r\nContent-Length: 0\r\n\r\nHTTP/],
  [
    "a length of its own that is wrong",
    () => reply(200, "abc", { "Content-Length": "7" }),
    /\r\nContent-Length: 3\r\n\r\nabcHTTP/,
  ],
  [
    "a stream",
    () => reply(200, streamOf("ab", "", "cde")),
    /\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\nHTTP/,
  ],
  [
    "a stream whose length is known",
    () => reply(200, streamOf("ab", "cde"), { "content-length": "5" }),
    /\r\nContent-Length: 5\r\n\r\nabcdeHTTP/,
  ],
  [
    "204",
    () => reply(204, "abc", { "Content-Length": "3" }),
    /^HTTP\/1.1 204 No Content\r\nDate: [^\r]+\r\n\r\nHTTP/,
  ],
  [
    "205",
    () => reply(205, "abc"),
    /^HTTP\/1.1 205 Reset Content\r\nDate: [^\r]+\r\nContent-Length: 0\r\n\r\nHTTP/,
  ],
  [
    "304 and the length it would have",
    () => reply(304, null, { "Content-Length": "3" }),
    /\r\nContent-Length: 3\r\n\r\nHTTP/,
  ],
  ["an interim status", () => reply(101, "abc"), /^HTTP\/1.1 500 Internal Server Error\r\n/],
  ["a status beyond all", () => reply(777, "abc"), /^HTTP\/1.1 500 Internal Server Error\r\n/],
  [
    "a reason of its own",
    () => ({ ...reply(200), statusReason: "Fine" }),
    /^HTTP\/1.1 200 Fine\r\n/,
  ],
  [
    "a reason of two lines",
    () => ({ ...reply(200), statusReason: "Fine\r\nX: y" }),
    /^HTTP\/1.1 200 Fine {2}X: y\r\n/,
  ],
  [
    "a date of its own",
    () => reply(200, "", { date: "today" }),
    /^HTTP\/1.1 200 OK\r\ndate: today\r\nContent-Length/,
  ],
  [
    "what frames another connection",
    () => reply(200, "a", { Connection: "x", "Keep-Alive": "1", "Transfer-Encoding": "gzip" }),
    /^HTTP\/1.1 200 OK\r\nDate: [^\r]+\r\nContent-Length: 1\r\n/,
  ],
  [
    "two values of a field",
    () => ({ ...reply(200), headers: HeaderMap.from([["Set-Cookie", ["a=1", "b=2"]]]) }),
    /\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n/,
  ],
  ["a value beyond bytes", () => reply(200, "", { a: "\u20ac" }), /\r\na: \xe2\x82\xac\r\n/],
  ["a failure of the handler", () => {
    throw new Error("no");
  }, /^HTTP\/1.1 500 /],
] as const;

for (const [what, answer, expected] of REPLIES) {
  Deno.test(`the server sends ${what}, and the connection lives on`, async () => {
    await using served = serve(answer);
    assert.match(await ask(served.server.port, [GET + GET]), expected);
  });
}

const CUT = [
  [
    "a stream that fails",
    () => reply(200, streamOf("ab", new Error("no"))),
    /\r\n\r\n2\r\nab\r\n$/,
  ],
  [
    "a stream shorter than it says",
    () => reply(200, streamOf("ab"), { "Content-Length": "3" }),
    /\r\n\r\nab$/,
  ],
  [
    "a stream longer than it says",
    () => reply(200, streamOf("abcd"), { "Content-Length": "3" }),
    /Content-Length: 3\r\n\r\n$/,
  ],
] as const;

for (const [what, answer, expected] of CUT) {
  Deno.test(`the server cuts ${what}, so that the caller can tell`, async () => {
    await using served = serve(answer);
    assert.match(await ask(served.server.port, [GET + GET]), expected);
    assert.equal(served.errors.length, 1);
  });
}

Deno.test("a stream to HTTP/1.0 ends with the connection, without chunks", async () => {
  await using served = serve(() => reply(200, streamOf("ab", "cde")));
  const answer = await ask(served.server.port, [
    "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
  ]);
  assert.match(answer, /^HTTP\/1.1 200 OK\r\nDate: [^\r]+\r\nConnection: close\r\n\r\nabcde$/);
});

Deno.test("HEAD is answered with the length that a body would have had, and none", async () => {
  await using served = serve(() => reply(200, streamOf("abc"), { "Content-Length": "3" }));
  const answer = await ask(served.server.port, ["HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n" + GET]);
  assert.match(
    answer,
    /^HTTP\/1.1 200 OK\r\nDate: [^\r]+\r\nContent-Length: 3\r\n\r\nHTTP\/1.1 200 [^]*\r\n\r\nabc$/,
  );
});

Deno.test("a body that the handler does not read ends the connection after the reply", async () => {
  await using served = serve(() => reply(401, "no"));
  const body = `Content-Length: 2000000\r\n\r\n${"a".repeat(2_000_000)}`;
  const answer = await ask(served.server.port, [`POST /a HTTP/1.1\r\nHost: h\r\n${body}${GET}`]);
  assert.match(answer, /^HTTP\/1.1 401 [^]*Connection: close\r\n/);
  assert.deepEqual(statusesOf(answer), [401]);
});

Deno.test("a caller that waits for 100 Continue gets it when its body is asked for", async () => {
  await using served = serve();
  for (
    const fields of ["Content-Length: 3", "Content-Length: 1500000", "Transfer-Encoding: chunked"]
  ) {
    using caller = await RawCaller.connect(served.server.port);
    await caller.write(`POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n${fields}\r\n\r\n`);
    assert.equal(await caller.until(/\r\n\r\n/), "HTTP/1.1 100 Continue\r\n\r\n");
    const long = fields.includes("15");
    await caller.write(
      fields.startsWith("T") ? "3\r\nabc\r\n0\r\n\r\n" : "a".repeat(long ? 1_500_000 : 3),
    );
    assert.match(await caller.until(/\]$/), /^HTTP\/1.1 200 /);
  }
});

Deno.test("a stream waits for a caller that does not read", async () => {
  let pulled = 0;
  const cancelled = Promise.withResolvers<void>();
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(1_000_000));
      },
      cancel: () => cancelled.resolve(),
    });
  await using served = serve(() => reply(200, endless()));
  using caller = await RawCaller.connect(served.server.port);
  await caller.write(GET);
  await caller.read();
  using echo = await SocketTurn.open();
  for (let last = -1; last !== pulled;) { // until it stands still
    last = pulled;
    for (let turns = 0; turns < 50; turns++) await echo.turn();
  }
  assert.ok(pulled < 50, `${pulled} MB were taken for a caller that reads none`);
  await pass(served, cancelled.promise); // a minute without a byte
});

Deno.test("the server speaks TLS", async () => {
  const { certificate, key, authority } = await makeLocalCertificate(Date.now());
  await using served = serve(undefined, { tls: { certificate, key } });
  using client = Deno.createHttpClient({ caCerts: [authority] });
  for (let i = 0; i < 3; i++) {
    const response = await fetch(`${served.server.url}/a`, { client, method: "POST", body: "abc" });
    const [method, url] = await response.json();
    assert.deepEqual([method, url], ["POST", `${served.server.url}/a`]);
  }
});

for (const kind of ["NotConnected", "ConnectionAborted", "ConnectionReset"] as const) {
  Deno.test(`callers that go before they are met delay nobody: ${kind}`, async () => {
    const { listen } = Deno;
    Deno.listen = ((options: Deno.TcpListenOptions) => {
      const listener = listen(options);
      const accept = listener.accept.bind(listener);
      let gone = 1_000;
      listener.accept = () => gone-- > 0 ? Promise.reject(new Deno.errors[kind]()) : accept();
      return listener;
    }) as typeof Deno.listen;
    await using served = serve(() => reply(200, "done"));
    Deno.listen = listen;
    using caller = await RawCaller.connect(served.server.port);
    await caller.write(GET);
    const limit = setTimeout(() => caller.close(), 30_000); // a tenth of a second for each would be more
    await caller.until(/done$/);
    clearTimeout(limit);
  });
}

Deno.test("shutting down ends idle connections at once and others with their reply", async () => {
  const asked = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const served = serve(async ({ url }) => {
    if (url.path === "/slow") {
      asked.resolve();
      await go.promise;
    }
    return reply(200, "done");
  });
  using idle = await RawCaller.connect(served.server.port);
  await idle.write(GET);
  await idle.until(/done$/);
  using busy = await RawCaller.connect(served.server.port);
  await busy.write("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
  await asked.promise;
  const closed = served.server.shutdown();
  assert.equal(await idle.read(), "");
  await assert.rejects(RawCaller.connect(served.server.port));
  go.resolve();
  assert.match(await busy.rest(), /\r\nConnection: close\r\n[^]*\r\n\r\ndone$/);
  await closed;
});

Deno.test("shutting down ends a connection with the stream that is under way", async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const served = serve(() => reply(200, readable));
  using caller = await RawCaller.connect(served.server.port);
  await caller.write(GET);
  await writer.write(latin1("begun"));
  await caller.until(/begun\r\n$/);
  const closed = served.server.shutdown();
  await writer.close();
  assert.equal(await caller.rest(), "0\r\n\r\n");
  await closed;
});

Deno.test("stopping cuts what is under way, and tells its handler", async () => {
  const asked = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  const served = serve(async (_request, { signal }) => {
    signal.addEventListener("abort", () => told.resolve());
    asked.resolve();
    await told.promise;
    return reply(200);
  });
  using caller = await RawCaller.connect(served.server.port);
  await caller.write(GET);
  await asked.promise;
  served.stop.abort();
  await told.promise;
  assert.equal(await caller.rest(), "");
  await served.server.finished;
});

Deno.test("a reply whose head no caller would read becomes 500, and the connection lives on", async () => {
  let first = true;
  await using served = serve(() => {
    const field = { "X-Long": "a".repeat(first ? MAX_REPLY_HEAD : 1_000) };
    first = false;
    return reply(200, "ab", field);
  });
  const answer = await ask(served.server.port, [GET + GET]);
  assert.match(answer, /^HTTP\/1.1 500 [^]*HTTP\/1.1 200 /);
  assert.ok(served.errors[0] instanceof ReplyTooLongError);
});
