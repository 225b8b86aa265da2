/**
 * System.TimeZoneInfo and System.TimeZone. The local zone is UTC, as on Azure's gateways.
 * @module
 */
import { declare, type Implementation } from "../runtime/declare.ts";
import { typeOf } from "../runtime/type.ts";
import type { CsObject } from "../runtime/values.ts";
import * as errors from "./errors.ts";
import { MAX_TICKS } from "./time/calendar.ts";
import { DateTime, DateTimeOffset, Kind } from "./time/date_time.ts";
import { TimeSpan } from "./time/time_span.ts";
import { TimeZone } from "./time/zone.ts";

function find(id: string | null): TimeZone {
  if (id === null) throw errors.argumentNull("id");
  return TimeZone.find(id);
}

/** UTC ticks of a DateTime whose clock is `zone`'s unless its kind says UTC. */
function toUtcTicks(value: DateTime, zone: TimeZone): bigint {
  if (value.kind === Kind.Utc || zone === TimeZone.utc) return value.ticks;
  if (zone.isInvalid(value.ticks)) {
    throw errors.argument(
      "The supplied DateTime represents an invalid time.  For example, when the clock is adjusted forward, any time in the period that is skipped is invalid.",
      "dateTime",
    );
  }
  return value.ticks - zone.offsetAtClock(value.ticks);
}

function fromUtcTicks(ticks: bigint, zone: TimeZone): DateTime {
  const clock = ticks + zone.offsetAt(ticks);
  const bounded = clock < 0n ? 0n : clock > MAX_TICKS ? MAX_TICKS : clock;
  return new DateTime(bounded, zone === TimeZone.utc ? Kind.Utc : Kind.Unspecified);
}

/** Unspecified and local times are UTC here. */
function convert(value: DateTime, target: TimeZone, source?: TimeZone): DateTime {
  return fromUtcTicks(source ? toUtcTicks(value, source) : value.ticks, target);
}

function checkKind(value: DateTime, refused: number): void {
  if (value.kind === refused) {
    throw errors.argument(
      "The conversion could not be completed because the supplied DateTime did not have the Kind property set correctly.  For example, when the Kind property is DateTimeKind.Local, the source time zone must be TimeZoneInfo.Local.",
      "sourceTimeZone",
    );
  }
}

function convertBetween(value: DateTime, source: TimeZone, target: TimeZone): DateTime {
  if (source !== TimeZone.utc) {
    checkKind(value, Kind.Utc);
    checkKind(value, Kind.Local);
  }
  return convert(value, target, source);
}

function convertOffset(value: DateTimeOffset, target: TimeZone): DateTimeOffset {
  return value.toOffset(target.offsetAt(value.utcTicks));
}

/** The offset of `zone` at a DateTime, read as that zone's clock unless it is UTC. */
function offsetAt(zone: TimeZone, value: DateTime): bigint {
  return value.kind === Kind.Utc || value.kind === Kind.Local
    ? zone.offsetAt(value.ticks)
    : zone.offsetAtClock(value.ticks);
}

const converting: Record<string, Implementation> = {
  "static DateTime ConvertTime(DateTime dateTime, TimeZoneInfo destinationTimeZone)": (
    value,
    target,
  ) => convert(value, target),
  "static DateTime ConvertTime(DateTime dateTime, TimeZoneInfo sourceTimeZone, TimeZoneInfo destinationTimeZone)":
    convertBetween,
  "static DateTimeOffset ConvertTime(DateTimeOffset dateTimeOffset, TimeZoneInfo destinationTimeZone)":
    convertOffset,
  "static DateTime ConvertTimeBySystemTimeZoneId(DateTime dateTime, string destinationTimeZoneId)":
    (
      value,
      id,
    ) => convert(value, find(id)),
  "static DateTime ConvertTimeBySystemTimeZoneId(DateTime dateTime, string sourceTimeZoneId, string destinationTimeZoneId)":
    (value, source, target) => convertBetween(value, find(source), find(target)),
  "static DateTimeOffset ConvertTimeBySystemTimeZoneId(DateTimeOffset dateTimeOffset, string destinationTimeZoneId)":
    (value, id) => convertOffset(value, find(id)),
  "static DateTime ConvertTimeFromUtc(DateTime dateTime, TimeZoneInfo destinationTimeZone)": (
    value,
    target,
  ) => {
    checkKind(value, Kind.Local);
    return convert(value, target);
  },
  "static DateTime ConvertTimeToUtc(DateTime dateTime)": (value) => value.withKind(Kind.Utc),
  "static DateTime ConvertTimeToUtc(DateTime dateTime, TimeZoneInfo sourceTimeZone)": (
    value,
    source,
  ) => convertBetween(value, source, TimeZone.utc),
};

declare({
  type: "class System.TimeZoneInfo : IEquatable<TimeZoneInfo>",
  members: {
    "static TimeZoneInfo Utc { get; }": () => TimeZone.utc,
    "static TimeZoneInfo Local { get; }": () => TimeZone.utc,
    "static TimeZoneInfo FindSystemTimeZoneById(string id)": find,
    ...converting,
    "string Id { get; }": (self) => self.id,
    "string DisplayName { get; }": (self) => self.csToString(),
    "string StandardName { get; }": (self) => self.name(false),
    "string DaylightName { get; }": (self) => self.name(true),
    "TimeSpan BaseUtcOffset { get; }": (self) => new TimeSpan(self.baseOffset),
    "bool SupportsDaylightSavingTime { get; }": (self) => self.hasDaylightSaving,
    "TimeSpan GetUtcOffset(DateTime dateTime)": (self, value) =>
      new TimeSpan(offsetAt(self, value)),
    "TimeSpan GetUtcOffset(DateTimeOffset dateTimeOffset)": (self, value) =>
      new TimeSpan(self.offsetAt(value.utcTicks)),
    "bool IsDaylightSavingTime(DateTime dateTime)": (self, value) =>
      offsetAt(self, value) !== self.baseOffset,
    "bool IsDaylightSavingTime(DateTimeOffset dateTimeOffset)": (self, value) =>
      self.offsetAt(value.utcTicks) !== self.baseOffset,
    "bool IsInvalidTime(DateTime dateTime)": (self, value) => self.isInvalid(value.ticks),
    "bool IsAmbiguousTime(DateTime dateTime)": (self, value) => self.isAmbiguous(value.ticks),
    "bool HasSameRules(TimeZoneInfo other)": (self, other) => self.csEquals(other),
    "bool Equals(TimeZoneInfo other)": (self, other) => self.csEquals(other),
    "string ToString()": (self) => self.csToString(),
  },
});

const CURRENT: CsObject = { csType: typeOf("System.TimeZone") };

declare({
  type: "class System.TimeZone",
  members: {
    "static TimeZone CurrentTimeZone { get; }": () => CURRENT,
    "string StandardName { get; }": () => "UTC",
    "string DaylightName { get; }": () => "UTC",
    "TimeSpan GetUtcOffset(DateTime time)": () => TimeSpan.zero,
    "bool IsDaylightSavingTime(DateTime time)": () => false,
    "DateTime ToUniversalTime(DateTime time)": (_self, value) => value.withKind(Kind.Utc),
    "DateTime ToLocalTime(DateTime time)": (_self, value) => value.withKind(Kind.Local),
  },
});
