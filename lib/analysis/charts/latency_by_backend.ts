/**
 * Every request's latency by the backend that served it, with the median and the 95th percentile.
 * @module
 */
import { type RequestRecord, succeeded } from "../../workload/record.ts";
import { latencyByBackend } from "../summary.ts";
import { servedBy } from "../tally.ts";
import { textTable } from "../text.ts";
import { type Chart, drawChart } from "./chart.ts";
import { COLUMN_TITLES_HEIGHT, figureColumns, figureColumnsMargin } from "./figure_columns.ts";
import { colorsOf, formatNumber, marginFor, type TimeOptions, unitOf } from "./theme.ts";

export interface LatencyChartOptions extends TimeOptions {
  readonly title?: string;
}

/** A row for each backend, the fastest median on top: a stroke for each request, a dot at p50, a diamond at p95. */
export function latencyByBackendChart(
  records: readonly RequestRecord[],
  options: LatencyChartOptions = {},
): Promise<Chart> {
  const rows = latencyByBackend(records);
  const good = records.filter(succeeded).map((record) => ({
    backend: servedBy(record),
    latencyMs: record.latencyMs,
  }));
  const unit = unitOf("ms", options);
  const names = rows.map(({ backend }) => backend);
  const { domain, range } = colorsOf(names);
  const marks = rows.flatMap(({ backend, latencyMs }) => [
    { backend, kind: "p50", value: latencyMs.p50 },
    { backend, kind: "p95", value: latencyMs.p95 },
  ]);
  const of = (kind: string) => marks.filter((mark) => mark.kind === kind);
  return drawChart({
    title: options.title ?? "Latency by backend",
    subtitle: `${good.length} successful requests; ● p50, ◆ p95`,
    text: textTable(rows, [
      { title: "Backend", value: ({ backend }) => backend },
      { title: "n", value: ({ latencyMs }) => latencyMs.count },
      { title: `avg (${unit})`, value: ({ latencyMs }) => latencyMs.avg },
      { title: "min", value: ({ latencyMs }) => latencyMs.min },
      { title: "p50", value: ({ latencyMs }) => latencyMs.p50 },
      { title: "p95", value: ({ latencyMs }) => latencyMs.p95 },
      { title: "p99", value: ({ latencyMs }) => latencyMs.p99 },
      { title: "max", value: ({ latencyMs }) => latencyMs.max },
    ]),
    plot: (Plot) => ({
      height: 44 + COLUMN_TITLES_HEIGHT + 44 * Math.max(1, names.length),
      marginLeft: marginFor(names),
      marginRight: figureColumnsMargin(["requests", "p50", "p95"]),
      marginTop: COLUMN_TITLES_HEIGHT,
      marginBottom: 48,
      x: { label: `Latency (${unit})`, grid: true, zero: true, nice: true },
      y: { domain: names, label: null, padding: 0.35 },
      color: { domain, range },
      marks: [
        Plot.tickX(good, {
          x: "latencyMs",
          y: "backend",
          stroke: "backend",
          strokeOpacity: Math.max(0.22, Math.min(0.6, 60 / Math.max(1, good.length))),
          strokeWidth: 1.5,
        }),
        Plot.dot(of("p50"), {
          x: "value",
          y: "backend",
          fill: "backend",
          stroke: "white",
          strokeWidth: 1.5,
          r: 6,
        }),
        Plot.dot(of("p95"), {
          x: "value",
          y: "backend",
          fill: "backend",
          stroke: "white",
          strokeWidth: 1.5,
          r: 6,
          symbol: "diamond",
        }),
        Plot.ruleX([0]),
        ...figureColumns(Plot, rows, {
          y: "backend",
          columns: [
            { title: "requests", text: ({ latencyMs }) => String(latencyMs.count) },
            { title: "p50", text: ({ latencyMs }) => formatNumber(latencyMs.p50) },
            { title: "p95", text: ({ latencyMs }) => formatNumber(latencyMs.p95) },
          ],
        }),
      ],
    }),
  });
}
