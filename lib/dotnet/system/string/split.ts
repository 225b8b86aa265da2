/**
 * String.Split.
 * @module
 */
import { chargeFor, hold, spend } from "../../../csharp/runtime/budget.ts";
import { isWhiteSpace } from "./char_class.ts";
import * as errors from "../../../csharp/runtime/errors.ts";

const REMOVE_EMPTY = 1;
const COMPARISONS_PER_STEP = 16;
/** No limit on the number of parts. */
export const ALL = 0x7fffffff;

/** Where separators stand: starts and lengths alternating. Each is counted before the next is looked for. */
class Separators {
  readonly places: number[] = [];

  add(start: number, length: number): void {
    spend();
    this.places.push(start, length);
  }
}

/** Of a part that is cut out: its place in the list, and its text where it has one. */
const PLACE_BYTES = 8;
const PART_BYTES = 32;

function charSeparators(text: string, codes: readonly number[] | null): Separators {
  const found = new Separators();
  const white = codes === null || codes.length === 0;
  if (!white && codes.length === 1) {
    const separator = String.fromCharCode(codes[0]);
    for (let i = text.indexOf(separator); i >= 0; i = text.indexOf(separator, i + 1)) {
      found.add(i, 1);
    }
    return found;
  }
  spend(text.length >> 4);
  const wanted = new Set(codes);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (white ? isWhiteSpace(code) : wanted.has(code)) found.add(i, 1);
  }
  return found;
}

function textSeparators(text: string, values: readonly (string | null)[]): Separators {
  const found = new Separators();
  const separators = values.filter((v) => v !== null && v !== "") as string[];
  spend(Math.floor(text.length * separators.length / COMPARISONS_PER_STEP));
  for (let i = 0; i < text.length;) {
    const hit = separators.find((s) => text.startsWith(s, i));
    if (hit) found.add(i, hit.length);
    i += hit ? hit.length : 1;
  }
  return found;
}

function cut(text: string, count: number, options: number, find: () => Separators): string[] {
  if (count < 0) throw errors.outOfRange("count", "Count cannot be less than zero.");
  if (options < 0 || options > REMOVE_EMPTY) {
    throw errors.argument("Illegal enum value: " + options + ".", "options");
  }
  const removeEmpty = options === REMOVE_EMPTY;
  if (count === 0 || (removeEmpty && text === "")) return [];
  if (count === 1 || text === "") return [text];
  chargeFor(text);
  const separators = find().places;
  hold((separators.length >> 1) * PLACE_BYTES);
  const parts: string[] = [];
  let at = 0;
  for (let i = 0; i < separators.length; i += 2) {
    const part = text.slice(at, separators[i]);
    if (removeEmpty && part === "") {
      at = separators[i] + separators[i + 1];
      continue;
    }
    if (parts.length === count - 1) break;
    if (part.length > 1) hold(PART_BYTES);
    parts.push(part);
    at = separators[i] + separators[i + 1];
  }
  const rest = text.slice(at);
  if (!removeEmpty || rest !== "") parts.push(rest);
  return parts;
}

/** Splits at any of the characters; at white space when there are none. */
export function splitAtChars(
  text: string,
  codes: readonly number[] | null,
  count = ALL,
  options = 0,
): string[] {
  return cut(text, count, options, () => charSeparators(text, codes));
}

/** Splits at any of the texts, the first that fits; at white space when there are none. */
export function splitAtTexts(
  text: string,
  separators: readonly (string | null)[] | null,
  count: number,
  options: number,
): string[] {
  const white = separators === null || separators.length === 0;
  return cut(
    text,
    count,
    options,
    () => white ? charSeparators(text, null) : textSeparators(text, separators),
  );
}
