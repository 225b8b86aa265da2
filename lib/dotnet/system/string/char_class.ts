/**
 * What .NET says of one UTF-16 code: Unicode categories and simple case mapping.
 * @module
 */
import { chargeFor } from "../../../csharp/runtime/budget.ts";

/** The abbreviations of Unicode's general categories in the order of .NET's UnicodeCategory. */
// deno-fmt-ignore
export const CATEGORIES = [
  "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf",
  "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
] as const;

const PATTERNS = CATEGORIES.map((category) => new RegExp(`^\\p{${category}}$`, "u"));

const cache = new Map<number, number>();

/** Index into {@link CATEGORIES} of a code point; a lone surrogate is Cs. */
export function category(codePoint: number): number {
  let found = cache.get(codePoint);
  if (found === undefined) {
    const text = String.fromCodePoint(codePoint);
    found = PATTERNS.findIndex((pattern) => pattern.test(text));
    cache.set(codePoint, found);
  }
  return found;
}

const inRange = (from: number, to: number) => (code: number) => {
  const c = category(code);
  return c >= from && c <= to;
};

export const isDigit = (code: number) =>
  code < 128 ? code >= 48 && code <= 57 : category(code) === 8;
export const isLetter = (code: number) =>
  code < 128 ? (code | 32) >= 97 && (code | 32) <= 122 : category(code) <= 4;
export const isLetterOrDigit = (code: number) => isLetter(code) || isDigit(code);
export const isUpper = (code: number) =>
  code < 128 ? code >= 65 && code <= 90 : category(code) === 0;
export const isLower = (code: number) =>
  code < 128 ? code >= 97 && code <= 122 : category(code) === 1;
export const isNumber = inRange(8, 10);
export const isSeparator = inRange(11, 13);
export const isControl = (code: number) => code < 32 || (code >= 127 && code < 160);
export const isPunctuation = inRange(18, 24);
export const isSymbol = inRange(25, 28);
export const isHighSurrogate = (code: number) => code >= 0xd800 && code <= 0xdbff;
export const isLowSurrogate = (code: number) => code >= 0xdc00 && code <= 0xdfff;
export const isSurrogate = (code: number) => code >= 0xd800 && code <= 0xdfff;

/** `char.IsWhiteSpace`: what Trim takes off and Split() splits at. */
export function isWhiteSpace(code: number): boolean {
  if (code < 256) return code === 32 || (code >= 9 && code <= 13) || code === 0x85 || code === 0xa0;
  return isSeparator(code);
}

/** Codes that the invariant culture leaves alone: dotless i and long s, dotted I. */
const NOT_RAISED = new Set([0x131, 0x17f]);
const NOT_LOWERED = new Set([0x130]);

/** `char.ToUpperInvariant`: one code to one code. */
export function toUpperCode(code: number): number {
  if (code < 128) return code >= 97 && code <= 122 ? code - 32 : code;
  const upper = String.fromCharCode(code).toUpperCase();
  return upper.length === 1 && !NOT_RAISED.has(code) ? upper.charCodeAt(0) : code;
}

/** `char.ToLowerInvariant`: one code to one code. */
export function toLowerCode(code: number): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
  const lower = String.fromCharCode(code).toLowerCase();
  return lower.length === 1 && !NOT_LOWERED.has(code) ? lower.charCodeAt(0) : code;
}

const ASCII = /^[\0-\x7f]*$/;

/** `string.ToUpperInvariant()`: as long as the text itself. */
export function toUpperText(text: string): string {
  chargeFor(text);
  return ASCII.test(text) ? text.toUpperCase() : mapCodePoints(text, "toUpperCase", NOT_RAISED);
}

/** `string.ToLowerInvariant()`: as long as the text itself. */
export function toLowerText(text: string): string {
  chargeFor(text);
  return ASCII.test(text) ? text.toLowerCase() : mapCodePoints(text, "toLowerCase", NOT_LOWERED);
}

function mapCodePoints(
  text: string,
  method: "toUpperCase" | "toLowerCase",
  fixed: ReadonlySet<number>,
): string {
  let out = "";
  for (const ch of text) {
    const mapped = ch[method]();
    out += mapped.length === ch.length && !fixed.has(ch.charCodeAt(0)) ? mapped : ch;
  }
  return out;
}
