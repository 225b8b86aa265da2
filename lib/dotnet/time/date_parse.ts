/**
 * DateTime.Parse: the forms that the invariant culture reads without being told a format.
 * @module
 */
import { table } from "../../core/table.ts";
import { daysOf } from "./calendar.ts";
import { DateTime } from "./date_time.ts";
import { fullYear, type ReadDate, refuse } from "./date_result.ts";
import { type Complete, isComplete, type State, type Token, TRANSITIONS } from "./date_states.ts";
import { DateText } from "./date_text.ts";

/** Reads a date, a time or both. @throws UnreadableDate */
export function readDate(text: string): ReadDate {
  return new Reader(text).run();
}

const ENDS: ReadonlySet<Token> = new Set(["end", "nEnd", "mEnd"]);

/** How many numbers a time takes; what came before them is forgotten. */
const TIME_PARTS: Partial<Record<Complete, number>> = table({
  "=hour": 1,
  "=hour:minute": 2,
  "=hour:minute:second": 3,
});

class Reader {
  readonly #text: DateText;
  readonly #read: ReadDate = {};
  #state: State = "start";
  /** The numbers since the last complete date or time. */
  #numbers: number[] = [];
  /** A number that was long enough to be a year, and a month that was named: once in a text. */
  #year: number | undefined;
  #month: number | undefined;
  #half: "am" | "pm" | undefined;
  #hasDate = false;
  #hasTime = false;

  constructor(text: string) {
    this.#text = new DateText(text);
  }

  run(): ReadDate {
    if (this.#text.text === "") refuse();
    let token: Token | "iso" | null;
    do {
      token = this.#next();
      if (token === null) continue;
      if (token === "iso") {
        if (this.#state !== "y n" && this.#state !== "y/n/") refuse();
        return this.#iso();
      }
      const next = TRANSITIONS[this.#state][token];
      if (next === undefined) refuse();
      if (isComplete(next)) this.#complete(next);
      else this.#state = next;
    } while (token === null || !ENDS.has(token));
    if (!this.#hasDate && !this.#hasTime) refuse();
    if (this.#half !== undefined) this.#read.hour = hourOf(this.#half, this.#read.hour ?? 0);
    return this.#read;
  }

  /** The next token; null for what may be skipped; "iso" for a number before T. */
  #next(): Token | "iso" | null {
    const text = this.#text;
    text.skipWhite();
    if (text.ended) return "end";
    if (text.isDigit()) return this.#number();
    const start = text.at;
    const word = text.word();
    switch (word?.kind) {
      case "month":
        if (this.#month !== undefined) refuse();
        this.#month = word.index + 1;
        return this.#afterMonth();
      case "weekday":
        if (this.#read.dayOfWeek !== undefined) refuse();
        this.#read.dayOfWeek = word.index;
        return "weekday";
      case "zone":
        this.#setOffset(0n);
        this.#read.utc = true;
        return "zone";
      case "am":
      case "pm":
        this.#setHalf(word.kind);
        return null;
      case "era":
        return "era";
      case "ignored":
        return null;
    }
    text.at = start;
    if (text.isLetter()) refuse({ word: start });
    if (this.#read.offset === undefined) {
      const offset = text.offset();
      if (offset !== undefined) {
        this.#setOffset(offset);
        return null;
      }
      text.at = start;
    }
    skipPunctuation(text);
    return null;
  }

  #number(): Token | "iso" {
    const text = this.#text;
    const number = text.number();
    if (this.#numbers.length === 3 || number === undefined) refuse();
    const state = this.#state;
    if (state === "n:n:" && text.peek() === "." && text.at < text.text.length - 1) {
      text.at++;
      this.#read.fraction = text.fraction() ?? refuse();
    }
    if (state === "n:" || state === "n:n:") this.#offsetAfterTime();
    if (number.length > 2) {
      if (this.#year !== undefined) refuse();
      this.#year = number.value;
      return this.#afterYear();
    }
    const token = this.#afterNumber();
    if (token === "nHalf") {
      if (state === "n/n") this.#complete("=nn");
      this.#numbers.push(number.value);
      if (state === "n:" || state === "n:n:") this.#offsetAfterTime();
    } else this.#numbers.push(number.value);
    return token;
  }

  #offsetAfterTime(): void {
    const text = this.#text;
    const start = text.at;
    text.skipWhite();
    const sign = text.peek();
    if ((sign === "+" || sign === "-") && text.at < text.text.length) {
      this.#setOffset(text.offset() ?? refuse());
    } else text.at = start;
  }

  #afterNumber(): Token | "iso" {
    const after = this.#separator("nDate", "nSpace");
    switch (after) {
      case "end":
        return "nEnd";
      case "half":
        return "nHalf";
      case "space":
        return "nSpace";
      case "date":
        return "nDate";
      case ":":
        return "nTime";
      case "T":
        return "iso";
    }
  }

  #afterYear(): Token {
    const after = this.#separator("yDate", "ySpace");
    switch (after) {
      case "end":
        return "yEnd";
      case "half":
      case "space":
        return "ySpace";
      case "date":
        return "yDate";
      default:
        return refuse();
    }
  }

  #afterMonth(): Token {
    const after = this.#separator("mDate", "mSpace");
    switch (after) {
      case "end":
        return "mEnd";
      case "space":
        return "mSpace";
      case "date":
        return "mDate";
      default:
        return refuse();
    }
  }

  /** What follows a number or a month. A minus that cannot separate a date starts an offset. */
  #separator(asDate: Token, asSpace: Token): "end" | "half" | "space" | "date" | ":" | "T" {
    const text = this.#text;
    text.skipWhite();
    if (text.ended) return "end";
    if (text.take(":")) return ":";
    if (text.take("/")) return "date";
    const start = text.at;
    if (text.peek() === "-") {
      const row = TRANSITIONS[this.#state];
      const space = row[asSpace];
      if (row[asDate] === undefined && space !== undefined && isComplete(space)) return "space";
      text.at++;
      return "date";
    }
    const word = text.word();
    if (word?.kind === "am" || word?.kind === "pm") {
      this.#setHalf(word.kind);
      return "half";
    }
    if (word?.kind === "time") return "T";
    text.at = start;
    return "space";
  }

  #setHalf(half: "am" | "pm"): void {
    if (this.#half !== undefined) refuse();
    this.#half = half;
  }

  #setOffset(offset: bigint): void {
    if (this.#read.offset !== undefined) refuse();
    this.#read.offset = offset;
  }

  #complete(what: Complete): void {
    const parts = TIME_PARTS[what];
    if (parts === undefined) this.#setDate(what);
    else this.#setTime(this.#numbers.slice(0, parts));
    this.#numbers = [];
    this.#state = "start";
  }

  #setTime([hour, minute = 0, second = 0]: readonly number[]): void {
    if (this.#hasTime) refuse();
    this.#hasTime = true;
    Object.assign(this.#read, { hour, minute, second });
  }

  #setDate(what: Complete): void {
    if (this.#hasDate) refuse();
    this.#hasDate = true;
    const [year, month, day] = this.#dateOf(what);
    if (daysOf(year, month, day) === undefined) refuse();
    Object.assign(this.#read, { year, month, day });
  }

  /** Year, month and day: the invariant culture writes MM/dd/yyyy, MMMM dd and yyyy MMMM. */
  #dateOf(what: Complete): readonly [number, number, number] {
    const [a, b, c] = this.#numbers;
    const year = this.#year!;
    const month = this.#month!;
    switch (what) {
      case "=nn":
        return [this.#thisYear(), a, b];
      case "=nnn":
        return [fullYear(c), a, b];
      case "=Mn":
        return [this.#thisYear(), month, a];
      case "=nM":
        return [fullYear(a), month, 1];
      case "=Mnn": {
        const dayFirst = [fullYear(b), month, a] as const;
        return daysOf(...dayFirst) === undefined ? [fullYear(a), month, b] : dayFirst;
      }
      case "=ynn":
      case "=nny":
        return [year, a, b];
      case "=yMn":
        return [year, month, a];
      case "=yn":
        return [year, a, 1];
      default:
        return [year, month, 1];
    }
  }

  #thisYear(): number {
    this.#read.yearIsAssumed = true;
    return DateTime.utcNow().date.year;
  }

  /** The time after T, which must be complete and end the text. */
  #iso(): ReadDate {
    const text = this.#text;
    const read = this.#read;
    const two = () => {
      text.skipWhite();
      const value = text.digits(2, 2) ?? refuse();
      text.skipWhite();
      return value;
    };
    read.hour = two();
    if (!text.take(":")) refuse();
    read.minute = two();
    if (text.take(":")) {
      text.skipWhite();
      read.second = text.digits(2, 2) ?? refuse();
      if (text.take(".")) read.fraction = text.fraction() ?? refuse();
      text.skipWhite();
    }
    const ch = text.peek();
    if (ch === "+" || ch === "-") this.#setOffset(text.offset() ?? refuse());
    else if (ch === "Z" || ch === "z") {
      text.at++;
      this.#setOffset(0n);
      read.utc = true;
    }
    text.skipWhite();
    if (!text.ended) skipPunctuation(text);
    text.skipWhite();
    if (!text.ended) refuse();
    [read.year, read.month, read.day] = [this.#year!, ...this.#numbers];
    delete read.dayOfWeek;
    return read;
  }
}

/** The hour of the day for one that stands beside AM or PM; PM leaves hours after noon as they are. */
function hourOf(half: "am" | "pm", hour: number): number {
  if (hour > (half === "am" ? 12 : 23)) refuse();
  if (half === "am") return hour === 12 ? 0 : hour;
  return hour < 12 ? hour + 12 : hour;
}

/** Zeros at the end, and the signs around a whole text such as `#05/01/2024#`. @throws UnreadableDate */
function skipPunctuation(text: DateText): void {
  if (text.peek() === "#" && /^\s*#[^#\0]*#[\s\0]*$/.test(text.text)) text.at++;
  else if (text.peek() === "\0" && /^\0*$/.test(text.text.slice(text.at))) {
    text.at = text.text.length;
  } else refuse();
}
