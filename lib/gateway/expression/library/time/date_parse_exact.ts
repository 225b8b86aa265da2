/**
 * DateTime.ParseExact: text in a given standard or custom format.
 * @module
 */
import { DateTimeStyles as Styles } from "../culture.ts";
import * as errors from "../errors.ts";
import { DAY_NAMES, MONTH_NAMES } from "./calendar.ts";
import { quoted, STANDARD_FORMATS } from "./date_format.ts";
import { fullYear, type ReadDate, readOffset, refuse } from "./date_result.ts";

/** Reads `text` as `format` says. @throws UnreadableDate, CsException System.FormatException for a bad format */
export function readDateExact(text: string, format: string, styles: number): ReadDate {
  const reader = new Reader(
    trimFor(text, styles),
    (styles & Styles.AllowInnerWhite) !== 0,
  );
  const pattern = format.length === 1 ? STANDARD_FORMATS[format] : format;
  if (pattern === undefined || pattern === "") {
    throw errors.format("Input string was not in a correct format.");
  }
  reader.run(pattern);
  if (format === "U") [reader.read.offset, reader.read.utc] = [0n, true];
  return reader.read;
}

function trimFor(text: string, styles: number): string {
  const head = styles & Styles.AllowLeadingWhite ? text.trimStart() : text;
  return styles & Styles.AllowTrailingWhite ? head.trimEnd() : head;
}

class Reader {
  readonly read: ReadDate = {};
  #at = 0;

  constructor(readonly text: string, readonly innerWhite: boolean) {}

  run(format: string): void {
    for (let i = 0; i < format.length;) {
      const ch = format[i];
      let run = 1;
      while (format[i + run] === ch) run++;
      if (this.innerWhite) this.#skipWhite();
      switch (ch) {
        case "y": {
          const value = this.#number(
            run <= 2 ? run : Math.max(run, 3),
            run === 1 ? 2 : Math.max(run, run === 3 ? 4 : run),
          );
          this.read.year = run <= 2 ? fullYear(value) : value;
          break;
        }
        case "M":
          this.read.month = run <= 2 ? this.#short(run) : this.#name(MONTH_NAMES, run) + 1;
          break;
        case "d":
          if (run <= 2) this.read.day = this.#short(run);
          else this.read.dayOfWeek = this.#name(DAY_NAMES, run);
          break;
        case "h":
        case "H":
          this.read.hour = this.#short(run);
          if (ch === "h" && (this.read.hour > 12 || this.read.hour < 0)) refuse();
          break;
        case "m":
          this.read.minute = this.#short(run);
          break;
        case "s":
          this.read.second = this.#short(run);
          break;
        case "f":
        case "F": {
          if (run > 7) throw errors.format("Input string was not in a correct format.");
          const digits = this.#digits(ch === "f" ? run : 0, run);
          this.read.fraction = Number(digits.padEnd(7, "0"));
          break;
        }
        case "t":
          this.#halfDay(run === 1);
          break;
        case "z":
          this.#offset(run < 3);
          break;
        case "K":
          run = 1;
          if (this.text[this.#at] === "Z") {
            this.#at++;
            this.read.offset = 0n;
            this.read.utc = true;
          } else if (/[+-]/.test(this.text[this.#at] ?? "")) this.#offset(false);
          break;
        case "'":
        case '"': {
          const [literal, length] = quoted(format, i);
          this.#literal(literal);
          run = length;
          break;
        }
        case "%":
          run = 1;
          break;
        case "\\":
          this.#literal(format[i + 1] ?? refuse());
          run = 2;
          break;
        case ".":
          run = 1;
          if (this.text[this.#at] === ".") this.#at++;
          else if (format[i + 1] !== "F") refuse();
          break;
        default:
          run = 1;
          if (format.startsWith("GMT", i)) {
            this.#literal("GMT");
            this.read.offset = 0n;
            this.read.utc = true;
            run = 3;
          } else if (!(this.innerWhite && /\s/.test(ch))) this.#literal(ch);
      }
      i += run;
    }
    if (this.innerWhite) this.#skipWhite();
    if (this.#at !== this.text.length) refuse();
  }

  #skipWhite(): void {
    while (/\s/.test(this.text[this.#at] ?? "")) this.#at++;
  }

  #literal(expected: string): void {
    if (!this.text.startsWith(expected, this.#at)) refuse();
    this.#at += expected.length;
  }

  #digits(least: number, most: number): string {
    let end = this.#at;
    while (end - this.#at < most && this.text[end] >= "0" && this.text[end] <= "9") end++;
    if (end - this.#at < least) refuse();
    const digits = this.text.slice(this.#at, end);
    this.#at = end;
    return digits;
  }

  #number(least: number, most: number): number {
    return Number(this.#digits(least, most));
  }

  /** One or two digits for a single letter, else exactly two. */
  #short(run: number): number {
    return this.#number(Math.min(run, 2), 2);
  }

  #name(names: readonly string[], run: number): number {
    const rest = this.text.slice(this.#at).toLowerCase();
    for (let i = 0; i < names.length; i++) {
      const name = (run === 3 ? names[i].slice(0, 3) : names[i]).toLowerCase();
      if (rest.startsWith(name)) {
        this.#at += name.length;
        return i;
      }
    }
    return refuse();
  }

  #halfDay(single: boolean): void {
    const word = this.text.slice(this.#at, this.#at + (single ? 1 : 2)).toUpperCase();
    if (!/^[AP]M?$/.test(word) || (!single && word.length < 2)) refuse();
    this.read.halfDay = word[0] === "A" ? 0 : 12;
    this.#at += word.length;
  }

  #offset(hoursOnly: boolean): void {
    const zone = readOffset(hoursOnly ? this.text.slice(0, this.#at + 3) : this.text, this.#at);
    if (!zone) return refuse();
    this.read.offset = zone.offset;
    this.#at = zone.end;
  }
}
