/**
 * Who served when: requests a second, stacked by backend, failures on top.
 * @module
 */
import { type RequestRecord, succeeded } from "../../workload/record.ts";
import { servedBy } from "../tally.ts";
import { sparkline } from "../text.ts";
import { type Chart, CHART_WIDTH, drawChart } from "./chart.ts";
import { type ChartEvent, eventLabelsHeight, placeEvents } from "./event_labels.ts";
import { colorsOf, type TimeOptions, unitOf } from "./theme.ts";

export interface ServedOverTimeOptions extends TimeOptions {
  readonly title?: string;
  /** Width of a bar in milliseconds; default a fortieth of the run, rounded. */
  readonly binMs?: number;
  /** Moments to mark, in milliseconds since the run's start: "region fails". */
  readonly events?: readonly ChartEvent[];
}

const BINS = 40;
const MARGIN_LEFT = 56;
const MARGIN_RIGHT = 24;

/** Requests counted in bars of equal time at their intended start, as they come: of millions only the counts are kept. */
export class ServedOverTime {
  readonly binMs: number;
  readonly bins: number;
  readonly series: Map<string, number[]> = new Map<string, number[]>();
  requests = 0;

  /**
   * @param spanMs the last intended start
   * @param binMs width of a bar; default a fortieth of the span, rounded
   */
  constructor(spanMs: number, binMs: number = roundUp(Math.max(1, spanMs) / BINS)) {
    this.binMs = binMs;
    this.bins = Math.floor(Math.max(1, spanMs) / binMs) + 1;
  }

  add(record: RequestRecord): void {
    const name = succeeded(record) ? servedBy(record) : "failed";
    const counts = this.series.get(name) ?? new Array<number>(this.bins).fill(0);
    counts[Math.min(this.bins - 1, Math.floor(record.intendedStartMs / this.binMs))]++;
    this.series.set(name, counts);
    this.requests++;
  }
}

/** The chart of a run: of its records, or of what was counted as they came. */
export function servedOverTimeChart(
  run: readonly RequestRecord[] | ServedOverTime,
  options: ServedOverTimeOptions = {},
): Promise<Chart> {
  const { binMs, bins, series, requests } = run instanceof ServedOverTime
    ? run
    : counted(run, options.binMs);
  const { domain, range } = colorsOf(series.keys());
  const rows = domain.flatMap((name) =>
    series.get(name)!.map((count, bin) => ({
      name,
      from: bin * binMs / 1000,
      to: (bin + 1) * binMs / 1000,
      rate: count / binMs * 1000,
    })).filter(({ rate }) => rate > 0)
  );
  const unit = unitOf("s", options);
  const events = placeEvents(options.events ?? [], {
    spanMs: bins * binMs,
    width: CHART_WIDTH - MARGIN_LEFT - MARGIN_RIGHT,
  });
  const seconds = ({ atMs }: ChartEvent) => atMs / 1000;
  const top = Math.max(...[...series.values()].flat(), 1);
  const label = Math.max(0, ...domain.map((name) => name.length));
  return drawChart({
    title: options.title ?? "Who served over time",
    subtitle: `${requests} requests, by when each was due`,
    legend: domain.map((name, i) => ({ label: name, color: range[i] })),
    text: [
      `requests in each ${formatSpan(binMs, options)}, from the left:`,
      ...domain.map((name) => {
        const counts = series.get(name)!;
        const total = counts.reduce((sum, count) => sum + count, 0);
        return `${name.padEnd(label)} │ ${sparkline(counts, top)} │ ${total}`;
      }),
      ...events.map((event) => `at ${seconds(event)} ${unit}: ${event.label}`),
    ].join("\n"),
    plot: (Plot) => ({
      height: 260,
      marginLeft: MARGIN_LEFT,
      marginBottom: 48,
      marginRight: MARGIN_RIGHT,
      marginTop: eventLabelsHeight(events),
      x: { label: `Time (${unit})`, domain: [0, bins * binMs / 1000] },
      y: { label: `Requests per ${unitOf("s", options)}`, grid: true, nice: true, zero: true },
      color: { domain, range },
      marks: [
        Plot.rectY(
          rows,
          Plot.stackY({
            x1: "from",
            x2: "to",
            y: "rate",
            fill: "name",
            order: domain,
            insetLeft: 0.5,
            insetRight: 0.5,
          }),
        ),
        Plot.ruleX(events, { x: seconds, strokeDasharray: "3,3" }),
        ...events.map((event) =>
          Plot.text([event], {
            x: seconds,
            text: "label",
            frameAnchor: "top",
            textAnchor: event.textAnchor,
            dx: event.dx,
            dy: event.dy,
            fontSize: 11,
          })
        ),
        Plot.ruleY([0]),
      ],
    }),
  });
}

/** 1, 2 or 5 times a power of ten, at least `value`. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value)!;
}

function formatSpan(ms: number, options: TimeOptions): string {
  return ms >= 1000 ? `${ms / 1000} ${unitOf("s", options)}` : `${ms} ${unitOf("ms", options)}`;
}

function counted(records: readonly RequestRecord[], binMs: number | undefined): ServedOverTime {
  const last = records.reduce((last, { intendedStartMs }) => Math.max(last, intendedStartMs), 1);
  const served = new ServedOverTime(last, binMs);
  for (const record of records) served.add(record);
  return served;
}
