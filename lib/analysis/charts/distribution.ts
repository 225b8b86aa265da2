/**
 * Who served how many requests, against the configured shares where there are any.
 * @module
 */
import { textBars } from "../text.ts";
import { type Chart, drawChart } from "./chart.ts";
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
  const lines = new Map(configured.map(({ backend, percent }) => [backend, percent]));
  const bars = domain.map((backend) => {
    const count = counts[backend] ?? 0;
    const percent = total === 0 ? 0 : count / total * 100;
    return { backend, count, percent, labelAt: Math.max(percent, lines.get(backend) ?? 0) };
  });
  const shares = configured.map(({ backend, percent }) => `${backend} ${percent.toFixed(1)}%`);
  return drawChart({
    title,
    subtitle: `${total} requests` +
      (configured.length > 0 ? "; the line is the configured share" : ""),
    text: textBars(Object.fromEntries(bars.map(({ backend, count }) => [backend, count]))) +
      (shares.length > 0 ? `\nconfigured: ${shares.join(", ")}` : ""),
    plot: (Plot) => ({
      height: 40 + 38 * domain.length,
      marginLeft: marginFor(domain),
      marginBottom: 48,
      x: { domain: [0, 100], label: "Share of requests (%)", grid: true },
      y: { domain, label: null, padding: 0.3 },
      color: { domain, range },
      marks: [
        Plot.barX(bars, { x: "percent", y: "backend", fill: "backend" }),
        Plot.text(bars, {
          x: "labelAt",
          y: "backend",
          text: ({ count, percent }) => `${count} (${percent.toFixed(1)}%)`,
          textAnchor: "start",
          dx: 6,
          filter: ({ labelAt }) => labelAt <= 75,
        }),
        Plot.text(bars, {
          x: "percent",
          y: "backend",
          text: ({ count, percent }) => `${count} (${percent.toFixed(1)}%)`,
          textAnchor: "end",
          dx: -6,
          fill: "white",
          fontWeight: 600,
          filter: ({ labelAt }) => labelAt > 75,
        }),
        Plot.tickX(configured, { x: "percent", y: "backend", stroke: "white", strokeWidth: 6 }),
        Plot.tickX(configured, { x: "percent", y: "backend", stroke: "#222", strokeWidth: 2.5 }),
        Plot.ruleX([0]),
      ],
    }),
  });
}
