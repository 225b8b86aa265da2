/**
 * What an open console costs the gateway: CPU time of the same requests with a page that listens and without, in
 * alternating rounds, at the rate at which one would look. One process: gateway, callers and the listening page.
 *
 * `deno run -A bench/console.ts`
 * @module
 */
import process from "node:process";
import { SystemClock } from "../lib/core/clock.ts";
import { Secret } from "../lib/core/secret.ts";
import { createConsole } from "../lib/console/mod.ts";
import { HeaderMap, MessageBody, serveGateway } from "../lib/gateway/mod.ts";
import { prioritySpillover } from "../lib/policies/mod.ts";
import { API_PATH, publishApi, publishStrategy } from "../lib/simulation/publish.ts";
import { median } from "./support/statistics.ts";

const PER_SECOND = 500;
const ROUND_SECONDS = 6;
const ROUNDS = 5;
/** Part of the gateway's own time that an open console may take. */
const MOST = 0.03;
const KEY = "key-of-the-bench";

const clock = new SystemClock();
const reply = '{"id":"r","output":[],"usage":{"total_tokens":28}}';
await using served = await serveGateway({
  ports: {
    clock,
    transport: {
      send: () => ({
        statusCode: 200,
        statusReason: "",
        headers: HeaderMap.from([["Content-Type", "application/json"]]),
        body: new MessageBody(reply),
      }),
    },
  },
  ...createConsole({ clock, regions: null }),
});
const backends = ["PTU", "PAYG"].map((type, i) => ({
  id: type.toLowerCase(),
  label: type,
  region: "eastus",
  type: type as "PTU" | "PAYG",
  priority: i + 1,
  weight: 100,
  deployment: "gpt-4.1",
  endpoint: `https://${type.toLowerCase()}.example`,
  apiKey: new Secret("backend-key"),
}));
const policy = prioritySpillover(backends);
await publishApi(served.gateway.management, new Secret(KEY));
await publishStrategy(served.gateway.management, {
  ...policy,
  format: "rawxml",
  xml: new Secret(policy.xml),
});

/** CPU microseconds of a request, callers included, at the bench's rate. */
async function round(): Promise<number> {
  const count = PER_SECOND * ROUND_SECONDS;
  const before = process.cpuUsage();
  const start = clock.now();
  const pending: Promise<unknown>[] = [];
  for (let i = 0; i < count; i++) {
    const wait = start + (i * 1000) / PER_SECOND - clock.now();
    if (wait > 0) await clock.sleep(wait);
    pending.push(
      fetch(`${served.gatewayUrl}/${API_PATH}/responses`, {
        method: "POST",
        headers: { "content-type": "application/json", "Ocp-Apim-Subscription-Key": KEY },
        body: '{"input":"What color is the sky?"}',
      }).then((response) => response.text()),
    );
  }
  await Promise.all(pending);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

/** The same while a page listens. */
async function watched(): Promise<number> {
  const leave = new AbortController();
  const events = await fetch(`${served.managementUrl}/console/api/events`, {
    signal: leave.signal,
  });
  const reading = events.body!.pipeTo(new WritableStream()).catch(() => {});
  const time = await round();
  leave.abort();
  await reading;
  return time;
}

await round(); // warm-up
await watched();
const pairs: { alone: number; open: number }[] = [];
for (let i = 0; i < ROUNDS; i++) pairs.push({ alone: await round(), open: await watched() });
const more = median(pairs.map(({ alone, open }) => open / alone)) - 1;
const kept = more <= MOST;
console.log(
  `an open console at ${PER_SECOND} requests a second: ${(100 * more).toFixed(1)}% more CPU time ` +
    `(${median(pairs.map(({ alone }) => alone)).toFixed(0)} us a request, callers included)  ` +
    `goal: at most ${100 * MOST}%${kept ? "" : ", MISSED"}`,
);
Deno.exit(kept ? 0 : 1);
