/**
 * Strategies side by side: where their latencies lie, and how often they answered.
 * @module
 */
import type { Summary } from "../tally.ts";
import { textTable } from "../text.ts";
import { type Chart, drawChart } from "./chart.ts";
import { COLUMN_TITLES_HEIGHT, figureColumns, figureColumnsMargin } from "./figure_columns.ts";
import { BLUE, formatNumber, marginFor, type TimeOptions, unitOf } from "./theme.ts";

export interface StrategyComparisonOptions extends TimeOptions {
  readonly title?: string;
}

/** A line from p50 to p99 for each strategy, in the order given, with its success rate at the right. */
export function strategyComparisonChart(
  summaries: readonly Summary[],
  options: StrategyComparisonOptions = {},
): Promise<Chart> {
  const unit = unitOf("ms", options);
  const rows = summaries.flatMap(({ strategy, latencyMs, successRate }) =>
    latencyMs === null ? [] : [{ strategy, successRate, ...latencyMs }]
  );
  const names = summaries.map(({ strategy }) => strategy);
  const figures = summaries.map(({ strategy, latencyMs, successRate }) => ({
    strategy,
    latencyMs,
    successRate,
  }));
  const figure = (value: number | undefined) => value === undefined ? "-" : formatNumber(value);
  return drawChart({
    title: options.title ?? "Strategies compared",
    subtitle: "Latency of successful requests: ● p50, ◆ p95, ┃ p99",
    text: comparisonTable(summaries, options),
    plot: (Plot) => ({
      height: 44 + COLUMN_TITLES_HEIGHT + 36 * Math.max(1, names.length),
      marginLeft: marginFor(names),
      marginRight: figureColumnsMargin(["p50", "p95", "p99", "answered"]),
      marginTop: COLUMN_TITLES_HEIGHT,
      marginBottom: 48,
      x: { label: `Latency (${unit})`, grid: true, zero: true, nice: true },
      y: { domain: names, label: null, padding: 0.4 },
      marks: [
        Plot.ruleY(rows, {
          x1: "p50",
          x2: "p99",
          y: "strategy",
          stroke: BLUE,
          strokeWidth: 3,
          strokeOpacity: 0.35,
        }),
        Plot.tickX(rows, { x: "p99", y: "strategy", stroke: BLUE, strokeWidth: 3 }),
        Plot.dot(rows, { x: "p50", y: "strategy", fill: BLUE, r: 5.5 }),
        Plot.dot(rows, {
          x: "p95",
          y: "strategy",
          fill: BLUE,
          stroke: "white",
          r: 6,
          symbol: "diamond",
        }),
        Plot.ruleX([0]),
        ...figureColumns(Plot, figures, {
          y: "strategy",
          columns: [
            { title: "p50", text: ({ latencyMs }) => figure(latencyMs?.p50) },
            { title: "p95", text: ({ latencyMs }) => figure(latencyMs?.p95) },
            { title: "p99", text: ({ latencyMs }) => figure(latencyMs?.p99) },
            { title: "answered", text: ({ successRate }) => `${successRate.toFixed(1)}%` },
          ],
        }),
      ],
    }),
  });
}

/** The original's comparison table, with what it left out. */
export function comparisonTable(
  summaries: readonly Summary[],
  options: TimeOptions = {},
): string {
  const unit = unitOf("ms", options);
  return textTable(summaries, [
    { title: "Strategy", value: ({ strategy }) => strategy },
    { title: "n", value: ({ total }) => total },
    { title: "Success %", value: ({ successRate }) => successRate, decimals: 1 },
    { title: `Avg (${unit})`, value: ({ latencyMs }) => latencyMs?.avg ?? null },
    { title: "p50", value: ({ latencyMs }) => latencyMs?.p50 ?? null },
    { title: "p95", value: ({ latencyMs }) => latencyMs?.p95 ?? null },
    { title: "p99", value: ({ latencyMs }) => latencyMs?.p99 ?? null },
    { title: "429s", value: ({ rejected }) => rejected },
    { title: "Retries", value: ({ retries }) => retries },
    {
      title: "Distribution",
      value: ({ distribution }) =>
        Object.entries(distribution).map(([backend, count]) => `${backend}:${count}`).join(", "),
    },
  ]);
}
