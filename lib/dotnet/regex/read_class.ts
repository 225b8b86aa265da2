/**
 * Reads character classes, `[a-z-[aeiou]]`, and the escapes that name sets or characters.
 * @module
 */
import {
  ASCII_DIGIT,
  ASCII_SPACE,
  ASCII_WORD,
  CharSet,
  DIGIT,
  property,
  SPACE,
  union,
  WORD,
} from "./char_set.ts";
import type { Cursor } from "./cursor.ts";
import { RegexOptions as O } from "./options.ts";

const ESCAPES: ReadonlyMap<string, number> = new Map<string, number>(Object.entries({
  a: 7,
  e: 27,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
}));

const SETS: ReadonlyMap<string, CharSet> = new Map([["d", DIGIT], ["w", WORD], ["s", SPACE]]);
const ECMA_SETS: ReadonlyMap<string, CharSet> = new Map([
  ["d", ASCII_DIGIT],
  ["w", ASCII_WORD],
  ["s", ASCII_SPACE],
]);

/** The set of `\d`, `\p{L}` and their like, after the backslash; null for other escapes. */
export function readClassEscape(cursor: Cursor): CharSet | null {
  const ch = cursor.peek();
  const ecma = cursor.has(O.ECMAScript);
  const base = (ecma ? ECMA_SETS : SETS).get(ch.toLowerCase());
  if (base) {
    cursor.at++;
    return ch < "a" ? base.negated() : base;
  }
  if (ch !== "p" && ch !== "P") return null;
  const match = /^[pP]\{([\w-]+)\}/.exec(cursor.text.slice(cursor.at));
  if (!match) cursor.fail("Incomplete \\p{X} character escape.", cursor.at + 1);
  const set = property(match[1]);
  cursor.at += match[0].length;
  if (!set) cursor.fail(`Unknown property '${match[1]}'.`);
  return ch === "P" ? set.negated() : set;
}

/** The code of an escape after the backslash. */
export function readCharEscape(cursor: Cursor): number {
  const rest = cursor.text.slice(cursor.at, cursor.at + 5);
  const hex = /^(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))/.exec(rest);
  if (hex) {
    cursor.at += hex[0].length;
    return parseInt(hex[1] ?? hex[2], 16);
  }
  const octal = /^[0-7]{1,3}/.exec(rest);
  if (octal) {
    cursor.at += octal[0].length;
    return parseInt(octal[0], 8) & 0xff;
  }
  const ch = cursor.peek();
  if (ch === "x" || ch === "u") cursor.fail("Insufficient or invalid hexadecimal digits.");
  if (ch === "c") {
    const control = cursor.peek(1).toUpperCase();
    if (control < "@" || control > "_" || control === "") {
      cursor.fail("Unrecognized control character.", cursor.at + 1);
    }
    cursor.at += 2;
    return control.charCodeAt(0) - 64;
  }
  cursor.at++;
  const escaped = ESCAPES.get(ch);
  if (escaped !== undefined) return escaped;
  if (/\w/.test(ch) && !cursor.has(O.ECMAScript)) {
    cursor.fail(`Unrecognized escape sequence \\${ch}.`);
  }
  return ch.charCodeAt(0);
}

/** After `[`. */
export function readClass(cursor: Cursor): CharSet {
  const negative = cursor.take("^");
  const ranges: [number, number][] = [];
  const sets: CharSet[] = [];
  let subtracted: CharSet | null = null;
  for (let first = true;; first = false) {
    if (cursor.at >= cursor.text.length) cursor.fail("Unterminated [] set.");
    if (cursor.peek() === "]" && !first) break;
    if (!first && cursor.text.startsWith("-[", cursor.at)) {
      cursor.at += 2;
      subtracted = readClass(cursor);
      if (cursor.peek() !== "]") {
        cursor.fail("A subtraction must be the last element in a character class.");
      }
      break;
    }
    const from = readMember(cursor);
    if (from instanceof CharSet) {
      sets.push(from);
      continue;
    }
    const isRange = cursor.peek() === "-" && cursor.peek(1) !== "]" && cursor.peek(1) !== "[" &&
      cursor.peek(1) !== "";
    if (!isRange) {
      ranges.push([from, from]);
      continue;
    }
    cursor.at++;
    const to = readMember(cursor);
    if (to instanceof CharSet) {
      cursor.fail("Cannot include class \\d in character range.");
    }
    if (to < from) cursor.fail("[x-y] range in reverse order.");
    ranges.push([from, to]);
  }
  cursor.at++;
  let set = union(ranges, sets);
  if (cursor.has(O.IgnoreCase)) set = set.ignoringCase();
  if (negative) set = set.negated();
  if (subtracted === null) return set;
  const [whole, without] = [set, subtracted];
  return new CharSet((code) => whole.has(code) && !without.has(code));
}

function readMember(cursor: Cursor): number | CharSet {
  const ch = cursor.peek();
  cursor.at++;
  if (ch !== "\\") return ch.charCodeAt(0);
  if (cursor.peek() === "") cursor.fail("Illegal \\ at end of pattern.");
  if (cursor.peek() === "b") {
    cursor.at++;
    return 8;
  }
  return readClassEscape(cursor) ?? readCharEscape(cursor);
}
