/**
 * Policy documents as a notebook shows them.
 * @module
 */
import type { Showable } from "../show/display.ts";
import { foldedHtml, type Line, linesHtml, listingHtml } from "./lines.ts";
import { policyLines } from "./syntax.ts";

/** A section of a policy document. */
export type Section = "inbound" | "backend" | "outbound" | "on-error";

/**
 * A policy document with line numbers and colours.
 * @param section the one to look at: the rest is folded away before and after it.
 */
export function listing(text: string, section?: Section): Showable {
  const document = text.trim();
  const lines = numbered(document);
  const span = section === undefined ? null : sectionLines(document, section);
  if (span === null) return { html: listingHtml(linesHtml(lines)), text };
  const html = [
    foldedHtml(lines.slice(0, span.first), "before"),
    linesHtml(lines.slice(span.first, span.end)),
    foldedHtml(lines.slice(span.end), "after"),
  ].join("");
  return { html: listingHtml(html), text };
}

/** Positions of the section's lines, its tags' included, `end` not; null where the document has no such section. */
export function sectionLines(
  document: string,
  section: Section,
): { readonly first: number; readonly end: number } | null {
  const tag = document.indexOf(`<${section}>`);
  const end = document.indexOf(`</${section}>`, tag);
  if (tag < 0 || end < 0) return null;
  const lineOf = (offset: number) => document.slice(0, offset).split("\n").length - 1;
  return { first: lineOf(tag), end: lineOf(end) + 1 };
}

function numbered(document: string): Line[] {
  const lines = policyLines(document);
  const width = String(lines.length).length;
  return lines.map((tokens, i) => ({ tokens, margin: String(i + 1).padStart(width) }));
}
