/**
 * System.TimeSpan.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import type { Ref } from "../../csharp/runtime/values.ts";
import { attemptInto } from "../system/attempt.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import * as calendar from "./calendar.ts";
import { isTicks, TimeSpan } from "./time_span.ts";
import { checkStyles, parseTimeSpanExact, readTimeSpan, timeSpanOf } from "./time_span_parse.ts";

export const types = new Declarations();

/** @throws CsException System.ArgumentOutOfRangeException */
function ofParts(days: number, hours: number, minutes: number, seconds: number, ms = 0): TimeSpan {
  const ticks = BigInt(days) * calendar.TICKS_PER_DAY + BigInt(hours) * calendar.TICKS_PER_HOUR +
    BigInt(minutes) * calendar.TICKS_PER_MINUTE + BigInt(seconds) * calendar.TICKS_PER_SECOND +
    BigInt(ms) * calendar.TICKS_PER_MILLISECOND;
  if (!isTicks(ticks)) {
    throw errors.unrepresentable("TimeSpan overflowed because the duration is too long.");
  }
  return new TimeSpan(ticks);
}

const plus = (a: TimeSpan, b: TimeSpan) => TimeSpan.of(a.ticks + b.ticks);
const minus = (a: TimeSpan, b: TimeSpan) => TimeSpan.of(a.ticks - b.ticks);
const negate = (a: TimeSpan) => {
  if (a.ticks === TimeSpan.minValue.ticks) {
    throw errors.overflow("Negating the minimum value of a twos complement number is invalid.");
  }
  return new TimeSpan(-a.ticks);
};
const order = (a: TimeSpan, b: TimeSpan) => a.csCompare(b);
const format = (self: TimeSpan, pattern: string | null) => self.csFormat(pattern);

const UNITS = [
  ["Days", calendar.TICKS_PER_DAY],
  ["Hours", calendar.TICKS_PER_HOUR],
  ["Minutes", calendar.TICKS_PER_MINUTE],
  ["Seconds", calendar.TICKS_PER_SECOND],
  ["Milliseconds", calendar.TICKS_PER_MILLISECOND],
] as const;

const units: Record<string, Implementation> = {};
for (const [name, ticks] of UNITS) {
  const perUnit = Number(ticks);
  units[`static TimeSpan From${name}(double value)`] = (value) => TimeSpan.fromReal(value, perUnit);
  units[`double Total${name} { get; }`] = (self) => Number(self.ticks) / perUnit;
  units[`const long TicksPer${name.slice(0, -1)}`] = () => ticks;
}

units["double TotalMilliseconds { get; }"] = (self) => {
  const total = Number(self.ticks) / 10_000;
  return Math.max(-MOST_MILLISECONDS, Math.min(MOST_MILLISECONDS, total));
};

function one(format: string | null): readonly string[] {
  if (format === null) throw errors.argumentNull("format");
  return [format];
}

function each(formats: CsArray | null): readonly (string | null)[] {
  if (formats === null) throw errors.argumentNull("formats");
  return formats.items as (string | null)[];
}

const EXACT = "IFormatProvider formatProvider";
const STYLES = "TimeSpanStyles styles";

/** ParseExact and TryParseExact: with one format or several, with styles or without. */
const exactly: Record<string, Implementation> = {};
for (
  const [parameter, formatsOf] of [["string format", one], ["string[] formats", each]] as const
) {
  const formats = formatsOf as (given: unknown) => readonly (string | null)[];
  const parse = (text: string | null, given: unknown, styles: number) =>
    parseTimeSpanExact(text, formats(given), styles);
  const tryParse = (text: string | null, given: unknown, styles: number, result: Ref) => {
    checkStyles(styles);
    return attemptInto(result, TimeSpan.zero, () => parse(text, given, styles));
  };
  const parameters = `string input, ${parameter}, ${EXACT}`;
  exactly[`static TimeSpan ParseExact(${parameters})`] = (text, given) => parse(text, given, 0);
  exactly[`static TimeSpan ParseExact(${parameters}, ${STYLES})`] = (text, given, _, styles) =>
    parse(text, given, styles);
  exactly[`static bool TryParseExact(${parameters}, out TimeSpan result)`] = (
    text,
    given,
    _,
    result,
  ) => tryParse(text, given, 0, result);
  exactly[`static bool TryParseExact(${parameters}, ${STYLES}, out TimeSpan result)`] = (
    text,
    given,
    _,
    styles,
    result,
  ) => tryParse(text, given, styles, result);
}

/** The greatest magnitude that TotalMilliseconds tells. */
const MOST_MILLISECONDS = 922_337_203_685_477;

types.declare({
  type:
    "struct System.TimeSpan : IComparable, IComparable<TimeSpan>, IEquatable<TimeSpan>, IFormattable",
  members: {
    "new()": () => TimeSpan.zero,
    "new(long ticks)": (ticks) => new TimeSpan(ticks),
    "new(int hours, int minutes, int seconds)": (h, m, s) => ofParts(0, h, m, s),
    "new(int days, int hours, int minutes, int seconds)": (d, h, m, s) => ofParts(d, h, m, s),
    "new(int days, int hours, int minutes, int seconds, int milliseconds)": (d, h, m, s, ms) =>
      ofParts(d, h, m, s, ms),
    "static readonly TimeSpan Zero": () => TimeSpan.zero,
    "static readonly TimeSpan MaxValue": () => TimeSpan.maxValue,
    "static readonly TimeSpan MinValue": () => TimeSpan.minValue,
    ...units,
    "static TimeSpan FromTicks(long value)": (ticks) => new TimeSpan(ticks),
    "long Ticks { get; }": (self) => self.ticks,
    "int Days { get; }": (self) => self.days,
    "int Hours { get; }": (self) => self.part(calendar.TICKS_PER_HOUR, 24n),
    "int Minutes { get; }": (self) => self.part(calendar.TICKS_PER_MINUTE, 60n),
    "int Seconds { get; }": (self) => self.part(calendar.TICKS_PER_SECOND, 60n),
    "int Milliseconds { get; }": (self) => self.part(calendar.TICKS_PER_MILLISECOND, 1000n),
    "TimeSpan Add(TimeSpan ts)": plus,
    "TimeSpan Subtract(TimeSpan ts)": minus,
    "TimeSpan Negate()": negate,
    "TimeSpan Duration()": (self) => (self.ticks < 0n ? negate(self) : self),
    "static TimeSpan operator +(TimeSpan t)": (t) => t,
    "static TimeSpan operator -(TimeSpan t)": negate,
    "static TimeSpan operator +(TimeSpan t1, TimeSpan t2)": plus,
    "static TimeSpan operator -(TimeSpan t1, TimeSpan t2)": minus,
    "static bool operator ==(TimeSpan t1, TimeSpan t2)": (a, b) => a.ticks === b.ticks,
    "static bool operator !=(TimeSpan t1, TimeSpan t2)": (a, b) => a.ticks !== b.ticks,
    "static bool operator <(TimeSpan t1, TimeSpan t2)": (a, b) => a.ticks < b.ticks,
    "static bool operator <=(TimeSpan t1, TimeSpan t2)": (a, b) => a.ticks <= b.ticks,
    "static bool operator >(TimeSpan t1, TimeSpan t2)": (a, b) => a.ticks > b.ticks,
    "static bool operator >=(TimeSpan t1, TimeSpan t2)": (a, b) => a.ticks >= b.ticks,
    "static int Compare(TimeSpan t1, TimeSpan t2)": order,
    "static bool Equals(TimeSpan t1, TimeSpan t2)": (a, b) => a.ticks === b.ticks,
    "int CompareTo(TimeSpan value)": order,
    "int CompareTo(object value)": (self, other) => other === null ? 1 : self.csCompare(other),
    "bool Equals(TimeSpan obj)": (a, b) => a.ticks === b.ticks,
    "string ToString()": (self) => self.csToString(),
    "string ToString(string format)": format,
    "string ToString(string format, IFormatProvider formatProvider)": format,
    "static TimeSpan Parse(string s)": (s) => timeSpanOf(s),
    "static TimeSpan Parse(string input, IFormatProvider formatProvider)": (s) => timeSpanOf(s),
    "static bool TryParse(string s, out TimeSpan result)": (s, result) => tryParse(s, result),
    "static bool TryParse(string input, IFormatProvider formatProvider, out TimeSpan result)": (
      s,
      _provider,
      result,
    ) => tryParse(s, result),
    ...exactly,
  },
});

function tryParse(text: string | null, result: Ref): boolean {
  const ticks = text === null ? "format" : readTimeSpan(text);
  const ok = typeof ticks === "bigint";
  result.value = ok ? new TimeSpan(ticks) : TimeSpan.zero;
  return ok;
}
