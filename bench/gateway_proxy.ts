/**
 * The gateway running the spillover policy against a plain `Deno.serve` + `fetch` proxy: requests a
 * second at 16 and 64 connections, alternating rounds of one run, with the CPU time that a request takes.
 *
 *     deno run -A bench/gateway_proxy.ts [--rounds N] [--seconds S] [--parts]
 *
 * With `--parts` parts of the gateway run alone too, to see where its CPU time goes (docs/performance.md). Rounds and seconds are whole numbers.
 * @module
 */
import { ownArguments } from "./support/arguments.ts";
import { type LoadResult, loadTool, runLoad } from "./support/load.ts";
import { GATEWAY_FLAGS, type ServerProcess, startServer } from "./support/process.ts";
import { median } from "./support/statistics.ts";

const { rounds, seconds, parts } = ownArguments({ rounds: 7, seconds: 2, parts: false });

/** The gateway keeps up when it serves at least this many times the plain proxy's requests. */
const GOAL_RATIO = 1.2;
const GOAL_PEAK_MIB = 250;

/** Not counted: what runs first is compiled while it runs. */
const WARM_UP_ROUNDS = 3;

const KEY = "0123456789abcdef0123456789abcdef";
const BODY = JSON.stringify({
  model: "gpt-4.1",
  input: "How do I spill from provisioned throughput to pay as you go? ".repeat(4),
  max_output_tokens: 64,
});
const HEADERS = { "Content-Type": "application/json", "Ocp-Apim-Subscription-Key": KEY };

const program = (name: string) => new URL(`./support/${name}.ts`, import.meta.url);

interface Round extends LoadResult {
  readonly cpuMicros: number;
}

async function round(server: ServerProcess, connections: number): Promise<Round> {
  const before = server.cpuSeconds();
  const load = await runLoad({
    url: `${server.url}/routing/responses`,
    connections,
    seconds,
    headers: HEADERS,
    body: BODY,
  });
  return { ...load, cpuMicros: (server.cpuSeconds() - before) * 1e6 / load.requests };
}

await using backend = await startServer(program("backend_server"), []);
await using servers = new AsyncDisposableStack();
const start = async (name: string, args: readonly string[], flags: readonly string[] = []) =>
  servers.use(await startServer(program(name), args, flags));
const plain = await start("plain_proxy", [backend.url]);
const gateway = await start("spillover_gateway", [KEY, backend.url], GATEWAY_FLAGS);
const subjects = new Map([["plain", plain], ["gateway", gateway]]);
for (const part of parts ? ["serve", "edge", "client"] : []) {
  subjects.set(part, await start("gateway_part", [part, backend.url], GATEWAY_FLAGS));
}

console.log(`# ${rounds} alternating rounds of ${seconds} s, load by ${loadTool}`);
let met = true;
for (const connections of [16, 64]) {
  const results = new Map([...subjects.keys()].map((name): [string, Round[]] => [name, []]));
  for (let i = -WARM_UP_ROUNDS; i < rounds; i++) {
    for (const [name, server] of subjects) {
      const result = await round(server, connections);
      if (result.failures > 0) throw new Error(`${name}: ${result.failures} failed requests`);
      if (i >= 0) results.get(name)!.push(result);
    }
  }
  const reference = results.get("plain")!;
  for (const [name, all] of results) {
    const ratio = median(
      all.map((one, i) => one.requestsPerSecond / reference[i].requestsPerSecond),
    );
    if (name === "gateway") met &&= ratio >= GOAL_RATIO;
    const of = (key: keyof Round) => median(all.map((result) => result[key]));
    console.log(
      `gateway_proxy ${name.padEnd(7)} ${connections} connections: ratio ${ratio.toFixed(2)}, ` +
        `${Math.round(of("requestsPerSecond"))} requests/s, ` +
        `${Math.round(of("cpuMicros"))} us CPU/request, ` +
        `p50 ${of("p50Ms").toFixed(2)} ms, p99 ${of("p99Ms").toFixed(2)} ms, ` +
        `peak ${Math.round(subjects.get(name)!.peakMemoryMiB())} MiB`,
    );
  }
}
met &&= !(gateway.peakMemoryMiB() >= GOAL_PEAK_MIB);
console.log(
  `gateway_proxy goal: ratio >= ${GOAL_RATIO}, peak < ${GOAL_PEAK_MIB} MiB: ${
    met ? "met" : "MISSED"
  }`,
);
Deno.exitCode = met ? 0 : 1;
