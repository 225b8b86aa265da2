/**
 * TimeZoneInfo.AdjustmentRule and TransitionTime, and the zones that C# code makes of them.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { TICKS_PER_HOUR } from "./calendar.ts";
import { TimeSpan } from "./time_span.ts";
import { TimeZone } from "./zone.ts";
import { AdjustmentRule, checkMinutes, RuleOffsets, TransitionTime } from "./zone_rules.ts";

export const types = new Declarations();

const FARTHEST = 14n * TICKS_PER_HOUR;

function customZone(
  id: string | null,
  offset: TimeSpan,
  display: string | null,
  standard: string | null,
  daylight = standard,
  rules: CsArray | null = null,
): TimeZone {
  if (id === null) throw errors.argumentNull("id");
  if (id === "") {
    throw errors.argument(`The specified ID parameter '${id}' is not supported.`, "id");
  }
  if (offset.ticks > FARTHEST || offset.ticks < -FARTHEST) {
    throw errors.outOfRange(
      "baseUtcOffset",
      "The TimeSpan parameter must be within plus or minus 14.0 hours.",
    );
  }
  checkMinutes(offset.ticks, "baseUtcOffset");
  if (rules?.items.includes(null)) {
    throw new CsException(
      "System.InvalidTimeZoneException",
      "The AdjustmentRule array cannot contain null elements.",
    );
  }
  const names = { display: display ?? "", standard: standard ?? "", daylight: daylight ?? "" };
  return TimeZone.custom(id, offset.ticks, names, (rules?.items ?? []) as AdjustmentRule[]);
}

/** The rules of a zone made by CreateCustomTimeZone. Assumption: of the platform's zones none are told. */
function rulesOf(zone: TimeZone): readonly AdjustmentRule[] {
  return zone.offsets instanceof RuleOffsets ? zone.offsets.rules : [];
}

const ZONE = "string id, TimeSpan baseUtcOffset, string displayName, string standardDisplayName";
const RULES = "string daylightDisplayName, TimeZoneInfo.AdjustmentRule[] adjustmentRules";

types.declare({
  type: "class System.TimeZoneInfo",
  members: {
    [`static TimeZoneInfo CreateCustomTimeZone(${ZONE})`]: (id, offset, display, standard) =>
      customZone(id, offset, display, standard),
    [`static TimeZoneInfo CreateCustomTimeZone(${ZONE}, ${RULES})`]: customZone,
    [`static TimeZoneInfo CreateCustomTimeZone(${ZONE}, ${RULES}, bool disableDaylightSavingTime)`]:
      (id, offset, display, standard, daylight, rules, disabled) =>
        customZone(id, offset, display, standard, daylight, disabled ? null : rules),
    "TimeZoneInfo.AdjustmentRule[] GetAdjustmentRules()": (self) =>
      CsArray.of(typeOf("System.TimeZoneInfo.AdjustmentRule"), [...rulesOf(self)]),
  },
});

types.of<AdjustmentRule>().declare({
  type: "class System.TimeZoneInfo.AdjustmentRule : IEquatable<TimeZoneInfo.AdjustmentRule>",
  members: {
    "static TimeZoneInfo.AdjustmentRule CreateAdjustmentRule(DateTime dateStart, DateTime dateEnd, TimeSpan daylightDelta, TimeZoneInfo.TransitionTime daylightTransitionStart, TimeZoneInfo.TransitionTime daylightTransitionEnd)":
      (from, to, delta: TimeSpan, start, end) =>
        new AdjustmentRule(from, to, delta.ticks, start, end),
    "DateTime DateStart { get; }": (self) => self.dateStart,
    "DateTime DateEnd { get; }": (self) => self.dateEnd,
    "TimeSpan DaylightDelta { get; }": (self) => new TimeSpan(self.delta),
    "TimeZoneInfo.TransitionTime DaylightTransitionStart { get; }": (self) => self.start,
    "TimeZoneInfo.TransitionTime DaylightTransitionEnd { get; }": (self) => self.end,
    "bool Equals(TimeZoneInfo.AdjustmentRule other)": (self, other) => self.csEquals(other),
  },
});

types.of<TransitionTime>().declare({
  type: "struct System.TimeZoneInfo.TransitionTime : IEquatable<TimeZoneInfo.TransitionTime>",
  members: {
    "new()": () => TransitionTime.default,
    "static TimeZoneInfo.TransitionTime CreateFixedDateRule(DateTime timeOfDay, int month, int day)":
      (time, month, day) => TransitionTime.of(time, month, 1, day, 0, true),
    "static TimeZoneInfo.TransitionTime CreateFloatingDateRule(DateTime timeOfDay, int month, int week, DayOfWeek dayOfWeek)":
      (time, month, week, dayOfWeek) => TransitionTime.of(time, month, week, 1, dayOfWeek, false),
    "DateTime TimeOfDay { get; }": (self) => self.timeOfDay,
    "int Month { get; }": (self) => self.month,
    "int Week { get; }": (self) => self.week,
    "int Day { get; }": (self) => self.day,
    "DayOfWeek DayOfWeek { get; }": (self) => self.dayOfWeek,
    "bool IsFixedDateRule { get; }": (self) => self.isFixed,
    "bool Equals(TimeZoneInfo.TransitionTime other)": (self, other) => self.csEquals(other),
    "static bool operator ==(TimeZoneInfo.TransitionTime t1, TimeZoneInfo.TransitionTime t2)": (
      a: TransitionTime,
      b,
    ) => a.csEquals(b),
    "static bool operator !=(TimeZoneInfo.TransitionTime t1, TimeZoneInfo.TransitionTime t2)": (
      a: TransitionTime,
      b,
    ) => !a.csEquals(b),
  },
});
