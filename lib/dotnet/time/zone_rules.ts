/**
 * Daylight saving time by rules: TimeZoneInfo.AdjustmentRule and TransitionTime.
 * @module
 */
import * as errors from "../../csharp/runtime/errors.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import {
  dateOf,
  daysInMonth,
  daysOf,
  MAX_TICKS,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  TICKS_PER_MILLISECOND,
  TICKS_PER_MINUTE,
} from "./calendar.ts";
import { DateTime, Kind } from "./date_time.ts";
import type { ZoneOffsets } from "./zone_offsets.ts";

const TRANSITION = typeOf("System.TimeZoneInfo.TransitionTime");
const RULE = typeOf("System.TimeZoneInfo.AdjustmentRule");

/** When in a year the clock is changed: on a date, or in a week on a day of the week. */
export class TransitionTime implements CsObject {
  readonly csType = TRANSITION;

  private constructor(
    readonly timeOfDay: DateTime,
    readonly month: number,
    /** 1 to 5, where 5 is the last; 1 of a fixed date. */
    readonly week: number,
    /** 1 of a floating date. */
    readonly day: number,
    readonly dayOfWeek: number,
    readonly isFixed: boolean,
  ) {}

  /** `default(TransitionTime)`, which no factory makes. */
  static readonly default = new TransitionTime(DateTime.minValue, 0, 0, 0, 0, false);

  /** @throws CsException System.ArgumentException, System.ArgumentOutOfRangeException */
  static of(
    timeOfDay: DateTime,
    month: number,
    week: number,
    day: number,
    dayOfWeek: number,
    isFixed: boolean,
  ): TransitionTime {
    if (timeOfDay.kind !== Kind.Unspecified) {
      throw errors.argument(
        "The supplied DateTime must have the Kind property set to DateTimeKind.Unspecified.",
        "timeOfDay",
      );
    }
    check("month", month, 1, 12, "The Month parameter must be in the range 1 through 12.");
    check("day", day, 1, 31, "The Day parameter must be in the range 1 through 31.");
    check("week", week, 1, 5, "The Week parameter must be in the range 1 through 5.");
    check(
      "dayOfWeek",
      dayOfWeek,
      0,
      6,
      "The DayOfWeek enumeration must be in the range 0 through 6.",
    );
    if (timeOfDay.ticks >= TICKS_PER_DAY || timeOfDay.ticks % TICKS_PER_MILLISECOND !== 0n) {
      throw errors.argument(
        "The supplied DateTime must have the Year, Month, and Day properties set to 1.  The time cannot be specified more precisely than whole milliseconds.",
        "timeOfDay",
      );
    }
    return new TransitionTime(timeOfDay, month, week, day, dayOfWeek, isFixed);
  }

  /** The clock's ticks at the change in that year. */
  inYear(year: number): bigint {
    if (this.month === 0) {
      throw errors.unrepresentable(
        "Year, Month, and Day parameters describe an un-representable DateTime.",
      );
    }
    const last = daysInMonth(year, this.month);
    let day = Math.min(this.day, last);
    if (!this.isFixed) {
      const weekday = (date: number) => (daysOf(year, this.month, date)! + 1) % 7;
      day = this.week < 5
        ? 1 + (this.dayOfWeek - weekday(1) + 7) % 7 + (this.week - 1) * 7
        : last - (weekday(last) - this.dayOfWeek + 7) % 7;
    }
    return BigInt(daysOf(year, this.month, day)!) * TICKS_PER_DAY + this.timeOfDay.timeTicks;
  }

  csEquals(other: unknown): boolean {
    return other instanceof TransitionTime && other.csHashKey() === this.csHashKey();
  }

  csHashKey(): string {
    const { timeOfDay, month, week, day, dayOfWeek, isFixed } = this;
    const date = isFixed ? `${day}` : `${week}/${dayOfWeek}`;
    return `${isFixed}/${timeOfDay.ticks}/${month}/${date}`;
  }
}

function check(name: string, value: number, least: number, most: number, message: string): void {
  if (value < least || value > most) throw errors.outOfRange(name, message);
}

const LONGEST_DELTA = 14n * TICKS_PER_HOUR;

/** Daylight saving time between two dates. */
export class AdjustmentRule implements CsObject {
  readonly csType = RULE;

  /** @throws CsException System.ArgumentException, System.ArgumentOutOfRangeException */
  constructor(
    readonly dateStart: DateTime,
    readonly dateEnd: DateTime,
    /** Ticks that the clock is put forward. */
    readonly delta: bigint,
    readonly start: TransitionTime,
    readonly end: TransitionTime,
  ) {
    checkDate(dateStart, "dateStart");
    checkDate(dateEnd, "dateEnd");
    if (start.csEquals(end)) {
      throw errors.argument(
        "The DaylightTransitionStart property must not equal the DaylightTransitionEnd property.",
        "daylightTransitionEnd",
      );
    }
    if (dateStart.ticks > dateEnd.ticks) {
      throw errors.argument(
        "The DateStart property must come before the DateEnd property.",
        "dateStart",
      );
    }
    if (delta > LONGEST_DELTA || delta < -LONGEST_DELTA) {
      throw errors.outOfRange(
        "daylightDelta",
        "The TimeSpan parameter must be within plus or minus 14.0 hours.",
      );
    }
    checkMinutes(delta, "daylightDelta");
  }

  covers(ticks: bigint): boolean {
    return ticks >= this.dateStart.ticks && ticks < this.dateEnd.ticks + TICKS_PER_DAY;
  }

  csEquals(other: unknown): boolean {
    return other instanceof AdjustmentRule && other.csHashKey() === this.csHashKey();
  }

  csHashKey(): string {
    const { dateStart, dateEnd, delta, start, end } = this;
    return [dateStart.ticks, dateEnd.ticks, delta, start.csHashKey(), end.csHashKey()].join();
  }
}

function checkDate(date: DateTime, name: string): void {
  if (date.kind !== Kind.Unspecified) {
    throw errors.argument(
      "The supplied DateTime must have the Kind property set to DateTimeKind.Unspecified.",
      name,
    );
  }
  if (date.timeTicks !== 0n) {
    throw errors.argument(
      "The supplied DateTime includes a TimeOfDay setting.   This is not supported.",
      name,
    );
  }
}

/** @throws CsException System.ArgumentException */
export function checkMinutes(ticks: bigint, name: string): void {
  if (ticks % TICKS_PER_MINUTE !== 0n) {
    throw errors.argument(
      "The TimeSpan parameter cannot be specified more precisely than whole minutes.",
      name,
    );
  }
}

/** The clock of a zone that C# code describes. */
export class RuleOffsets implements ZoneOffsets {
  constructor(readonly base: bigint, readonly rules: readonly AdjustmentRule[]) {}

  get hasDaylightSaving(): boolean {
    return this.rules.length > 0;
  }

  at(utcTicks: bigint): bigint {
    const standard = utcTicks + this.base;
    const rule = this.rules.find((one) => one.covers(standard));
    if (!rule || standard < 0n || standard > MAX_TICKS) return this.base;
    const { year } = dateOf(Number(standard / TICKS_PER_DAY));
    const start = rule.start.inYear(year);
    const end = rule.end.inYear(year) - rule.delta;
    const daylight = start < end
      ? standard >= start && standard < end
      : standard >= start || standard < end;
    return daylight ? this.base + rule.delta : this.base;
  }
}
