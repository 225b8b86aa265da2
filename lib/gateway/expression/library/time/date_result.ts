/**
 * From what a parser read (date, time, offset) to a DateTime or DateTimeOffset, by DateTimeStyles.
 * @module
 */
import * as errors from "../errors.ts";
import { DateTimeStyles as Styles } from "../culture.ts";
import {
  DAY_NAMES,
  daysOf,
  MAX_TICKS,
  MONTH_NAMES,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
} from "./calendar.ts";
import { DateTime, DateTimeOffset, Kind } from "./date_time.ts";

/** What stood in a text. Parts that were absent are undefined. */
export interface ReadDate {
  year?: number;
  month?: number;
  day?: number;
  dayOfWeek?: number;
  hour?: number;
  minute?: number;
  second?: number;
  /** Ticks within the second. */
  fraction?: number;
  /** 0 for AM, 12 for PM. */
  halfDay?: number;
  /** Ticks ahead of UTC. */
  offset?: bigint;
  /** The offset was written as Z or GMT. */
  utc?: boolean;
}

export class UnreadableDate extends Error {}

/** Refuses a text. `why` completes the message of the FormatException. */
export function refuse(why = ""): never {
  throw new UnreadableDate(why);
}

/** Ticks on the clock. @throws UnreadableDate */
function clockTicks(read: ReadDate, styles: number): bigint {
  let { year, month, day } = read;
  if (year === undefined || month === undefined || day === undefined) {
    const bare = year === undefined && month === undefined && day === undefined;
    const today = styles & Styles.NoCurrentDateDefault
      ? { year: 1, month: 1, day: 1 }
      : DateTime.utcNow().date;
    year ??= today.year;
    month ??= bare ? today.month : 1;
    day ??= bare ? today.day : 1;
  }
  const days = daysOf(year, month, day);
  if (days === undefined) refuse(OUT_OF_RANGE);
  if (read.dayOfWeek !== undefined && (days + 1) % 7 !== read.dayOfWeek) {
    refuse(" because the day of week was incorrect.");
  }
  let hour = read.hour ?? 0;
  const { minute = 0, second = 0, fraction = 0 } = read;
  if (read.halfDay !== undefined) {
    if (hour > 12 || (hour === 0 && read.halfDay === 12)) refuse();
    hour = (hour % 12) + read.halfDay;
  }
  if (hour > 23 || minute > 59 || second > 59) refuse(OUT_OF_RANGE);
  return BigInt(days) * TICKS_PER_DAY +
    BigInt((hour * 60 + minute) * 60 + second) * 10_000_000n + BigInt(fraction);
}

/** Stands for the message of a date that no calendar has. */
export const OUT_OF_RANGE = "out of range";

/** @throws UnreadableDate */
export function toDateTime(read: ReadDate, styles: number): DateTime {
  const ticks = clockTicks(read, styles);
  if (read.offset === undefined) {
    if ((styles & (Styles.AssumeLocal | Styles.AssumeUniversal)) === 0) {
      return new DateTime(ticks, Kind.Unspecified);
    }
    return new DateTime(ticks, styles & Styles.AdjustToUniversal ? Kind.Utc : Kind.Local);
  }
  const utc = ticks - read.offset;
  if (utc < 0n || utc > MAX_TICKS) refuse(OUT_OF_RANGE);
  const kept = (styles & Styles.RoundtripKind) !== 0 && read.utc === true;
  const kind = kept || (styles & Styles.AdjustToUniversal) !== 0 ? Kind.Utc : Kind.Local;
  return new DateTime(utc, kind);
}

/** @throws UnreadableDate */
export function toDateTimeOffset(read: ReadDate, styles: number): DateTimeOffset {
  const ticks = clockTicks(read, styles);
  const offset = read.offset ?? 0n;
  const utc = ticks - offset;
  if (utc < 0n || utc > MAX_TICKS) refuse(OUT_OF_RANGE);
  const value = DateTimeOffset.of(ticks, offset);
  return styles & Styles.AdjustToUniversal ? value.toOffset(0n) : value;
}

/** The FormatException for a text that was refused; other errors pass. */
export function unreadable(error: unknown, text: string, type: string): unknown {
  if (!(error instanceof UnreadableDate)) return error;
  if (error.message === OUT_OF_RANGE) {
    return errors.format(
      `The DateTime represented by the string '${text}' is not supported in calendar 'System.Globalization.GregorianCalendar'.`,
    );
  }
  if (error.message.startsWith("word ")) {
    return errors.format(
      `The string '${text}' was not recognized as a valid ${type}. There is an unknown word starting at index '${
        error.message.slice(5)
      }'.`,
    );
  }
  return errors.format(
    `String '${text}' was not recognized as a valid ${type}${error.message || "."}`,
  );
}

/** @throws CsException System.ArgumentException for styles that contradict each other. */
export function checkStyles(styles: number): void {
  if ((styles & ~0xff) !== 0) {
    throw errors.argument("An undefined DateTimeStyles value is being used.", "styles");
  }
  if ((styles & Styles.AssumeLocal) !== 0 && (styles & Styles.AssumeUniversal) !== 0) {
    throw errors.argument(
      "The DateTimeStyles values AssumeLocal and AssumeUniversal cannot be used together.",
      "styles",
    );
  }
  const adjusting = Styles.AssumeLocal | Styles.AssumeUniversal | Styles.AdjustToUniversal;
  if ((styles & Styles.RoundtripKind) !== 0 && (styles & adjusting) !== 0) {
    throw errors.argument(
      "The DateTimeStyles value RoundtripKind cannot be used with the values AssumeLocal, AssumeUniversal or AdjustToUniversal.",
      "styles",
    );
  }
}

const OFFSET = /([+-])(\d{1,2})(?::?(\d{2}))?/y;

/** The offset `+02:00`, `-0330`, `+2` at `at`, and where it ends; undefined when there is none. */
export function readOffset(text: string, at: number): { offset: bigint; end: number } | undefined {
  OFFSET.lastIndex = at;
  const match = OFFSET.exec(text);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  if (Number(match[3] ?? 0) > 59 || minutes > 14 * 60) refuse();
  const ticks = (BigInt(minutes) * TICKS_PER_HOUR) / 60n;
  return { offset: match[1] === "-" ? -ticks : ticks, end: at + match[0].length };
}

/** Index of the month or day that `word` names in full or by three letters; -1 when none. */
export function monthIndex(word: string): number {
  return nameIndex(MONTH_NAMES, word);
}

export function dayIndex(word: string): number {
  return nameIndex(DAY_NAMES, word);
}

function nameIndex(names: readonly string[], word: string): number {
  const lower = word.toLowerCase();
  return names.findIndex((name) => {
    const full = name.toLowerCase();
    return full === lower || full.slice(0, 3) === lower;
  });
}

/** Two digits mean 1950 to 2049. */
export function fullYear(year: number): number {
  return year + (year < 50 ? 2000 : 1900);
}

/** The ticks of a fraction's digits, rounded to the tick. */
export function fractionTicks(digits: string): number {
  return digits.length <= 7
    ? Number(digits.padEnd(7, "0"))
    : Math.min(9_999_999, Math.round(Number(`0.${digits}`) * 1e7));
}
