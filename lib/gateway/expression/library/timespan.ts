/**
 * System.TimeSpan.
 * @module
 */
import { CsArray } from "../runtime/array.ts";
import { declare, type Implementation } from "../runtime/declare.ts";
import type { Ref } from "../runtime/values.ts";
import { attemptInto } from "./attempt.ts";
import * as errors from "./errors.ts";
import * as calendar from "./time/calendar.ts";
import { parseTimeSpan, parseTimeSpanExact, TimeSpan, timeSpanOf } from "./time/time_span.ts";

/** Ticks of days, hours, minutes, seconds and milliseconds. */
function ticksOf(days: number, hours: number, minutes: number, seconds: number, ms = 0): bigint {
  return BigInt(days) * calendar.TICKS_PER_DAY + BigInt(hours) * calendar.TICKS_PER_HOUR +
    BigInt(minutes) * calendar.TICKS_PER_MINUTE + BigInt(seconds) * calendar.TICKS_PER_SECOND +
    BigInt(ms) * calendar.TICKS_PER_MILLISECOND;
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

function exact(text: string | null, formats: readonly string[], styles = 0): TimeSpan {
  if (text === null) throw errors.argumentNull("input");
  for (const pattern of formats) {
    const ticks = parseTimeSpanExact(text, pattern);
    if (ticks !== undefined) return new TimeSpan(styles === 1 ? -ticks : ticks);
  }
  throw errors.format(`String '${text}' was not recognized as a valid TimeSpan.`);
}

declare({
  type:
    "struct System.TimeSpan : IComparable, IComparable<TimeSpan>, IEquatable<TimeSpan>, IFormattable",
  members: {
    "new()": () => TimeSpan.zero,
    "new(long ticks)": (ticks) => new TimeSpan(ticks),
    "new(int hours, int minutes, int seconds)": (h, m, s) => TimeSpan.of(ticksOf(0, h, m, s)),
    "new(int days, int hours, int minutes, int seconds)": (d, h, m, s) =>
      TimeSpan.of(ticksOf(d, h, m, s)),
    "new(int days, int hours, int minutes, int seconds, int milliseconds)": (d, h, m, s, ms) =>
      TimeSpan.of(ticksOf(d, h, m, s, ms)),
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
    "static TimeSpan ParseExact(string input, string format, IFormatProvider formatProvider)": (
      s,
      pattern,
    ) => exact(s, [pattern]),
    "static TimeSpan ParseExact(string input, string[] formats, IFormatProvider formatProvider)": (
      s,
      patterns: CsArray,
    ) => exact(s, patterns.items as string[]),
    "static TimeSpan ParseExact(string input, string format, IFormatProvider formatProvider, TimeSpanStyles styles)":
      (s, pattern, _provider, styles) => exact(s, [pattern], styles),
    "static bool TryParseExact(string input, string format, IFormatProvider formatProvider, out TimeSpan result)":
      (s, pattern, _provider, result) =>
        attemptInto(result, TimeSpan.zero, () => exact(s, [pattern])),
    "static bool TryParseExact(string input, string[] formats, IFormatProvider formatProvider, out TimeSpan result)":
      (s, patterns: CsArray, _provider, result) =>
        attemptInto(result, TimeSpan.zero, () => exact(s, patterns.items as string[])),
  },
});

function tryParse(text: string | null, result: Ref): boolean {
  const ticks = text === null ? "format" : parseTimeSpan(text);
  const ok = typeof ticks === "bigint";
  result.value = ok ? new TimeSpan(ticks) : TimeSpan.zero;
  return ok;
}
