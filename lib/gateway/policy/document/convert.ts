/**
 * Between the two ways to write a document: `xml`, with expressions escaped, and `rawxml`, with them as they are.
 * @module
 */
import { entityAt } from "./code.ts";
import { type Segment, segment } from "./segments.ts";

/** `rawxml` to `xml`: characters of expressions that XML reserves become entities. */
export function toXml(text: string): string {
  return rewrite(
    text,
    ({ code, container }) => container === "cdata" ? code : escapeCode(code, container),
  );
}

/** `xml` to `rawxml`: entities inside expressions become the characters they stand for. */
export function toRawXml(text: string): string {
  return rewrite(text, ({ code }) => code);
}

function rewrite(text: string, expression: (segment: Segment) => string): string {
  let result = "";
  let copied = 0;
  for (const found of segment(text).segments) {
    result += text.slice(copied, found.start + 2) + expression(found);
    copied = found.end - closingWidth(text, found.end);
  }
  return result + text.slice(copied);
}

/** The closing bracket may itself be written as an entity: `&#41;`. */
function closingWidth(text: string, end: number): number {
  const start = text.lastIndexOf("&", end - 1);
  const entity = start === -1 ? null : entityAt(text, start);
  return entity !== null && start + entity.width === end ? entity.width : 1;
}

function escapeCode(code: string, container: "attribute" | "text"): string {
  const escaped = code.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return container === "attribute"
    ? escaped.replaceAll('"', "&quot;").replaceAll("'", "&apos;")
    : escaped;
}
