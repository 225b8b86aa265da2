/**
 * Two policy documents, line by line: what one has and the other has not.
 * @module
 */
import { diffArrays } from "diff";
import type { Showable } from "../show/display.ts";
import { foldedHtml, type Line, linesHtml, listingHtml } from "./lines.ts";
import { type Section, sectionLines } from "./listing.ts";
import { policyLines, type Token } from "./syntax.ts";

export interface DifferenceOptions {
  /** Compares this section alone; default: the whole documents. */
  readonly section?: Section;
}

/** Lines that both have and that are shown around each change; more are folded. */
const CONTEXT = 2;
const TAKEN = "rgba(207,74,27,.16)";
const ADDED = "rgba(42,133,64,.18)";

interface Row {
  readonly sign: " " | "-" | "+";
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Line numbers in the one and the other document. */
  readonly before: number | null;
  readonly after: number | null;
}

/** What makes the second document out of the first. How far a line is indented does not count. */
export function difference(
  before: string,
  after: string,
  { section }: DifferenceOptions = {},
): Showable {
  const rows = compare(part(before, section), part(after, section));
  const near = rows.map((_, i) =>
    rows.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ sign }) => sign !== " ")
  );
  const width =
    String(Math.max(...rows.map(({ before, after }) => Math.max(before ?? 0, after ?? 0))))
      .length;
  const number = (value: number | null) => String(value ?? "").padStart(width);
  let html = "";
  for (let i = 0; i < rows.length;) {
    const shown = near[i];
    let end = i;
    while (end < rows.length && near[end] === shown) end++;
    const lines = rows.slice(i, end).map(({ sign, tokens, before, after }): Line => ({
      tokens,
      margin: `${number(before)} ${number(after)} ${sign}`,
      background: sign === " " ? undefined : sign === "-" ? TAKEN : ADDED,
    }));
    html += shown ? linesHtml(lines) : foldedHtml(lines, "that both have");
    i = end;
  }
  return { html: listingHtml(html), text: rows.map(({ sign, text }) => sign + text).join("\n") };
}

/** The lines to compare, with the number of the first. */
function part(text: string, section: Section | undefined) {
  const document = text.trim();
  const span = section === undefined ? null : sectionLines(document, section);
  const { first, end } = span ?? { first: 0, end: undefined };
  return {
    first: first + 1,
    texts: document.split("\n").slice(first, end),
    tokens: policyLines(document).slice(first, end),
  };
}

function compare(one: ReturnType<typeof part>, other: ReturnType<typeof part>): Row[] {
  const comparator = (a: string, b: string) => a.trim() === b.trim();
  let [i, j] = [0, 0];
  return diffArrays(one.texts, other.texts, { comparator }).flatMap(({ added, removed, count }) =>
    Array.from({ length: count }, (): Row => {
      const sign = added ? "+" : removed ? "-" : " ";
      const before = added ? null : i++;
      const after = removed ? null : j++;
      const text = after === null ? one.texts[before!] : other.texts[after];
      const tokens = after === null ? one.tokens[before!] : other.tokens[after];
      const at = (position: number | null, first: number) =>
        position === null ? null : first + position;
      return { sign, text, tokens, before: at(before, one.first), after: at(after, other.first) };
    })
  );
}
