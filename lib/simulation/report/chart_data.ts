/**
 * Reports as flat rows, one a mark, for Observable Plot and for polars.
 * @module
 */
import type { Matrix } from "../many/matrix.ts";
import type { SimulationReport } from "./report.ts";

/** One cell of a heat map, or one dot of cost against latency. */
export interface ComparisonRow {
  readonly strategy: string;
  readonly scenario: string;
  readonly successRate: number;
  readonly p50LatencyMs: number;
  readonly p95LatencyMs: number;
  readonly p95TtftMs: number;
  readonly seen429: number;
  readonly spilledShare: number;
  readonly ptuUtilization: number | null;
  readonly usdPerHour: number;
  readonly usdPerMillionTokens: number;
}

/** One row a report. */
export function comparisonRows({ reports }: Pick<Matrix, "reports">): ComparisonRow[] {
  return reports.map((report) => ({
    strategy: report.strategy,
    scenario: report.scenario,
    successRate: report.successRate,
    p50LatencyMs: report.latencyMs.p50,
    p95LatencyMs: report.latencyMs.p95,
    p95TtftMs: report.ttftMs.p95,
    seen429: report.seen429,
    spilledShare: report.ledger.spilled / Math.max(1, report.ledger.offered),
    ptuUtilization: report.ptuUtilization,
    usdPerHour: report.cost.usdPerHour,
    usdPerMillionTokens: report.cost.usdPerMillionTokens,
  }));
}

/** Requests a second that a backend answered, or that nobody did, in one slice of simulated time. */
export interface TimelineRow {
  readonly strategy: string;
  readonly scenario: string;
  readonly simulatedSeconds: number;
  /** A backend's id, or "rejected". */
  readonly outcome: string;
  readonly requestsPerSecond: number;
}

/** Who answered over time: rows for stacked areas. */
export function timelineRows(report: SimulationReport): TimelineRow[] {
  const width = report.timeline.length > 1
    ? report.timeline[1].seconds - report.timeline[0].seconds
    : report.durationSeconds;
  const { strategy, scenario } = report;
  return report.timeline.flatMap(({ seconds, answeredBy, rejected }) => [
    ...report.backends.map(({ id }, i) => ({
      strategy,
      scenario,
      simulatedSeconds: seconds,
      outcome: id,
      requestsPerSecond: answeredBy[i] / width,
    })),
    {
      strategy,
      scenario,
      simulatedSeconds: seconds,
      outcome: "rejected",
      requestsPerSecond: rejected / width,
    },
  ]);
}

/** PTU utilization in one slice of simulated time; 1 is 100%. */
export interface UtilizationRow {
  readonly strategy: string;
  readonly scenario: string;
  readonly simulatedSeconds: number;
  readonly ptuUtilization: number;
  readonly p95LatencyMs: number;
}

/** PTU utilization and latency over time; empty where there is no PTU. */
export function utilizationRows(report: SimulationReport): UtilizationRow[] {
  const { strategy, scenario } = report;
  return report.timeline.flatMap(({ seconds, ptuUtilization, p95LatencyMs }) =>
    ptuUtilization === null
      ? []
      : [{ strategy, scenario, simulatedSeconds: seconds, ptuUtilization, p95LatencyMs }]
  );
}
