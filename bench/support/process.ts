/**
 * Servers under measurement, each a process of its own.
 * @module
 */
import configuration from "../../deno.json" with { type: "json" };
import { cpuSeconds, descriptors, memoryMiB, peakMemoryMiB, treeOf } from "./process_tree.ts";

/** V8's flags for the gateway, as its task has them. */
export const GATEWAY_FLAGS: readonly string[] = configuration.tasks.gateway.command.split(" ")
  .filter((word) => word.startsWith("--v8-flags="));

/** A started program that has said where it listens. Figures count its child processes, too. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  /** CPU seconds (user and system) used so far; NaN where the system does not tell. */
  cpuSeconds(): number;
  /** The most memory it has held, in MiB; NaN where the system does not tell. */
  peakMemoryMiB(): number;
  /** The memory that it holds now, in MiB. */
  memoryMiB(): number;
  /** The file descriptors that it has open, without its children's. */
  descriptors(): number;
}

/**
 * Runs a Deno program beside this one and waits for the first line it prints: its URL.
 * @param program URL of the file
 * @param flags further ones of `deno run`
 */
export async function startServer(
  program: URL,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<ServerProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", ...flags, program.href, ...args],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  return measured(child, await firstLine(child.stdout));
}

/** A program that is no Deno program: it is told its port, and is ready when it answers. */
export interface CommandOptions {
  readonly command: string;
  args(port: number): readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Path of a page that it answers with 200 once it serves. */
  readonly readyPath: string;
  readonly startLimitMs: number;
}

/** Runs it on a free port of 127.0.0.1 and waits until it serves. @throws Error with what it said, when it does not in time */
export async function startCommand(options: CommandOptions): Promise<ServerProcess> {
  const { command, env, cwd, readyPath, startLimitMs } = options;
  const port = freePort();
  const log = await Deno.makeTempFile({ suffix: ".log" });
  const script = 'out="$1"; shift; exec "$@" >"$out" 2>&1';
  const child = new Deno.Command("sh", {
    args: ["-c", script, "sh", log, command, ...options.args(port)],
    env,
    cwd,
    stdin: "null",
  }).spawn();
  const url = `http://127.0.0.1:${port}`;
  let ended = false;
  void child.status.then(() => ended = true);
  const limit = AbortSignal.timeout(startLimitMs);
  while (!await answers(url + readyPath, limit)) {
    if (ended || limit.aborted) {
      if (!ended) await endTree(child);
      throw new Error(`${command} did not serve: ${(await Deno.readTextFile(log)).slice(-2_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const server = measured(child, url);
  return {
    ...server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await Deno.remove(log);
    },
  };
}

function measured(child: Deno.ChildProcess, url: string): ServerProcess {
  const { pid } = child;
  return {
    url,
    cpuSeconds: () => cpuSeconds(pid),
    peakMemoryMiB: () => peakMemoryMiB(pid),
    memoryMiB: () => memoryMiB(pid),
    descriptors: () => descriptors(pid),
    [Symbol.asyncDispose]: () => endTree(child),
  };
}

/** Ends the process and all that it has started, and waits for it. */
export async function endTree(child: Deno.ChildProcess): Promise<void> {
  for (const pid of treeOf(child.pid)) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch {
      // it has ended
    }
  }
  await child.status;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function answers(url: string, limit: AbortSignal): Promise<boolean> {
  try {
    const signal = AbortSignal.any([limit, AbortSignal.timeout(2_000)]);
    const response = await fetch(url, { signal });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

async function firstLine(output: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of output.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const end = text.indexOf("\n");
    if (end !== -1) return text.slice(0, end);
  }
  throw new Error("the program ended before it said where it listens");
}
