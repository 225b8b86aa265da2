/**
 * Who served how many requests, against the configured shares where there are any.
 * @module
 */
import { textBars } from "../text.ts";
import { type Chart, drawChart } from "./chart.ts";
import { COLUMN_TITLES_HEIGHT, figureColumns, figureColumnsMargin } from "./figure_columns.ts";
import { colorsOf, marginFor } from "./theme.ts";

export interface DistributionChartOptions {
  readonly title?: string;
  /** Configured weights by backend: drawn as a line across each bar. */
  readonly weights?: Readonly<Record<string, number>>;
}

/** A bar for each backend. @param counts requests by backend. */
export function distributionChart(
  counts: Readonly<Record<string, number>>,
  options: DistributionChartOptions = {},
): Promise<Chart> {
  const { title = "Who served", weights = {} } = options;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const weightSum = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const names = [...new Set([...Object.keys(counts), ...Object.keys(weights)])];
  const { domain, range } = colorsOf(names);
  const configured = domain.filter((backend) => backend in weights)
    .map((backend) => ({ backend, percent: weights[backend] / weightSum * 100 }));
  const bars = domain.map((backend) => {
    const count = counts[backend] ?? 0;
    const percent = total === 0 ? 0 : count / total * 100;
    return { backend, count, percent };
  });
  const shares = configured.map(({ backend, percent }) => `${backend} ${percent.toFixed(1)}%`);
  return drawChart({
    title,
    subtitle: `${total} requests` +
      (configured.length > 0 ? "; the line is the configured share" : ""),
    text: textBars(Object.fromEntries(bars.map(({ backend, count }) => [backend, count]))) +
      (shares.length > 0 ? `\nconfigured: ${shares.join(", ")}` : ""),
    plot: (Plot) => ({
      height: 40 + COLUMN_TITLES_HEIGHT + 38 * domain.length,
      marginLeft: marginFor(domain),
      marginRight: figureColumnsMargin(["requests", "share"]),
      marginTop: COLUMN_TITLES_HEIGHT,
      marginBottom: 48,
      x: { domain: [0, 100], label: "Share of requests (%)", grid: true },
      y: { domain, label: null, padding: 0.3 },
      color: { domain, range },
      marks: [
        Plot.barX(bars, { x: "percent", y: "backend", fill: "backend" }),
        Plot.tickX(configured, { x: "percent", y: "backend", stroke: "white", strokeWidth: 6 }),
        Plot.tickX(configured, { x: "percent", y: "backend", stroke: "#222", strokeWidth: 2.5 }),
        Plot.ruleX([0]),
        ...figureColumns(Plot, bars, {
          y: "backend",
          columns: [
            { title: "requests", text: ({ count }) => String(count) },
            { title: "share", text: ({ percent }) => `${percent.toFixed(1)}%` },
          ],
        }),
      ],
    }),
  });
}
