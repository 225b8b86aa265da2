/**
 * Finds the policy expressions in the text of a document that is not well-formed XML until they are out.
 * @module
 */
import { scanExpression, type ScannedCode } from "./code.ts";

/** One expression in the text. */
export interface Segment extends ScannedCode {
  /** Offset of the `@`. */
  readonly start: number;
  /** true for `@{ }`. */
  readonly block: boolean;
  readonly container: "attribute" | "text" | "cdata";
}

export interface Segmentation {
  readonly segments: readonly Segment[];
  /** Insides of comments: `start` to `end`. */
  readonly comments: readonly { readonly start: number; readonly end: number }[];
  /** Offset of the `@` of an expression that never ends: nothing behind it was looked at. */
  readonly unclosed: number | null;
}

const WHITESPACE = /\s*/y;

/** An expression stands alone: at the start of an attribute's value, an element's text or a CDATA section. */
export function segment(text: string): Segmentation {
  const segments: Segment[] = [];
  const comments: { start: number; end: number }[] = [];
  let offset = 0;

  const afterSpace = (at: number) => {
    WHITESPACE.lastIndex = at;
    WHITESPACE.exec(text);
    return WHITESPACE.lastIndex;
  };
  const find = (needle: string, from: number) => {
    const at = text.indexOf(needle, from);
    return at === -1 ? text.length : at;
  };
  /** Takes the expression at `at` if there is one; false when it never ends. */
  const take = (at: number, container: Segment["container"]): boolean => {
    offset = at;
    if (text[at] !== "@" || (text[at + 1] !== "(" && text[at + 1] !== "{")) return true;
    const code = scanExpression(text, at, container !== "cdata");
    if (code === null) return false;
    segments.push({ ...code, start: at, block: text[at + 1] === "{", container });
    offset = code.end;
    return true;
  };
  const unclosed = () => ({ segments, comments, unclosed: offset });

  while (offset < text.length) {
    if (!take(afterSpace(offset), "text")) return unclosed();
    const tag = find("<", offset);
    if (text.startsWith("<!--", tag)) {
      const end = find("-->", tag + 4);
      comments.push({ start: tag + 4, end });
      offset = end + 3;
    } else if (text.startsWith("<![CDATA[", tag)) {
      if (!take(afterSpace(tag + 9), "cdata")) return unclosed();
      offset = find("]]>", offset) + 3;
    } else if (text.startsWith("<?", tag)) {
      offset = find("?>", tag) + 2;
    } else {
      offset = tag + 1;
      while (offset < text.length && text[offset] !== ">") {
        const quote = text[offset];
        if (quote === '"' || quote === "'") {
          if (!take(afterSpace(offset + 1), "attribute")) return unclosed();
          offset = find(quote, offset);
        }
        offset++;
      }
      offset++;
    }
  }
  return { segments, comments, unclosed: null };
}
