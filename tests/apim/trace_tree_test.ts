import assert from "node:assert/strict";
import { traceTree } from "../../lib/apim/mod.ts";

Deno.test("traceTree shows sections, nesting, times and values, and no keys", () => {
  const tree = traceTree({
    serviceName: "svc",
    traceEntries: {
      backend: [{
        source: "retry",
        elapsed: "00:00:01.2000000",
        data: "attempt 1",
        depth: 0,
        scope: "api",
      }, {
        source: "set-header",
        elapsed: "00:00:01.2500000",
        data: { message: "set", "api-key": "k3y", name: "x", headers: { Authorization: "k3y" } },
        depth: 1,
      }],
      inbound: [{ source: "base", elapsed: "00:00:00.0005000", data: {} }],
      outbound: [],
    },
  });
  assert.equal(
    tree,
    [
      "inbound",
      "      0.5 ms  base",
      "backend",
      "   1200.0 ms  retry (api): attempt 1",
      "   1250.0 ms  │ set-header: set; api-key = ***; name = x; " +
      'headers = {"Authorization":"***"}',
    ].join("\n"),
  );
});

Deno.test("traceTree joins a policy's start with what came of it, and says calls and breakers briefly", () => {
  const elapsed = "00:00:00.0010000";
  const tree = traceTree({
    traceEntries: {
      backend: [
        { source: "retry", elapsed, data: "retry[1]", depth: 0 },
        { source: "set-variable", elapsed, data: "retry[1]/set-variable[1]", depth: 1 },
        { source: "set-variable", elapsed, data: "attempt = 1 (System.Int32)", depth: 2 },
        { source: "forward-request", elapsed, data: "retry[1]/forward-request[1]", depth: 1 },
        {
          source: "forward-request",
          elapsed,
          data: {
            request: { method: "POST", url: "https://a.example/x", headers: [] },
            response: { status: { code: 429, reason: "Too Many Requests" } },
            breakers: [{ backendId: "a", state: "open" }, { backendId: "b", state: "closed" }],
          },
          depth: 2,
        },
      ],
    },
  });
  assert.equal(
    tree,
    [
      "backend",
      "      1.0 ms  retry",
      "      1.0 ms  │ set-variable: attempt = 1 (System.Int32)",
      "      1.0 ms  │ forward-request: request = POST https://a.example/x; response = 429; " +
      "breakers = a open, b closed",
    ].join("\n"),
  );
});

Deno.test("traceTree shortens long values and takes any shape", () => {
  const long = traceTree({
    traceEntries: { custom: [{ source: "s", data: "x ".repeat(200) }, null, 5] },
  });
  assert.ok(long.length < 140 && long.endsWith("…"));
  assert.equal(traceTree({}), "(an empty trace)");
});
