/**
 * Tables and bars in plain text: what stands beside every chart.
 * @module
 */

/** A table's column. */
export interface TextColumn<R> {
  readonly title: string;
  readonly value: (row: R) => string | number | null;
  /** Decimals of numbers; default 0. */
  readonly decimals?: number;
}

/** Aligned columns under their titles, text to the left and figures to the right; `-` for null. */
export function textTable<R>(rows: readonly R[], columns: readonly TextColumn<R>[]): string {
  const cells = rows.map((row) => columns.map((column) => cell(column, row)));
  const numeric = columns.map((column) =>
    rows.length > 0 && rows.every((row) => isFigure(column.value(row)))
  );
  const widths = columns.map(({ title }, i) =>
    Math.max(width(title), ...cells.map((row) => width(row[i])))
  );
  const line = (texts: readonly string[]) =>
    texts.map((text, i) => pad(text, widths[i], numeric[i])).join("  ").trimEnd();
  return [
    line(columns.map(({ title }) => title)),
    widths.map((size) => "─".repeat(size)).join("  "),
    ...cells.map(line),
  ].join("\n");
}

/** A text that reads as a figure: `99.5`, `12%`, `$3.10`, `-`. */
const FIGURE = /^(?:[-+]?[$€]?\d[\d,.]*%?|-)$/;

/** Whether it stands to the right in a table. */
export function isFigure(value: string | number | null): boolean {
  return typeof value !== "string" || FIGURE.test(value.trim());
}

/** One bar a label, with its count and percent, as the original printed them. */
export function textBars(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts);
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  const labels = Math.max(0, ...entries.map(([label]) => width(label)));
  const digits = String(Math.max(0, ...entries.map(([, count]) => count))).length;
  return entries.map(([label, count]) => {
    const percent = total === 0 ? 0 : count / total * 100;
    const bar = "█".repeat(Math.round(percent / 4));
    return `${pad(label, labels, false)} │ ${bar.padEnd(25)} │ ${String(count).padStart(digits)} ` +
      `(${percent.toFixed(1)}%)`;
  }).join("\n");
}

/** A row of values as eighths of a block, 0 as a dot: a chart in one line. */
export function sparkline(values: readonly number[], top: number = Math.max(...values)): string {
  return values.map((value) => {
    if (value <= 0 || top <= 0) return "·";
    return "▁▂▃▄▅▆▇█"[Math.min(7, Math.max(0, Math.ceil(value / top * 8) - 1))];
  }).join("");
}

function cell<R>(column: TextColumn<R>, row: R): string {
  const value = column.value(row);
  if (value === null) return "-";
  return typeof value === "number" ? value.toFixed(column.decimals ?? 0) : value;
}

/** Characters as they count in a terminal, near enough: code points. */
function width(text: string): number {
  return [...text].length;
}

function pad(text: string, size: number, right: boolean): string {
  const space = " ".repeat(Math.max(0, size - width(text)));
  return right ? space + text : text + space;
}
