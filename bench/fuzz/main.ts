/**
 * Seeded fuzzers: what people hand in, what callers write and what backends send, at its worst.
 *
 *     deno task fuzz [NAME ...] [--seconds N] [--seed S] [--from I]
 *
 * NAME is one of documents, expressions, liquid, callers, backends, management, files; default all. Exits with 1 where one found
 * something. `--from` begins with that attempt, to see it again.
 * @module
 */
import { parseArgs } from "node:util";
import { runCommand, UsageError } from "../../lib/cli/command.ts";
import { endingSignal } from "../../lib/cli/signals.ts";
import { SystemClock } from "../../lib/core/clock.ts";
import { unknownName } from "../../lib/core/one_of.ts";
import type { Order, Report } from "./worker.ts";

const NAMES = ["documents", "expressions", "liquid", "callers", "backends", "management", "files"];

/** A worker that says nothing for so long hangs. */
const SILENCE_MS = 60_000;

function run(order: Order, signal: AbortSignal): Promise<Report> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const clock = new SystemClock();
  const { promise, resolve, reject } = Promise.withResolvers<Report>();
  let last: Report | null = null;
  let cancel = () => {};
  const watch = () => {
    cancel();
    cancel = clock.schedule(SILENCE_MS, () => {
      const { examples = [], ...counts } = last ?? {};
      const example = `--from ${order.from + (last?.tried ?? 0)}: no end within ${SILENCE_MS} ms`;
      const none = { tried: 0, ok: 0, refused: 0, lost: 0, internal: 0, crashes: 0, hangs: 0 };
      const report = { ...none, ...counts, done: true, examples: [...examples, example] };
      resolve({ ...report, hangs: report.hangs + 1 });
    });
  };
  worker.onmessage = ({ data }: MessageEvent<Report>) => {
    last = data;
    watch();
    if (data.done) resolve(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`${order.name} died after ${last?.tried ?? 0} attempts: ${event.message}`));
  };
  const end = () => reject(signal.reason);
  signal.addEventListener("abort", end);
  watch();
  worker.postMessage(order);
  return promise.finally(() => {
    signal.removeEventListener("abort", end);
    cancel();
    worker.terminate();
  });
}

const USAGE = `usage: deno task fuzz [NAME ...] [options]
  NAME         one of ${NAMES.join(", ")}; default all
  --seconds N  for each; default 60
  --seed S     default 1
  --from I     begins with that attempt, to see it again
What people hand in, what callers write and what backends send, at its worst.

example: deno task fuzz liquid --seconds 10
exit code: 0 when nothing was found, 1 when something was, 2 for wrong usage, 130 interrupted`;

async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seconds: { type: "string", default: "60" },
      seed: { type: "string", default: "1" },
      from: { type: "string", default: "0" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const names = positionals.length > 0 ? positionals : NAMES;
  const unknown = names.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new UsageError(unknownName("fuzzer", unknown, NAMES));
  const [seconds, from] = [Number(values.seconds), Number(values.from)];
  if (!(seconds > 0) || !Number.isInteger(from) || from < 0) {
    throw new UsageError("--seconds takes a number above 0, --from a whole number");
  }
  let found = 0;
  for (const name of names) {
    const report = await run({ name, seconds, from, seed: values.seed }, signal);
    const { tried, ok, refused, lost, internal, crashes, hangs, examples } = report;
    found += lost + internal + crashes + hangs;
    console.log(
      `fuzz ${name.padEnd(12)} tried ${tried}: ${ok} ok, ${refused} refused, ${crashes} crashes, ` +
        `${hangs} hangs over a second, ${lost} lost, ${internal} InternalErrors`,
    );
    for (const example of examples) console.log(`  --seed ${values.seed} ${example}`);
  }
  return found > 0 ? 1 : 0;
}

const signal = endingSignal();
await runCommand("fuzz", (args) => main(args, signal), { signal });
