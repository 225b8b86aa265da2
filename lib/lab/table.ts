/**
 * Rows as a table: Markdown in a notebook, aligned text elsewhere.
 * @module
 */
import { textTable } from "../analysis/mod.ts";
import type { Showable } from "./display.ts";
import { escapeMarkdown } from "./markdown.ts";

export type TableRow = Readonly<Record<string, string | number | null>>;

export interface TableOptions {
  /** Decimals of numbers; default 0. */
  readonly decimals?: number;
}

/** One column for each key of the first row, numbers to the right. `null` shows as a dash. */
export function table(rows: readonly TableRow[], { decimals = 0 }: TableOptions = {}): Showable {
  const columns = Object.keys(rows[0] ?? {});
  const numeric = columns.map((column) => rows.every((row) => typeof row[column] !== "string"));
  const cell = (value: string | number | null) =>
    value === null
      ? "-"
      : typeof value === "number"
      ? value.toFixed(decimals)
      : escapeMarkdown(value);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const markdown = [
    line(columns),
    line(numeric.map((right) => right ? "---:" : "---")),
    ...rows.map((row) => line(columns.map((column) => cell(row[column])))),
  ].join("\n");
  const text = textTable(
    rows,
    columns.map((title) => ({ title, value: (row: TableRow) => row[title], decimals })),
  );
  return { markdown, text };
}
