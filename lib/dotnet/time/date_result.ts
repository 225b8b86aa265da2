/**
 * From what a parser read (date, time, offset) to a DateTime or DateTimeOffset, by DateTimeStyles.
 * @module
 */
import { table } from "../../core/table.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { DateTimeStyles as Styles } from "../system/culture.ts";
import { daysOf, MAX_TICKS, TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_SECOND } from "./calendar.ts";
import { DateTime, DateTimeOffset, Kind } from "./date_time.ts";

/** What stood in a text. Parts that were absent are undefined. */
export interface ReadDate {
  year?: number;
  month?: number;
  day?: number;
  /** The text named none, so that it is this year. */
  yearIsAssumed?: boolean;
  dayOfWeek?: number;
  hour?: number;
  minute?: number;
  second?: number;
  /** The part of a second. */
  fraction?: number;
  /** Ticks ahead of UTC. */
  offset?: bigint;
  /** The offset was written as Z or GMT. */
  utc?: boolean;
}

/** Why a text is no date; without one of these it just is none. */
export type Refusal =
  | { readonly word: number }
  | "calendar"
  | "weekday"
  | "offset"
  | "utc"
  | "incomplete"
  | "range"
  | null;

export class UnreadableDate extends Error {
  constructor(readonly why: Refusal) {
    super("unreadable");
  }
}

/** Refuses a text. @throws UnreadableDate */
export function refuse(why: Refusal = null): never {
  throw new UnreadableDate(why);
}

/** Ticks on the clock. @throws UnreadableDate */
function clockTicks(read: ReadDate, styles: number): bigint {
  const { year, month, day } = dateOf(read, styles);
  const days = daysOf(year, month, day);
  const { hour = 0, minute = 0, second = 0, fraction = 0 } = read;
  if (days === undefined || hour > 23 || minute > 59 || second > 59) refuse("calendar");
  if (read.dayOfWeek !== undefined && (days + 1) % 7 !== read.dayOfWeek) refuse("weekday");
  const ticks = BigInt(days) * TICKS_PER_DAY +
    BigInt((hour * 60 + minute) * 60 + second) * TICKS_PER_SECOND +
    BigInt(roundHalfToEven(fraction * Number(TICKS_PER_SECOND)));
  if (ticks > MAX_TICKS) refuse();
  return ticks;
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** Parts that are missing come from today when there is no date at all, else they are the first. */
function dateOf({ year, month, day }: ReadDate, styles: number) {
  if (month === undefined && day === undefined) {
    if (year !== undefined) return { year, month: 1, day: 1 };
    return styles & Styles.NoCurrentDateDefault
      ? { year: 1, month: 1, day: 1 }
      : DateTime.utcNow().date;
  }
  return { year: year ?? DateTime.utcNow().date.year, month: month ?? 1, day: day ?? 1 };
}

const MAX_OFFSET = 14n * TICKS_PER_HOUR;

function checkOffset(offset: bigint): void {
  if (offset > MAX_OFFSET || offset < -MAX_OFFSET) refuse("offset");
}

/** @throws UnreadableDate */
export function toDateTime(read: ReadDate, styles: number): DateTime {
  const ticks = clockTicks(read, styles);
  const { offset } = read;
  if (offset === undefined) {
    if ((styles & (Styles.AssumeLocal | Styles.AssumeUniversal)) === 0) {
      return new DateTime(ticks, Kind.Unspecified);
    }
    return new DateTime(ticks, styles & Styles.AdjustToUniversal ? Kind.Utc : Kind.Local);
  }
  checkOffset(offset);
  const moment = ticks - offset;
  // .NET goes a day ahead where the offset would lead before the first one
  const utc = moment < 0n ? moment + TICKS_PER_DAY : moment;
  if (utc > MAX_TICKS) refuse("range");
  const kept = (styles & Styles.RoundtripKind) !== 0 && read.utc === true;
  const kind = kept || (styles & Styles.AdjustToUniversal) !== 0 ? Kind.Utc : Kind.Local;
  return new DateTime(kept ? ticks : utc, kind);
}

/** @throws UnreadableDate */
export function toDateTimeOffset(read: ReadDate, styles: number): DateTimeOffset {
  const ofYear = read.month !== undefined && read.day !== undefined;
  if (ofYear && (read.year === undefined || read.yearIsAssumed) && read.offset !== undefined) {
    refuse("incomplete");
  }
  const ticks = clockTicks(read, styles);
  const offset = read.offset ?? 0n;
  const utc = ticks - offset;
  if (utc < 0n || utc > MAX_TICKS) refuse("utc");
  checkOffset(offset);
  const value = DateTimeOffset.of(ticks, offset);
  return styles & Styles.AdjustToUniversal ? value.toOffset(0n) : value;
}

const MESSAGES: Readonly<Record<Extract<Refusal, string>, (text: string) => string>> = table({
  calendar: (text) =>
    `The DateTime represented by the string '${text}' is not supported in calendar 'System.Globalization.GregorianCalendar'.`,
  weekday: (text) =>
    `String '${text}' was not recognized as a valid DateTime because the day of week was incorrect.`,
  offset: (text) =>
    `The time zone offset of string '${text}' must be within plus or minus 14 hours.`,
  utc: (text) =>
    `The UTC representation of the date '${text}' falls outside the year range 1-9999.`,
  incomplete: (text) =>
    `There must be at least a partial date with a year present in the input string '${text}'.`,
  range: (text) => `The DateTime represented by the string '${text}' is out of range.`,
});

/** The FormatException for a text that was refused; other errors pass. */
export function unreadable(error: unknown, text: string): unknown {
  if (!(error instanceof UnreadableDate)) return error;
  const { why } = error;
  if (why === null) {
    return errors.format(`String '${text}' was not recognized as a valid DateTime.`);
  }
  if (typeof why === "string") return errors.format(MESSAGES[why](text));
  return errors.format(
    `The string '${text}' was not recognized as a valid DateTime. There is an unknown word starting at index '${why.word}'.`,
  );
}

/** @throws CsException System.ArgumentException for styles that contradict each other. */
export function checkStyles(styles: number, parameter = "styles"): void {
  if ((styles & ~0xff) !== 0) {
    throw errors.argument("An undefined DateTimeStyles value is being used.", parameter);
  }
  if ((styles & Styles.AssumeLocal) !== 0 && (styles & Styles.AssumeUniversal) !== 0) {
    throw errors.argument(
      "The DateTimeStyles values AssumeLocal and AssumeUniversal cannot be used together.",
      parameter,
    );
  }
  const adjusting = Styles.AssumeLocal | Styles.AssumeUniversal | Styles.AdjustToUniversal;
  if ((styles & Styles.RoundtripKind) !== 0 && (styles & adjusting) !== 0) {
    throw errors.argument(
      "The DateTimeStyles value RoundtripKind cannot be used with the values AssumeLocal, AssumeUniversal or AdjustToUniversal.",
      parameter,
    );
  }
}

/** Two digits mean 1950 to 2049. */
export function fullYear(year: number): number {
  return year >= 100 ? year : year + (year < 50 ? 2000 : 1900);
}
