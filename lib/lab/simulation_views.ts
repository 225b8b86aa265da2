/**
 * What a simulation showed, as tables and charts for a notebook. All times in them are simulated.
 * @module
 */
import { type Chart, costAgainstP95Chart, heatMapChart, timelinesChart } from "../analysis/mod.ts";
import { type SimulationReport, timelineRows } from "../simulation/mod.ts";
import type { Showable } from "./display.ts";
import { table } from "./table.ts";

/** One row a report: what callers saw, what the gateway did, how full the PTU was, what it cost. */
export function reportTable(reports: readonly SimulationReport[]): Showable {
  return table(reports.map((report) => ({
    strategy: report.strategy,
    scenario: report.scenario,
    "answered (%)": percent(report.successRate),
    "p95 (simulated ms)": report.latencyMs.p95.toFixed(0),
    "429s seen": report.seen429,
    retries: report.gatewayRetries,
    trips: report.breakerTrips,
    "on PTU (%)": percent(report.ledger.served / Math.max(1, report.ledger.offered)),
    "PTU utilization (%)": report.ptuUtilization === null ? "-" : percent(report.ptuUtilization),
    "USD per hour": report.cost.usdPerHour.toFixed(2),
  })));
}

/** Strategies down, scenarios across: requests that failed in the end, or p95 latency. */
export function matrixHeatMap(
  reports: readonly SimulationReport[],
  measure: "failed" | "p95",
): Promise<Chart> {
  const cells = reports.map((report) => ({
    row: report.strategy,
    column: report.scenario,
    value: measure === "failed" ? 100 * (1 - report.successRate) : report.latencyMs.p95,
  }));
  return measure === "failed"
    ? heatMapChart(cells, { title: "Requests that failed in the end", measure: "failed (%)" })
    : heatMapChart(cells, { title: "p95 latency", measure: "p95 (simulated ms)", scale: "log" });
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
  );
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

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
