/**
 * Servers under measurement, each a process of its own.
 * @module
 */

/** A started program that has said where it listens. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  /** CPU seconds (user and system) used so far; NaN where the system does not tell. */
  cpuSeconds(): number;
  /** The most memory it has held, in MiB; NaN where the system does not tell. */
  peakMemoryMiB(): number;
  /** The memory that it holds now, in MiB. */
  memoryMiB(): number;
  /** The file descriptors that it has open. */
  descriptors(): number;
}

/** Clock ticks a second in /proc, fixed by Linux for its user interface. */
const TICKS_PER_SECOND = 100;

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
  const url = await firstLine(child.stdout);
  return {
    url,
    cpuSeconds() {
      const stat = readProc(child.pid, "stat");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    },
    peakMemoryMiB() {
      return Number(/VmHWM:\s+(\d+) kB/.exec(readProc(child.pid, "status"))?.[1]) / 1024;
    },
    memoryMiB() {
      return Number(/VmRSS:\s+(\d+) kB/.exec(readProc(child.pid, "status"))?.[1]) / 1024;
    },
    descriptors() {
      try {
        return [...Deno.readDirSync(`/proc/${child.pid}/fd`)].length;
      } catch {
        return NaN;
      }
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
    },
  };
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

function readProc(pid: number, file: string): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/${file}`);
  } catch {
    return "";
  }
}
