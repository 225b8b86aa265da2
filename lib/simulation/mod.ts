/**
 * Strategies against scenarios on a virtual clock: the gateway and the regions in one process, a day of
 * traffic in seconds, with a ledger, verdicts and a bill.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { simulate } from "../../lib/simulation/mod.ts";
 * const report = await simulate({ strategy: "backend-pool", scenario: "region-down", requests: 500 });
 * assert.ok(report.ledger.balanced);
 * ```
 * @module
 */
import type { PtuPrice } from "./cost.ts";
import { reportOf, type SimulationReport } from "./report/report.ts";
import { run, type SimulationOptions } from "./run.ts";

export { type Advice, type AdviceOptions, advise, type Candidate } from "./many/advisor.ts";
export {
  type ComparisonRow,
  comparisonRows,
  type TimelineRow,
  timelineRows,
  type UtilizationRow,
  utilizationRows,
} from "./report/chart_data.ts";
export {
  comparable,
  type ComparableRun,
  compare,
  type Comparison,
  type Difference,
  type Measure,
  type Verdict,
} from "./compare.ts";
export type { Cost, PtuPrice } from "./cost.ts";
export { matrixHtml } from "./report/html.ts";
export {
  costChart,
  matrixHeatMap,
  type MatrixMeasure,
  servedTimelines,
} from "./report/pictures.ts";
export { InputError } from "./input_error.ts";
export { type Matrix, matrix, type MatrixOptions } from "./many/matrix.ts";
export { type Percentiles, reportOf, type SimulationReport } from "./report/report.ts";
export { type Run, run, scenarioByName, type SimulationOptions } from "./run.ts";
export { type Scenario, type TimelineEvent } from "./scenario.ts";
export { parseScenario, readScenarioFile } from "./scenario_file.ts";
export { SCENARIOS } from "./scenarios/mod.ts";
export type { Slice } from "./report/slices.ts";
export {
  runSweep,
  SWEEP_PARAMETERS,
  type SweepMeasures,
  type SweepPoint,
  sweepPoints,
  type SweepRow,
} from "./many/sweep.ts";
export { parseSweep, readSweepFile, type Sweep } from "./many/sweep_file.ts";
export {
  MATRIX_STRATEGIES,
  type Publication,
  STRATEGY_NAMES,
  strategyByName,
  type StrategyDefinition,
} from "./strategies.ts";
export { adviceText, matrixTable, reportText } from "./report/table.ts";
export { scenarioTraffic } from "./traffic.ts";
export { originOf, START_MS } from "./world.ts";
export { readTrafficCsv, type TrafficTable } from "./traffic_csv.ts";

/** Runs a strategy under a scenario and reports what it showed. */
export async function simulate(
  options: SimulationOptions & { readonly price?: PtuPrice },
): Promise<SimulationReport> {
  return reportOf(await run(options), options.price);
}
