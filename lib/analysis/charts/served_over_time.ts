/**
 * Who served when: requests a second, stacked by backend, failures on top.
 * @module
 */
import { type RequestRecord, succeeded } from "../../workload/record.ts";
import { servedBy } from "../summary.ts";
import { sparkline } from "../text.ts";
import { type Chart, CHART_WIDTH, drawChart } from "./chart.ts";
import { colorsOf, type TimeOptions, unitOf } from "./theme.ts";

export interface ServedOverTimeOptions extends TimeOptions {
  readonly title?: string;
  /** Width of a bar in milliseconds; default a fortieth of the run, rounded. */
  readonly binMs?: number;
  /** Moments to mark, in milliseconds since the run's start: "region fails". */
  readonly events?: readonly { readonly atMs: number; readonly label: string }[];
}

const BINS = 40;
const MARGIN_LEFT = 56;
const EVENT_ROW_HEIGHT = 14;
const EVENT_LETTER_WIDTH = 6.2;

/** Bars of equal time, counted at each request's intended start. */
export function servedOverTimeChart(
  records: readonly RequestRecord[],
  options: ServedOverTimeOptions = {},
): Promise<Chart> {
  const end = Math.max(1, ...records.map(({ intendedStartMs }) => intendedStartMs));
  const binMs = options.binMs ?? roundUp(end / BINS);
  const bins = Math.floor(end / binMs) + 1;
  const series = new Map<string, number[]>();
  for (const record of records) {
    const name = succeeded(record) ? servedBy(record) : "failed";
    const counts = series.get(name) ?? new Array<number>(bins).fill(0);
    counts[Math.floor(record.intendedStartMs / binMs)]++;
    series.set(name, counts);
  }
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
  const events = placeEvents(options.events ?? [], bins * binMs);
  const eventRows = Math.max(0, ...events.map(({ row }) => row + 1));
  const top = Math.max(...[...series.values()].flat(), 1);
  const label = Math.max(0, ...domain.map((name) => name.length));
  return drawChart({
    title: options.title ?? "Who served over time",
    subtitle: `${records.length} requests, by when each was due`,
    legend: domain.map((name, i) => ({ label: name, color: range[i] })),
    text: [
      `requests in each ${formatSpan(binMs, options)}, from the left:`,
      ...domain.map((name) => {
        const counts = series.get(name)!;
        const total = counts.reduce((sum, count) => sum + count, 0);
        return `${name.padEnd(label)} │ ${sparkline(counts, top)} │ ${total}`;
      }),
      ...events.map(({ at, label }) => `at ${at} ${unit}: ${label}`),
    ].join("\n"),
    plot: (Plot) => ({
      height: 260,
      marginLeft: MARGIN_LEFT,
      marginBottom: 48,
      marginTop: eventRows === 0 ? 0 : 4 + EVENT_ROW_HEIGHT * eventRows,
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
        Plot.ruleX(events, { x: "at", stroke: "#222", strokeDasharray: "3,3" }),
        ...events.map((event) =>
          Plot.text([event], {
            x: "at",
            text: "label",
            frameAnchor: "top",
            textAnchor: "start",
            dx: 4,
            dy: -12 - EVENT_ROW_HEIGHT * event.row,
            fontSize: 11,
          })
        ),
        Plot.ruleY([0]),
      ],
    }),
  });
}

/** Events with the row of their label: the lowest in which no earlier label reaches it. */
function placeEvents(
  events: readonly { readonly atMs: number; readonly label: string }[],
  spanMs: number,
): { at: number; label: string; row: number }[] {
  const rowEnds: number[] = [];
  return events.toSorted((a, b) => a.atMs - b.atMs).map(({ atMs, label }) => {
    const x = atMs / spanMs * (CHART_WIDTH - MARGIN_LEFT);
    const free = rowEnds.findIndex((end) => end < x);
    const row = free < 0 ? rowEnds.length : free;
    rowEnds[row] = x + 8 + EVENT_LETTER_WIDTH * label.length;
    return { at: atMs / 1000, label, row };
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
