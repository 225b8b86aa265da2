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
  /** What the rows, the columns are: shown beside them, and left out of each name. Default: nothing. */
  readonly rowTitle?: string;
  readonly columnTitle?: string;
  /** `log` where values span powers of ten; default `linear`. */
  readonly scale?: "linear" | "log";
}

const CELL_HEIGHT = 34;
/** Of all columns, each as wide as the longest name; more are written aslant. */
const MOST_LETTERS_IN_A_LINE = 90;
/** Below this shade a cell is as good as the best: the page shows through, light or dark, and the ink is the page's. */
const COLOR_FROM = 0.1;
const FAINT_OPACITY = 0.06;
/** Opaque, so that its letters can be read on light and dark pages alike. */
const WARM: Rgb = [248, 226, 208];
const HOT: Rgb = [168, 72, 10];
/** White from where it has more contrast than black (WCAG 2.2, contrast ratio). */
const LETTERS = [
  { fill: "currentColor", from: 0, below: COLOR_FROM },
  { fill: "black", from: COLOR_FROM, below: 0.85 },
  { fill: "white", from: 0.85, below: Infinity },
];

type Rgb = readonly [red: number, green: number, blue: number];

/** Rows and columns in the order of their first cells; the stronger, the worse. */
export function heatMapChart(
  cells: readonly HeatMapCell[],
  options: HeatMapOptions,
): Promise<Chart> {
  const { title, measure, better = "lower", format = formatNumber, scale = "linear" } = options;
  const { rowTitle = "", columnTitle = null } = options;
  const rows = [...new Set(cells.map(({ row }) => row))];
  const columns = [...new Set(cells.map(({ column }) => column))];
  const values = cells.flatMap(({ value }) => value === null ? [] : [value]);
  const shade = shading(values, scale, better);
  const drawn = cells.flatMap(({ value, ...place }) =>
    value === null ? [] : [{ ...place, value, shade: shade(value) }]
  );
  const longest = Math.max(0, ...columns.map((column) => column.length));
  const slanted = longest * columns.length > MOST_LETTERS_IN_A_LINE;
  const bottom = slanted ? 96 : columnTitle === null ? 36 : 48;
  const lookup = new Map(cells.map(({ row, column, value }) => [`${row}\n${column}`, value]));
  return drawChart({
    title,
    subtitle: `${measure}; the stronger, the worse`,
    text: `${measure}\n` + textTable(rows, [
      { title: rowTitle, value: (row) => row },
      ...columns.map((column) => ({
        title: columnTitle === null ? column : `${columnTitle} ${column}`,
        value: (row: string) => {
          const value = lookup.get(`${row}\n${column}`) ?? null;
          return value === null ? "-" : format(value);
        },
      })),
    ]),
    plot: (Plot) => ({
      height: CELL_HEIGHT * rows.length + bottom,
      marginLeft: marginFor(rowTitle === "" ? rows : [...rows, rowTitle]),
      marginTop: 0,
      marginBottom: bottom,
      x: { domain: columns, label: columnTitle, tickRotate: slanted ? -35 : 0, tickSize: 0 },
      opacity: { type: "identity" },
      y: { domain: rows, label: rowTitle || null, tickSize: 0 },
      marks: [
        Plot.cell(drawn, {
          x: "column",
          y: "row",
          fill: ({ shade }) => shade < COLOR_FROM ? "currentColor" : color(shade),
          fillOpacity: ({ shade }) => shade < COLOR_FROM ? FAINT_OPACITY : 1,
          inset: 1,
          rx: 2,
        }),
        ...LETTERS.map(({ fill, from, below }) =>
          Plot.text(drawn, {
            x: "column",
            y: "row",
            text: ({ value }) => format(value),
            fill,
            fontVariant: "tabular-nums",
            filter: ({ shade }) => shade >= from && shade < below,
          })
        ),
      ],
    }),
  });
}

function color(shade: number): string {
  const [red, green, blue] = WARM.map((warm, i) => Math.round(warm + (HOT[i] - warm) * shade));
  return `rgb(${red},${green},${blue})`;
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
