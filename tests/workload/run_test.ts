import assert from "node:assert/strict";
import { SystemClock } from "../../lib/core/clock.ts";
import { Random } from "../../lib/core/random.ts";
import {
  evenArrivals,
  poissonArrivals,
  runClosedLoop,
  runOpenLoop,
  runSequence,
  send,
  succeeded,
  type Target,
} from "../../lib/workload/mod.ts";

const REPLY = {
  output: [{ type: "message", content: [{ type: "output_text", text: "Blue, mostly blue." }] }],
  usage: { input_tokens: 11, output_tokens: 5 },
};

/** Runs `test` against a server on a free port. */
async function serving(
  handler: (request: Request) => Response | Promise<Response>,
  test: (target: Target) => Promise<void>,
): Promise<void> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, handler);
  try {
    const url = `http://127.0.0.1:${server.addr.port}/`;
    await test({ url, headers: {}, clock: new SystemClock({ speed: 50 }) });
  } finally {
    await server.shutdown();
  }
}

const sse = (...events: string[]) =>
  new Response(events.map((data) => `data: ${data}\n\n`).join(""), {
    headers: { "content-type": "text/event-stream" },
  });

Deno.test("send records the backend, the tokens and the text of a success", () =>
  serving(
    () =>
      Response.json(REPLY, {
        headers: {
          "x-routed-backend": "backend-b",
          "x-routing-attempts": "2",
          "x-ms-region": "West US",
        },
      }),
    async (target) => {
      const record = await send(target);
      assert.ok(succeeded(record));
      assert.equal(record.backend, "backend-b");
      assert.equal(record.region, "West US");
      assert.equal(record.attempts, 2);
      assert.equal(record.content, "Blue, mostly blue.");
      assert.deepEqual([record.tokensIn, record.tokensOut], [11, 5]);
      assert.ok(record.latencyMs > 0);
    },
  ));

Deno.test("send keeps a 429 as data, with its retry-after", () =>
  serving(
    () =>
      Response.json({ error: { code: "429", message: "too many" } }, {
        status: 429,
        headers: { "retry-after": "2", "retry-after-ms": "1500" },
      }),
    async (target) => {
      const record = await send(target);
      assert.equal(record.status, 429);
      assert.equal(record.retryAfterMs, 1500);
      assert.equal(record.error, "429: too many");
      assert.equal(succeeded(record), false);
    },
  ));

Deno.test("send gives status 0 and says why when nothing answers", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const url = `http://127.0.0.1:${listener.addr.port}/`;
  listener.close();
  const record = await send({ url, headers: {}, clock: new SystemClock() });
  assert.equal(record.status, 0);
  assert.match(record.error!, /^no connection: /);
});

Deno.test("send gives up after timeoutMs of its clock", () => {
  const release = Promise.withResolvers<Response>();
  return serving(() => release.promise, async (target) => {
    const record = await send(target, { timeoutMs: 1000 });
    release.resolve(new Response());
    assert.equal(record.status, 0);
    assert.equal(record.error, "no reply within 1000 ms");
    assert.ok(record.latencyMs >= 1000);
  });
});

Deno.test("send reads a streamed chat completion and times its first token", () =>
  serving(
    () =>
      sse(
        JSON.stringify({ choices: [{ delta: { content: "Blue " } }] }),
        JSON.stringify({ choices: [{ delta: { content: "sky" } }] }),
        JSON.stringify({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 2 } }),
        "[DONE]",
      ),
    async (target) => {
      const record = await send(target);
      assert.equal(record.content, "Blue sky");
      assert.deepEqual([record.tokensIn, record.tokensOut], [7, 2]);
      assert.ok(record.ttftMs !== null && record.ttftMs <= record.latencyMs);
      assert.ok(succeeded(record));
    },
  ));

Deno.test("send reports a stream that the Responses API fails in the middle", () =>
  serving(
    () =>
      sse(
        JSON.stringify({ type: "response.output_text.delta", delta: "Bl" }),
        JSON.stringify({ type: "response.failed", response: { error: { message: "gone" } } }),
      ),
    async (target) => {
      const record = await send(target);
      assert.equal(record.error, "gone");
      assert.equal(record.content, "Bl");
      assert.equal(succeeded(record), false);
    },
  ));

Deno.test("runSequence waits between requests and never overlaps them", () => {
  let open = 0;
  let most = 0;
  return serving(async () => {
    most = Math.max(most, ++open);
    await Promise.resolve();
    open--;
    return Response.json(REPLY);
  }, async (target) => {
    const records = await runSequence(target, { count: 3, delayMs: 200 });
    assert.equal(most, 1);
    for (let i = 1; i < records.length; i++) {
      const gap = records[i].startMs - (records[i - 1].startMs + records[i - 1].latencyMs);
      assert.ok(gap >= 199, `gap of ${gap} ms`);
    }
  });
});

Deno.test("runClosedLoop keeps at most its number of workers under way", () => {
  let open = 0;
  let most = 0;
  return serving(async () => {
    most = Math.max(most, ++open);
    await new Promise((resolve) => queueMicrotask(() => resolve(null)));
    open--;
    return Response.json(REPLY);
  }, async (target) => {
    const records = await runClosedLoop(target, { count: 12, workers: 3 });
    assert.equal(records.length, 12);
    assert.ok(most <= 3);
    assert.deepEqual(records.map((record) => record.index), [...Array(12).keys()]);
  });
});

Deno.test("runOpenLoop counts latency from the intended start", () =>
  serving(() => Response.json(REPLY), async (target) => {
    const records = await runOpenLoop(target, { arrivals: evenArrivals(5, 100) });
    assert.deepEqual(records.map((record) => record.intendedStartMs), [0, 10, 20, 30, 40]);
    for (const record of records) {
      assert.ok(record.startMs >= record.intendedStartMs);
      assert.ok(record.latencyMs >= record.startMs - record.intendedStartMs);
    }
  }));

Deno.test("runSequence returns what it has when it is interrupted", () =>
  serving(() => Response.json(REPLY), async (target) => {
    const stop = new AbortController();
    const records = await runSequence(target, {
      count: 50,
      signal: stop.signal,
      onRecord: (_, completed) => completed === 3 && stop.abort(),
    });
    assert.equal(records.length, 3);
  }));

Deno.test("poissonArrivals has the rate it is asked for and the seed's schedule", () => {
  const schedule = [...poissonArrivals(5000, 20, new Random("arrivals"))];
  assert.deepEqual(schedule, [...poissonArrivals(5000, 20, new Random("arrivals"))]);
  const perSecond = 5000 / (schedule.at(-1)! / 1000);
  assert.ok(Math.abs(perSecond - 20) < 1, `${perSecond} a second`);
  assert.throws(
    () => [...poissonArrivals(1, 0, new Random(1))],
    /arrival rate must be positive|positive number/,
  );
});
