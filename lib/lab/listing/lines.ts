/**
 * Lines of a document as HTML, numbered, in colours that can be read on light and on dark pages. Everything stands in
 * `style` attributes, which JupyterLab leaves in a notebook that it does not trust yet.
 * @module
 */
import { table } from "../../core/table.ts";
import { escapeHtml } from "../../core/html.ts";
import type { Token } from "./syntax.ts";

const BLUE = "#2377d4";
const TEAL = "#0f8282";
const GREEN = "#2a8540";
const VIOLET = "#9b59c6";
const BROWN = "#b8620a";
const RED = "#cf4a1b";

/** By highlight.js's scope; at least 4 to 1 on #fff and on #111. */
const COLORS: Readonly<Record<string, string>> = table({
  name: BLUE,
  attr: TEAL,
  string: GREEN,
  keyword: VIOLET,
  built_in: VIOLET,
  literal: BROWN,
  number: BROWN,
  title: BROWN,
  meta: RED,
});

/** Around a listing: what its lines inherit. */
const FRAME =
  "font-family:monospace;font-size:12px;line-height:1.45;white-space:pre-wrap;overflow-x:auto";
/** Columns that a line which does not fit goes on to the right of its own start. */
const HANGING = 4;

/** A name or a string up to this length is not broken at its hyphens. */
const LONGEST_WHOLE = 40;

/** One line. */
export interface Line {
  readonly tokens: readonly Token[];
  /** What stands before it: its number, a sign. Spaces count. */
  readonly margin: string;
  /** A CSS colour behind it. */
  readonly background?: string;
}

/**
 * Puts lines into a frame, with a button that copies them where scripts are allowed.
 * @param html what {@link linesHtml} and {@link foldedHtml} gave
 */
export function listingHtml(html: string): string {
  return `<div class="listing" style="${FRAME}">${COPY}${html}</div>`;
}

// The button is hidden until the notebook is trusted: only then is there a <style> that shows it, and a script behind it.
const COPY =
  "<style>.listing>button{display:block!important;float:right;position:relative;z-index:1}</style>" +
  `<button style="display:none;font-size:11px" title="Copy the document" onclick="navigator.clipboard.writeText(` +
  `[...this.parentNode.querySelectorAll('.line')].map(l=>l.textContent).join('\\n'));` +
  `this.textContent='copied'">copy</button>`;

/** The lines, one under the other. */
export function linesHtml(lines: readonly Line[]): string {
  return lines.map(({ tokens, margin, background }) => {
    const indent = /^ */.exec(tokens.map(({ text }) => text).join(""))![0].length + HANGING;
    const behind = background === undefined ? "" : `;background-color:${background}`;
    return `<div style="display:flex${behind}"><span style="opacity:.6">${
      escapeHtml(margin)
    }  </span><span class="line" style="padding-left:${indent}ch;text-indent:-${indent}ch">${
      tokens.map(tokenHtml).join("")
    }</span></div>`;
  }).join("");
}

/** Lines to unfold. */
export function foldedHtml(lines: readonly Line[], what: string): string {
  if (lines.length === 0) return "";
  const count = `${lines.length} ${lines.length === 1 ? "line" : "lines"}`;
  return `<details><summary style="opacity:.7">${count} ${escapeHtml(what)}</summary>${
    linesHtml(lines)
  }</details>`;
}

function tokenHtml({ text, kind }: Token): string {
  const safe = text.replace(/[&<]/g, (character) => character === "&" ? "&amp;" : "&lt;");
  if (kind === "comment") return `<i style="opacity:.75">${safe}</i>`;
  const color = COLORS[kind];
  if (color === undefined) return safe;
  const whole = text.includes("-") && text.length <= LONGEST_WHOLE ? ";white-space:nowrap" : "";
  return `<span style="color:${color}${whole}">${safe}</span>`;
}
