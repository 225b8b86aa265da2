/**
 * Load on a server from a process of its own: wrk where it is installed, else a small generator of ours.
 * @module
 */

/** One round's result. */
export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly requests: number;
  /** Responses that were not 2xx, and connections that failed. */
  readonly failures: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface LoadOptions {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const GENERATOR = new URL("./load_generator.ts", import.meta.url);

/** "wrk", or "generator" where that is not installed. */
export const loadTool = await hasWrk() ? "wrk" : "generator";

/** POSTs over so many connections for so long. */
export function runLoad(options: LoadOptions): Promise<LoadResult> {
  return loadTool === "wrk" ? runWrk(options) : runGenerator(options);
}

async function hasWrk(): Promise<boolean> {
  try {
    await new Deno.Command("wrk", { args: ["--version"], stdout: "null", stderr: "null" }).output();
    return true;
  } catch {
    return false;
  }
}

async function runWrk({ url, connections, seconds, headers, body }: LoadOptions) {
  const script = await Deno.makeTempFile({ suffix: ".lua" });
  try {
    await Deno.writeTextFile(script, luaScript(headers, body));
    const args = [
      "-t1",
      "--timeout",
      "60s",
      `-c${connections}`,
      `-d${seconds}s`,
      "-s",
      script,
      url,
    ];
    const { stdout } = await new Deno.Command("wrk", { args }).output();
    const text = new TextDecoder().decode(stdout);
    const result = /^RESULT (.*)$/m.exec(text);
    if (result === null) throw new Error(`wrk said: ${text}`);
    return JSON.parse(result[1]) as LoadResult;
  } finally {
    await Deno.remove(script);
  }
}

function luaScript(headers: Readonly<Record<string, string>>, body: string): string {
  const quoted = (text: string) => JSON.stringify(text); // Lua reads these escapes alike
  const fields = Object.entries(headers).map(([name, value]) =>
    `wrk.headers[${quoted(name)}] = ${quoted(value)}`
  );
  return `wrk.method = "POST"
wrk.body = ${quoted(body)}
${fields.join("\n")}
function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"requestsPerSecond":%f,"failures":%d,"p50Ms":%f,"p99Ms":%f}\\n',
    summary.requests, summary.requests / (summary.duration / 1e6),
    e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
`;
}

async function runGenerator(options: LoadOptions): Promise<LoadResult> {
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", GENERATOR.href, JSON.stringify(options)],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}
