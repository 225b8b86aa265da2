/**
 * System.DateTimeOffset.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { attemptInto } from "../system/attempt.ts";
import { DateTimeStyles as Styles } from "../system/culture.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import * as calendar from "./calendar.ts";
import { dateTicks, DateTime, DateTimeOffset, Kind, timeTicks } from "./date_time.ts";
import { fromFileTime, toFileTime } from "./date_encodings.ts";
import { readDate } from "./date_parse.ts";
import { readDateExact } from "./date_parse_exact.ts";
import { checkStyles, toDateTimeOffset, unreadable } from "./date_result.ts";
import { TimeSpan } from "./time_span.ts";

export const types = new Declarations();

/** @throws CsException System.ArgumentException for styles that contradict each other. */
function checkOwnStyles(styles: number): void {
  checkStyles(styles & ~Styles.RoundtripKind);
  if ((styles & Styles.NoCurrentDateDefault) !== 0) {
    throw errors.argument(
      "The DateTimeStyles value 'NoCurrentDateDefault' is not allowed when parsing DateTimeOffset.",
      "styles",
    );
  }
}

/** `DateTimeOffset.Parse`. @throws CsException Argument, ArgumentNull, Format */
function parseDateTimeOffset(text: string | null, styles = 0): DateTimeOffset {
  checkOwnStyles(styles);
  if (text === null) throw errors.argumentNull("input");
  try {
    return toDateTimeOffset(readDate(text), styles);
  } catch (error) {
    throw unreadable(error, text);
  }
}

type Formats = readonly (string | null)[] | null;

function parseExact(text: string | null, formats: Formats, styles = 0): DateTimeOffset {
  checkOwnStyles(styles);
  if (text === null) throw errors.argumentNull("input");
  if (formats === null) throw errors.argumentNull("formats");
  if (formats.length === 1 && formats[0] === "U") {
    throw errors.format("Format specifier 'U' was invalid.");
  }
  try {
    return readDateExact(text, formats, styles, (read) => toDateTimeOffset(read, styles));
  } catch (error) {
    throw unreadable(error, text);
  }
}

const one = (format: string | null): Formats => format === null ? null : [format];
const each = (formats: CsArray | null) => formats && formats.items as string[];

/** From a DateTime: its kind says the offset, which may be given where it agrees. */
function fromDateTime(value: DateTime, offset?: TimeSpan): DateTimeOffset {
  if (offset !== undefined && value.kind !== Kind.Unspecified && offset.ticks !== 0n) {
    throw errors.argument(
      value.kind === Kind.Utc
        ? "The UTC Offset for Utc DateTime instances must be 0."
        : "The UTC Offset of the local dateTime parameter does not match the offset argument.",
      "offset",
    );
  }
  return DateTimeOffset.of(value.ticks, offset?.ticks ?? 0n);
}

function fromUnix(value: bigint, unit: bigint, name: string): DateTimeOffset {
  const ticks = calendar.UNIX_EPOCH_TICKS + value * unit;
  if (ticks < 0n || ticks > calendar.MAX_TICKS) {
    const low = -calendar.UNIX_EPOCH_TICKS / unit;
    const high = (calendar.MAX_TICKS - calendar.UNIX_EPOCH_TICKS) / unit;
    throw errors.outOfRange(name, `Valid values are between ${low} and ${high}, inclusive.`);
  }
  return DateTimeOffset.of(ticks, 0n);
}

/** Whole units since the Unix epoch, rounded down. */
function toUnix(self: DateTimeOffset, unit: bigint): bigint {
  return self.utcTicks / unit - calendar.UNIX_EPOCH_TICKS / unit;
}

/** The same offset, another clock. */
const shifted = (self: DateTimeOffset, clock: DateTime) =>
  DateTimeOffset.of(clock.ticks, self.offset);

const plus = (self: DateTimeOffset, span: TimeSpan) =>
  shifted(self, self.clock.addTicks(span.ticks));
const minus = (self: DateTimeOffset, span: TimeSpan) =>
  shifted(self, self.clock.addTicks(-span.ticks));
const difference = (a: DateTimeOffset, b: DateTimeOffset) => new TimeSpan(a.utcTicks - b.utcTicks);
const order = (a: DateTimeOffset, b: DateTimeOffset) => a.csCompare(b);
const format = (self: DateTimeOffset, pattern: string | null) => self.csFormat(pattern);
const utcNow = () => fromDateTime(DateTime.utcNow());

const adding: Record<string, Implementation> = {};
for (
  const [name, unit] of [
    ["Days", calendar.TICKS_PER_DAY],
    ["Hours", calendar.TICKS_PER_HOUR],
    ["Minutes", calendar.TICKS_PER_MINUTE],
    ["Seconds", calendar.TICKS_PER_SECOND],
    ["Milliseconds", calendar.TICKS_PER_MILLISECOND],
  ] as const
) {
  adding[`DateTimeOffset Add${name}(double value)`] = (self, value) =>
    shifted(self, self.clock.addReal(value, unit));
}
for (
  const name of ["Year", "Month", "Day", "DayOfYear"] as const
) {
  const key = name === "DayOfYear" ? "dayOfYear" : name.toLowerCase() as "year" | "month" | "day";
  adding[`int ${name} { get; }`] = (self: DateTimeOffset) => self.clock.date[key];
}
for (const name of ["Hour", "Minute", "Second", "Millisecond"] as const) {
  const key = name.toLowerCase() as "hour" | "minute" | "second" | "millisecond";
  adding[`int ${name} { get; }`] = (self: DateTimeOffset) => self.clock[key];
}

const parsing: Record<string, Implementation> = {
  "static DateTimeOffset Parse(string input)": (s) => parseDateTimeOffset(s),
  "static DateTimeOffset Parse(string input, IFormatProvider formatProvider)": (s) =>
    parseDateTimeOffset(s),
  "static DateTimeOffset Parse(string input, IFormatProvider formatProvider, DateTimeStyles styles)":
    (s, _provider, styles) => parseDateTimeOffset(s, styles),
  "static bool TryParse(string input, out DateTimeOffset result)": (s, result) =>
    attemptInto(result, DateTimeOffset.minValue, () => parseDateTimeOffset(s)),
  "static bool TryParse(string input, IFormatProvider formatProvider, DateTimeStyles styles, out DateTimeOffset result)":
    (s, _provider, styles, result) => {
      checkOwnStyles(styles);
      return attemptInto(result, DateTimeOffset.minValue, () => parseDateTimeOffset(s, styles));
    },
  "static DateTimeOffset ParseExact(string input, string format, IFormatProvider formatProvider)": (
    s,
    pattern,
  ) => parseExact(s, one(pattern)),
  "static DateTimeOffset ParseExact(string input, string format, IFormatProvider formatProvider, DateTimeStyles styles)":
    (s, pattern, _provider, styles) => parseExact(s, one(pattern), styles),
  "static DateTimeOffset ParseExact(string input, string[] formats, IFormatProvider formatProvider, DateTimeStyles styles)":
    (s, patterns: CsArray | null, _provider, styles) => parseExact(s, each(patterns), styles),
  "static bool TryParseExact(string input, string format, IFormatProvider formatProvider, DateTimeStyles styles, out DateTimeOffset result)":
    (s, pattern, _provider, styles, result) => {
      checkOwnStyles(styles);
      return attemptInto(
        result,
        DateTimeOffset.minValue,
        () => parseExact(s, one(pattern), styles),
      );
    },
  "static bool TryParseExact(string input, string[] formats, IFormatProvider formatProvider, DateTimeStyles styles, out DateTimeOffset result)":
    (s, patterns: CsArray | null, _provider, styles, result) => {
      checkOwnStyles(styles);
      return attemptInto(
        result,
        DateTimeOffset.minValue,
        () => parseExact(s, each(patterns), styles),
      );
    },
};

types.of<DateTimeOffset>().declare({
  type:
    "struct System.DateTimeOffset : IComparable, IComparable<DateTimeOffset>, IEquatable<DateTimeOffset>, IFormattable",
  members: {
    "new()": () => DateTimeOffset.minValue,
    "new(long ticks, TimeSpan offset)": (ticks, offset) => DateTimeOffset.of(ticks, offset.ticks),
    "new(DateTime dateTime)": (value) => fromDateTime(value),
    "new(DateTime dateTime, TimeSpan offset)": (value, offset) => fromDateTime(value, offset),
    "new(int year, int month, int day, int hour, int minute, int second, TimeSpan offset)": (
      y,
      mo,
      d,
      h,
      mi,
      s,
      offset,
    ) => DateTimeOffset.of(dateTicks(y, mo, d) + timeTicks(h, mi, s), offset.ticks),
    "new(int year, int month, int day, int hour, int minute, int second, int millisecond, TimeSpan offset)":
      (y, mo, d, h, mi, s, ms, offset) =>
        DateTimeOffset.of(dateTicks(y, mo, d) + timeTicks(h, mi, s, ms), offset.ticks),
    "static readonly DateTimeOffset MinValue": () => DateTimeOffset.minValue,
    "static readonly DateTimeOffset MaxValue": () => DateTimeOffset.maxValue,
    "static DateTimeOffset UtcNow { get; }": utcNow,
    "static DateTimeOffset Now { get; }": utcNow,
    ...adding,
    ...parsing,
    "static DateTimeOffset FromUnixTimeSeconds(long seconds)": (seconds) =>
      fromUnix(seconds, calendar.TICKS_PER_SECOND, "seconds"),
    "static DateTimeOffset FromUnixTimeMilliseconds(long milliseconds)": (ms) =>
      fromUnix(ms, calendar.TICKS_PER_MILLISECOND, "milliseconds"),
    "long ToUnixTimeSeconds()": (self) => toUnix(self, calendar.TICKS_PER_SECOND),
    "long ToUnixTimeMilliseconds()": (self) => toUnix(self, calendar.TICKS_PER_MILLISECOND),
    "DayOfWeek DayOfWeek { get; }": (self) => self.clock.dayOfWeek,
    "long Ticks { get; }": (self) => self.clock.ticks,
    "long UtcTicks { get; }": (self) => self.utcTicks,
    "TimeSpan Offset { get; }": (self) => new TimeSpan(self.offset),
    "TimeSpan TimeOfDay { get; }": (self) => new TimeSpan(self.clock.timeTicks),
    "DateTime Date { get; }": (self) => new DateTime(self.clock.ticks - self.clock.timeTicks),
    "DateTime DateTime { get; }": (self) => self.clock,
    "DateTime UtcDateTime { get; }": (self) => new DateTime(self.utcTicks, Kind.Utc),
    "DateTime LocalDateTime { get; }": (self) => new DateTime(self.utcTicks, Kind.Local),
    "DateTimeOffset ToOffset(TimeSpan offset)": (self, offset) => self.toOffset(offset.ticks),
    "DateTimeOffset ToUniversalTime()": (self) => self.toOffset(0n),
    "DateTimeOffset ToLocalTime()": (self) => self.toOffset(0n),
    "long ToFileTime()": (self) => toFileTime(self.utcTicks),
    "static DateTimeOffset FromFileTime(long fileTime)": (time) =>
      DateTimeOffset.of(fromFileTime(time), 0n),
    "DateTimeOffset Add(TimeSpan timeSpan)": plus,
    "DateTimeOffset AddTicks(long ticks)": (self, ticks) =>
      shifted(self, self.clock.addTicks(ticks)),
    "DateTimeOffset AddMonths(int months)": (self, months) =>
      shifted(self, self.clock.addMonths(months)),
    "DateTimeOffset AddYears(int years)": (self, years) =>
      shifted(self, self.clock.addMonths(years * 12)),
    "TimeSpan Subtract(DateTimeOffset value)": difference,
    "DateTimeOffset Subtract(TimeSpan value)": minus,
    "static implicit operator DateTimeOffset(DateTime dateTime)": (value) => fromDateTime(value),
    "static DateTimeOffset operator +(DateTimeOffset d, TimeSpan t)": plus,
    "static DateTimeOffset operator -(DateTimeOffset d, TimeSpan t)": minus,
    "static TimeSpan operator -(DateTimeOffset left, DateTimeOffset right)": difference,
    "static bool operator ==(DateTimeOffset left, DateTimeOffset right)": (a, b) =>
      a.utcTicks === b.utcTicks,
    "static bool operator !=(DateTimeOffset left, DateTimeOffset right)": (a, b) =>
      a.utcTicks !== b.utcTicks,
    "static bool operator <(DateTimeOffset left, DateTimeOffset right)": (a, b) =>
      a.utcTicks < b.utcTicks,
    "static bool operator <=(DateTimeOffset left, DateTimeOffset right)": (a, b) =>
      a.utcTicks <= b.utcTicks,
    "static bool operator >(DateTimeOffset left, DateTimeOffset right)": (a, b) =>
      a.utcTicks > b.utcTicks,
    "static bool operator >=(DateTimeOffset left, DateTimeOffset right)": (a, b) =>
      a.utcTicks >= b.utcTicks,
    "static int Compare(DateTimeOffset first, DateTimeOffset second)": order,
    "static bool Equals(DateTimeOffset first, DateTimeOffset second)": (a, b) => a.csEquals(b),
    "int CompareTo(DateTimeOffset other)": order,
    "bool Equals(DateTimeOffset other)": (a, b) => a.csEquals(b),
    "bool EqualsExact(DateTimeOffset other)": (a, b) => a.csEquals(b) && a.offset === b.offset,
    "string ToString()": (self) => self.csToString(),
    "string ToString(string format)": format,
    "string ToString(IFormatProvider formatProvider)": (self) => self.csToString(),
    "string ToString(string format, IFormatProvider formatProvider)": format,
  },
});
