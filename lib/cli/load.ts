/**
 * `deno task load export|import`: the workshop's workloads as a Locust project, and what it measured.
 * @module
 */
import { parseArgs } from "node:util";
import { ResultsFile, servedOverTimeChart, textBars, textTable } from "../analysis/mod.ts";
import { SystemClock } from "../core/clock.ts";
import { unknownName } from "../core/one_of.ts";
import { UserError } from "../core/user_error.ts";
import {
  type MeasuredLoad,
  measuredLoad,
  predict,
  type Prediction,
  rateLoad,
  scenarioLoad,
  writeLocustProject,
} from "../load/mod.ts";
import { InputError, readScenarioFile, SCENARIOS } from "../simulation/mod.ts";
import { runCommand, UsageError } from "./command.ts";
import { readModelsFile } from "./models_file.ts";
import { endingSignal } from "./signals.ts";

const USAGE = `Usage: deno task load export [options]     writes a Locust project
       deno task load import DIR [options] reads what its test measured

export
  --scenario NAME|FILE   the scenario's traffic: arrivals, tokens, streams, callers that retry
  --per-second N         or an even rate of the notebooks' request
  --count N              requests; default 200 with --per-second, else the scenario's own
  --seed SEED            default 1
  --out DIR              default load/

import
  --strategy NAME        what the simulation beside it runs; default: what the replies named
  --models FILE          its regions; default: the scenario's, or the embedded gateway's own
  --results DIR          where the results JSON goes; default results/
  --json                 one JSON document on stdout

Example:
  deno task load export --per-second 20 --count 400 --out load
  ROUTING_URL=https://NAME.azure-api.net/routing/responses ROUTING_KEY=... locust --headless -f load/locustfile.py
  deno task load import load
Exit codes: 0 done, 1 files that cannot be used, 2 wrong usage, 130 interrupted: nothing half is left.

scenarios: ${[...SCENARIOS.keys()].join(", ")}`;

const OPTIONS = {
  scenario: { type: "string" },
  "per-second": { type: "string" },
  count: { type: "string" },
  seed: { type: "string", default: "1" },
  out: { type: "string", default: "load" },
  strategy: { type: "string" },
  models: { type: "string" },
  results: { type: "string", default: "results" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

type Values = ReturnType<typeof readArguments>["values"];

function readArguments(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
}

/** Exit codes: see command.ts. */
async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = readArguments(args);
  const [command, folder] = positionals;
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const extra = positionals[command === "import" ? 2 : 1];
  if (["export", "import"].includes(command) && extra !== undefined) {
    throw new UsageError(`load ${command} takes no "${extra}": leave it out`);
  }
  if (command === "export") return await exportProject(values, signal);
  if (command === "import" && folder !== undefined) {
    return await importRecords(folder, values, signal);
  }
  throw new UsageError(
    command === "import"
      ? "load import takes the folder that load export wrote: deno task load import DIR"
      : `${
        command === undefined
          ? "no command: there are export, import"
          : unknownName("command", command, ["export", "import"])
      }`,
  );
}

async function exportProject(values: Values, signal: AbortSignal): Promise<number> {
  const { scenario, seed, out } = values;
  const perSecond = values["per-second"];
  if ((scenario === undefined) === (perSecond === undefined)) {
    throw new UsageError("Give either --scenario NAME or --per-second N.");
  }
  const count = values.count === undefined
    ? undefined
    : positive("--count", values.count, { whole: true });
  const load = scenario === undefined
    ? rateLoad({ perSecond: rate(perSecond!), count, seed })
    : await scenarioLoad(await scenarioOf(scenario), { count, seed });
  const files = await writeLocustProject(out, load, signal);
  const { requests, durationMs } = load.plan;
  console.log(
    `${out}: ${requests} requests in ${(durationMs / 1000).toFixed(1)} s (${files.join(", ")})\n` +
      `Next: set ROUTING_URL and ROUTING_KEY, then locust --headless -f ${out}/locustfile.py`,
  );
  return 0;
}

async function importRecords(
  folder: string,
  values: Values,
  signal: AbortSignal,
): Promise<number> {
  const path = folder.replace(/(?<=.)\/+$/, "");
  const regions = values.models === undefined
    ? undefined
    : (await readModelsFile(values.models)).regions;
  const load = await measuredLoad(path, signal);
  const prediction = await predict(load, { strategy: values.strategy, regions, signal });
  signal.throwIfAborted();
  const name = load.strategy ?? load.plan.name;
  const results = await ResultsFile.create(values.results, {
    now: new SystemClock().now(),
    apimService: "load test",
    target: "azure",
    backends: [],
    seed: load.plan.seed,
  });
  await results.add(name, load.tally, {
    scenario: load.plan.name,
    verdicts: prediction === null ? [] : [prediction.shares.sentence],
  });
  const chart = await servedOverTimeChart(load.served);
  const files = { results: results.path, chart: `${path}/served-over-time.svg` };
  try {
    await Deno.writeTextFile(files.chart, chart.svg);
  } catch (error) {
    throw new UserError(
      `The chart cannot be written to ${files.chart}: ${(error as Error).message}. ` +
        `The results are in ${files.results}.`,
    );
  }
  console.log(
    values.json
      ? JSON.stringify(asJson(load, prediction, files), null, 2)
      : asText(load, prediction, files, { regionsGiven: regions !== undefined }),
  );
  return 0;
}

/** Where the results and the chart were written. */
interface Written {
  readonly results: string;
  readonly chart: string;
}

function asJson(load: MeasuredLoad, prediction: Prediction | null, written: Written) {
  const { plan, files, tally, missing, strategy, clientRetries, latestMs } = load;
  return {
    name: plan.name,
    planned: plan.requests,
    missing,
    files,
    strategy,
    summary: tally.summary(strategy ?? plan.name),
    latencyByBackend: tally.latencyByBackend(),
    failures: tally.failures(),
    clientRetries,
    latestMs,
    prediction: prediction &&
      { strategy: prediction.strategy, rows: prediction.rows, shares: prediction.shares },
    written,
  };
}

function asText(
  load: MeasuredLoad,
  prediction: Prediction | null,
  written: Written,
  { regionsGiven }: { regionsGiven: boolean },
): string {
  const { plan, files, tally, missing, clientRetries, latestMs } = load;
  const summary = tally.summary(plan.name);
  const lines = [
    `${plan.name}: ${plan.requests - missing} of ${plan.requests} requests in ${files} file${
      files === 1 ? "" : "s"
    }`,
    textBars(summary.distribution),
    textTable(tally.latencyByBackend(), [
      { title: "backend", value: ({ backend }) => backend },
      { title: "n", value: ({ latencyMs }) => latencyMs.count },
      ...(["avg", "p50", "p95", "p99", "max"] as const).map((key) => ({
        title: `${key} (ms)`,
        value: ({ latencyMs }: { latencyMs: Record<typeof key, number> }) => latencyMs[key],
      })),
    ]),
    `success: ${summary.successful}/${summary.total} (${summary.successRate.toFixed(1)}%)`,
    ...tally.failures().map(({ kind, count, example }) =>
      `  ${kind}: ${count} (${example.slice(0, 100)})`
    ),
    `sent at the latest ${latestMs.toFixed(0)} ms after it was due; sent again: ${
      clientRetries ?? "not told"
    }`,
  ];
  if (missing > 0) {
    lines.push(
      `${missing} requests of the plan are in no file: a worker was lost, or the test was stopped.`,
    );
  }
  if (prediction === null) {
    lines.push(
      "",
      "No reply names its strategy: give --strategy NAME to put a simulation beside it.",
    );
  } else {
    lines.push(
      "",
      `Measured, and what the simulation of ${prediction.strategy} says of the same schedule:`,
      textTable(prediction.rows, [
        { title: "", value: ({ measure }) => measure },
        { title: "measured", value: ({ measured }) => measured, decimals: 1 },
        { title: "simulated", value: ({ simulated }) => simulated, decimals: 1 },
      ]),
    );
    lines.push(prediction.shares.sentence);
    if (!prediction.shares.agree && !regionsGiven) {
      lines.push(
        `The regions of that simulation are ${
          plan.scenario === null ? "the embedded gateway's" : "the scenario's (models.json)"
        }: give yours with --models FILE.`,
      );
    }
  }
  return [...lines, "", `Results: ${written.results}`, `Chart:   ${written.chart}`].join("\n");
}

async function scenarioOf(name: string) {
  const known = SCENARIOS.get(name);
  if (known) return known;
  if (name.endsWith(".json")) return await readScenarioFile(name);
  throw new UsageError(
    `${unknownName("scenario", name, [...SCENARIOS.keys()])}; or give a .json file`,
  );
}

/** Requests a second: more than any test sends would leave no time between two of them. */
const HIGHEST_RATE = 1e6;

function rate(text: string): number {
  const perSecond = positive("--per-second", text);
  if (perSecond <= HIGHEST_RATE) return perSecond;
  throw new UsageError(`--per-second is at most ${HIGHEST_RATE}: it is "${text}".`);
}

function positive(option: string, text: string, { whole = false } = {}): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value) && (!whole || Number.isSafeInteger(value))) return value;
  throw new UsageError(
    `${option} must be a ${whole ? "whole " : ""}number above 0: it is "${text}".`,
  );
}

if (import.meta.main) {
  const signal = endingSignal();
  await runCommand("load", (args) => main(args, signal), {
    known: [InputError, RangeError],
    signal,
  });
}
