/**
 * Escape sequences of character and string literals.
 * @module
 */
import { error } from "./errors.ts";

const SIMPLE: ReadonlyMap<string, string> = new Map<string, string>(Object.entries({
  "'": "'",
  '"': '"',
  "\\": "\\",
  "0": "\0",
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
}));

/** The text that the escape at the backslash stands for. @throws CompileError CS1009 */
export function readEscape(text: string, at: number): { text: string; end: number } {
  const c = text[at + 1];
  const simple = c === undefined ? undefined : SIMPLE.get(c);
  if (simple !== undefined) return { text: simple, end: at + 2 };
  const pattern = c === "u"
    ? /[\da-fA-F]{4}/y
    : c === "U"
    ? /[\da-fA-F]{8}/y
    : c === "x"
    ? /[\da-fA-F]{1,4}/y
    : null;
  if (pattern) {
    pattern.lastIndex = at + 2;
    const digits = pattern.exec(text)?.[0];
    const code = digits === undefined ? NaN : parseInt(digits, 16);
    if (code <= 0x10ffff) return { text: String.fromCodePoint(code), end: pattern.lastIndex };
  }
  throw error("CS1009", at);
}
