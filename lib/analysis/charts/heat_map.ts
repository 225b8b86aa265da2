/**
 * One figure for each strategy in each scenario.
 * @module
 */
import { textTable } from "../text.ts";
import { type Chart, drawChart } from "./chart.ts";
import { formatNumber, marginFor } from "./theme.ts";

/** One cell; null is drawn as a gap. */
export interface HeatMapCell {
  readonly row: string;
  readonly column: string;
  readonly value: number | null;
}

export interface HeatMapOptions {
  readonly title: string;
  /** What is shown, with its unit: `p95 latency (simulated ms)`. */
  readonly measure: string;
  /** Which end is strong: the bad one. Default `lower` is better. */
  readonly better?: "lower" | "higher";
  readonly format?: (value: number) => string;
  /** `log` where values span powers of ten; default `linear`. */
  readonly scale?: "linear" | "log";
}

const CELL_HEIGHT = 34;
/** Over the page's own colour, light or dark: white letters can be read on the full one, the ink on the palest. */
const HEAT = "#A8480A";
const LEAST_OPACITY = 0.04;

/** Rows and columns in the order of their first cells; the stronger, the worse. */
export function heatMapChart(
  cells: readonly HeatMapCell[],
  options: HeatMapOptions,
): Promise<Chart> {
  const { title, measure, better = "lower", format = formatNumber, scale = "linear" } = options;
  const rows = [...new Set(cells.map(({ row }) => row))];
  const columns = [...new Set(cells.map(({ column }) => column))];
  const values = cells.flatMap(({ value }) => value === null ? [] : [value]);
  const shade = shading(values, scale, better);
  const drawn = cells.flatMap(({ value, ...place }) =>
    value === null ? [] : [{ ...place, value, shade: shade(value) }]
  );
  const lookup = new Map(cells.map(({ row, column, value }) => [`${row}\n${column}`, value]));
  return drawChart({
    title,
    subtitle: `${measure}; the stronger, the worse`,
    text: `${measure}\n` + textTable(rows, [
      { title: "", value: (row) => row },
      ...columns.map((column) => ({
        title: column,
        value: (row: string) => {
          const value = lookup.get(`${row}\n${column}`) ?? null;
          return value === null ? "-" : format(value);
        },
      })),
    ]),
    plot: (Plot) => ({
      height: 30 + CELL_HEIGHT * rows.length + (columns.length > 5 ? 76 : 20),
      marginLeft: marginFor(rows),
      marginTop: 0,
      marginBottom: columns.length > 5 ? 96 : 36,
      x: { domain: columns, label: null, tickRotate: columns.length > 5 ? -35 : 0, tickSize: 0 },
      y: { domain: rows, label: null, tickSize: 0 },
      opacity: { type: "identity" },
      marks: [
        Plot.cell(drawn, {
          x: "column",
          y: "row",
          fill: HEAT,
          fillOpacity: ({ shade }) => LEAST_OPACITY + (1 - LEAST_OPACITY) * shade,
          inset: 1,
          rx: 2,
        }),
        ...[{ dark: true, fill: "white" }, { dark: false, fill: "currentColor" }].map((
          { dark, fill },
        ) =>
          Plot.text(drawn, {
            x: "column",
            y: "row",
            text: ({ value }) => format(value),
            fill,
            fontVariant: "tabular-nums",
            filter: ({ shade }) => shade > 0.5 === dark,
          })
        ),
      ],
    }),
  });
}

/** 0 for the best value, 1 for the worst. */
function shading(
  values: readonly number[],
  scale: "linear" | "log",
  better: "lower" | "higher",
): (value: number) => number {
  const place = (value: number) => scale === "log" ? Math.log10(Math.max(value, 1e-9)) : value;
  const low = Math.min(...values.map(place));
  const high = Math.max(...values.map(place));
  return (value) => {
    const part = high === low ? 0 : (place(value) - low) / (high - low);
    return better === "lower" ? part : high === low ? 0 : 1 - part;
  };
}
