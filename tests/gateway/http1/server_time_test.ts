/** How long callers may take, and how the server finds out that one has gone: on a virtual clock, over sockets. */
import assert from "node:assert/strict";
import { pass, RawCaller, reply, serve, SocketTurn, statusesOf } from "./served.ts";

const HEAD = "POST /a HTTP/1.1\r\nHost: h\r\n";

const SLOW = [
  ["nothing", "", "", 120],
  ["half a head", `${HEAD}a: b`, "408", 30],
  [
    "half a head after a whole request",
    `GET /a HTTP/1.1\r\nHost: h\r\n\r\n${HEAD}a: b`,
    "200, 408",
    30,
  ],
  ["nothing after a request", "GET /a HTTP/1.1\r\nHost: h\r\n\r\n", "200", 120],
  ["half a short body", `${HEAD}Content-Length: 10\r\n\r\nabc`, "408", 60],
  ["half a long body", `${HEAD}Content-Length: 2000000\r\n\r\nabc`, "408", 60],
  ["half of the chunks", `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nabc`, "408", 60],
] as const;

for (const [what, sent, statuses, seconds] of SLOW) {
  Deno.test(`a caller that sends ${what} has ${seconds} seconds`, async () => {
    await using served = serve();
    using caller = await RawCaller.connect(served.server.port);
    await caller.write(sent);
    const { value, tookMs } = await pass(served, caller.rest());
    assert.equal(statusesOf(value).join(", "), statuses);
    assert.ok(tookMs >= (seconds - 1) * 1_000, `it had ${tookMs} ms`);
  });
}

const DRIPPED = [
  ["a head", HEAD, "x"],
  ["a body", `${HEAD}Content-Length: 100000\r\n\r\n`, "x"],
] as const;

for (const [what, begin, drop] of DRIPPED) {
  Deno.test(`a caller that lets ${what} drip, a byte a second, comes to its end`, async () => {
    await using served = serve();
    using caller = await RawCaller.connect(served.server.port);
    using echo = await SocketTurn.open();
    await caller.write(begin);
    let over = false;
    const answer = caller.rest().finally(() => over = true);
    let dripped = 0;
    while (!over) {
      await caller.write(drop).catch(() => {});
      dripped++;
      await served.clock.advance(1_000);
      await echo.turn();
      assert.ok(dripped < 2_000, "it went on for half an hour");
    }
    assert.match(await answer, /^(HTTP\/1.1 408 |$)/);
  });
}

Deno.test("a caller that goes on with a body that nobody wants has 5 seconds to read the reply", async () => {
  await using served = serve(() => reply(200, "done"));
  using caller = await RawCaller.connect(served.server.port);
  using echo = await SocketTurn.open();
  await caller.write(`${HEAD}Content-Length: 2000000\r\n\r\nabc`);
  assert.match(await caller.rest(), /\r\n\r\ndone$/);
  let seconds = 0;
  for (let taken = true; taken; seconds++) {
    assert.ok(seconds < 60, "it went on for a minute");
    await echo.turn();
    await served.clock.advance(1_000);
    await echo.turn();
    taken = await caller.write("x").then(() => true, () => false);
  }
  assert.ok(seconds >= 5, `it had ${seconds} s`);
});

/** A handler that answers when it is told to, and says when its caller has gone. */
function waiting() {
  const asked = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const served = serve(async (_request, { signal }) => {
    signal.addEventListener("abort", () => gone.resolve());
    asked.resolve();
    await Promise.race([go.promise, gone.promise]);
    return reply(200, "done");
  });
  return { served, asked: asked.promise, gone: gone.promise, go: () => go.resolve() };
}

Deno.test("a caller that ends its own side gets its reply, however long that takes", async () => {
  const { served, asked, go } = waiting();
  await using _ = served;
  using caller = await RawCaller.connect(served.server.port);
  await caller.write(`${HEAD}Content-Length: 3\r\n\r\nabc`);
  await caller.conn.closeWrite();
  await asked;
  const { value } = await pass(served, caller.until(/100 Continue\r\n\r\n/));
  await served.clock.advance(60_000);
  go();
  assert.match(
    value + await caller.rest(),
    /^(HTTP\/1.1 100 Continue\r\n\r\n)+HTTP\/1.1 200 [^]*done$/,
  );
});

Deno.test("a caller of HTTP/1.0 that ends its own side gets its reply and nothing else", async () => {
  const { served, asked, go } = waiting();
  await using _ = served;
  using caller = await RawCaller.connect(served.server.port);
  await caller.write("GET /a HTTP/1.0\r\n\r\n");
  await caller.conn.closeWrite();
  await asked;
  await served.clock.advance(60_000);
  go();
  assert.match(await caller.rest(), /^HTTP\/1.1 200 [^]*done$/);
});

Deno.test("a caller that goes away ends the work on its answer", async () => {
  const { served, asked, gone } = waiting();
  await using _ = served;
  const caller = await RawCaller.connect(served.server.port);
  await caller.write("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
  await asked;
  caller.close();
  await pass(served, gone);
});

Deno.test("a caller that goes away in the middle of a stream that says nothing ends the stream", async () => {
  const cancelled = Promise.withResolvers<void>();
  await using served = serve(() =>
    reply(
      200,
      new ReadableStream({
        start: (controller) => controller.enqueue(new Uint8Array([97])),
        cancel: () => cancelled.resolve(),
      }),
    )
  );
  const caller = await RawCaller.connect(served.server.port);
  await caller.write("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
  await caller.until(/1\r\na\r\n/);
  await served.clock.advance(1_000);
  caller.close();
  await pass(served, cancelled.promise);
});

Deno.test("a caller that goes away in the middle of a long stream is no failure to tell of", async () => {
  const cancelled = Promise.withResolvers<void>();
  await using served = serve(() =>
    reply(
      200,
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(10_000)),
        cancel: () => cancelled.resolve(),
      }),
    )
  );
  const caller = await RawCaller.connect(served.server.port);
  await caller.write("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
  await caller.read();
  caller.close();
  await cancelled.promise;
  assert.deepEqual(served.errors, []);
});

Deno.test("a caller that ends its own side gets a stream to its end", async () => {
  let tell!: (text: string | null) => void;
  await using served = serve(() =>
    reply(
      200,
      new ReadableStream({
        start(controller) {
          tell = (text) =>
            text === null ? controller.close() : controller.enqueue(new TextEncoder().encode(text));
          tell("one");
        },
      }),
    )
  );
  using caller = await RawCaller.connect(served.server.port);
  await caller.write("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
  await caller.conn.closeWrite();
  await caller.until(/one/);
  await served.clock.advance(10_000);
  tell("two");
  await caller.until(/two/);
  tell(null);
  assert.match(await caller.rest(), /0\r\n\r\n$/);
});
