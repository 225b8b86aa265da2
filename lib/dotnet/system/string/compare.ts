/**
 * System.String's members that compare and search.
 * @module
 */
import type { CsArray } from "../../../csharp/runtime/array.ts";
import { chargeFor, spend } from "../../../csharp/runtime/budget.ts";
import { Declarations, type Implementation } from "../../../csharp/runtime/declare.ts";
import { compareNullableText, compareText } from "../../../csharp/runtime/collation.ts";
import * as errors from "../../../csharp/runtime/errors.ts";
import { isWhiteSpace } from "./char_class.ts";
import * as search from "./search.ts";
import { StringComparison } from "./search.ts";

export const types = new Declarations();

const CULTURE = StringComparison.CurrentCulture;

/** Characters that are looked at one by one. */
const CHARACTERS_PER_STEP = 64;

function isBlank(text: string): boolean {
  spend(Math.floor(text.length / CHARACTERS_PER_STEP));
  for (let i = 0; i < text.length; i++) if (!isWhiteSpace(text.charCodeAt(i))) return false;
  return true;
}

/** The codes in a `char[]` argument. */
function codesOf(set: CsArray | null): number[] {
  if (set === null) throw errors.argumentNull("anyOf");
  return set.items as number[];
}

const caseComparison = (ignoreCase: boolean) => (ignoreCase ? CULTURE + 1 : CULTURE);
const IGNORE_CASE_OPTION = 1;
const ORDINAL_OPTION = 0x40000000;
const ORDINAL_IGNORE_CASE_OPTION = 0x10000000;

function comparisonOf(options: number): number {
  if (options === ORDINAL_OPTION) return StringComparison.Ordinal;
  if (options === ORDINAL_IGNORE_CASE_OPTION) return StringComparison.OrdinalIgnoreCase;
  return caseComparison((options & IGNORE_CASE_OPTION) !== 0);
}

/** Compares parts of at most `length` characters. */
function compareParts(
  a: string | null,
  indexA: number,
  b: string | null,
  indexB: number,
  length: number,
  comparison: number,
): number {
  if (length < 0) throw errors.outOfRange("length", "Length cannot be less than zero.");
  const part = (text: string | null, index: number, parameter: string) => {
    if (text === null) return null;
    if (index < 0 || index > text.length) {
      throw errors.outOfRange(
        parameter,
        "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
      );
    }
    return text.slice(index, index + length);
  };
  const partA = part(a, indexA, "indexA");
  const partB = part(b, indexB, "indexB");
  return comparison === StringComparison.Ordinal
    ? search.compareCodes(partA, partB)
    : search.compareBy(partA, partB, comparison);
}

const comparing: Record<string, Implementation> = {
  "static int Compare(string strA, string strB)": (a, b) => compareNullableText(a, b),
  "static int Compare(string strA, string strB, bool ignoreCase)": (a, b, ignoreCase) =>
    compareNullableText(a, b, ignoreCase),
  "static int Compare(string strA, string strB, StringComparison comparisonType)": search.compareBy,
  "static int Compare(string strA, string strB, bool ignoreCase, CultureInfo culture)": (
    a,
    b,
    ignoreCase,
  ) => compareNullableText(a, b, ignoreCase),
  "static int Compare(string strA, string strB, CultureInfo culture, CompareOptions options)": (
    a,
    b,
    _culture,
    options,
  ) => search.compareBy(a, b, comparisonOf(options)),
  "static int Compare(string strA, int indexA, string strB, int indexB, int length)": (
    a,
    i,
    b,
    j,
    length,
  ) => compareParts(a, i, b, j, length, CULTURE),
  "static int Compare(string strA, int indexA, string strB, int indexB, int length, bool ignoreCase)":
    (a, i, b, j, length, ignoreCase) =>
      compareParts(a, i, b, j, length, caseComparison(ignoreCase)),
  "static int Compare(string strA, int indexA, string strB, int indexB, int length, StringComparison comparisonType)":
    (a, i, b, j, length, comparison) => compareParts(a, i, b, j, length, comparison),
  "static int CompareOrdinal(string strA, string strB)": (a, b) => search.compareOrdinal(a, b),
  "static int CompareOrdinal(string strA, int indexA, string strB, int indexB, int length)": (
    a,
    i,
    b,
    j,
    length,
  ) => compareParts(a, i, b, j, length, StringComparison.Ordinal),
  "static bool Equals(string a, string b)": (a, b) => a === b,
  "static bool Equals(string a, string b, StringComparison comparisonType)": search.equalsBy,
  "static bool IsNullOrEmpty(string value)": (value) => value === null || value === "",
  "static bool IsNullOrWhiteSpace(string value)": (value) => value === null || isBlank(value),
  "int CompareTo(string strB)": (self, other) => compareNullableText(self, other),
  "int CompareTo(object value)": (self, other) => {
    if (other === null) return 1;
    if (typeof other !== "string") throw errors.argument("Object must be of type String.");
    return compareText(self, other);
  },
  "bool Equals(string value)": (self, other) => self === other,
  "bool Equals(string value, StringComparison comparisonType)": (self, other, comparison) =>
    search.equalsBy(self, other, comparison),
  "bool Contains(string value)": (self, value) => {
    if (value === null) throw errors.argumentNull("value");
    chargeFor(self);
    return self.includes(value);
  },
  "bool StartsWith(string value)": (self, value) => search.startsWith(self, value, CULTURE),
  "bool StartsWith(string value, StringComparison comparisonType)": search.startsWith,
  "bool StartsWith(string value, bool ignoreCase, CultureInfo culture)": (self, value, ignore) =>
    search.startsWith(self, value, caseComparison(ignore)),
  "bool EndsWith(string value)": (self, value) => search.endsWith(self, value, CULTURE),
  "bool EndsWith(string value, StringComparison comparisonType)": search.endsWith,
  "bool EndsWith(string value, bool ignoreCase, CultureInfo culture)": (self, value, ignore) =>
    search.endsWith(self, value, caseComparison(ignore)),
  "int IndexOf(char value)": (self, value) => search.indexOfChar(self, value),
  "int IndexOf(char value, int startIndex)": (self, value, start) =>
    search.indexOfChar(self, value, start),
  "int IndexOf(char value, int startIndex, int count)": (self, value, start, count) =>
    search.indexOfChar(self, value, start, count),
  "int IndexOf(string value)": (self, value) => search.indexOf(self, value, CULTURE),
  "int IndexOf(string value, int startIndex)": (self, value, start) =>
    search.indexOf(self, value, CULTURE, start),
  "int IndexOf(string value, int startIndex, int count)": (self, value, start, count) =>
    search.indexOf(self, value, CULTURE, start, count),
  "int IndexOf(string value, StringComparison comparisonType)": (self, value, comparison) =>
    search.indexOf(self, value, comparison),
  "int IndexOf(string value, int startIndex, StringComparison comparisonType)": (
    self,
    value,
    start,
    comparison,
  ) => search.indexOf(self, value, comparison, start),
  "int IndexOf(string value, int startIndex, int count, StringComparison comparisonType)": (
    self,
    value,
    start,
    count,
    comparison,
  ) => search.indexOf(self, value, comparison, start, count),
  "int IndexOfAny(char[] anyOf)": (self, set) => search.indexOfAny(self, codesOf(set)),
  "int IndexOfAny(char[] anyOf, int startIndex)": (self, set, start) =>
    search.indexOfAny(self, codesOf(set), start),
  "int IndexOfAny(char[] anyOf, int startIndex, int count)": (self, set, start, count) =>
    search.indexOfAny(self, codesOf(set), start, count),
  "int LastIndexOf(char value)": (self, value) => lastIndexOfChar(self, value),
  "int LastIndexOf(char value, int startIndex)": (self, value, start) =>
    lastIndexOfChar(self, value, start),
  "int LastIndexOf(char value, int startIndex, int count)": (self, value, start, count) =>
    lastIndexOfChar(self, value, start, count),
  "int LastIndexOf(string value)": (self, value) => search.lastIndexOf(self, value, CULTURE),
  "int LastIndexOf(string value, int startIndex)": (self, value, start) =>
    search.lastIndexOf(self, value, CULTURE, start),
  "int LastIndexOf(string value, int startIndex, int count)": (self, value, start, count) =>
    search.lastIndexOf(self, value, CULTURE, start, count),
  "int LastIndexOf(string value, StringComparison comparisonType)": (self, value, comparison) =>
    search.lastIndexOf(self, value, comparison),
  "int LastIndexOf(string value, int startIndex, StringComparison comparisonType)": (
    self,
    value,
    start,
    comparison,
  ) => search.lastIndexOf(self, value, comparison, start),
  "int LastIndexOf(string value, int startIndex, int count, StringComparison comparisonType)": (
    self,
    value,
    start,
    count,
    comparison,
  ) => search.lastIndexOf(self, value, comparison, start, count),
  "int LastIndexOfAny(char[] anyOf)": (self, set) => search.lastIndexOfAny(self, codesOf(set)),
  "int LastIndexOfAny(char[] anyOf, int startIndex)": (self, set, start) =>
    search.lastIndexOfAny(self, codesOf(set), start),
  "int LastIndexOfAny(char[] anyOf, int startIndex, int count)": (self, set, start, count) =>
    search.lastIndexOfAny(self, codesOf(set), start, count),
};

function lastIndexOfChar(text: string, code: number, start?: number, count?: number): number {
  if (text === "") return -1;
  if (start === text.length) throw errors.outOfRange("startIndex");
  return search.lastIndexOf(
    text,
    String.fromCharCode(code),
    StringComparison.Ordinal,
    start,
    count,
  );
}

types.declare({ type: "class System.String", members: comparing });
types.declare({ type: "enum System.StringComparison", values: StringComparison });
