/**
 * A place in a text that may be a date: numbers, words, separators and UTC offsets from there on.
 * @module
 */
import { isLetter, isWhiteSpace } from "../system/string/char_class.ts";
import { DAY_NAMES, MONTH_NAMES, TICKS_PER_MINUTE } from "./calendar.ts";

/** More digits than these are no number of a date. */
const MOST_DIGITS = 8;

export type Word =
  | { readonly kind: "month" | "weekday"; readonly index: number }
  | { readonly kind: "am" | "pm" | "zone" | "time" | "era" | "ignored" };

const WORDS: ReadonlyMap<string, Word> = new Map<string, Word>([
  ...MONTH_NAMES.flatMap((name, index) => named(name, { kind: "month", index })),
  ...DAY_NAMES.flatMap((name, index) => named(name, { kind: "weekday", index })),
  ["AM", { kind: "am" }],
  ["PM", { kind: "pm" }],
  ["GMT", { kind: "zone" }],
  ["Z", { kind: "zone" }],
  ["T", { kind: "time" }],
  ["A.D.", { kind: "era" }],
  ["AD", { kind: "era" }],
  [",", { kind: "ignored" }],
  [".", { kind: "ignored" }],
]);

/** A name in full and by three letters. */
function named(name: string, word: Word): [string, Word][] {
  const upper = name.toUpperCase();
  return [[upper, word], [upper.slice(0, 3), word]];
}

const LONGEST_WORD = Math.max(...[...WORDS.keys()].map((word) => word.length));

export class DateText {
  constructor(readonly text: string, public at = 0) {}

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  peek(offset = 0): string {
    return this.text[this.at + offset] ?? "";
  }

  skipWhite(): void {
    while (!this.ended && isWhiteSpace(this.text.charCodeAt(this.at))) this.at++;
  }

  isDigit(offset = 0): boolean {
    const ch = this.peek(offset);
    return ch >= "0" && ch <= "9";
  }

  isLetter(): boolean {
    return !this.ended && isLetter(this.text.charCodeAt(this.at));
  }

  take(ch: string): boolean {
    if (this.peek() !== ch) return false;
    this.at++;
    return true;
  }

  /** From `least` to `most` digits as a number; undefined, and nothing taken, when there are fewer. */
  digits(least: number, most: number): number | undefined {
    let length = 0;
    while (length < most && this.isDigit(length)) length++;
    if (length < least) return undefined;
    const value = Number(this.text.slice(this.at, this.at + length));
    this.at += length;
    return value;
  }

  /** All digits that follow; undefined when they are too many. */
  number(): { value: number; length: number } | undefined {
    const start = this.at;
    while (this.isDigit()) this.at++;
    const length = this.at - start;
    if (length > MOST_DIGITS) return undefined;
    return { value: Number(this.text.slice(start, this.at)), length };
  }

  /** The digits of a fraction as a part of one; undefined when there are none. */
  fraction(): number | undefined {
    const start = this.at;
    while (this.isDigit()) this.at++;
    return this.at === start ? undefined : Number(`0.${this.text.slice(start, this.at)}`);
  }

  /** Takes a word that a date may hold. Words end where letters end; case does not count. */
  word(): Word | undefined {
    for (let length = Math.min(LONGEST_WORD, this.text.length - this.at); length > 0; length--) {
      const word = WORDS.get(this.text.slice(this.at, this.at + length).toUpperCase());
      if (!word) continue;
      const end = this.at + length;
      const letterFollows = end < this.text.length && isLetter(this.text.charCodeAt(end));
      if (letterFollows && this.isLetter()) continue;
      this.at += length;
      return word;
    }
    return undefined;
  }

  /** `+02:00`, `-0330`, `+2` in ticks; undefined when there is none. */
  offset(): bigint | undefined {
    const sign = this.peek();
    if (sign !== "+" && sign !== "-") return undefined;
    this.at++;
    const number = this.number();
    if (!number || number.length === 0 || number.length > 4) return undefined;
    let minutes = number.value;
    if (number.length > 2) minutes = Math.trunc(minutes / 100) * 60 + checkMinutes(minutes % 100);
    else {
      minutes *= 60;
      if (this.take(":")) {
        const rest = this.number();
        if (!rest || rest.length === 0 || rest.length > 2) return undefined;
        minutes += checkMinutes(rest.value);
      }
    }
    if (Number.isNaN(minutes)) return undefined;
    const ticks = BigInt(minutes) * TICKS_PER_MINUTE;
    return sign === "-" ? -ticks : ticks;
  }
}

function checkMinutes(minutes: number): number {
  return minutes < 60 ? minutes : NaN;
}
