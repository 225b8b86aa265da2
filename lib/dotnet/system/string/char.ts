/**
 * System.Char and System.Boolean.
 * @module
 */
import { Declarations, type Implementation } from "../../../csharp/runtime/declare.ts";
import { compare } from "../../../csharp/runtime/object.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import { box } from "../../../csharp/runtime/values.ts";
import * as chars from "./char_class.ts";
import * as errors from "../../../csharp/runtime/errors.ts";

export const types = new Declarations();

const CHAR = typeOf("System.Char");

/** `char.GetNumericValue`: -1 for what is no number. */
function numericValue(code: number): number {
  if (!chars.isNumber(code)) return -1;
  if (chars.isDigit(code)) {
    let zero = code;
    while (chars.isDigit(zero - 1) && code - zero < 9) zero--;
    return code < 128 ? code - 48 : code - zero;
  }
  return Number(FRACTIONS.get(String.fromCharCode(code)) ?? superscript(code));
}

const FRACTIONS: ReadonlyMap<string, number> = new Map<string, number>(Object.entries({
  "\u00bc": 0.25,
  "\u00bd": 0.5,
  "\u00be": 0.75,
  "\u2153": 1 / 3,
  "\u2154": 2 / 3,
  "\u215b": 0.125,
}));

function superscript(code: number): number {
  const plain = String.fromCharCode(code).normalize("NFKC");
  const value = Number(plain);
  return plain !== "" && Number.isFinite(value) ? value : -1;
}

function codeAt(text: string | null, index: number): number {
  if (text === null) throw errors.argumentNull("s");
  if (index < 0 || index >= text.length) {
    throw errors.outOfRange(
      "index",
      "Index was out of range. Must be non-negative and less than the size of the collection.",
    );
  }
  return text.charCodeAt(index);
}

/** `IsDigit(c)` and `IsDigit(s, index)`. */
function test(name: string, of: (code: number) => boolean): Record<string, Implementation> {
  return {
    [`static bool ${name}(char c)`]: (c) => of(c),
    [`static bool ${name}(string s, int index)`]: (s, index) => of(codeAt(s, index)),
  };
}

function fromUtf32(codePoint: number): string {
  if (codePoint < 0 || codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) {
    throw errors.outOfRange(
      "utf32",
      "A valid UTF32 value is between 0x000000 and 0x10ffff, inclusive, and should not include surrogate codepoint values (0x00d800 ~ 0x00dfff).",
    );
  }
  return String.fromCodePoint(codePoint);
}

function toUtf32(high: number, low: number): number {
  if (!chars.isHighSurrogate(high)) {
    throw errors.outOfRange(
      "highSurrogate",
      "A valid high surrogate character is between 0xd800 and 0xdbff, inclusive.",
    );
  }
  if (!chars.isLowSurrogate(low)) {
    throw errors.outOfRange(
      "lowSurrogate",
      "A valid low surrogate character is between 0xdc00 and 0xdfff, inclusive.",
    );
  }
  return (high - 0xd800) * 0x400 + low - 0xdc00 + 0x10000;
}

/** @throws CsException System.ArgumentException where half a surrogate pair stands alone. */
function codePointAt(text: string | null, index: number): number {
  const code = codeAt(text, index);
  if (!chars.isSurrogate(code)) return code;
  const next = text!.charCodeAt(index + 1);
  if (chars.isHighSurrogate(code) && chars.isLowSurrogate(next)) return toUtf32(code, next);
  const half = chars.isHighSurrogate(code) ? "high" : "low";
  throw errors.argument(
    `Found a ${half} surrogate char without a preceding or following pair at index: ${index}. The input may not be in this encoding, or may not contain valid Unicode (UTF-16) characters.`,
    "s",
  );
}

types.declare({
  type: "struct System.Char : IComparable, IComparable<char>, IConvertible, IEquatable<char>",
  members: {
    "new()": () => 0,
    "const char MinValue": () => 0,
    "const char MaxValue": () => 0xffff,
    ...test("IsDigit", chars.isDigit),
    ...test("IsLetter", chars.isLetter),
    ...test("IsLetterOrDigit", chars.isLetterOrDigit),
    ...test("IsUpper", chars.isUpper),
    ...test("IsLower", chars.isLower),
    ...test("IsNumber", chars.isNumber),
    ...test("IsWhiteSpace", chars.isWhiteSpace),
    ...test("IsSeparator", chars.isSeparator),
    ...test("IsControl", chars.isControl),
    ...test("IsPunctuation", chars.isPunctuation),
    ...test("IsSymbol", chars.isSymbol),
    ...test("IsSurrogate", chars.isSurrogate),
    ...test("IsHighSurrogate", chars.isHighSurrogate),
    ...test("IsLowSurrogate", chars.isLowSurrogate),
    "static bool IsSurrogatePair(char highSurrogate, char lowSurrogate)": (high, low) =>
      chars.isHighSurrogate(high) && chars.isLowSurrogate(low),
    "static bool IsSurrogatePair(string s, int index)": (s, index) =>
      chars.isHighSurrogate(codeAt(s, index)) && index + 1 < s!.length &&
      chars.isLowSurrogate(s!.charCodeAt(index + 1)),
    "static char ToUpper(char c)": (c) => chars.toUpperCode(c),
    "static char ToUpper(char c, CultureInfo culture)": (c) => chars.toUpperCode(c),
    "static char ToUpperInvariant(char c)": (c) => chars.toUpperCode(c),
    "static char ToLower(char c)": (c) => chars.toLowerCode(c),
    "static char ToLower(char c, CultureInfo culture)": (c) => chars.toLowerCode(c),
    "static char ToLowerInvariant(char c)": (c) => chars.toLowerCode(c),
    "static double GetNumericValue(char c)": (c) => numericValue(c),
    "static double GetNumericValue(string s, int index)": (s, index) =>
      numericValue(codeAt(s, index)),
    "static UnicodeCategory GetUnicodeCategory(char c)": (c) => chars.category(c),
    "static UnicodeCategory GetUnicodeCategory(string s, int index)": (s, index) =>
      chars.category(codeAt(s, index)),
    "static string ConvertFromUtf32(int utf32)": fromUtf32,
    "static int ConvertToUtf32(char highSurrogate, char lowSurrogate)": toUtf32,
    "static int ConvertToUtf32(string s, int index)": codePointAt,
    "static char Parse(string s)": (s) => {
      if (s === null) throw errors.argumentNull("s");
      if (s.length !== 1) throw errors.format("String must be exactly one character long.");
      return s.charCodeAt(0);
    },
    "static bool TryParse(string s, out char result)": (s, result) => {
      const ok = s !== null && s.length === 1;
      result.value = ok ? s.charCodeAt(0) : 0;
      return ok;
    },
    "static string ToString(char c)": (c) => String.fromCharCode(c),
    "string ToString()": (self) => String.fromCharCode(self),
    "string ToString(IFormatProvider provider)": (self) => String.fromCharCode(self),
    "int CompareTo(char value)": (self, other) => self - other,
    "int CompareTo(object value)": (self, other) =>
      other === null ? 1 : compare(box(self, CHAR), other),
    "bool Equals(char obj)": (self, other) => self === other,
    "TypeCode GetTypeCode()": () => 4,
  },
});

/** Without white space and NULs at both ends. */
function trimBlanks(text: string): string {
  const blank = (i: number) => text[i] === "\0" || chars.isWhiteSpace(text.charCodeAt(i));
  let start = 0;
  let end = text.length;
  while (start < end && blank(start)) start++;
  while (end > start && blank(end - 1)) end--;
  return text.slice(start, end);
}

/** The boolean that `text` names; undefined when it names none. */
function parseBoolean(text: string): boolean | undefined {
  const word = trimBlanks(text).toLowerCase();
  return word === "true" ? true : word === "false" ? false : undefined;
}

/** `bool.Parse`. @throws CsException ArgumentNull, Format */
export function booleanOf(text: string | null): boolean {
  if (text === null) throw errors.argumentNull("value");
  const value = parseBoolean(text);
  if (value === undefined) {
    throw errors.format(`String '${text}' was not recognized as a valid Boolean.`);
  }
  return value;
}

const booleanText = (self: boolean) => (self ? "True" : "False");

types.declare({
  type: "struct System.Boolean : IComparable, IComparable<bool>, IConvertible, IEquatable<bool>",
  members: {
    "new()": () => false,
    "static readonly string TrueString": () => "True",
    "static readonly string FalseString": () => "False",
    "static bool Parse(string value)": booleanOf,
    "static bool TryParse(string value, out bool result)": (value, result) => {
      const parsed = value === null ? undefined : parseBoolean(value);
      result.value = parsed ?? false;
      return parsed !== undefined;
    },
    "string ToString()": booleanText,
    "string ToString(IFormatProvider provider)": booleanText,
    "int CompareTo(bool value)": (self, other) => self === other ? 0 : self ? 1 : -1,
    "int CompareTo(object obj)": (self, other) => other === null ? 1 : compare(self, other),
    "bool Equals(bool obj)": (self, other) => self === other,
    "TypeCode GetTypeCode()": () => 3,
  },
});
