/**
 * The two spellings of a policy document: `xml`, in which expressions are escaped like all XML, and `rawxml`,
 * in which they stand as the portal shows them.
 * @module
 */
import type { DocumentFormat } from "../policy/compile.ts";

/** `text` in the other spelling; the same text where both are the same. */
export function convertPolicy(text: string, from: DocumentFormat, to: DocumentFormat): string {
  if (from === to) return text;
  return to === "xml" ? escapeExpressions(text) : unescapeExpressions(text);
}

/** A piece of a document: markup, or one expression with where it stands. */
interface Piece {
  readonly text: string;
  readonly expression: "attribute" | "content" | null;
}

function escapeExpressions(text: string): string {
  return pieces(text).map(({ text, expression }) => {
    if (expression === null) return text;
    const escaped = text.replace(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi, "&amp;")
      .replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    return expression === "attribute" ? escaped.replaceAll('"', "&quot;") : escaped;
  }).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
  "&amp;": "&",
};

function unescapeExpressions(text: string): string {
  return pieces(text).map(({ text, expression }) =>
    expression === null ? text : text.replace(/&(?:lt|gt|quot|apos|amp);/g, (e) => ENTITIES[e])
  ).join("");
}

/**
 * Cuts a document at its expressions. An expression starts with `@(` or `@{` where an attribute's value or an
 * element's content starts, and ends at its closing bracket by C#'s rules.
 */
function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  const opening = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|(["'])(@[({])|>\s*(@[({])/g;
  let done = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const opener = match[2] ?? match[3];
    if (opener === undefined) continue;
    const start = match.index + match[0].length - opener.length;
    const end = endOfExpression(text, start + 1);
    found.push({ text: text.slice(done, start), expression: null });
    found.push({ text: text.slice(start, end), expression: match[2] ? "attribute" : "content" });
    done = opening.lastIndex = end;
  }
  found.push({ text: text.slice(done), expression: null });
  return found;
}

const OPEN = "([{";
const CLOSE = ")]}";

/** The offset after the bracket that closes the one at `start`; the text's end when nothing does. */
function endOfExpression(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const ch = text[i];
    if (OPEN.includes(ch)) depth++;
    else if (CLOSE.includes(ch) && --depth === 0) return i + 1;
    else i = skipLiteral(text, i);
  }
  return text.length;
}

/** Where a string, character or comment at `i` ends, inclusive; `i` itself when none starts there. */
function skipLiteral(text: string, i: number): number {
  const rest = text.startsWith("&quot;", i) ? "&quot;" : text[i];
  if (rest === '"' || rest === "&quot;") return skipString(text, i, rest);
  if (rest === "'") {
    const match = /^'(?:\\.[^']*|[^\\'])'/.exec(text.slice(i, i + 12));
    return match ? i + match[0].length - 1 : i;
  }
  if (text.startsWith("//", i)) return endOr(text, text.indexOf("\n", i), 0);
  if (text.startsWith("/*", i)) return endOr(text, text.indexOf("*/", i + 2), 1);
  return i;
}

function skipString(text: string, start: number, quote: string): number {
  const verbatim = /[@$]*@[@$]*$/.test(text.slice(Math.max(0, start - 2), start));
  for (let i = start + quote.length; i < text.length; i++) {
    if (!verbatim && text[i] === "\\") i++;
    else if (text.startsWith(quote, i)) {
      if (!verbatim || !text.startsWith(quote, i + quote.length)) return i + quote.length - 1;
      i += 2 * quote.length - 1;
    }
  }
  return text.length - 1;
}

function endOr(text: string, index: number, more: number): number {
  return index === -1 ? text.length - 1 : index + more;
}
