/**
 * What simulations showed, as charts. All times in them are simulated.
 * @module
 */
import {
  type Chart,
  costAgainstP95Chart,
  heatMapChart,
  timelinesChart,
} from "../../analysis/mod.ts";
import { timelineRows } from "./chart_data.ts";
import type { SimulationReport } from "./report.ts";

/** A figure of each report, with its unit, and how it is drawn. */
const MEASURES = {
  failed: {
    title: "Requests that failed in the end",
    measure: "failed (%)",
    of: (report: SimulationReport) => 100 * (1 - report.successRate),
    scale: "linear",
  },
  p95: {
    title: "p95 latency",
    measure: "p95 (simulated ms)",
    of: (report: SimulationReport) => report.latencyMs.p95,
    scale: "log",
  },
  cost: {
    title: "Cost",
    measure: "USD per simulated hour",
    of: (report: SimulationReport) => report.cost.usdPerHour,
    scale: "linear",
  },
  seen429: {
    title: "429 replies that callers saw",
    measure: "429s",
    of: (report: SimulationReport) => report.seen429,
    scale: "linear",
  },
} as const;

export type MatrixMeasure = keyof typeof MEASURES;

/** Whether any of the reports has something to show of it: not where it is 0 throughout. */
export function hasMeasure(reports: readonly SimulationReport[], measure: MatrixMeasure): boolean {
  return reports.some((report) => MEASURES[measure].of(report) > 0);
}

/** Strategies down, scenarios across. */
export function matrixHeatMap(
  reports: readonly SimulationReport[],
  measure: MatrixMeasure,
): Promise<Chart> {
  const { of, ...options } = MEASURES[measure];
  return heatMapChart(
    reports.map((report) => ({
      row: report.strategy,
      column: report.scenario,
      value: of(report),
    })),
    options,
  );
}

/** One panel a report: who answered, over time. */
export function servedTimelines(
  reports: readonly SimulationReport[],
  title: string,
): Promise<Chart> {
  const series = reports.flatMap((report) =>
    [...Map.groupBy(timelineRows(report), ({ outcome }) => outcome)].map(([outcome, rows]) => ({
      panel: report.strategy,
      name: outcome,
      points: rows.map((row) => ({
        atMs: row.simulatedSeconds * 1000,
        value: row.requestsPerSecond,
      })),
    }))
  ).filter(({ points }) => points.some(({ value }) => value > 0)); // no key for what never happened
  return timelinesChart(series, {
    title,
    measure: "requests per second",
    simulated: true,
    shape: "area",
  });
}

/** What an hour cost against p95, a dot for each strategy. */
export function costChart(reports: readonly SimulationReport[], title: string): Promise<Chart> {
  const points = reports.map((report) => ({
    strategy: report.strategy,
    cost: report.cost.usdPerHour,
    p95Ms: report.latencyMs.p95,
    successRate: 100 * report.successRate,
  }));
  return costAgainstP95Chart(points, { simulated: true, title });
}
