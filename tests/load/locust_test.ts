import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { distributionOf, latencyStatistics } from "../../lib/analysis/mod.ts";
import { SystemClock } from "../../lib/core/clock.ts";
import {
  measuredLoad,
  type PlannedLoad,
  type PlannedTokens,
  predict,
  rateLoad,
  scenarioLoad,
  writeLocustProject,
} from "../../lib/load/mod.ts";
import { type Scenario, SCENARIOS } from "../../lib/simulation/mod.ts";
import { evenArrivals, type RequestRecord, runOpenLoop } from "../../lib/workload/mod.ts";
import { inFolder } from "../folder.ts";
import { routedGateway } from "../routed_gateway.ts";

/** From PyPI; `.ci/run` installs it into `.tools`. */
const LOCUST = new URL("../../.tools/bin/locust", import.meta.url).pathname;
/** Never where CI runs, which installs it. */
const WITHOUT_LOCUST = !existsSync(LOCUST) && !Deno.env.get("CI");
const RATE = { perSecond: 25, count: 150, seed: "1" };

/** Runs Locust to its end, with the last lines of what it said where it fails. */
async function locust(
  args: readonly string[],
  options: { cwd: string; env: Record<string, string> },
): Promise<void> {
  const { code, stderr } = await new Deno.Command(LOCUST, {
    args: [...args],
    ...options,
    stdout: "null",
    stderr: "piped",
    signal: AbortSignal.timeout(60_000),
  }).output();
  const said = new TextDecoder().decode(stderr).trim().split("\n").slice(-5).join("\n");
  assert.equal(code, 0, said);
}

Deno.test({
  name: "load: a master with two workers measures what the workshop's own runner does",
  ignore: WITHOUT_LOCUST,
  fn: () =>
    inFolder(async (folder) => {
      await using gateway = await routedGateway(1);
      await writeLocustProject(folder, rateLoad(RATE));
      const options = {
        cwd: folder,
        env: { ROUTING_URL: gateway.url, ROUTING_KEY: gateway.key },
      };
      const port = freePort();
      const where = ["--master-port", String(port)];
      await Promise.all([
        locust([
          "--headless",
          "--master",
          "--expect-workers",
          "2",
          "--master-bind-port",
          String(port),
        ], options),
        locust(["--worker", ...where], options),
        locust(["--worker", ...where], options),
      ]);
      const load = await measuredLoad(folder);
      assert.deepEqual([load.files, load.missing, load.strategy], [2, 0, "priority-spillover"]);

      await using again = await routedGateway(1);
      const own = await runOpenLoop(
        {
          url: again.url,
          headers: { "Ocp-Apim-Subscription-Key": again.key },
          clock: new SystemClock(),
        },
        { arrivals: evenArrivals(RATE.count, RATE.perSecond) },
      );
      const { distribution, successRate, latencyMs } = load.tally.summary("");
      const theirs = distributionOf(own);
      assert.equal(successRate, 100);
      for (const backend of new Set([...Object.keys(distribution), ...Object.keys(theirs)])) {
        const apart = Math.abs((distribution[backend] ?? 0) - (theirs[backend] ?? 0)) / RATE.count;
        assert.ok(apart <= 0.15, `${backend}: ${distribution[backend]} against ${theirs[backend]}`);
      }
      // no reply comes sooner than the region's model says; how much later is a matter of the machine
      const prediction = (await predict(load))!;
      const least = prediction.report.latencyMs.p50! / 2;
      assert.ok(latencyMs!.p50 > least && latencyStatistics(own.map(latencyOf))!.p50 > least);
      assert.equal(prediction.strategy, "priority-spillover");
    }),
});

Deno.test({
  name: "load: prompts and answers are as long as the scenario's arrivals say",
  ignore: WITHOUT_LOCUST,
  fn: () =>
    inFolder(async (folder) => {
      await using gateway = await routedGateway(1);
      const load = await scenarioLoad(SCENARIOS.get("morning-peak")!, { count: 8, seed: "3" });
      await writeLocustProject(folder, atEvenTimes(load));
      const env = { ROUTING_URL: gateway.url, ROUTING_KEY: gateway.key };
      await locust(["--headless"], { cwd: folder, env });
      const { tokensIn, tokensOut } = (await measuredLoad(folder)).tally.summary("");
      const planned = Array.from(load.requests(), ({ tokens }) => tokens!);
      const sum = (of: (tokens: PlannedTokens) => number) =>
        planned.reduce((total, tokens) => total + of(tokens), 0);
      assert.equal(tokensIn, sum(({ prompt }) => prompt));
      assert.equal(tokensOut, sum(({ completion, most }) => Math.min(completion, most!)));
    }),
});

Deno.test({
  name:
    "load: callers retry as told, streams are read event by event, what breaks off is a failure",
  ignore: WITHOUT_LOCUST,
  fn: () =>
    inFolder(async (folder) => {
      const scenario: Scenario = {
        ...SCENARIOS.get("calm-day")!,
        name: "streams",
        streaming: 1,
        client: { retries: 1, timeoutSeconds: 5 },
      };
      const load = await scenarioLoad(scenario, { count: 6, seed: "1" });
      await writeLocustProject(folder, atEvenTimes(load));
      let calls = 0;
      const standIn = createServer((_request, response) => {
        if (++calls === 1) return response.writeHead(429, { "retry-after-ms": "50" }).end("{}");
        response.writeHead(200, {
          "content-type": "text/event-stream",
          "x-routed-backend": "backend-a",
        }).write(DELTA, () => calls === 4 ? response.destroy() : response.end(END));
      }).listen(0, "127.0.0.1");
      await once(standIn, "listening");
      const { port } = standIn.address() as AddressInfo;
      await locust(["--headless", "--exit-code-on-error", "0"], {
        cwd: folder,
        env: { ROUTING_URL: `http://127.0.0.1:${port}/responses` },
      });
      standIn.close();
      const { tally, clientRetries } = await measuredLoad(folder);
      const { total, successful, ttftMs, tokensOut } = tally.summary("");
      assert.deepEqual([total, successful, clientRetries], [6, 5, 1]);
      assert.equal(ttftMs!.count, 5);
      assert.equal(tokensOut, 5 * 2);
    }),
});

Deno.test({
  name: "load: Locust says at once that ROUTING_URL is missing",
  ignore: WITHOUT_LOCUST,
  fn: () =>
    inFolder(async (folder) => {
      await writeLocustProject(folder, rateLoad(RATE));
      await assert.rejects(
        locust(["--headless"], { cwd: folder, env: { ROUTING_URL: "" } }),
        /Set ROUTING_URL to the address that requests are posted to/,
      );
    }),
});

/** The same requests, ten a second. */
function atEvenTimes(load: PlannedLoad): PlannedLoad {
  return {
    plan: { ...load.plan, durationMs: 1000 },
    *requests() {
      let atMs = 0;
      for (const request of load.requests()) yield { ...request, atMs: atMs += 100 };
    },
  };
}

function latencyOf({ latencyMs }: RequestRecord): number {
  return latencyMs;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

const DELTA = 'data: {"type":"response.output_text.delta","delta":"blue"}\n\n';
const END =
  'data: {"type":"response.completed","response":{"usage":{"input_tokens":9,"output_tokens":2}}}\n\n';
