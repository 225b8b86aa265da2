/**
 * DateTime.ParseExact: text in a given standard or custom format.
 * @see https://learn.microsoft.com/dotnet/standard/base-types/custom-date-and-time-format-strings
 * @module
 */
import { isWhiteSpace } from "../system/string/char_class.ts";
import { DateTimeStyles as Styles } from "../system/culture.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { DAY_NAMES, MONTH_NAMES, TICKS_PER_MINUTE } from "./calendar.ts";
import { quoted, STANDARD_FORMATS } from "./date_format.ts";
import { fullYear, type ReadDate, refuse, UnreadableDate } from "./date_result.ts";
import { DateText } from "./date_text.ts";

/**
 * What `convert` makes of `text` in the first of `formats` that fits.
 * @throws UnreadableDate, CsException System.FormatException for a bad format
 */
export function readDateExact<T>(
  text: string,
  formats: readonly (string | null)[],
  styles: number,
  convert: (read: ReadDate) => T,
): T {
  if (text === "") refuse();
  if (formats.length === 0) throw errors.format("No format specifiers were provided.");
  for (const format of formats) {
    if (format === null || format === "") {
      throw errors.format(`Format specifier '${format ?? ""}' was invalid.`);
    }
    try {
      return convert(readOne(text, format, styles));
    } catch (error) {
      const other = !(error instanceof UnreadableDate || error instanceof CsException);
      if (formats.length === 1 || other) throw error;
    }
  }
  return refuse();
}

function readOne(text: string, format: string, styles: number): ReadDate {
  if (format.length > 1) return new Reader(text, format, styles).run();
  const pattern = STANDARD_FORMATS.get(format);
  if (pattern === undefined) throw errors.format("Input string was not in a correct format.");
  const read = new Reader(text, pattern, styles).run();
  if (format === "U") [read.offset, read.utc] = [0n, true];
  return read;
}

/** A part that is read twice must be the same twice. */
type Part = "year" | "month" | "day" | "dayOfWeek" | "hour" | "minute" | "second" | "fraction";

class Reader {
  readonly #read: ReadDate = {};
  readonly #text: DateText;
  readonly #format: string;
  readonly #innerWhite: boolean;
  readonly #trailingWhite: boolean;
  #half: "A" | "P" | undefined;
  #twelveHours = false;
  #shortYear = false;

  constructor(text: string, format: string, styles: number) {
    const leading = (styles & Styles.AllowLeadingWhite) !== 0;
    const trailing = this.#trailingWhite = (styles & Styles.AllowTrailingWhite) !== 0;
    this.#text = new DateText(trimmed(text, leading, trailing));
    this.#format = trimmed(format, leading, trailing);
    this.#innerWhite = (styles & Styles.AllowInnerWhite) !== 0;
  }

  run(): ReadDate {
    const format = this.#format;
    for (let i = 0; i < format.length;) {
      if (this.#innerWhite) this.#text.skipWhite();
      i += this.#step(format, i);
    }
    if (!this.#text.ended) refuse();
    const read = this.#read;
    if (this.#shortYear) read.year = read.year! < 100 ? fullYear(read.year!) : refuse();
    if (read.hour !== undefined || this.#half !== undefined) read.hour = this.#hour(read.hour ?? 0);
    return read;
  }

  /** Twelve hours without AM or PM are those before noon; of 24 hours, AM and PM must agree. */
  #hour(hour: number): number {
    const half = this.#half;
    if (this.#twelveHours) {
      if (hour > 12) refuse();
      return half === "P" ? hour % 12 + 12 : hour % 12;
    }
    if ((half === "A" && hour >= 12) || (half === "P" && hour < 12)) refuse();
    return hour;
  }

  #set(part: Part, value: number, ch: string): void {
    const read = this.#read;
    if (read[part] !== undefined && read[part] !== value) throw repeated(ch);
    read[part] = value;
  }

  /** Reads what the format says at `i`; returns how many of its characters that took. */
  #step(format: string, i: number): number {
    const ch = format[i];
    let run = 1;
    while (format[i + run] === ch) run++;
    const text = this.#text;
    switch (ch) {
      case "y":
        if (run <= 2) this.#shortYear = true;
        this.#set("year", this.#digits(run), ch);
        return run;
      case "M":
        this.#set("month", run <= 2 ? this.#digits(run) : this.#name(MONTH_NAMES, run) + 1, ch);
        return run;
      case "d":
        if (run <= 2) this.#set("day", this.#digits(run), ch);
        else this.#set("dayOfWeek", this.#name(DAY_NAMES, run), ch);
        return run;
      case "h":
        this.#twelveHours = true;
        this.#set("hour", this.#digits(Math.min(run, 2)), ch);
        return run;
      case "H":
        this.#set("hour", this.#digits(Math.min(run, 2)), ch);
        return run;
      case "m":
        this.#set("minute", this.#digits(Math.min(run, 2)), ch);
        return run;
      case "s":
        this.#set("second", this.#digits(Math.min(run, 2)), ch);
        return run;
      case "f":
      case "F":
        this.#fraction(ch, run);
        return run;
      case "t":
        this.#amOrPm(run, ch);
        return run;
      case "z":
        this.#setOffset(this.#offset(run), ch);
        return run;
      case "Z":
        if (!text.take("Z") && !this.#takeWord("GMT")) refuse();
        this.#setUtc(ch);
        return 1;
      case "K":
        if (text.take("Z")) this.#setUtc(ch);
        else if (text.peek() === "+" || text.peek() === "-") this.#setOffset(this.#offset(3), ch);
        return 1;
      case "g":
        if (!this.#takeWord("A.D.") && !this.#takeWord("AD")) refuse();
        return run;
      case "'":
      case '"': {
        const [literal, length] = quoted(format, i);
        for (const letter of literal) this.#literal(letter);
        return length;
      }
      case "%":
        if (format.length <= i + 1 || format[i + 1] === "%") throw badSpecifier();
        return 1;
      case "\\":
        if (format.length <= i + 1) throw badSpecifier();
        if (!text.take(format[i + 1])) refuse();
        return 2;
      case ".":
        if (text.take(".")) return 1;
        // .NET takes a missing fraction only for two places or more
        if (!format.startsWith("FF", i + 1)) refuse();
        for (run = 1; format[i + run] === "F";) run++;
        return run;
      default:
        if (!format.startsWith("GMT", i)) {
          const optional = ch === " " && this.#trailingWhite && i + 1 < format.length;
          if (!optional || text.peek() === " ") this.#literal(ch);
          return 1;
        }
        if (!text.text.startsWith("GMT", text.at)) refuse();
        text.at += 3;
        this.#setUtc(ch);
        return 3;
    }
  }

  /** A space of the format stands for none or many where inner white space is allowed. */
  #literal(ch: string): void {
    if (ch === " " && this.#innerWhite) this.#text.skipWhite();
    else if (!this.#text.take(ch)) refuse();
  }

  /** One or two digits for a single letter, else as many as there are letters. */
  #digits(run: number): number {
    return this.#text.digits(run, run === 1 ? 2 : run) ?? refuse();
  }

  #name(names: readonly string[], run: number): number {
    const index = names.findIndex((name) => this.#takeWord(run === 3 ? name.slice(0, 3) : name));
    return index < 0 ? refuse() : index;
  }

  #takeWord(word: string): boolean {
    const { text, at } = this.#text;
    if (text.slice(at, at + word.length).toUpperCase() !== word.toUpperCase()) return false;
    this.#text.at += word.length;
    return true;
  }

  #fraction(ch: string, run: number): void {
    if (run > 7) refuse();
    const start = this.#text.at;
    const value = this.#text.digits(ch === "f" ? run : 0, run) ?? refuse();
    this.#set("fraction", value / 10 ** (this.#text.at - start), ch);
  }

  #amOrPm(run: number, ch: string): void {
    const half =
      (["A", "P"] as const).find((one) =>
        run === 1 ? this.#text.take(one) : this.#takeWord(`${one}M`)
      ) ?? refuse();
    if (this.#half !== undefined && this.#half !== half) throw repeated(ch);
    this.#half = half;
  }

  #offset(run: number): bigint {
    const text = this.#text;
    const sign = text.take("+") ? 1n : text.take("-") ? -1n : refuse();
    const hours = run <= 2 ? this.#digits(run) : this.#digits(1);
    let minutes = 0;
    if (run > 2) {
      text.take(":");
      minutes = this.#digits(2);
    }
    if (minutes > 59) refuse();
    return sign * BigInt(hours * 60 + minutes) * TICKS_PER_MINUTE;
  }

  #setOffset(offset: bigint, ch: string): void {
    const read = this.#read;
    if (read.offset !== undefined && read.offset !== offset) throw repeated(ch);
    read.offset = offset;
  }

  #setUtc(ch: string): void {
    this.#setOffset(0n, ch);
    this.#read.utc = true;
  }
}

function trimmed(text: string, leading: boolean, trailing: boolean): string {
  let start = 0;
  let end = text.length;
  while (leading && start < end && isWhiteSpace(text.charCodeAt(start))) start++;
  while (trailing && end > start && isWhiteSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function badSpecifier(): CsException {
  return errors.format("Format specifier was invalid.");
}

function repeated(ch: string): CsException {
  return errors.format(
    `DateTime pattern '${ch}' appears more than once with different values.`,
  );
}
