/**
 * Reports as text, for terminals.
 * @module
 */
import type { Advice, Candidate } from "../many/advisor.ts";
import type { Matrix } from "../many/matrix.ts";
import type { SimulationReport } from "./report.ts";

interface Column<T> {
  readonly title: string;
  readonly left?: boolean;
  readonly cell: (row: T) => string;
}

const percent = (value: number, digits = 1) => `${(value * 100).toFixed(digits)}%`;
const milliseconds = (value: number) => `${Math.round(value)}`;
const dollars = (value: number) => value.toFixed(2);

const REPORT_COLUMNS: readonly Column<SimulationReport>[] = [
  { title: "strategy", left: true, cell: (r) => r.strategy + (r.partial ? " (partial)" : "") },
  { title: "success", cell: (r) => percent(r.successRate, 2) },
  { title: "p50 ms", cell: (r) => milliseconds(r.latencyMs.p50) },
  { title: "p95 ms", cell: (r) => milliseconds(r.latencyMs.p95) },
  { title: "p99 ms", cell: (r) => milliseconds(r.latencyMs.p99) },
  { title: "TTFT p95", cell: (r) => milliseconds(r.ttftMs.p95) },
  { title: "429 seen", cell: (r) => String(r.seen429) },
  { title: "gw retries", cell: (r) => String(r.gatewayRetries) },
  { title: "served", cell: (r) => percent(r.ledger.served / Math.max(1, r.ledger.offered)) },
  { title: "spilled", cell: (r) => percent(r.ledger.spilled / Math.max(1, r.ledger.offered)) },
  { title: "PTU use", cell: (r) => r.ptuUtilization === null ? "-" : percent(r.ptuUtilization) },
  { title: "trips", cell: (r) => String(r.breakerTrips) },
  { title: "$/h", cell: (r) => dollars(r.cost.usdPerHour) },
];

/** One line a strategy, under each scenario's name. Times are simulated. */
export function matrixTable({ scenarios, reports, skipped, partial }: Matrix): string {
  const parts = scenarios.flatMap((scenario) => {
    const rows = reports.filter((report) => report.scenario === scenario);
    if (rows.length === 0) return [];
    const [{ ledger, durationSeconds }] = rows;
    return [
      `${scenario}: ${ledger.offered} requests in ${Math.round(durationSeconds)} simulated seconds`,
      table(REPORT_COLUMNS, rows),
    ];
  });
  for (const { strategy, scenario, reason } of skipped) {
    parts.push(`skipped ${strategy} under ${scenario}: ${reason}`);
  }
  if (partial) parts.push("PARTIAL: interrupted before everything was simulated");
  return parts.join("\n\n");
}

/** One report in full: the ledger, the backends and the bill. */
export function reportText(report: SimulationReport): string {
  const { ledger, cost } = report;
  const lines = [
    `${report.strategy} under ${report.scenario}, seed ${report.seed}: ${
      Math.round(report.durationSeconds)
    } simulated seconds${report.partial ? " (PARTIAL: interrupted)" : ""}`,
    "",
    table(REPORT_COLUMNS.slice(1), [report]),
    "",
    `offered ${ledger.offered} = served ${ledger.served} + spilled ${ledger.spilled} + rejected ` +
    `${ledger.rejected}${ledger.pending > 0 ? ` + pending ${ledger.pending}` : ""}: ${
      ledger.balanced ? "the book balances" : "THE BOOK DOES NOT BALANCE"
    }`,
    `caller retries ${report.clientRetries}, wasted answers ${report.wasted}, spilled tokens ${report.spilledTokens}`,
    `cost $${dollars(cost.totalUsd)} (PTU $${dollars(cost.ptuUsd)}, tokens $${
      dollars(cost.tokensUsd)
    }); all by the token $${dollars(cost.allByTokenUsd)}; PTU breaks even at ${
      cost.breakEvenUtilization === null ? "-" : percent(cost.breakEvenUtilization, 0)
    } utilization`,
    "",
    table<SimulationReport["backends"][number]>([
      { title: "backend", left: true, cell: (b) => b.id },
      { title: "region", left: true, cell: (b) => b.region },
      { title: "type", left: true, cell: (b) => b.type },
      { title: "answered", cell: (b) => String(b.answered) },
      { title: "share", cell: (b) => percent(b.share) },
      { title: "refused", cell: (b) => String(b.rejected) },
      { title: "failed", cell: (b) => String(b.failed) },
      { title: "tokens", cell: (b) => String(b.promptTokens + b.completionTokens) },
    ], report.backends),
  ];
  return lines.join("\n");
}

/** The candidates that no other beats, and the advice. */
export function adviceText(advice: Advice): string {
  const columns: Column<Candidate>[] = [
    { title: "strategy", left: true, cell: (c) => c.strategy },
    { title: "PTUs", cell: (c) => String(c.ptus) },
    { title: "p95 ms", cell: (c) => milliseconds(c.p95LatencyMs) },
    { title: "failures", cell: (c) => percent(c.failureRate, 2) },
    { title: "$/h", cell: (c) => dollars(c.usdPerHour) },
    { title: "PTU use", cell: (c) => c.ptuUtilization === null ? "-" : percent(c.ptuUtilization) },
  ];
  return [
    `${advice.scenario}: the average demand takes ${advice.averageNeedPtus} PTUs. ` +
    `Of ${advice.candidates.length} candidates no other beats these:`,
    table(columns, advice.pareto),
    advice.says + (advice.partial ? " (PARTIAL: interrupted)" : ""),
  ].join("\n\n");
}

function table<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const cells = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ cell }) => cell(row))),
  ];
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i].length)));
  return cells.map((line) =>
    line.map((text, i) => columns[i].left ? text.padEnd(widths[i]) : text.padStart(widths[i]))
      .join("  ").trimEnd()
  ).join("\n");
}
