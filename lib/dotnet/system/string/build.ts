/**
 * Building text: what String and StringBuilder share.
 * @module
 */
import {
  allocate,
  chargeFor,
  checkSize,
  hold,
  joined,
  spend,
} from "../../../csharp/runtime/budget.ts";
import * as errors from "../../../csharp/runtime/errors.ts";

/** A string of these UTF-16 codes. */
export function fromCodes(codes: readonly number[]): string {
  chargeFor(codes);
  const CHUNK = 8192;
  if (codes.length <= CHUNK) return String.fromCharCode(...codes);
  let out = "";
  for (let i = 0; i < codes.length; i += CHUNK) {
    out += String.fromCharCode(...codes.slice(i, i + CHUNK));
  }
  return out;
}

/** The UTF-16 codes of a string. */
export function toCodes(text: string): number[] {
  checkSize(text.length);
  hold(text.length * 8);
  chargeFor(text);
  const codes = new Array<number>(text.length);
  for (let i = 0; i < text.length; i++) codes[i] = text.charCodeAt(i);
  return codes;
}

/** Joins the texts, checking the size as it grows. */
export function joinTexts(separator: string | null, texts: Iterable<string>): string {
  let out = "";
  let first = true;
  for (const text of texts) {
    spend();
    out += first || separator === null ? text : separator + text;
    first = false;
    joined(out);
  }
  return out;
}

/** The text of each value. */
export function* mapText(
  values: Iterable<unknown>,
  text: (value: unknown) => string,
): Iterable<string> {
  for (const value of values) yield text(value);
}

/** @throws CsException System.ArgumentNullException */
export function present<T>(value: T | null, parameter: string): T {
  if (value === null) throw errors.argumentNull(parameter);
  return value;
}

/** `text.Substring(start, length)`. @throws CsException System.ArgumentOutOfRangeException */
export function substring(text: string, start: number, length?: number): string {
  if (start < 0) throw errors.outOfRange("startIndex", "StartIndex cannot be less than zero.");
  if (start > text.length) {
    throw errors.outOfRange("startIndex", "startIndex cannot be larger than length of string.");
  }
  if (length === undefined) return text.slice(start);
  if (length < 0) throw errors.outOfRange("length", "Length cannot be less than zero.");
  if (start + length > text.length) {
    throw errors.outOfRange(
      "length",
      "Index and length must refer to a location within the string.",
    );
  }
  return text.slice(start, start + length);
}

/** Removes `count` characters, or all from `start` on. @throws CsException System.ArgumentOutOfRangeException */
export function remove(text: string, start: number, count = text.length - start): string {
  if (start < 0) throw errors.outOfRange("startIndex", "StartIndex cannot be less than zero.");
  if (start > text.length) {
    throw errors.outOfRange("startIndex", "startIndex must be less than length of string.");
  }
  if (count < 0) throw errors.outOfRange("count", "Count cannot be less than zero.");
  if (start + count > text.length) {
    throw errors.outOfRange("count", "Index and count must refer to a location within the string.");
  }
  return text.slice(0, start) + text.slice(start + count);
}

/** @throws CsException System.ArgumentOutOfRangeException */
export function insert(text: string, start: number, value: string | null): string {
  present(value, "value");
  if (start < 0 || start > text.length) throw errors.outOfRange("startIndex");
  allocate(text.length + value!.length);
  return text.slice(0, start) + value + text.slice(start);
}

/** Ordinal replacement; null replaces with nothing. @throws CsException System.ArgumentException */
export function replaceText(text: string, old: string | null, value: string | null): string {
  present(old, "oldValue");
  if (old === "") throw errors.argument("The value cannot be an empty string.", "oldValue");
  chargeFor(text);
  const count = occurrences(text, old!);
  if (count === 0) return text;
  const by = value ?? "";
  allocate(text.length + count * (by.length - old!.length));
  return text.replaceAll(old!, by.replaceAll("$", "$$$$"));
}

/** How often `sought` is in the text, one behind the other; each is counted before the next is looked for. */
function occurrences(text: string, sought: string): number {
  let count = 0;
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length)) {
    if (++count % 2 === 0) spend();
  }
  return count;
}
