/**
 * Comparing and searching text by each StringComparison.
 * @module
 */
import { chargeFor, chargeForElements, spend } from "../../../csharp/runtime/budget.ts";
import { toUpperCode, toUpperText } from "./char_class.ts";
import { compareNullableText } from "../../../csharp/runtime/collation.ts";
import * as errors from "../../../csharp/runtime/errors.ts";

/** The values of System.StringComparison. */
export const StringComparison = {
  CurrentCulture: 0,
  CurrentCultureIgnoreCase: 1,
  InvariantCulture: 2,
  InvariantCultureIgnoreCase: 3,
  Ordinal: 4,
  OrdinalIgnoreCase: 5,
} as const;

/** @throws CsException System.ArgumentException */
export function checkComparison(comparison: number, parameter = "comparisonType"): void {
  if (!(comparison >= 0 && comparison <= 5)) {
    throw errors.argument("The string comparison type passed in is not supported.", parameter);
  }
}

/**
 * `string.CompareOrdinal(a, b)`. Where one text starts with the other, .NET, which goes by pairs of characters,
 * may compare the next with the NUL that ends the shorter.
 */
export function compareOrdinal(a: string | null, b: string | null): number {
  if (a !== null && b !== null && a !== b) {
    const shared = Math.min(a.length, b.length);
    if ((shared === 0 || shared % 2 === 1) && (a.startsWith(b) || b.startsWith(a))) {
      const next = (text: string) => shared < text.length ? text.charCodeAt(shared) : 0;
      return next(a) - next(b) || a.length - b.length;
    }
  }
  return compareCodes(a, b);
}

/** The difference of the first two codes that differ, or of the lengths. */
export function compareCodes(a: string | null, b: string | null, ignoreCase = false): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  chargeFor(a);
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x === y) continue;
    if (ignoreCase) {
      x = toUpperCode(x);
      y = toUpperCode(y);
      if (x === y) continue;
    }
    return x - y;
  }
  return a.length - b.length;
}

/** `string.Compare(a, b, comparison)`. */
export function compareBy(a: string | null, b: string | null, comparison: number): number {
  checkComparison(comparison);
  if (comparison === StringComparison.Ordinal) return compareOrdinal(a, b);
  if (comparison === StringComparison.OrdinalIgnoreCase) return compareCodes(a, b, true);
  return compareNullableText(a, b, (comparison & 1) === 1);
}

/** `string.Equals(a, b, comparison)`. */
export function equalsBy(a: string | null, b: string | null, comparison: number): boolean {
  checkComparison(comparison);
  if (a === b) return true;
  if (a === null || b === null) return false;
  switch (comparison) {
    case StringComparison.Ordinal:
      return false;
    case StringComparison.OrdinalIgnoreCase:
      return a.length === b.length && compareCodes(a, b, true) === 0;
    default:
      return compareBy(a, b, comparison) === 0;
  }
}

/** What collation gives no weight: controls other than white space, soft hyphen, joiners, BOM. */
// deno-lint-ignore no-control-regex -- control characters are meant
const IGNORABLE = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;

/**
 * The two texts in a form in which an ordinal search finds what `comparison` would. Assumption: ICU's search is
 * this, but for combining characters.
 */
function searchForm(text: string, value: string, comparison: number): [string, string] {
  checkComparison(comparison);
  if (comparison === StringComparison.Ordinal) return [text, value];
  spend(text.length >> 5);
  const sought = comparison < StringComparison.Ordinal ? value.replace(IGNORABLE, "") : value;
  return (comparison & 1) === 1 ? [toUpperText(text), toUpperText(sought)] : [text, sought];
}

export function startsWith(text: string, value: string | null, comparison: number): boolean {
  if (value === null) throw errors.argumentNull("value");
  chargeFor(value);
  const [t, v] = searchForm(text, value, comparison);
  return t.startsWith(v);
}

export function endsWith(text: string, value: string | null, comparison: number): boolean {
  if (value === null) throw errors.argumentNull("value");
  chargeFor(value);
  const [t, v] = searchForm(text, value, comparison);
  return t.endsWith(v);
}

function checkStart(text: string, start: number): void {
  if (start < 0 || start > text.length) {
    throw errors.outOfRange(
      "startIndex",
      "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
    );
  }
}

function badCount() {
  return errors.outOfRange(
    "count",
    "Count must be positive and count must refer to a location within the string/array/collection.",
  );
}

/** The part of `text` that `start` and `count` name. @throws CsException System.ArgumentOutOfRangeException */
function forward(text: string, start: number, count: number | undefined): number {
  checkStart(text, start);
  if (count === undefined) return text.length;
  if (count < 0 || start + count > text.length) throw badCount();
  return start + count;
}

/** `text.IndexOf(value, start, count, comparison)`. */
export function indexOf(
  text: string,
  value: string | null,
  comparison: number,
  start = 0,
  count?: number,
): number {
  if (value === null) throw errors.argumentNull("value");
  const end = forward(text, start, count);
  chargeFor(text);
  const [t, v] = searchForm(text, value, comparison);
  const found = t.indexOf(v, start);
  return found >= 0 && found + v.length <= end ? found : -1;
}

/** `text.IndexOf(char, start, count)`. */
export function indexOfChar(text: string, code: number, start = 0, count?: number): number {
  return indexOf(text, String.fromCharCode(code), StringComparison.Ordinal, start, count);
}

/** `text.LastIndexOf(value, start, count, comparison)`: backwards from `start`, `count` characters. */
export function lastIndexOf(
  text: string,
  value: string | null,
  comparison: number,
  start?: number,
  count?: number,
): number {
  if (value === null) throw errors.argumentNull("value");
  const [t, v] = searchForm(text, value, comparison);
  if (text.length === 0 && (start === undefined || start === -1 || start === 0)) {
    return v === "" ? 0 : -1;
  }
  let from = start ?? text.length - 1;
  checkStart(text, from);
  let length = count ?? from + 1;
  if (from === text.length) {
    from--;
    if (length > 0) length--;
  }
  if (length < 0 || from - length + 1 < 0) throw badCount();
  chargeFor(text);
  if (v === "") return from + 1;
  const found = t.lastIndexOf(v, from + 1 - v.length);
  return found >= 0 && found > from - length && from + 1 >= v.length ? found : -1;
}

/** The first (or, backwards, the last) of `codes` in the part that starts at `start`. */
export function indexOfAny(
  text: string,
  codes: readonly number[],
  start = 0,
  count?: number,
): number {
  const end = forward(text, start, count);
  chargeForElements(text.length);
  const wanted = new Set(codes);
  for (let i = start; i < end; i++) if (wanted.has(text.charCodeAt(i))) return i;
  return -1;
}

export function lastIndexOfAny(
  text: string,
  codes: readonly number[],
  start = text.length - 1,
  count = start + 1,
): number {
  if (text.length === 0) return -1;
  if (start < 0 || start >= text.length) checkStart(text, start === text.length ? -1 : start);
  if (count < 0 || start - count + 1 < 0) throw badCount();
  chargeForElements(text.length);
  const wanted = new Set(codes);
  for (let i = start; i > start - count; i--) if (wanted.has(text.charCodeAt(i))) return i;
  return -1;
}
