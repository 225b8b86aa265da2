/**
 * What falling back from a PTU to pay-as-you-go costs: our gateway, a plain proxy that does the same, and gateways by
 * others where they are installed, over the same stand-ins and the same load, in alternating rounds of one run.
 *
 *     deno run -A bench/fallback.ts [--rounds N] [--seconds S]
 *
 * @module
 */
import assert from "node:assert/strict";
import { ownArguments } from "./support/arguments.ts";
import { type ChatCounts, chatReply } from "./support/chat_backend.ts";
import { type LoadResult, loadTool, runLoad } from "./support/load.ts";
import { OTHER_GATEWAYS, type OtherGateway } from "./support/other_gateways.ts";
import { GATEWAY_FLAGS, startServer } from "./support/process.ts";
import { median } from "./support/statistics.ts";

const { rounds, seconds } = ownArguments({ rounds: 5, seconds: 5 }, {
  notes: OTHER_GATEWAYS.map(({ name, hint }) =>
    `${name} takes part where it is installed: ${hint}`
  ),
});

/** The PTU refuses one request in so many. */
const REFUSES_EACH = 4;
const CHECKED_REQUESTS = 40;
const WARM_UP_ROUNDS = 3;
const SETTLE_LIMIT_MS = 60_000;
/** So often in a row nothing may have moved, a quarter of a second apart. */
const IDLE_LOOKS = 6;
const KEY = "0123456789abcdef0123456789abcdef";
const BODY = JSON.stringify({
  model: "gpt-4.1",
  messages: [{
    role: "user",
    content: "How do I spill from provisioned throughput to pay as you go? ".repeat(4),
  }],
  max_tokens: 64,
});

type Subject = Omit<OtherGateway, "version">;

interface Round extends LoadResult {
  readonly cpuMicros: number;
}

const program = (name: string) => new URL(`./support/${name}.ts`, import.meta.url);
await using servers = new AsyncDisposableStack();
const start = async (name: string, args: readonly string[], flags: readonly string[] = []) =>
  servers.use(await startServer(program(name), args, flags));

const ptu = await start("chat_backend", ["ptu", String(REFUSES_EACH)]);
const payg = await start("chat_backend", ["payg"]);
const subjects = new Map<string, Subject>([
  ["gateway", {
    server: await start("spillover_gateway", [KEY, ptu.url, payg.url], GATEWAY_FLAGS),
    path: "/routing/chat/completions",
    headers: { "Ocp-Apim-Subscription-Key": KEY },
  }],
  ["plain", {
    server: await start("plain_proxy", [ptu.url, payg.url]),
    path: "/openai/v1/chat/completions",
    headers: {},
  }],
]);
for (const kind of OTHER_GATEWAYS) {
  const command = await kind.find();
  if (command === null) {
    console.log(`fallback ${kind.name}: not installed, so left out (${kind.hint})`);
    continue;
  }
  const gateway = await kind.start(command, { ptu: ptu.url, payg: payg.url });
  servers.use(gateway.server);
  subjects.set(`${kind.name} ${gateway.version}`, gateway);
}

interface Arrivals {
  readonly ptu: ChatCounts;
  readonly payg: ChatCounts;
}

async function arrivals(): Promise<Arrivals> {
  const counts = async (url: string): Promise<ChatCounts> => (await fetch(`${url}/counts`)).json();
  return { ptu: await counts(ptu.url), payg: await counts(payg.url) };
}

const headersOf = (subject: Subject) => ({
  "Content-Type": "application/json",
  ...subject.headers,
});

/** Each request is answered 200 with a deployment's own words; each that the PTU refuses, and no other, by the second. */
async function assertFallsBack(name: string, subject: Subject): Promise<void> {
  const before = await arrivals();
  for (let i = 0; i < CHECKED_REQUESTS; i++) {
    const response = await fetch(subject.server.url + subject.path, {
      method: "POST",
      headers: headersOf(subject),
      body: BODY,
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    assert.equal(response.status, 200, `${name}: ${text}`);
    const { choices: [{ message }], usage } = JSON.parse(text);
    const expected = chatReply(message.content.split(":")[0]);
    assert.equal(message.content, expected.choices[0].message.content, name);
    assert.equal(usage.total_tokens, expected.usage.total_tokens, name);
  }
  const after = await arrivals();
  const refused = after.ptu.refused - before.ptu.refused;
  const came = {
    ptu: after.ptu.answered - before.ptu.answered,
    payg: after.payg.answered - before.payg.answered,
  };
  assert.deepEqual(came, { ptu: CHECKED_REQUESTS - refused, payg: refused }, name);
  assert.equal(refused, CHECKED_REQUESTS / REFUSES_EACH, name);
}

/** Until what was under way when the load ended has been worked off: it must not burden the next. */
async function settled({ server }: Subject): Promise<void> {
  const limit = performance.now() + SETTLE_LIMIT_MS;
  let before = "";
  let used = NaN;
  for (let idle = 0; idle < IDLE_LOOKS && performance.now() < limit;) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const now = server.cpuSeconds();
    const came = JSON.stringify(await arrivals());
    idle = came === before && !(now - used > 0.02) ? idle + 1 : 0;
    [before, used] = [came, now];
  }
}

async function round(name: string, subject: Subject, connections: number): Promise<Round> {
  const { server, path } = subject;
  const before = await arrivals();
  const cpuBefore = server.cpuSeconds();
  const load = await runLoad({
    url: server.url + path,
    connections,
    seconds,
    headers: headersOf(subject),
    body: BODY,
  });
  const cpuMicros = (server.cpuSeconds() - cpuBefore) * 1e6 / load.requests;
  assert.equal(load.failures, 0, `${name}: failed requests`);
  await settled(subject);
  const after = await arrivals();
  const fellBack = after.payg.answered - before.payg.answered;
  const refused = after.ptu.refused - before.ptu.refused;
  // Requests under way when the load ends are cut: each may stand at one of the two without the other.
  assert.ok(
    refused > 0 && Math.abs(fellBack - refused) <= connections,
    `${name}: the PTU refused ${refused}, ${fellBack} came to the second`,
  );
  return { ...load, cpuMicros };
}

console.log(
  `# ${rounds} alternating rounds of ${seconds} s, load by ${loadTool}; the PTU refuses one request in ${REFUSES_EACH}`,
);
for (const [name, subject] of subjects) await assertFallsBack(name, subject);
const cheaper: string[] = [];
for (let i = 0; i < WARM_UP_ROUNDS; i++) {
  for (const [name, subject] of subjects) await round(name, subject, 16);
}
for (const connections of [16, 64]) {
  const results = new Map([...subjects.keys()].map((name): [string, Round[]] => [name, []]));
  for (let i = 0; i < rounds; i++) {
    for (const [name, subject] of subjects) {
      results.get(name)!.push(await round(name, subject, connections));
    }
  }
  const ours = results.get("gateway")!;
  const ourPeak = subjects.get("gateway")!.server.peakMemoryMiB();
  for (const [name, all] of results) {
    const of = (key: keyof Round) => median(all.map((result) => result[key]));
    const times = (key: keyof Round) =>
      median(all.map((result, i) => result[key] / ours[i][key])).toPrecision(2);
    const isOther = name !== "gateway" && name !== "plain";
    if (isOther && !(Number(times("cpuMicros")) > 1)) cheaper.push(name);
    const peak = subjects.get(name)!.server.peakMemoryMiB();
    console.log(
      `fallback ${name}, ${connections} connections, times the gateway's: ` +
        `requests/s ${times("requestsPerSecond")} (${Math.round(of("requestsPerSecond"))}), ` +
        `CPU/request ${times("cpuMicros")} (${Math.round(of("cpuMicros"))} us), ` +
        `p50 ${times("p50Ms")} (${of("p50Ms").toFixed(1)} ms), ` +
        `p99 ${times("p99Ms")} (${of("p99Ms").toFixed(1)} ms), ` +
        `peak memory ${(peak / ourPeak).toPrecision(2)} (${Math.round(peak)} MiB)`,
    );
  }
}
for (const [name, subject] of subjects) await assertFallsBack(name, subject);
const met = cheaper.length === 0;
console.log(
  `fallback goal: less CPU a request than any other gateway: ${
    met ? "met" : `MISSED: ${cheaper.join(", ")}`
  }`,
);
Deno.exitCode = met ? 0 : 1;
