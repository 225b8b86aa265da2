/**
 * Figures in columns at a chart's right edge, a line for each row of its y axis: they stand under each other and cannot
 * cover a mark or one another.
 * @module
 */
import type { Markish } from "@observablehq/plot";
import type { Plot } from "./chart.ts";

/** One column. */
export interface FigureColumn<R> {
  readonly title: string;
  readonly text: (row: R) => string;
}

const LETTER_WIDTH = 7;
const LEAST_WIDTH = 54;
const GAP = 14;
/** Of the line with the titles, in pixels: what `marginTop` must leave. */
export const COLUMN_TITLES_HEIGHT = 18;

/** What `marginRight` must leave for these columns. */
export function figureColumnsMargin(titles: readonly string[]): number {
  return titles.reduce((sum, title) => sum + widthOf(title), 8);
}

function widthOf(title: string): number {
  return Math.max(LEAST_WIDTH, GAP + LETTER_WIDTH * [...title].length);
}

/** The marks. @param y the rows' field on the y axis */
export function figureColumns<R>(
  Plot: Plot,
  rows: readonly R[],
  { y, columns }: { readonly y: keyof R & string; readonly columns: readonly FigureColumn<R>[] },
): Markish[] {
  let right = 0;
  return columns.flatMap(({ title, text }) => {
    right += widthOf(title);
    const place = { textAnchor: "end", dx: right } as const;
    return [
      Plot.text([title], { ...place, text: (name) => name, frameAnchor: "top-right", dy: -11 }),
      Plot.text(rows, { ...place, y, text, frameAnchor: "right", fontVariant: "tabular-nums" }),
    ];
  });
}
