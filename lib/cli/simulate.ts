/**
 * `deno task simulate`: strategies against scenarios on the virtual clock.
 * @module
 */
import { parseArgs } from "node:util";
import { unknownName } from "../core/one_of.ts";
import {
  adviceText,
  advise,
  InputError,
  type Matrix,
  matrix,
  matrixHtml,
  matrixTable,
  readScenarioFile,
  readTrafficCsv,
  reportText,
  type Scenario,
  SCENARIOS,
  STRATEGY_NAMES,
  strategyByName,
} from "../simulation/mod.ts";
import { INTERRUPTED, runCommand, UsageError } from "./command.ts";
import { ProgressLine } from "./progress_line.ts";
import { endingSignal } from "./signals.ts";

const USAGE = `Usage: deno task simulate [options]

  --strategy NAME[,NAME...]   default all; NAME@4 runs on four gateway instances
  --scenario NAME|FILE[,...]  default all; FILE is a scenario of your own (.json)
  --traffic FILE.csv          your own traffic (time,tokens_in,tokens_out), by default on calm-day's regions
  --requests N                default 10000 (with --traffic: all rows)
  --seed SEED                 default 1
  --advise                    which strategies no other beats, and how many PTUs are worth their price
  --ptu-price USD             per PTU and hour, in place of the catalogue's
  --json                      one JSON document on stdout
  --html FILE                 a report to look at
  --progress                  say on stderr at once how far it is; default: on a terminal, elsewhere every ten seconds

example: deno task simulate --scenario morning-peak --strategy priority-spillover,backend-pool --html peak.html
exit code: 0 done, 1 a file that cannot be used, 2 wrong usage, 130 interrupted, with what there was until then

strategies: ${STRATEGY_NAMES.join(", ")}
scenarios:  ${[...SCENARIOS.keys()].join(", ")}`;

const OPTIONS = {
  strategy: { type: "string" },
  scenario: { type: "string" },
  traffic: { type: "string" },
  requests: { type: "string" },
  seed: { type: "string" },
  advise: { type: "boolean" },
  "ptu-price": { type: "string" },
  json: { type: "boolean" },
  html: { type: "string" },
  progress: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Exit codes: see command.ts; 130 with a partial result. */
async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (values.advise && values.html !== undefined) {
    throw new UsageError(
      "--html shows a comparison, and --advise makes none: leave one of them out",
    );
  }
  const price = values["ptu-price"] === undefined
    ? undefined
    : { usdPerHour: positive("--ptu-price", values["ptu-price"]) };
  const requests = values.requests === undefined
    ? undefined
    : positive("--requests", values.requests, { whole: true });
  const scenarios = await scenariosOf(values.scenario, values.traffic !== undefined);
  const traffic = values.traffic === undefined ? undefined : await readTrafficCsv(values.traffic);
  const strategies = values.strategy === undefined || values.strategy === "all"
    ? undefined
    : values.strategy.split(",").map(knownStrategy);
  const progress = new ProgressLine({ atOnce: values.progress });
  const common = { seed: values.seed ?? "1", requests, traffic, price, signal: endingSignal() };

  if (values.advise) {
    let partial = false;
    const all = [];
    for (const scenario of scenarios) {
      const advice = await advise({
        ...common,
        scenario,
        strategies,
        onCandidate: ({ strategy, ptus }, done, of) =>
          progress.say(`${done}/${of} ${strategy} with ${ptus} PTUs under ${scenario.name}`),
      });
      progress.clear();
      partial ||= advice.partial;
      all.push(advice);
      if (!values.json) console.log(`${adviceText(advice)}\n`);
    }
    if (values.json) console.log(JSON.stringify(all.length === 1 ? all[0] : all, null, 2));
    return partial ? INTERRUPTED : 0;
  }
  const result = await matrix({
    ...common,
    strategies,
    scenarios,
    onReport: ({ strategy, scenario }, done, of) =>
      progress.say(`${done}/${of} ${strategy} under ${scenario}`),
    onProgress: (ended, of) => {
      if (ended > 0) progress.say(`${ended} of ${of} requests`);
    },
  });
  progress.clear();
  console.log(values.json ? JSON.stringify(single(result) ?? result, null, 2) : textOf(result));
  if (values.html) await writeHtml(values.html, await matrixHtml(result));
  return result.partial ? INTERRUPTED : 0;
}

/** Last of all: what was simulated stands on the screen even where no file can be written. */
async function writeHtml(path: string, page: string): Promise<void> {
  try {
    await Deno.writeTextFile(path, page);
  } catch (error) {
    throw new InputError(path, null, `cannot be written: ${(error as Error).message}`);
  }
}

/** The one report, where only one was asked for. */
function single({ strategies, scenarios, reports }: Matrix) {
  return strategies.length === 1 && scenarios.length === 1 ? reports[0] : undefined;
}

function textOf(result: Matrix): string {
  const report = single(result);
  return report ? reportText(report) : matrixTable(result);
}

async function scenariosOf(
  option: string | undefined,
  ownTraffic: boolean,
): Promise<readonly Scenario[]> {
  if (option === undefined && ownTraffic) return [SCENARIOS.get("calm-day")!];
  if (option === undefined || option === "all") return [...SCENARIOS.values()];
  return await Promise.all(
    option.split(",").map((name) => {
      const known = SCENARIOS.get(name);
      if (known) return known;
      if (name.endsWith(".json")) return readScenarioFile(name);
      throw new UsageError(
        `${unknownName("scenario", name, [...SCENARIOS.keys()])}; or give a .json file`,
      );
    }),
  );
}

function positive(option: string, text: string, { whole = false } = {}): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value) || (whole && !Number.isInteger(value))) {
    throw new UsageError(
      `${option} must be a ${whole ? "whole " : ""}number above 0: it is "${text}"`,
    );
  }
  return value;
}

/** The name, if there is such a strategy. @throws UsageError naming those there are */
function knownStrategy(name: string): string {
  try {
    strategyByName(name);
    return name;
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

if (import.meta.main) {
  await runCommand("simulate", main, {
    known: [InputError, RangeError, Deno.errors.PermissionDenied, Deno.errors.NotFound],
  });
}
