/**
 * Policy documents as a notebook shows them.
 * @module
 */
import { escapeHtml } from "../core/html.ts";
import type { Showable } from "./display.ts";

/** A section of a policy document. */
export type Section = "inbound" | "backend" | "outbound" | "on-error";

const STYLE = "font-family:monospace;line-height:1.35;font-size:12px;margin:0";

/**
 * A policy document in a fixed font; comments stand back.
 * @param section the one to look at: the rest is folded away before and after it.
 */
export function listing(text: string, section?: Section): Showable {
  const document = text.trim();
  const span = section === undefined ? null : sectionSpan(document, section);
  if (span === null) return { html: block(document), text };
  const html = [
    folded(document.slice(0, span.start)),
    block(document.slice(span.start, span.end)),
    folded(document.slice(span.end).replace(/^\n/, "")),
  ].join("");
  return { html, text };
}

/** From the first character of the section's first line to its end tag; null where it has no such section. */
function sectionSpan(document: string, section: Section): { start: number; end: number } | null {
  const tag = document.indexOf(`<${section}>`);
  const endTag = `</${section}>`;
  const end = document.indexOf(endTag, tag);
  if (tag < 0 || end < 0) return null;
  return { start: document.lastIndexOf("\n", tag) + 1, end: end + endTag.length };
}

function block(text: string): string {
  const body = escapeHtml(text)
    .replace(/&#60;!--[^]*?--&#62;/g, (comment) => `<i style="color:#5f7f5f">${comment}</i>`);
  return `<pre style="${STYLE}">${body}</pre>`;
}

function folded(text: string): string {
  if (text.trim() === "") return "";
  const lines = text.trimEnd().split("\n").length;
  return `<details><summary>${lines} more ${lines === 1 ? "line" : "lines"}</summary>${
    block(text.trimEnd())
  }</details>`;
}
