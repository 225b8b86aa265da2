/**
 * Colours for policy documents: XML with C# in it, by highlight.js.
 * @module
 */
// @ts-types="./highlight_js.d.ts"
import hljs from "highlight.js/lib/core";
// @ts-types="./highlight_js.d.ts"
import csharp from "highlight.js/lib/languages/csharp";
// @ts-types="./highlight_js.d.ts"
import xml from "highlight.js/lib/languages/xml";
import { segment } from "../../gateway/policy/document/segments.ts";
import { table } from "../../core/table.ts";

hljs.registerLanguage("csharp", csharp);
hljs.registerLanguage("xml", xml);

/** A piece of a line. `kind` is highlight.js's scope, as in `name`, `attr`, `string`; "" for plain text. */
export interface Token {
  readonly text: string;
  readonly kind: string;
}

/** Stands for an expression while the XML around it is read: no other character of a policy is a private one. */
const MARK = "\ue000";
const MARKED = /(\ue000[\ue100-\uf8ff])/;
const FIRST = 0xe100;
const MOST_EXPRESSIONS = 0xf8ff - FIRST;

/** The document's lines, each in its pieces. Documents of any kind have lines, those that are no XML at all too. */
export function policyLines(document: string): Token[][] {
  const segments = segment(document).segments.slice(0, MOST_EXPRESSIONS);
  let marked = "";
  let copied = 0;
  for (const [index, { start, end }] of segments.entries()) {
    marked += document.slice(copied, start) + MARK + String.fromCharCode(FIRST + index);
    copied = end;
  }
  marked += document.slice(copied);
  const tokens = highlight(marked, "xml").flatMap(({ text, kind }) =>
    text.split(MARKED).flatMap((part): Token[] => {
      if (!part.startsWith(MARK)) return [{ text: part, kind }];
      const { start, end } = segments[part.charCodeAt(1) - FIRST];
      return expression(document.slice(start, end));
    })
  );
  return intoLines(tokens);
}

/** `@( ... )` or `@{ ... }`. */
function expression(text: string): Token[] {
  return [
    { text: text.slice(0, 2), kind: "meta" },
    ...highlight(text.slice(2, -1), "csharp"),
    { text: text.slice(-1), kind: "meta" },
  ];
}

function highlight(text: string, language: "xml" | "csharp"): Token[] {
  const { value } = hljs.highlight(text, { language, ignoreIllegals: true });
  const kinds: string[] = [];
  const tokens: Token[] = [];
  for (const [tag, opened] of value.matchAll(/<span class="([^"]*)">|<\/span>|[^<]+/g)) {
    if (opened !== undefined) kinds.push(opened.replace(/^hljs-/, "").split(/[ .]/)[0]);
    else if (tag === "</span>") kinds.pop();
    else tokens.push({ text: unescape(tag), kind: kinds.at(-1) ?? "" });
  }
  return tokens;
}

const ENTITIES: Readonly<Record<string, string>> = table({
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#x27;": "'",
});

/** What highlight.js escapes. */
function unescape(html: string): string {
  return html.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => ENTITIES[entity]);
}

function intoLines(tokens: readonly Token[]): Token[][] {
  const lines: Token[][] = [[]];
  for (const { text, kind } of tokens) {
    for (const [i, part] of text.split("\n").entries()) {
      if (i > 0) lines.push([]);
      if (part !== "") lines.at(-1)!.push({ text: part, kind });
    }
  }
  return lines;
}
