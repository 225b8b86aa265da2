/**
 * Sweep files: which values of which parameters to combine.
 * @module
 */
import type { Checker } from "../../models/checker.ts";
import { checkedJson, readInput } from "../json_file.ts";
import { InputError } from "../input_error.ts";
import { scenarioByName } from "../run.ts";
import { readScenarioFile } from "../scenario_file.ts";
import type { Scenario } from "../scenario.ts";
import { SCENARIOS } from "../scenarios/mod.ts";
import { STRATEGY_NAMES } from "../strategies.ts";

/** Parameters that a sweep varies. A strategy that has no such option runs once for all its values. */
export interface SweepAxes {
  readonly strategies: readonly string[];
  /** Sizes of the scenario's first PTU deployment; none of the file's own: `null`. */
  readonly ptus: readonly (number | null)[];
  /** Factors on the scenario's demand. */
  readonly demand: readonly number[];
  /** Failures that open a breaker (`circuit-breaker`, `backend-pool`). */
  readonly breakerFailures: readonly (number | null)[];
  /** Seconds for which it stays open (the same). */
  readonly breakerTripSeconds: readonly (number | null)[];
  /** Retries of the gateway (`backend-pool`). */
  readonly gatewayRetries: readonly (number | null)[];
  /** Times that a caller sends a request again; default the scenario's. */
  readonly clientRetries: readonly (number | null)[];
  readonly seeds: readonly (string | number)[];
}

export interface Sweep {
  readonly scenario: Scenario;
  /** Of each point. */
  readonly requests: number;
  readonly axes: SweepAxes;
}

const DEFAULT_REQUESTS = 2_000;
/** Points of one sweep; more is a job for many machines. */
const MOST_POINTS = 1_000_000;

interface Written {
  readonly scenario?: string;
  readonly requests?: number;
  readonly strategies: string[];
  readonly seeds?: number | (string | number)[];
  readonly ptus?: number[];
  readonly demand?: number[];
  readonly breakerFailures?: number[];
  readonly breakerTripSeconds?: number[];
  readonly gatewayRetries?: number[];
  readonly clientRetries?: number[];
}

const FIELDS = [
  "scenario",
  "requests",
  "strategies",
  "seeds",
  "ptus",
  "demand",
  "breakerFailures",
  "breakerTripSeconds",
  "gatewayRetries",
  "clientRetries",
];

const WHOLE = { whole: true } as const;
const POSITIVE = { exclusive: true } as const;

/** @throws InputError naming file and line */
export async function readSweepFile(path: string): Promise<Sweep> {
  return await parseSweep(path, await readInput(path));
}

/** @param name what errors call the file; a scenario's file is looked for beside it */
export async function parseSweep(name: string, text: string): Promise<Sweep> {
  const written = checkedJson(name, text, checkSweep) as Written;
  const { scenario = "morning-peak", requests = DEFAULT_REQUESTS, strategies, seeds = 1 } = written;
  const sweep: Sweep = {
    scenario: scenario.endsWith(".json")
      ? await readScenarioFile(beside(name, scenario))
      : scenarioByName(scenario),
    requests,
    axes: {
      strategies,
      ptus: written.ptus ?? [null],
      demand: written.demand ?? [1],
      breakerFailures: written.breakerFailures ?? [null],
      breakerTripSeconds: written.breakerTripSeconds ?? [null],
      gatewayRetries: written.gatewayRetries ?? [null],
      clientRetries: written.clientRetries ?? [null],
      seeds: typeof seeds === "number" ? Array.from({ length: seeds }, (_, i) => i + 1) : seeds,
    },
  };
  const points = Object.values(sweep.axes).reduce((product, values) => product * values.length, 1);
  if (points > MOST_POINTS) {
    throw new InputError(name, null, `asks for ${points} points: at most ${MOST_POINTS} are run`);
  }
  return sweep;
}

function checkSweep(check: Checker, value: unknown): void {
  const fields = check.object(value, "", FIELDS);
  if (!fields) return;
  check.optional(fields.scenario, (scenario) => {
    if (typeof scenario === "string" && scenario.endsWith(".json")) return;
    check.oneOf(scenario, "scenario", [...SCENARIOS.keys()]);
  });
  check.optional(
    fields.requests,
    (requests) => check.number(requests, "requests", { ...WHOLE, min: 1 }),
  );
  check.list(
    fields.strategies,
    "strategies",
    (strategy, path) => check.oneOf(strategy, path, STRATEGY_NAMES),
  );
  check.optional(fields.seeds, (seeds) => {
    if (!Array.isArray(seeds)) check.number(seeds, "seeds", { ...WHOLE, min: 1, max: MOST_POINTS });
    else {
      check.list(seeds, "seeds", (seed, path) => {
        if (typeof seed !== "string") check.number(seed, path, WHOLE);
      });
    }
  });
  const numbers = (
    name: string,
    range: { min?: number; max?: number; exclusive?: boolean; whole?: boolean },
  ) =>
    check.optional(
      fields[name],
      (values) => check.list(values, name, (number, path) => check.number(number, path, range)),
    );
  numbers("ptus", WHOLE);
  numbers("demand", POSITIVE);
  numbers("breakerFailures", { ...WHOLE, min: 1 });
  numbers("breakerTripSeconds", POSITIVE);
  numbers("gatewayRetries", { ...WHOLE, max: 50 });
  numbers("clientRetries", { ...WHOLE, max: 10 });
}

function beside(file: string, path: string): string {
  const folder = /^.*[/\\]/.exec(file)?.[0] ?? "";
  return /^([/\\]|[a-z]:)/i.test(path) ? path : folder + path;
}
