/**
 * Text to numbers: NumberStyles, and the parsers of each type.
 * @module
 */
import { chargeFor } from "../budget.ts";
import * as errors from "../errors.ts";

/** The bits of System.Globalization.NumberStyles. */
export const NumberStyles = {
  None: 0,
  AllowLeadingWhite: 1,
  AllowTrailingWhite: 2,
  AllowLeadingSign: 4,
  AllowTrailingSign: 8,
  AllowParentheses: 16,
  AllowDecimalPoint: 32,
  AllowThousands: 64,
  AllowExponent: 128,
  AllowCurrencySymbol: 256,
  AllowHexSpecifier: 512,
  Integer: 7,
  HexNumber: 515,
  Number: 111,
  Float: 167,
  Currency: 383,
  Any: 511,
} as const;

const S = NumberStyles;
export const FLOAT_STYLE = S.Float | S.AllowThousands;

/** What stood in the text: the value is `0.DIGITS * 10^scale`. */
export interface Parsed {
  readonly negative: boolean;
  /** No leading zeros; trailing zeros as written. */
  readonly digits: string;
  readonly scale: number;
  /** Digits written after the point, trailing zeros included, before the exponent. */
  readonly exponent: number;
}

const isWhite = (code: number) => code === 32 || (code >= 9 && code <= 13);
const isDigit = (code: number) => code >= 48 && code <= 57;
const MAX_EXPONENT = 99_999;

/** null when the text is not a number of that style. */
export function parseNumber(text: string, style: number): Parsed | null {
  chargeFor(text);
  let i = 0;
  let negative = false;
  let signed = false;
  let parenthesis = false;
  let seekSymbol = (style & S.AllowCurrencySymbol) !== 0;
  let symbol = false;
  for (;; i++) {
    const ch = text[i];
    if (ch === undefined) return null;
    const mayBeWhite = (style & S.AllowLeadingWhite) && (!signed || symbol);
    if (mayBeWhite && isWhite(ch.charCodeAt(0))) continue;
    if (!signed && (style & S.AllowLeadingSign) && (ch === "+" || ch === "-")) {
      signed = true;
      negative = ch === "-";
    } else if (!signed && (style & S.AllowParentheses) && ch === "(") {
      signed = parenthesis = negative = true;
    } else if (seekSymbol && ch === "\u00a4") {
      symbol = true;
      seekSymbol = false;
    } else break;
  }

  let whole = "";
  let fraction = "";
  let point = false;
  const start = i;
  for (;; i++) {
    const code = text.charCodeAt(i);
    if (isDigit(code)) {
      if (point) fraction += text[i];
      else whole += text[i];
    } else if ((style & S.AllowDecimalPoint) && !point && code === 46) {
      point = true;
    } else if ((style & S.AllowThousands) && whole !== "" && !point && code === 44) {
      continue;
    } else break;
  }
  if (whole === "" && fraction === "") return null;
  if (i === start) return null;

  let exponent = 0;
  if ((style & S.AllowExponent) && (text[i] === "e" || text[i] === "E")) {
    const match = /^[+-]?\d+/.exec(text.slice(i + 1));
    if (match) {
      exponent = Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, Number(match[0])));
      i += 1 + match[0].length;
    }
  }

  for (; i < text.length; i++) {
    const ch = text[i];
    if ((style & S.AllowTrailingWhite) && isWhite(ch.charCodeAt(0))) continue;
    if (!signed && (style & S.AllowTrailingSign) && (ch === "+" || ch === "-")) {
      signed = true;
      negative = ch === "-";
    } else if (parenthesis && ch === ")") {
      parenthesis = false;
    } else if (seekSymbol && ch === "\u00a4") {
      seekSymbol = false;
    } else if (ch === "\0") {
      if (/[^\0]/.test(text.slice(i))) return null;
      break;
    } else return null;
  }
  if (parenthesis) return null;

  const all = whole + fraction;
  const digits = all.replace(/^0+/, "");
  return {
    negative,
    digits,
    scale: whole.length - (all.length - digits.length) + exponent,
    exponent: exponent - fraction.length,
  };
}

/** The exception for text that is no number. */
export function badFormat(text: string) {
  return errors.format(`The input string '${text}' was not in a correct format.`);
}

/** An integer type's range and how its exceptions name it. */
export interface IntegerRange {
  readonly min: bigint;
  readonly max: bigint;
  readonly bits: number;
  /** "an Int32", "an unsigned byte". */
  readonly article: string;
}

export function outOfIntegerRange(range: IntegerRange) {
  return errors.overflow(`Value was either too large or too small for ${range.article}.`);
}

const SIMPLE_INTEGER = /^-?\d{1,15}$/;

/** The integer in `text`; "format" or "overflow" when there is none. */
export function parseInteger(
  text: string,
  style: number,
  range: IntegerRange,
): bigint | "format" | "overflow" {
  if (style & S.AllowHexSpecifier) return parseHex(text, style, range);
  let value: bigint;
  if (style === S.Integer && SIMPLE_INTEGER.test(text)) {
    value = BigInt(text);
  } else {
    const number = parseNumber(text, style);
    if (!number) return "format";
    const { digits, scale } = number;
    if (/[^0]/.test(digits.slice(Math.max(0, scale)))) return "overflow";
    if (scale > 40 && digits !== "") return "overflow";
    const whole = scale <= 0 || digits === "" ? "0" : digits.slice(0, scale).padEnd(scale, "0");
    value = BigInt(whole);
    if (number.negative) value = -value;
  }
  return value < range.min || value > range.max ? "overflow" : value;
}

function parseHex(text: string, style: number, { bits, min }: IntegerRange) {
  let start = 0;
  let end = text.length;
  if (style & S.AllowLeadingWhite) { while (isWhite(text.charCodeAt(start))) start++; }
  while (end > start && text[end - 1] === "\0") end--;
  if (style & S.AllowTrailingWhite) {
    while (end > start && isWhite(text.charCodeAt(end - 1))) {
      end--;
    }
  }
  const body = text.slice(start, end);
  if (!/^[0-9a-fA-F]+$/.test(body)) return "format";
  const digits = body.replace(/^0+(?=.)/, "");
  if (digits.length > bits / 4) return "overflow";
  const value = BigInt(`0x${digits}`);
  return min < 0n ? BigInt.asIntN(bits, value) : value;
}

/** Whether a style can be used with integers. @throws CsException System.ArgumentException */
export function checkStyle(style: number, real: boolean): void {
  if ((style & ~0x7ff) !== 0) {
    throw errors.argument("An undefined NumberStyles value is being used.", "style");
  }
  if ((style & S.AllowHexSpecifier) === 0) return;
  if (real) {
    throw errors.argument(
      "The number style AllowHexSpecifier is not supported on floating point data types.",
      "style",
    );
  }
  if ((style & ~S.HexNumber) !== 0) {
    throw errors.argument(
      "With the AllowHexSpecifier or AllowBinarySpecifier bit set in the enum bit field, the only other valid bits that can be combined into the enum value must be a subset of those in HexNumber.",
      "style",
    );
  }
}

const NAMED: ReadonlyMap<string, number> = new Map<string, number>(Object.entries({
  "infinity": Infinity,
  "+infinity": Infinity,
  "-infinity": -Infinity,
  "nan": NaN,
  "+nan": NaN,
  "-nan": NaN,
}));

/** The double (or float) in `text`; undefined when there is none. */
export function parseReal(text: string, style: number, single: boolean): number | undefined {
  const number = parseNumber(text, style);
  if (!number) return NAMED.get(text.trim().toLowerCase());
  const { digits, scale, negative } = number;
  const value = digits === "" ? 0 : Number(`0.${digits}e${scale}`);
  const rounded = single ? Math.fround(value) : value;
  return negative ? -rounded : rounded;
}
