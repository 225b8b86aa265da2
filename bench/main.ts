/**
 * `deno task bench`: runs every benchmark of this folder, one after another, each in a process of its own.
 *
 *     deno task bench [NAME...]
 *
 * Exit code 1 when one of them missed its goal or failed.
 * @module
 */
import { runCommand, UsageError } from "../lib/cli/command.ts";
import { endingSignal } from "../lib/cli/signals.ts";
import { unknownName } from "../lib/core/one_of.ts";
import { endTree } from "./support/process.ts";

const folder = new URL(".", import.meta.url);
const names = [...Deno.readDirSync(folder)]
  .filter(({ isFile, name }) => isFile && name.endsWith(".ts") && name !== "main.ts")
  .map(({ name }) => name.slice(0, -3))
  .sort();
const USAGE = `usage: deno task bench [NAME...]
  NAME  one of ${
  names.join(", ")
}; default all but soak (an hour) and console_page (ten minutes in Chromium)
fallback also measures LiteLLM's proxy and Portkey's gateway, where they are found in PATH or at LITELLM and PORTKEY_GATEWAY.
The benchmarks, one after another, each as a ratio measured in one run.

example: deno task bench simulation
exit code: 0 when all goals were met, 1 when one was missed or a benchmark failed, 2 for wrong usage, 130 interrupted`;
/** Only where they are asked for. */
const LONG = ["soak", "console_page"];

async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(USAGE);
    return 0;
  }
  const unknown = args.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UsageError(unknownName("benchmark", unknown, names));
  const missed: string[] = [];
  const wanted = args.length > 0 ? args : names.filter((name) => !LONG.includes(name));
  for (const name of wanted) if (!await run(name, signal)) missed.push(name);
  console.log(missed.length === 0 ? "all goals met" : `missed: ${missed.join(", ")}`);
  return missed.length === 0 ? 0 : 1;
}

/** Whether it met its goals. At the signal it ends with all that it has started. */
async function run(name: string, signal: AbortSignal): Promise<boolean> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL(`./${name}.ts`, folder).href],
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  const end = () => void endTree(child);
  signal.addEventListener("abort", end);
  const { success } = await child.status;
  signal.removeEventListener("abort", end);
  signal.throwIfAborted();
  return success;
}

const signal = endingSignal();
await runCommand("bench", (args) => main(args, signal), { signal });
