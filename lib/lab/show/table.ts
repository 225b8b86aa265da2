/**
 * Rows as a table: HTML and Markdown in a notebook, aligned text elsewhere.
 * @module
 */
import { isFigure, textTable } from "../../analysis/text.ts";
import { escapeHtml } from "../../core/html.ts";
import type { Showable } from "./display.ts";
import { escapeMarkdown } from "./markdown.ts";

export type TableRow = Readonly<Record<string, string | number | null>>;

export interface TableOptions {
  /** Decimals of numbers; default 0. */
  readonly decimals?: number;
}

/** A text up to this length is not broken. */
const LONGEST_WHOLE = 48;

/** One column for each key of the first row, figures to the right. `null` shows as a dash. */
export function table(
  rows: readonly TableRow[],
  { decimals = 0 }: TableOptions = {},
): Showable & { readonly html: string; readonly markdown: string } {
  const columns = Object.keys(rows[0] ?? {});
  const numeric = columns.map((column) => rows.every((row) => isFigure(row[column])));
  const plain = (value: string | number | null) =>
    value === null ? "-" : typeof value === "number" ? value.toFixed(decimals) : value;
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const markdown = [
    line(columns.map(escapeMarkdown)),
    line(numeric.map((right) => right ? "---:" : "---")),
    ...rows.map((row) => line(columns.map((column) => escapeMarkdown(plain(row[column]))))),
  ].join("\n");
  const cells = (tag: "th" | "td", texts: readonly string[]) =>
    texts.map((text, i) => {
      const wrap = tag === "td" && text.length <= LONGEST_WHOLE ? ";white-space:nowrap" : "";
      const side = numeric[i] ? "right" : "left";
      return `<${tag} style="text-align:${side}${wrap}">${escapeHtml(text)}</${tag}>`;
    }).join("");
  const html =
    `<div style="overflow-x:auto"><table><thead><tr>${cells("th", columns)}</tr></thead>` +
    `<tbody>${
      rows.map((row) => `<tr>${cells("td", columns.map((column) => plain(row[column])))}</tr>`)
        .join("")
    }</tbody></table></div>`;
  const text = textTable(
    rows,
    columns.map((title) => ({ title, value: (row: TableRow) => row[title], decimals })),
  );
  return { html, markdown, text };
}
