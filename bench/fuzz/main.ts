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
import { SystemClock } from "../../lib/core/clock.ts";
import type { Order, Report } from "./worker.ts";

const NAMES = ["documents", "expressions", "liquid", "callers", "backends", "management", "files"];

/** A worker that says nothing for so long hangs. */
const SILENCE_MS = 60_000;

function run(order: Order): Promise<Report> {
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
  watch();
  worker.postMessage(order);
  return promise.finally(() => {
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
exit code: 0 when nothing was found, 1 when something was, 2 for wrong usage`;

function readArguments() {
  try {
    return parseArgs({
      args: Deno.args,
      allowPositionals: true,
      options: {
        seconds: { type: "string", default: "60" },
        seed: { type: "string", default: "1" },
        from: { type: "string", default: "0" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // parseArgs names the option
    console.error(`fuzz: ${error.message}\n${USAGE}`);
    Deno.exit(2);
  }
}

const { values, positionals } = readArguments();
if (values.help) {
  console.log(USAGE);
  Deno.exit(0);
}
const names = positionals.length > 0 ? positionals : NAMES;
const unknown = names.find((name) => !NAMES.includes(name));
const [seconds, from] = [Number(values.seconds), Number(values.from)];
if (unknown !== undefined || !(seconds > 0) || !Number.isInteger(from) || from < 0) {
  console.error(
    unknown !== undefined
      ? `no fuzzer "${unknown}": there are ${NAMES.join(", ")}`
      : "--seconds takes a number above 0, --from a whole number",
  );
  Deno.exit(2);
}
let found = 0;
for (const name of names) {
  const report = await run({ name, seconds, from, seed: values.seed });
  const { tried, ok, refused, lost, internal, crashes, hangs, examples } = report;
  found += lost + internal + crashes + hangs;
  console.log(
    `fuzz ${name.padEnd(12)} tried ${tried}: ${ok} ok, ${refused} refused, ${crashes} crashes, ` +
      `${hangs} hangs over a second, ${lost} lost, ${internal} InternalErrors`,
  );
  for (const example of examples) console.log(`  --seed ${values.seed} ${example}`);
}
Deno.exit(found > 0 ? 1 : 0);
