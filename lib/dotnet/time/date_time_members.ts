/**
 * System.DateTime. All of .NET's members work; which of them APIM refuses is the binder's to say.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { attemptInto } from "../system/attempt.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import * as calendar from "./calendar.ts";
import { DAY_NAMES } from "./calendar.ts";
import { dateTicks, DateTime, Kind, timeTicks } from "./date_time.ts";
import { encodings } from "./date_encodings.ts";
import { readDate } from "./date_parse.ts";
import { readDateExact } from "./date_parse_exact.ts";
import { checkStyles, toDateTime, unreadable } from "./date_result.ts";
import { TimeSpan } from "./time_span.ts";

export const types = new Declarations();

/** `DateTime.Parse`. @throws CsException Argument, ArgumentNull, Format */
export function parseDateTime(text: string | null, styles = 0): DateTime {
  checkStyles(styles);
  if (text === null) throw errors.argumentNull("s");
  try {
    return toDateTime(readDate(text), styles);
  } catch (error) {
    throw unreadable(error, text);
  }
}

type Formats = readonly (string | null)[] | null;

/** `DateTime.ParseExact` with any of the formats. @throws CsException Argument, ArgumentNull, Format */
function parseExact(text: string | null, formats: Formats, styles = 0): DateTime {
  checkStyles(styles, "style");
  if (text === null) throw errors.argumentNull("s");
  if (formats === null) throw errors.argumentNull("formats");
  try {
    return readDateExact(text, formats, styles, (read) => toDateTime(read, styles));
  } catch (error) {
    throw unreadable(error, text);
  }
}

const one = (format: string | null): Formats => format === null ? null : [format];
const each = (formats: CsArray | null) => formats && formats.items as string[];

const plus = (self: DateTime, span: TimeSpan) => self.addTicks(span.ticks);
const minus = (self: DateTime, span: TimeSpan) => self.addTicks(-span.ticks);
const difference = (a: DateTime, b: DateTime) => new TimeSpan(a.ticks - b.ticks);
const order = (a: DateTime, b: DateTime) => a.csCompare(b);
const format = (self: DateTime, pattern: string | null) => self.csFormat(pattern);

function checkKind(kind: number): number {
  if (kind >= 0 && kind <= 2) return kind;
  throw errors.argument("Invalid DateTimeKind value.", "kind");
}

const constructors: Record<string, Implementation> = {
  "new()": () => DateTime.minValue,
  "new(long ticks)": (ticks) => DateTime.of(ticks, Kind.Unspecified, "ticks"),
  "new(long ticks, DateTimeKind kind)": (ticks, kind) =>
    DateTime.of(ticks, checkKind(kind), "ticks"),
  "new(int year, int month, int day)": (y, mo, d) => new DateTime(dateTicks(y, mo, d)),
  "new(int year, int month, int day, int hour, int minute, int second)": (y, mo, d, h, mi, s) =>
    new DateTime(dateTicks(y, mo, d) + timeTicks(h, mi, s)),
  "new(int year, int month, int day, int hour, int minute, int second, DateTimeKind kind)": (
    y,
    mo,
    d,
    h,
    mi,
    s,
    kind,
  ) => new DateTime(dateTicks(y, mo, d) + timeTicks(h, mi, s), checkKind(kind)),
  "new(int year, int month, int day, int hour, int minute, int second, int millisecond)": (
    y,
    mo,
    d,
    h,
    mi,
    s,
    ms,
  ) => new DateTime(dateTicks(y, mo, d) + timeTicks(h, mi, s, ms)),
  "new(int year, int month, int day, int hour, int minute, int second, int millisecond, DateTimeKind kind)":
    (y, mo, d, h, mi, s, ms, kind) =>
      new DateTime(dateTicks(y, mo, d) + timeTicks(h, mi, s, ms), checkKind(kind)),
};

const parsing: Record<string, Implementation> = {
  "static DateTime Parse(string s)": (s) => parseDateTime(s),
  "static DateTime Parse(string s, IFormatProvider provider)": (s) => parseDateTime(s),
  "static DateTime Parse(string s, IFormatProvider provider, DateTimeStyles styles)": (
    s,
    _provider,
    styles,
  ) => parseDateTime(s, styles),
  "static bool TryParse(string s, out DateTime result)": (s, result) =>
    attemptInto(result, DateTime.minValue, () => parseDateTime(s)),
  "static bool TryParse(string s, IFormatProvider provider, DateTimeStyles styles, out DateTime result)":
    (s, _provider, styles, result) => {
      checkStyles(styles);
      return attemptInto(result, DateTime.minValue, () => parseDateTime(s, styles));
    },
  "static DateTime ParseExact(string s, string format, IFormatProvider provider)": (s, pattern) =>
    parseExact(s, one(pattern)),
  "static DateTime ParseExact(string s, string format, IFormatProvider provider, DateTimeStyles style)":
    (s, pattern, _provider, styles) => parseExact(s, one(pattern), styles),
  "static DateTime ParseExact(string s, string[] formats, IFormatProvider provider, DateTimeStyles style)":
    (s, patterns: CsArray | null, _provider, styles) => parseExact(s, each(patterns), styles),
  "static bool TryParseExact(string s, string format, IFormatProvider provider, DateTimeStyles style, out DateTime result)":
    (s, pattern, _provider, styles, result) => {
      checkStyles(styles, "style");
      return attemptInto(result, DateTime.minValue, () => parseExact(s, one(pattern), styles));
    },
  "static bool TryParseExact(string s, string[] formats, IFormatProvider provider, DateTimeStyles style, out DateTime result)":
    (s, patterns: CsArray | null, _provider, styles, result) => {
      checkStyles(styles, "style");
      return attemptInto(
        result,
        DateTime.minValue,
        () => parseExact(s, each(patterns), styles),
      );
    },
};

function checkYear(year: number): number {
  if (year >= 1 && year <= 9999) return year;
  throw errors.outOfRange("year", "Year must be between 1 and 9999.");
}

types.of<DateTime>().declare({
  type:
    "struct System.DateTime : IComparable, IComparable<DateTime>, IConvertible, IEquatable<DateTime>, IFormattable",
  members: {
    ...constructors,
    ...parsing,
    ...encodings,
    "static readonly DateTime MinValue": () => DateTime.minValue,
    "static readonly DateTime MaxValue": () => DateTime.maxValue,
    "static DateTime UtcNow { get; }": () => DateTime.utcNow(),
    "static DateTime Now { get; }": () => DateTime.utcNow().withKind(Kind.Local),
    "static DateTime Today { get; }": () => {
      const now = DateTime.utcNow();
      return new DateTime(now.ticks - now.timeTicks, Kind.Local);
    },
    "int Year { get; }": (self) => self.date.year,
    "int Month { get; }": (self) => self.date.month,
    "int Day { get; }": (self) => self.date.day,
    "int DayOfYear { get; }": (self) => self.date.dayOfYear,
    "DayOfWeek DayOfWeek { get; }": (self) => self.dayOfWeek,
    "int Hour { get; }": (self) => self.hour,
    "int Minute { get; }": (self) => self.minute,
    "int Second { get; }": (self) => self.second,
    "int Millisecond { get; }": (self) => self.millisecond,
    "long Ticks { get; }": (self) => self.ticks,
    "DateTimeKind Kind { get; }": (self) => self.kind,
    "DateTime Date { get; }": (self) => new DateTime(self.ticks - self.timeTicks, self.kind),
    "TimeSpan TimeOfDay { get; }": (self) => new TimeSpan(self.timeTicks),
    "DateTime Add(TimeSpan value)": plus,
    "DateTime AddDays(double value)": (self, n) => self.addReal(n, calendar.TICKS_PER_DAY),
    "DateTime AddHours(double value)": (self, n) => self.addReal(n, calendar.TICKS_PER_HOUR),
    "DateTime AddMinutes(double value)": (self, n) => self.addReal(n, calendar.TICKS_PER_MINUTE),
    "DateTime AddSeconds(double value)": (self, n) => self.addReal(n, calendar.TICKS_PER_SECOND),
    "DateTime AddMilliseconds(double value)": (self, n) =>
      self.addReal(n, calendar.TICKS_PER_MILLISECOND),
    "DateTime AddTicks(long value)": (self, ticks) => self.addTicks(ticks),
    "DateTime AddMonths(int months)": (self, months) => self.addMonths(months),
    "DateTime AddYears(int value)": (self, years) => {
      if (years < -10_000 || years > 10_000) {
        throw errors.outOfRange("years", "Years value must be between +/-10000.");
      }
      return self.addMonths(years * 12);
    },
    "TimeSpan Subtract(DateTime value)": difference,
    "DateTime Subtract(TimeSpan value)": minus,
    "static DateTime operator +(DateTime d, TimeSpan t)": plus,
    "static DateTime operator -(DateTime d, TimeSpan t)": minus,
    "static TimeSpan operator -(DateTime d1, DateTime d2)": difference,
    "static bool operator ==(DateTime d1, DateTime d2)": (a, b) => a.ticks === b.ticks,
    "static bool operator !=(DateTime d1, DateTime d2)": (a, b) => a.ticks !== b.ticks,
    "static bool operator <(DateTime t1, DateTime t2)": (a, b) => a.ticks < b.ticks,
    "static bool operator <=(DateTime t1, DateTime t2)": (a, b) => a.ticks <= b.ticks,
    "static bool operator >(DateTime t1, DateTime t2)": (a, b) => a.ticks > b.ticks,
    "static bool operator >=(DateTime t1, DateTime t2)": (a, b) => a.ticks >= b.ticks,
    "static int Compare(DateTime t1, DateTime t2)": order,
    "static bool Equals(DateTime t1, DateTime t2)": (a, b) => a.ticks === b.ticks,
    "int CompareTo(DateTime value)": order,
    "int CompareTo(object value)": (self, other) => other === null ? 1 : self.csCompare(other),
    "bool Equals(DateTime value)": (a, b) => a.ticks === b.ticks,
    "static int DaysInMonth(int year, int month)": (year, month) => {
      if (month < 1 || month > 12) {
        throw errors.outOfRange("month", "Month must be between one and twelve.");
      }
      return calendar.daysInMonth(checkYear(year), month);
    },
    "static bool IsLeapYear(int year)": (year) => calendar.isLeap(checkYear(year)),
    "bool IsDaylightSavingTime()": () => false,
    "static DateTime SpecifyKind(DateTime value, DateTimeKind kind)": (value, kind) =>
      value.withKind(checkKind(kind)),
    "DateTime ToUniversalTime()": (self) => self.withKind(Kind.Utc),
    "DateTime ToLocalTime()": (self) => self.withKind(Kind.Local),
    "string ToString()": (self) => self.csToString(),
    "string ToString(string format)": format,
    "string ToString(IFormatProvider provider)": (self) => self.csToString(),
    "string ToString(string format, IFormatProvider provider)": format,
    "string ToShortDateString()": (self) => self.csFormat("d"),
    "string ToLongDateString()": (self) => self.csFormat("D"),
    "string ToShortTimeString()": (self) => self.csFormat("t"),
    "string ToLongTimeString()": (self) => self.csFormat("T"),
    "TypeCode GetTypeCode()": () => 16,
  },
});

types.declare({ type: "enum System.DateTimeKind", values: Kind });
types.declare({
  type: "enum System.DayOfWeek",
  values: Object.fromEntries(DAY_NAMES.map((name, i) => [name, i])),
});
