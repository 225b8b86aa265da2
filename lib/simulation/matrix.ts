/**
 * All strategies against all scenarios.
 * @module
 */
import { compare, type Comparison } from "./compare.ts";
import type { PtuPrice } from "./cost.ts";
import { reportOf, type SimulationReport } from "./report.ts";
import { run, scenarioByName, type SimulationOptions } from "./run.ts";
import type { Scenario } from "./scenario.ts";
import { SCENARIOS } from "./scenarios/mod.ts";
import { MATRIX_STRATEGIES, strategyByName, type StrategyDefinition } from "./strategies.ts";

export interface MatrixOptions extends Omit<SimulationOptions, "strategy" | "scenario"> {
  /** default: every strategy and variant */
  readonly strategies?: readonly (string | StrategyDefinition)[];
  /** default: every scenario that comes along */
  readonly scenarios?: readonly (string | Scenario)[];
  readonly price?: PtuPrice;
  /** Told after each run. */
  readonly onReport?: (report: SimulationReport, done: number, of: number) => void;
}

export interface Matrix {
  readonly simulated: true;
  readonly partial: boolean;
  readonly strategies: readonly string[];
  readonly scenarios: readonly string[];
  /** One a pair, scenario by scenario; fewer when interrupted. */
  readonly reports: readonly SimulationReport[];
  /** Each strategy against the first one, on the same traffic. */
  readonly comparisons: readonly Comparison[];
  /** Pairs that could not run, and why: a strategy may not fit a scenario's regions. */
  readonly skipped: readonly { strategy: string; scenario: string; reason: string }[];
}

/**
 * Runs every pair. A pair that cannot run is skipped and named.
 * @throws RangeError for the name of a strategy or scenario that does not exist
 */
export async function matrix(options: MatrixOptions = {}): Promise<Matrix> {
  const strategies = (options.strategies ?? MATRIX_STRATEGIES)
    .map((strategy) => typeof strategy === "string" ? strategyByName(strategy) : strategy);
  const scenarios = (options.scenarios ?? [...SCENARIOS.values()])
    .map((scenario) => typeof scenario === "string" ? scenarioByName(scenario) : scenario);
  const reports: SimulationReport[] = [];
  const comparisons: Comparison[] = [];
  const skipped: { strategy: string; scenario: string; reason: string }[] = [];
  const of = strategies.length * scenarios.length;
  const { onReport, price, ...common } = options;
  for (const scenario of scenarios) {
    let first: Awaited<ReturnType<typeof run>> | null = null;
    for (const strategy of strategies) {
      if (options.signal?.aborted) break;
      try {
        const done = await run({ ...common, strategy, scenario });
        const report = reportOf(done, price);
        reports.push(report);
        if (first === null) first = done;
        else comparisons.push(compare(done, first));
        onReport?.(report, reports.length + skipped.length, of);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        const { message } = error;
        skipped.push({ strategy: strategy.name, scenario: scenario.name, reason: message });
      }
    }
  }
  return {
    simulated: true,
    partial: reports.length + skipped.length < of || reports.some(({ partial }) => partial),
    strategies: strategies.map(({ name }) => name),
    scenarios: scenarios.map(({ name }) => name),
    reports,
    comparisons,
    skipped,
  };
}
