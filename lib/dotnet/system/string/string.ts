/**
 * System.String, with the members of .NET Framework 4.7.2. Comparing and searching: string_compare.ts.
 * @module
 */
import { CsArray } from "../../../csharp/runtime/array.ts";
import { allocate, joined, spend } from "../../../csharp/runtime/budget.ts";
import { Declarations, type Implementation } from "../../../csharp/runtime/declare.ts";
import { hashCode, textOf, toText } from "../../../csharp/runtime/object.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import { iterate } from "../../../csharp/runtime/values.ts";
import { CsEnumerator } from "../../../csharp/runtime/enumerator.ts";
import { isWhiteSpace, toLowerText, toUpperText } from "./char_class.ts";
import { formatComposite } from "../../../csharp/runtime/composite_format.ts";
import * as errors from "../../../csharp/runtime/errors.ts";
import { ALL, splitAtChars, splitAtTexts } from "./split.ts";
import {
  fromCodes,
  insert,
  joinTexts,
  mapText,
  present,
  remove,
  replaceText,
  substring,
  toCodes,
} from "./build.ts";

export const types = new Declarations();

const STRING = typeOf("System.String");
const CHAR = typeOf("System.Char");

const strings = (items: string[]) => CsArray.of(STRING, items);

type Strip = (code: number) => boolean;

/** Takes characters off the ends: white space, or those in `codes`. */
function trim(text: string, codes: readonly number[] | null, head: boolean, tail: boolean): string {
  const wanted = new Set(codes);
  const strip: Strip = wanted.size === 0 ? isWhiteSpace : (code) => wanted.has(code);
  let start = 0;
  let end = text.length;
  if (head) { while (start < end && strip(text.charCodeAt(start))) start++; }
  if (tail) { while (end > start && strip(text.charCodeAt(end - 1))) end--; }
  spend((start + text.length - end) >> 2);
  return text.slice(start, end);
}

function pad(text: string, width: number, code: number, left: boolean): string {
  if (width < 0) throw errors.outOfRange("totalWidth", "Non-negative number required.");
  allocate(width);
  const filler = String.fromCharCode(code);
  return left ? text.padStart(width, filler) : text.padEnd(width, filler);
}

function charAt(text: string, index: number): number {
  if (index < 0 || index >= text.length) throw errors.indexOutOfRange();
  return text.charCodeAt(index);
}

const OUT_OF_RANGE =
  "Index was out of range. Must be non-negative and less than the size of the collection.";

/** `ToCharArray(start, length)`. @throws CsException System.ArgumentOutOfRangeException */
function charsWithin(text: string, start: number, length: number): number[] {
  if (start < 0 || start > text.length || start > text.length - length) {
    throw errors.outOfRange("startIndex", OUT_OF_RANGE);
  }
  if (length < 0) throw errors.outOfRange("length", OUT_OF_RANGE);
  return toCodes(text.slice(start, start + length));
}

const FORMS = ["", "NFC", "NFD", "", "", "NFKC", "NFKD"];
const FORM_C = 1;

// deno-lint-ignore no-control-regex
const ASCII = /^[\x00-\x7f]*$/;
/** Characters that one character may become. */
const LONGEST_FORM = 18;

function normalize(text: string, form: number): string {
  if (!FORMS[form]) {
    throw errors.argument("Invalid or unsupported normalization form.", "normalizationForm");
  }
  if (!text.isWellFormed()) {
    throw errors.argument("Invalid Unicode code point found at index 0.", "strInput");
  }
  if (ASCII.test(text)) return text;
  allocate(text.length * LONGEST_FORM);
  spend(text.length);
  return text.normalize(FORMS[form]);
}

const formatting: Record<string, Implementation> = {
  "static string Format(string format, object arg0)": (f, a) => format(f, [a]),
  "static string Format(string format, object arg0, object arg1)": (f, a, b) => format(f, [a, b]),
  "static string Format(string format, object arg0, object arg1, object arg2)": (f, a, b, c) =>
    format(f, [a, b, c]),
  "static string Format(string format, params object[] args)": (f, args) =>
    format(f, present<CsArray>(args, "args").items as unknown[]),
  "static string Format(IFormatProvider provider, string format, object arg0)": (_p, f, a) =>
    format(f, [a]),
  "static string Format(IFormatProvider provider, string format, object arg0, object arg1)": (
    _p,
    f,
    a,
    b,
  ) => format(f, [a, b]),
  "static string Format(IFormatProvider provider, string format, object arg0, object arg1, object arg2)":
    (_p, f, a, b, c) => format(f, [a, b, c]),
  "static string Format(IFormatProvider provider, string format, params object[] args)": (
    _p,
    f,
    args,
  ) => format(f, present<CsArray>(args, "args").items as unknown[]),
};

function format(pattern: string | null, args: readonly unknown[]): string {
  return formatComposite(present(pattern, "format"), args);
}

const concat = (...texts: (string | null)[]) => {
  return joined(texts.map((text) => text ?? "").join(""));
};

const building: Record<string, Implementation> = {
  "static string Concat(object arg0)": toText,
  "static string Concat(object arg0, object arg1)": (a, b) => concat(toText(a), toText(b)),
  "static string Concat(object arg0, object arg1, object arg2)": (a, b, c) =>
    concat(toText(a), toText(b), toText(c)),
  "static string Concat(params object[] args)": (args) =>
    joinTexts(null, mapText(present<CsArray>(args, "args"), toText)),
  "static string Concat(string str0, string str1)": (a, b) => concat(a, b),
  "static string Concat(string str0, string str1, string str2)": (a, b, c) => concat(a, b, c),
  "static string Concat(string str0, string str1, string str2, string str3)": (a, b, c, d) =>
    concat(a, b, c, d),
  "static string Concat(params string[] values)": (values) =>
    joinTexts(null, mapText(present<CsArray>(values, "values"), toText)),
  "static string Concat(IEnumerable<string> values)": (values) =>
    joinTexts(null, mapText(iterate(present(values, "values")), toText)),
  "static string Concat<T>(IEnumerable<T> values)": (values, call) =>
    joinTexts(null, mapText(iterate(present(values, "values")), textOf(call.types[0]))),
  "static string Join(string separator, params string[] value)": (separator, value) =>
    joinTexts(separator, mapText(present<CsArray>(value, "value"), toText)),
  "static string Join(string separator, string[] value, int startIndex, int count)": (
    separator,
    value,
    start,
    count,
  ) => {
    const { items } = present<CsArray>(value, "value");
    if (start < 0) throw errors.outOfRange("startIndex", "StartIndex cannot be less than zero.");
    if (count < 0) throw errors.outOfRange("count", "Count cannot be less than zero.");
    if (start + count > items.length) {
      throw errors.outOfRange(
        "startIndex",
        "Index and count must refer to a location within the buffer.",
      );
    }
    return joinTexts(separator, mapText(items.slice(start, start + count), toText));
  },
  "static string Join(string separator, params object[] values)": (separator, values) =>
    joinTexts(separator, mapText(present<CsArray>(values, "values"), toText)),
  "static string Join(string separator, IEnumerable<string> values)": (separator, values) =>
    joinTexts(separator, mapText(iterate(present(values, "values")), toText)),
  "static string Join<T>(string separator, IEnumerable<T> values)": (separator, values, call) =>
    joinTexts(separator, mapText(iterate(present(values, "values")), textOf(call.types[0]))),
  "string Insert(int startIndex, string value)": (self, start, value) => insert(self, start, value),
  "string PadLeft(int totalWidth)": (self, width) => pad(self, width, 32, true),
  "string PadLeft(int totalWidth, char paddingChar)": (self, width, c) => pad(self, width, c, true),
  "string PadRight(int totalWidth)": (self, width) => pad(self, width, 32, false),
  "string PadRight(int totalWidth, char paddingChar)": (self, width, c) =>
    pad(self, width, c, false),
  "string Remove(int startIndex)": (self, start) => remove(self, start),
  "string Remove(int startIndex, int count)": (self, start, count) => remove(self, start, count),
  "string Replace(char oldChar, char newChar)": (self, old, by) =>
    replaceText(self, String.fromCharCode(old), String.fromCharCode(by)),
  "string Replace(string oldValue, string newValue)": (self, old, by) => replaceText(self, old, by),
  "string Substring(int startIndex)": (self, start) => substring(self, start),
  "string Substring(int startIndex, int length)": (self, start, length) =>
    substring(self, start, length),
  "string ToLower()": toLowerText,
  "string ToLower(CultureInfo culture)": toLowerText,
  "string ToLowerInvariant()": toLowerText,
  "string ToUpper()": toUpperText,
  "string ToUpper(CultureInfo culture)": toUpperText,
  "string ToUpperInvariant()": toUpperText,
  "string Trim()": (self) => trim(self, null, true, true),
  "string Trim(params char[] trimChars)": (self, set) => trim(self, set?.items ?? null, true, true),
  "string TrimStart(params char[] trimChars)": (self, set) =>
    trim(self, set?.items ?? null, true, false),
  "string TrimEnd(params char[] trimChars)": (self, set) =>
    trim(self, set?.items ?? null, false, true),
  "string Normalize()": (self) => normalize(self, FORM_C),
  "string Normalize(NormalizationForm normalizationForm)": normalize,
  "bool IsNormalized()": (self) => self === normalize(self, FORM_C),
  "bool IsNormalized(NormalizationForm normalizationForm)": (self, form) =>
    self === normalize(self, form),
  "string[] Split(params char[] separator)": (self, set) =>
    strings(splitAtChars(self, set?.items ?? null)),
  "string[] Split(char[] separator, int count)": (self, set, count) =>
    strings(splitAtChars(self, set?.items ?? null, count)),
  "string[] Split(char[] separator, StringSplitOptions options)": (self, set, options) =>
    strings(splitAtChars(self, set?.items ?? null, ALL, options)),
  "string[] Split(char[] separator, int count, StringSplitOptions options)": (
    self,
    set,
    count,
    options,
  ) => strings(splitAtChars(self, set?.items ?? null, count, options)),
  "string[] Split(string[] separator, StringSplitOptions options)": (self, set, options) =>
    strings(splitAtTexts(self, set?.items ?? null, ALL, options)),
  "string[] Split(string[] separator, int count, StringSplitOptions options)": (
    self,
    set,
    count,
    options,
  ) => strings(splitAtTexts(self, set?.items ?? null, count, options)),
};

types.declare({
  type:
    "class System.String : IComparable, IComparable<string>, IConvertible, IEnumerable<char>, IEquatable<string>, ICloneable",
  members: {
    "new(char[] value)": (value) => value === null ? "" : fromCodes(value.items),
    "new(char[] value, int startIndex, int length)": (value, start, length) =>
      substring(fromCodes(present<CsArray>(value, "value").items as number[]), start, length),
    "new(char c, int count)": (c, count) => {
      if (count < 0) throw errors.outOfRange("count", "'count' must be non-negative.");
      allocate(count);
      return String.fromCharCode(c).repeat(count);
    },
    "static readonly string Empty": () => "",
    "int Length { get; }": (self) => self.length,
    "char this[int index] { get; }": charAt,
    ...building,
    ...formatting,
    "static string Copy(string str)": (text) => present(text, "str"),
    "static string Intern(string str)": (text) => present(text, "str"),
    "static string IsInterned(string str)": (text) => present(text, "str"),
    "object Clone()": (self) => self,
    "IEnumerator<char> GetEnumerator()": (self) => CsEnumerator.over(self, CHAR),
    "string ToString()": (self) => self,
    "string ToString(IFormatProvider provider)": (self) => self,
    "int GetHashCode()": (self) => hashCode(self),
    "TypeCode GetTypeCode()": () => 18,
    "char[] ToCharArray()": (self) => CsArray.of(CHAR, toCodes(self)),
    "char[] ToCharArray(int startIndex, int length)": (self, start, length) =>
      CsArray.of(CHAR, charsWithin(self, start, length)),
    "void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)": (
      self,
      source,
      destination,
      at,
      count,
    ) => {
      const { items } = present<CsArray>(destination, "destination");
      const codes = toCodes(substring(self, source, count));
      if (at < 0 || at + count > items.length) throw errors.outOfRange("destinationIndex");
      for (let i = 0; i < count; i++) items[at + i] = codes[i];
    },
  },
});

types.declare({
  type: "enum System.StringSplitOptions",
  values: { None: 0, RemoveEmptyEntries: 1 },
  flags: true,
});
types.declare({
  type: "enum System.Text.NormalizationForm",
  values: { FormC: 1, FormD: 2, FormKC: 5, FormKD: 6 },
});
