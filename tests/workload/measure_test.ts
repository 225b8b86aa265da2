import assert from "node:assert/strict";
import { SystemClock } from "../../lib/core/clock.ts";
import { measureLatency } from "../../lib/workload/mod.ts";

Deno.test("measureLatency drops the warm-up and calls the Responses API with the deployment", async () => {
  const seen: string[] = [];
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      seen.push(
        `${pathname}${search} ${(await request.json()).model} ${request.headers.get("api-key")}`,
      );
      return Response.json({ id: "resp_1", object: "response", output: [] });
    },
  );
  const measurement = await measureLatency({
    endpoint: `http://127.0.0.1:${server.addr.port}`,
    apiKey: "key",
    deployment: "gpt",
    apiVersion: "2025-04-01-preview",
    clock: new SystemClock(),
  }, { samples: 3, warmUp: 1 });
  await server.shutdown();
  assert.equal(measurement.error, null);
  assert.equal(measurement.samplesMs.length, 3);
  assert.deepEqual(seen, Array(4).fill("/openai/responses?api-version=2025-04-01-preview gpt key"));
});

Deno.test("measureLatency gives the reason when the deployment refuses", async () => {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => Response.json({ error: { code: "401", message: "Access denied" } }, { status: 401 }),
  );
  const measurement = await measureLatency({
    endpoint: `http://127.0.0.1:${server.addr.port}`,
    apiKey: "wrong",
    deployment: "gpt",
    apiVersion: "2025-04-01-preview",
    clock: new SystemClock(),
  });
  await server.shutdown();
  assert.deepEqual(measurement.samplesMs, []);
  assert.match(measurement.error!, /401.*Access denied/);
});
