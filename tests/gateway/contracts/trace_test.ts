import assert from "node:assert/strict";
import type { Run } from "../../../lib/gateway/contracts/run.ts";
import { VirtualClock } from "../../../lib/core/clock.ts";
import { Random } from "../../../lib/core/random.ts";
import { Budget } from "../../../lib/csharp/runtime/budget.ts";
import {
  DEFAULT_TOKEN_LIFE_MS,
  MAX_KEPT_BYTES,
  TraceCollector,
  TraceStore,
} from "../../../lib/gateway/contracts/trace.ts";
import { api, backend, dataPlane, document, forward, incoming, pool } from "../proxy/fixtures.ts";

Deno.test("a token is good for its API and its time", async () => {
  const clock = new VirtualClock();
  const traces = new TraceStore({ clock, random: new Random(1) });
  const token = traces.issueToken({ apiId: "Echo" });
  assert.equal(traces.checkToken(token, "echo").kind, "valid");
  assert.equal(traces.checkToken(token, "other").kind, "wrong-api");
  assert.equal(traces.checkToken("made up", "echo").kind, "unknown");
  await clock.advance(DEFAULT_TOKEN_LIFE_MS);
  assert.equal(traces.checkToken(token, "echo").kind, "expired");
});

const SETUP = {
  apis: [api(undefined, {
    policy: document({
      inbound: (run) => {
        run.target = { kind: "entity", backend: run.backends.get("p")! };
        return "next";
      },
      backend: (run) => {
        run.section = "backend";
        return forward(run);
      },
    }),
  })],
  backends: [pool("p", "b"), backend("b")],
};

Deno.test("calls without a good token leave none, and say why", async () => {
  const { plane, traces, clock } = dataPlane(SETUP);
  const call = async (token: string) => {
    const { headers } = await plane.handle(
      incoming("/echo/x", { headers: { "Apim-Debug-Authorization": token } }),
    );
    return [...headers].map(([name]) => name);
  };
  const token = traces.issueToken({ apiId: "echo", expiresAfterMs: 1_000 });
  assert.deepEqual(await call(token), ["Apim-Trace-Id"]);
  assert.deepEqual(await call("made up"), []);
  assert.deepEqual(await call(traces.issueToken({ apiId: "other" })), [
    "Apim-Debug-Authorization-WrongAPI",
  ]);
  await clock.advance(1_000);
  assert.deepEqual(await call(token), ["Apim-Debug-Authorization-Expired"]);
});

Deno.test("a trace holds request, configuration, pool, attempt and reply, and hides credentials", async () => {
  const { plane, traces } = dataPlane(SETUP);
  const headers = {
    "Apim-Debug-Authorization": traces.issueToken({ apiId: "echo" }),
    "Authorization": "Bearer secret",
  };
  const reply = await plane.handle(incoming("/echo/x?q=1", { headers }));
  const trace = traces.get(reply.headers.get("Apim-Trace-Id")!)!;
  const sources = (section: "inbound" | "backend") =>
    trace.traceEntries[section]!.map(({ source }) => source);
  assert.equal(trace.serviceName, "apim");
  assert.deepEqual(sources("inbound"), ["api-inspector", "api-inspector"]);
  assert.deepEqual(sources("backend"), ["backend-pool", "request-forwarder", "forward-request"]);
  const [first] = trace.traceEntries.inbound!;
  assert.match(first.timestamp, /^2026-01-05T00:00:00\.\d{7}Z$/);
  assert.match(first.elapsed, /^00:00:00\.\d{7}$/);
  const [picked] = trace.traceEntries.backend!;
  assert.equal((picked.data as { member: string }).member, "b");
  assert.doesNotMatch(JSON.stringify(trace), /secret/);
});

const LONG = "a".repeat(1_000_000);

function runWith(budget?: Budget): Run {
  const context = { budget, elapsedMs: () => 0 };
  return { section: "inbound", scope: "api", depth: 0, context } as unknown as Run;
}

Deno.test("a trace holds a bounded number of bytes, and says how many entries it leaves out", () => {
  const collector = new TraceCollector();
  const run = runWith();
  for (let i = 0; i < 50; i++) collector.add(run, "trace", LONG, { i });
  const { entries } = collector;
  assert.ok(entries.length < 5, `${entries.length}`);
  assert.match(entries.at(-1)!.message, new RegExp(`^${51 - entries.length} entries are left out`));
});

Deno.test("what a trace holds counts as its request's", () => {
  const budget = new Budget();
  const run = runWith(budget);
  new TraceCollector().add(run, "trace", LONG);
  assert.ok(budget.held > 2 * LONG.length && budget.held < 3 * LONG.length);
  budget.hold(budget.bytes);
  const full = new TraceCollector();
  full.add(run, "trace", LONG);
  assert.match(full.entries[0].message, /^1 entries are left out/);
  budget.close();
});

Deno.test("the traces that are kept take a bounded number of bytes: the oldest go", () => {
  const traces = new TraceStore({ clock: new VirtualClock(), random: new Random(1) });
  const collector = new TraceCollector();
  collector.add(runWith(), "trace", LONG);
  const request = { serviceName: "s", timestamp: 0 };
  const ids = Array.from({ length: 100 }, () => traces.keep(collector.entries, request));
  const kept = ids.filter((id) => traces.get(id) !== undefined);
  assert.ok(kept.length > 20 && 2 * LONG.length * kept.length < MAX_KEPT_BYTES);
  assert.deepEqual(kept, ids.slice(-kept.length));
});
