/**
 * What a fuzzer is: inputs made from chance, and what became of each.
 * @module
 */
import type { Random } from "../../lib/core/random.ts";

/**
 * `ok` and `refused` are answers; `lost` is an input that got none; `internal` is a defect of ours that was answered
 * as one. What is thrown is a crash.
 */
export type Outcome = "ok" | "refused" | "lost" | "internal";

export interface Target extends AsyncDisposable {
  /** Attempts at a time; default 1. With more, what each costs is not measured. */
  readonly width?: number;
  /** Tries one input made from `random`. */
  attempt(random: Random): Outcome | Promise<Outcome>;
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[random.integer(0, items.length - 1)];
}

/** Characters and pieces that are trouble in most languages. */
const TROUBLE: readonly string[] = [
  "\0",
  "\ufeff",
  "\ud800",
  "\u2028",
  "é",
  "😀",
  "\r",
  "\n",
  "\t",
  '"',
  "'",
  "<",
  ">",
  "&",
  "&#0;",
  "&amp;",
  "]]>",
  "<!--",
  "<![CDATA[",
  "@(",
  "@{",
  ")",
  "}",
  "{{",
  "}}",
  "{%",
  "%}",
  "/*",
  "//",
  "\\",
  "\\u",
  "constructor",
  "__proto__",
  "toString",
  "null",
  "-1",
  "0",
  "2147483648",
  "1e308",
  "9".repeat(400),
  "a".repeat(5_000),
  "[".repeat(300),
  "(".repeat(300),
  "NaN",
  "Infinity",
];

/** The text with some of it deleted, doubled, moved, or made trouble of. */
export function mutated(random: Random, text: string, others: readonly string[] = []): string {
  let out = text;
  for (let changes = random.integer(1, 4); changes > 0; changes--) {
    const at = random.integer(0, out.length);
    const end = Math.min(out.length, at + random.integer(0, random.next() < 0.8 ? 12 : 400));
    const piece = out.slice(at, end);
    switch (random.integer(0, 5)) {
      case 0:
        out = out.slice(0, at) + out.slice(end);
        break;
      case 1:
        out = out.slice(0, at) + piece.repeat(random.integer(2, 30)) + out.slice(end);
        break;
      case 2: {
        const to = random.integer(0, out.length);
        out = out.slice(0, to) + piece + out.slice(to);
        break;
      }
      case 3: {
        const other = others.length === 0 ? out : pick(random, others);
        const from = random.integer(0, other.length);
        out = out.slice(0, at) + other.slice(from, from + random.integer(0, 60)) + out.slice(at);
        break;
      }
      default:
        out = out.slice(0, at) + pick(random, TROUBLE) + out.slice(end);
    }
  }
  return out.slice(0, 200_000);
}
