/**
 * The fast way in: text that JSON.parse and Newtonsoft understand alike.
 *
 * A plain tree must give the same tokens, and the same text when it is written again, as Newtonsoft's own
 * reader would. So this way is closed to text in which the two differ:
 * - strings that Newtonsoft reads as dates ("2024-05-01T...", "/Date(...)/");
 * - numbers whose kind or text would be lost: exponents, 1.0, 1.50, -0, more than 15 digits, less than 0.0001;
 * - names that JavaScript would reorder or treat as special ("1", "__proto__");
 * - characters that the two escape differently (U+0085, U+2028, U+2029, lone surrogates), raw or escaped.
 *
 * False alarms only cost time. Repeated names keep the first place and the last value in both.
 * @module
 */
import { RecentTexts } from "../../core/recent_texts.ts";
import { chargeForJson } from "./cost.ts";
import type { Plain } from "./linq/token.ts";

const DIFFERENT = new RegExp(
  [
    String
      .raw`[\[:,]\s*(?=[-\d])(?!(?:-?[1-9]\d{0,14}|0|-?(?:0|[1-9]\d{0,8})\.\d{0,3}[1-9]\d{0,2})(?![\d.eE]))`,
    String.raw`"\d+-`,
    String.raw`"\d+"\s*:`,
    String.raw`"\\?/Date`,
    String.raw`"__proto__"`,
    String.raw`\\u(?:00|202[89]|[dD][89a-fA-F])`,
    "[\u0085\u2028\u2029]",
  ].join("|"),
);

const STARTS = /^\s*[[{]/;

/** The deepest nesting that is read as plain JSON, as what follows walks it recursively. */
const MAX_PLAIN_DEPTH = 200;

const recent = new RecentTexts(read, 4_096);

/** The text as a plain tree, never to be changed; undefined when Newtonsoft's own reader has to look at it. */
export function parsePlain(text: string): Plain | undefined {
  return recent.of(text);
}

function read(text: string): Plain | undefined {
  if (!STARTS.test(text) || DIFFERENT.test(text) || !text.isWellFormed()) return undefined;
  chargeForJson(text);
  let plain: Plain;
  try {
    plain = JSON.parse(text);
  } catch {
    return undefined;
  }
  return tooDeep(text) ? undefined : plain;
}

function tooDeep(text: string): boolean {
  if (text.length < 2 * MAX_PLAIN_DEPTH) return false;
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x5b || code === 0x7b) {
      if (++depth > deepest) deepest = depth;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return deepest > MAX_PLAIN_DEPTH;
}
