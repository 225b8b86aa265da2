/**
 * One run among many: what is asked of it and what it gives, as plain data that threads can hand to each other.
 * @module
 */
import type { StrategyOptions } from "../../policies/mod.ts";
import { comparable, type ComparableRun } from "../compare.ts";
import type { PtuPrice } from "../cost.ts";
import { reportOf, type SimulationReport } from "../report/report.ts";
import { run, type SimulationOptions } from "../run.ts";
import type { Scenario } from "../scenario.ts";
import { strategyByName, type StrategyDefinition, strategyWith } from "../strategies.ts";

/** What to run. */
export interface Job extends Pick<SimulationOptions, "requests" | "seed" | "traffic" | "fidelity"> {
  /** A name, a workshop's strategy with options, or a definition of one's own, which stays in its thread. */
  readonly strategy: string | StrategyWithOptions | StrategyDefinition;
  readonly scenario: Scenario;
  readonly price?: PtuPrice;
}

export interface StrategyWithOptions {
  readonly name: string;
  readonly options: StrategyOptions;
}

export interface JobResult {
  readonly report: SimulationReport;
  readonly comparable: ComparableRun;
}

/** @throws RangeError when the strategy does not fit the scenario's regions */
export async function runJob(
  { strategy, price, ...rest }: Job,
  options: Pick<SimulationOptions, "signal" | "onProgress">,
): Promise<JobResult> {
  const done = await run({ ...rest, ...options, strategy: definitionOf(strategy) });
  return { report: reportOf(done, price), comparable: comparable(done) };
}

/** The strategy's name as tables show it. */
export function strategyName(strategy: Job["strategy"]): string {
  return typeof strategy === "string" ? strategy : strategy.name;
}

/** Whether another thread can be asked: functions cannot travel. */
export function travels({ strategy }: Job): boolean {
  return typeof strategy === "string" || "options" in strategy;
}

function definitionOf(strategy: Job["strategy"]): StrategyDefinition {
  if (typeof strategy === "string") return strategyByName(strategy);
  return "options" in strategy ? strategyWith(strategy.name, strategy.options) : strategy;
}
