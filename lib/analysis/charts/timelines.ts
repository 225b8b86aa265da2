/**
 * The same quantity over time for several strategies or scenarios: small multiples, one scale.
 * @module
 */
import { sparkline } from "../text.ts";
import { type Chart, CHART_WIDTH, drawChart } from "./chart.ts";
import { type ChartEvent, eventLabelsHeight, placeEvents } from "./event_labels.ts";
import { colorsOf, FAINT, formatNumber, marginFor, type TimeOptions, unitOf } from "./theme.ts";

/** One line of one panel. */
export interface TimelineSeries {
  /** The panel: a strategy, a scenario. */
  readonly panel: string;
  /** The line within it: a backend, a percentile. */
  readonly name: string;
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
}

export interface TimelinesOptions extends TimeOptions {
  readonly title: string;
  /** What the y axis shows, with its unit: `PTU utilization (%)`. */
  readonly measure: string;
  /** Moments to mark in every panel. */
  readonly events?: readonly ChartEvent[];
  /** `line` (default), or `area`: stacked. */
  readonly shape?: "line" | "area";
  /** A level to draw across, such as 100%. */
  readonly level?: number;
}

const PANEL_HEIGHT = 96;
const MARGIN_LEFT = 56;
const SPARKS = 40;

/** A panel under the other, with one time axis at the bottom. */
export function timelinesChart(
  series: readonly TimelineSeries[],
  options: TimelinesOptions,
): Promise<Chart> {
  const { title, measure, shape = "line", level } = options;
  const panels = [...new Set(series.map(({ panel }) => panel))];
  const { domain, range } = colorsOf(series.map(({ name }) => name));
  const last = Math.max(1, ...series.flatMap(({ points }) => points.map(({ atMs }) => atMs)));
  const time = timeScale(last, options);
  const rows = series.flatMap(({ panel, name, points }) =>
    points.map(({ atMs, value }) => ({ panel, name, at: atMs / time.ms, value }))
  );
  const marginRight = marginFor(panels) + 16;
  const events = placeEvents(options.events ?? [], {
    spanMs: last,
    width: CHART_WIDTH - MARGIN_LEFT - marginRight,
  });
  const moments = events.flatMap(({ atMs }) =>
    panels.map((panel) => ({ panel, at: atMs / time.ms }))
  );
  return drawChart({
    title,
    subtitle: measure,
    legend: domain.map((name, i) => ({ label: name, color: range[i] })),
    text: describe(series, options, last),
    plot: (Plot) => ({
      height: 46 + PANEL_HEIGHT * panels.length,
      marginLeft: MARGIN_LEFT,
      marginRight,
      marginBottom: 48,
      marginTop: eventLabelsHeight(events),
      x: { label: `Time (${time.unit})` },
      y: { label: null, grid: true, ticks: 3, nice: true, zero: true },
      fy: { domain: panels, label: null, padding: 0.18, axis: null },
      color: { domain, range },
      marks: [
        Plot.frame({ strokeOpacity: FAINT }),
        shape === "area"
          ? Plot.areaY(rows, {
            x: "at",
            y: "value",
            fill: "name",
            fy: "panel",
            order: domain,
            curve: "step-after",
          })
          : Plot.lineY(rows, {
            x: "at",
            y: "value",
            stroke: "name",
            fy: "panel",
            strokeWidth: 1.8,
          }),
        ...level === undefined ? [] : [Plot.ruleY([level], { strokeDasharray: "4,3" })],
        Plot.ruleX(moments, { x: "at", fy: "panel", strokeDasharray: "2,3" }),
        ...events.map((event) =>
          Plot.text([{ at: event.atMs / time.ms, panel: panels[0] }], {
            x: "at",
            fy: "panel",
            text: () => event.label,
            frameAnchor: "top",
            textAnchor: event.textAnchor,
            dx: event.dx,
            dy: event.dy + 1,
            fontSize: 11,
          })
        ),
        Plot.text(panels.map((panel) => ({ panel })), {
          fy: "panel",
          text: "panel",
          frameAnchor: "right",
          textAnchor: "start",
          dx: 8,
          fontWeight: 600,
        }),
      ],
    }),
  });
}

/** Seconds, minutes or hours, by the length of the run. */
function timeScale(
  lastMs: number,
  { simulated = false }: TimeOptions,
): { ms: number; unit: string } {
  const [ms, unit] = lastMs >= 4 * 3_600_000
    ? [3_600_000, "h"]
    : lastMs >= 10 * 60_000
    ? [60_000, "min"]
    : [1000, "s"];
  return { ms, unit: simulated ? `simulated ${unit}` : unit };
}

function describe(
  series: readonly TimelineSeries[],
  options: TimelinesOptions,
  last: number,
): string {
  const top = Math.max(...series.flatMap(({ points }) => points.map(({ value }) => value)), 0);
  const label = (one: TimelineSeries) => `${one.panel} · ${one.name}`;
  const width = Math.max(0, ...series.map((one) => label(one).length));
  return [
    `${options.measure}, 0 to ${formatNumber(last / 1000)} ${unitOf("s", options)}:`,
    ...series.map((one) => {
      const values = one.points.map(({ value }) => value);
      const peak = values.length === 0 ? "-" : formatNumber(Math.max(...values));
      return `${label(one).padEnd(width)} │ ${sparkline(thin(one, last), top)} │ peak ${peak}`;
    }),
    ...(options.events ?? []).map(({ atMs, label }) =>
      `at ${formatNumber(atMs / 1000)} ${unitOf("s", options)}: ${label}`
    ),
  ].join("\n");
}

/** The largest value in each of equal slices of time. */
function thin({ points }: TimelineSeries, last: number): number[] {
  const slices = new Array<number>(SPARKS).fill(0);
  for (const { atMs, value } of points) {
    const slice = Math.min(SPARKS - 1, Math.floor(atMs / last * SPARKS));
    slices[slice] = Math.max(slices[slice], value);
  }
  return slices;
}
