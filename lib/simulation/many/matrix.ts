/**
 * All strategies against all scenarios.
 * @module
 */
import { type ComparableRun, compare, type Comparison } from "../compare.ts";
import type { PtuPrice } from "../cost.ts";
import type { SimulationReport } from "../report/report.ts";
import { scenarioByName, type SimulationOptions } from "../run.ts";
import type { Scenario } from "../scenario.ts";
import { SCENARIOS } from "../scenarios/mod.ts";
import { MATRIX_STRATEGIES, strategyByName, type StrategyDefinition } from "../strategies.ts";
import { titleOf } from "../traffic.ts";
import { type JobResult, strategyName } from "./job.ts";
import { type PoolOptions, runAll } from "./pool.ts";

export interface MatrixOptions
  extends Omit<SimulationOptions, "strategy" | "scenario">, Pick<PoolOptions, "threads"> {
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
  const strategies = options.strategies ?? MATRIX_STRATEGIES;
  for (const strategy of strategies) if (typeof strategy === "string") strategyByName(strategy);
  const scenarios = (options.scenarios ?? [...SCENARIOS.values()])
    .map((scenario) => typeof scenario === "string" ? scenarioByName(scenario) : scenario);
  const { onReport, onProgress, price, requests, seed, traffic, fidelity, signal, threads } =
    options;
  const jobs = scenarios.flatMap((scenario) =>
    strategies.map((strategy) => ({ strategy, scenario, price, requests, seed, traffic, fidelity }))
  );
  const ended: (JobResult | { refused: string } | undefined)[] = new Array(jobs.length);
  const compared: (Comparison | undefined)[] = new Array(jobs.length);
  let done = 0;
  await runAll(jobs, (outcome) => {
    const { index } = outcome;
    ended[index] = "result" in outcome ? outcome.result : outcome;
    done++;
    if ("result" in outcome) onReport?.(outcome.result.report, done, jobs.length);
    compareScenario(index - index % strategies.length, "known");
  }, { threads, signal, onProgress });

  /**
   * Compares what has ended in the scenario whose jobs begin at `from` with the first strategy that ran: at once, while
   * other threads run on, or at last, when what has not ended never will.
   */
  function compareScenario(from: number, first: "known" | "whatever ended"): void {
    let base: ComparableRun | null = null;
    for (let i = from; i < from + strategies.length; i++) {
      const end = ended[i];
      if (end === undefined) {
        if (base === null && first === "known") return;
      } else if ("comparable" in end) {
        if (base === null) base = end.comparable;
        else compared[i] ??= compare(end.comparable, base);
      }
    }
  }

  const reports: SimulationReport[] = [];
  const skipped: { strategy: string; scenario: string; reason: string }[] = [];
  scenarios.forEach((scenario, row) => {
    compareScenario(row * strategies.length, "whatever ended");
    strategies.forEach((strategy, column) => {
      const end = ended[row * strategies.length + column];
      if (end === undefined) return; // interrupted before it began
      if ("report" in end) reports.push(end.report);
      else {
        skipped.push({
          strategy: strategyName(strategy),
          scenario: titleOf(scenario, traffic),
          reason: end.refused,
        });
      }
    });
  });
  return {
    simulated: true,
    partial: done < jobs.length || reports.some(({ partial }) => partial),
    strategies: strategies.map(strategyName),
    scenarios: scenarios.map((scenario) => titleOf(scenario, traffic)),
    reports,
    comparisons: compared.filter((comparison) => comparison !== undefined),
    skipped,
  };
}
