/**
 * System.TimeZoneInfo and System.TimeZone. The local zone is UTC, as on Azure's gateways.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { MAX_TICKS } from "./calendar.ts";
import { DateTime, DateTimeOffset, Kind } from "./date_time.ts";
import { TimeSpan } from "./time_span.ts";
import { TimeZone } from "./zone.ts";

export const types = new Declarations();

function find(id: string | null): TimeZone {
  if (id === null) throw errors.argumentNull("id");
  return TimeZone.find(id);
}

/** UTC ticks of a time on the clock of `zone`. */
function toUtcTicks(value: DateTime, zone: TimeZone): bigint {
  if (zone.isInvalid(value.ticks)) {
    throw errors.argument(
      "The supplied DateTime represents an invalid time.  For example, when the clock is adjusted forward, any time in the period that is skipped is invalid.",
      "dateTime",
    );
  }
  return value.ticks - zone.offsetAtClock(value.ticks);
}

function fromUtcTicks(ticks: bigint, zone: TimeZone): DateTime {
  return new DateTime(bounded(ticks + zone.offsetAt(bounded(ticks))), zone.kind);
}

function bounded(ticks: bigint): bigint {
  return ticks < 0n ? 0n : ticks > MAX_TICKS ? MAX_TICKS : ticks;
}

/** The zone whose clock a time is on by its kind. */
const zoneOf = (value: DateTime) => value.kind === Kind.Utc ? TimeZone.utc : TimeZone.local;

function convert(
  value: DateTime,
  source: TimeZone | null,
  target: TimeZone | null,
): DateTime {
  if (source === null) throw errors.argumentNull("sourceTimeZone");
  if (target === null) throw errors.argumentNull("destinationTimeZone");
  if (value.kind !== Kind.Unspecified && value.kind !== source.kind) {
    throw errors.argument(
      "The conversion could not be completed because the supplied DateTime did not have the Kind property set correctly.  For example, when the Kind property is DateTimeKind.Local, the source time zone must be TimeZoneInfo.Local.",
      "sourceTimeZone",
    );
  }
  return fromUtcTicks(toUtcTicks(value, source), target);
}

/** By ids: the zone of a UTC or local time may be named UTC. */
function convertByIds(value: DateTime, source: string | null, target: string | null): DateTime {
  const own = zoneOf(value);
  const named = value.kind !== Kind.Unspecified && source?.toUpperCase() === own.id;
  return convert(value, named ? own : find(source), find(target));
}

function convertOffset(value: DateTimeOffset, target: TimeZone | null): DateTimeOffset {
  if (target === null) throw errors.argumentNull("destinationTimeZone");
  return value.toOffset(target.offsetAt(value.utcTicks));
}

/** The offset of `zone` at a DateTime, read as that zone's clock unless its kind says another. */
function offsetAt(zone: TimeZone, value: DateTime): bigint {
  return value.kind === Kind.Unspecified
    ? zone.offsetAtClock(value.ticks)
    : zone.offsetAt(value.ticks);
}

/** The offsets at a DateTime that `zone`'s clock shows twice. */
function ambiguousOffsets(zone: TimeZone, value: DateTime): bigint[] {
  const clock = value.kind === Kind.Unspecified
    ? value.ticks
    : bounded(value.ticks + zone.offsetAt(value.ticks));
  const offsets = zone.offsetsAtClock(clock);
  return offsets.length > 1 ? offsets : [];
}

const converting: Record<string, Implementation> = {
  "static DateTime ConvertTime(DateTime dateTime, TimeZoneInfo destinationTimeZone)": (
    value,
    target,
  ) => convert(value, zoneOf(value), target),
  "static DateTime ConvertTime(DateTime dateTime, TimeZoneInfo sourceTimeZone, TimeZoneInfo destinationTimeZone)":
    convert,
  "static DateTimeOffset ConvertTime(DateTimeOffset dateTimeOffset, TimeZoneInfo destinationTimeZone)":
    convertOffset,
  "static DateTime ConvertTimeBySystemTimeZoneId(DateTime dateTime, string destinationTimeZoneId)":
    (
      value,
      id,
    ) => convert(value, zoneOf(value), find(id)),
  "static DateTime ConvertTimeBySystemTimeZoneId(DateTime dateTime, string sourceTimeZoneId, string destinationTimeZoneId)":
    convertByIds,
  "static DateTimeOffset ConvertTimeBySystemTimeZoneId(DateTimeOffset dateTimeOffset, string destinationTimeZoneId)":
    (value, id) => convertOffset(value, find(id)),
  "static DateTime ConvertTimeFromUtc(DateTime dateTime, TimeZoneInfo destinationTimeZone)": (
    value,
    target,
  ) => convert(value, TimeZone.utc, target),
  "static DateTime ConvertTimeToUtc(DateTime dateTime)": (value) => value.withKind(Kind.Utc),
  "static DateTime ConvertTimeToUtc(DateTime dateTime, TimeZoneInfo sourceTimeZone)": (
    value,
    source,
  ) => convert(value, source, TimeZone.utc),
};

types.of<TimeZone>().declare({
  type: "class System.TimeZoneInfo : IEquatable<TimeZoneInfo>",
  members: {
    "static TimeZoneInfo Utc { get; }": () => TimeZone.utc,
    "static TimeZoneInfo Local { get; }": () => TimeZone.local,
    "static TimeZoneInfo FindSystemTimeZoneById(string id)": find,
    ...converting,
    "string Id { get; }": (self) => self.id,
    "string DisplayName { get; }": (self) => self.names().display,
    "string StandardName { get; }": (self) => self.names().standard,
    "string DaylightName { get; }": (self) => self.names().daylight,
    "TimeSpan BaseUtcOffset { get; }": (self) => new TimeSpan(self.offsets.base),
    "bool SupportsDaylightSavingTime { get; }": (self) => self.offsets.hasDaylightSaving,
    "TimeSpan GetUtcOffset(DateTime dateTime)": (self, value) =>
      new TimeSpan(offsetAt(self, value)),
    "TimeSpan GetUtcOffset(DateTimeOffset dateTimeOffset)": (self, value) =>
      new TimeSpan(self.offsetAt(value.utcTicks)),
    "bool IsDaylightSavingTime(DateTime dateTime)": (self, value) =>
      self.isDaylight(offsetAt(self, value)),
    "bool IsDaylightSavingTime(DateTimeOffset dateTimeOffset)": (self, value) =>
      self.isDaylight(self.offsetAt(value.utcTicks)),
    "bool IsInvalidTime(DateTime dateTime)": (self, value) =>
      value.kind === Kind.Unspecified && self.isInvalid(value.ticks),
    "bool IsAmbiguousTime(DateTime dateTime)": (self, value) =>
      ambiguousOffsets(self, value).length > 0,
    "TimeSpan[] GetAmbiguousTimeOffsets(DateTime dateTime)": (self, value) => {
      const offsets = ambiguousOffsets(self, value);
      if (offsets.length === 0) {
        throw errors.argument(
          "The supplied DateTime is not in an ambiguous time range.",
          "dateTime",
        );
      }
      return CsArray.of(typeOf("System.TimeSpan"), offsets.map((ticks) => new TimeSpan(ticks)));
    },
    "bool HasSameRules(TimeZoneInfo other)": (self, other) => self.csEquals(other),
    "bool Equals(TimeZoneInfo other)": (self, other) => self.csEquals(other),
    "string ToString()": (self) => self.csToString(),
  },
});

const CURRENT: CsObject = { csType: typeOf("System.TimeZone") };

types.declare({
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
