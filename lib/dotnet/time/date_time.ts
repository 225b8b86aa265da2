/**
 * The values of System.DateTime and System.DateTimeOffset. Local time is UTC: the gateway has no other zone.
 * @module
 */
import { hold, spend } from "../../csharp/runtime/budget.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { now } from "../../csharp/runtime/ambient.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import {
  type CalendarDate,
  dateOf,
  daysInMonth,
  daysOf,
  MAX_TICKS,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  TICKS_PER_MILLISECOND,
  TICKS_PER_MINUTE,
  TICKS_PER_SECOND,
  UNIX_EPOCH_TICKS,
} from "./calendar.ts";
import { formatDate } from "./date_format.ts";

const DATE_TIME = typeOf("System.DateTime");
const DATE_TIME_OFFSET = typeOf("System.DateTimeOffset");

/** The values of System.DateTimeKind. */
export const Kind = { Unspecified: 0, Utc: 1, Local: 2 } as const;

/** Ticks at `ms` milliseconds since the Unix epoch, fractions of 100 ns kept. */
function ticksAtUnix(ms: number): bigint {
  const whole = Math.floor(ms);
  return UNIX_EPOCH_TICKS + BigInt(whole) * TICKS_PER_MILLISECOND +
    BigInt(Math.floor((ms - whole) * 10_000));
}

/** Ticks of a date. @throws CsException System.ArgumentOutOfRangeException */
export function dateTicks(year: number, month: number, day: number): bigint {
  const days = daysOf(year, month, day);
  if (days === undefined) {
    throw errors.unrepresentable(
      "Year, Month, and Day parameters describe an un-representable DateTime.",
    );
  }
  return BigInt(days) * TICKS_PER_DAY;
}

/** Ticks of a time of day. @throws CsException System.ArgumentOutOfRangeException */
export function timeTicks(hour: number, minute: number, second: number, ms = 0): bigint {
  const within = (value: number, limit: number) => value >= 0 && value < limit;
  if (!within(hour, 24) || !within(minute, 60) || !within(second, 60)) {
    throw errors.unrepresentable(
      "Hour, Minute, and Second parameters describe an un-representable DateTime.",
    );
  }
  if (!within(ms, 1000)) {
    throw errors.outOfRange(
      "millisecond",
      "Valid values are between 0 and 999, inclusive.",
    );
  }
  return BigInt((hour * 60 + minute) * 60 + second) * TICKS_PER_SECOND +
    BigInt(ms) * TICKS_PER_MILLISECOND;
}

const TIME_BYTES = 80;
const STEPS_PER_TIME = 3;

export class DateTime implements CsObject {
  readonly csType = DATE_TIME;
  #date: CalendarDate | undefined;

  /** @param ticks within 0001-9999. @param kind one of {@link Kind}. */
  constructor(readonly ticks: bigint, readonly kind: number = Kind.Unspecified) {
    hold(TIME_BYTES);
    spend(STEPS_PER_TIME);
  }

  static readonly minValue = new DateTime(0n);
  static readonly maxValue = new DateTime(MAX_TICKS);

  /** The UTC time of `ms` milliseconds since the Unix epoch. */
  static fromUnix(ms: number): DateTime {
    return new DateTime(ticksAtUnix(ms), Kind.Utc);
  }

  static utcNow(): DateTime {
    return DateTime.fromUnix(now());
  }

  /** @throws CsException System.ArgumentOutOfRangeException */
  static of(ticks: bigint, kind: number, parameter: string): DateTime {
    if (ticks < 0n || ticks > MAX_TICKS) {
      throw errors.outOfRange(
        parameter,
        parameter === "ticks"
          ? "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks."
          : "The added or subtracted value results in an un-representable DateTime.",
      );
    }
    return new DateTime(ticks, kind);
  }

  get date(): CalendarDate {
    return this.#date ??= dateOf(Number(this.ticks / TICKS_PER_DAY));
  }

  get timeTicks(): bigint {
    return this.ticks % TICKS_PER_DAY;
  }

  get dayOfWeek(): number {
    return Number((this.ticks / TICKS_PER_DAY + 1n) % 7n);
  }

  get hour(): number {
    return Number((this.ticks / TICKS_PER_HOUR) % 24n);
  }

  get minute(): number {
    return Number((this.ticks / TICKS_PER_MINUTE) % 60n);
  }

  get second(): number {
    return Number((this.ticks / TICKS_PER_SECOND) % 60n);
  }

  get millisecond(): number {
    return Number((this.ticks / TICKS_PER_MILLISECOND) % 1000n);
  }

  withKind(kind: number): DateTime {
    return kind === this.kind ? this : new DateTime(this.ticks, kind);
  }

  /** Milliseconds since the Unix epoch; the fraction of a millisecond is cut. */
  toUnix(): number {
    return Number((this.ticks - UNIX_EPOCH_TICKS) / TICKS_PER_MILLISECOND);
  }

  addTicks(ticks: bigint, parameter = "value"): DateTime {
    return DateTime.of(this.ticks + ticks, this.kind, parameter);
  }

  /** Adds `value` units, fractions included, cut to whole ticks; not-a-number adds nothing. */
  addReal(value: number, ticksPerUnit: bigint): DateTime {
    if (Number.isNaN(value)) return this;
    if (Math.abs(value) > Number(MAX_TICKS / ticksPerUnit)) {
      throw errors.outOfRange("value", "Value to add was out of range.");
    }
    const whole = Math.trunc(value);
    const fraction = Math.trunc((value - whole) * Number(ticksPerUnit));
    return this.addTicks(BigInt(whole) * ticksPerUnit + BigInt(fraction));
  }

  /** Keeps the day where the month has it, and takes the month's last day where not. */
  addMonths(months: number): DateTime {
    if (months < -120_000 || months > 120_000) {
      throw errors.outOfRange("months", "Months value must be between +/-120000.");
    }
    const { year, month, day } = this.date;
    const total = year * 12 + month - 1 + months;
    const newYear = Math.floor(total / 12);
    const newMonth = total - newYear * 12 + 1;
    if (newYear < 1 || newYear > 9999) {
      throw errors.outOfRange(
        "months",
        "The added or subtracted value results in an un-representable DateTime.",
      );
    }
    const newDay = Math.min(day, daysInMonth(newYear, newMonth));
    return new DateTime(dateTicks(newYear, newMonth, newDay) + this.timeTicks, this.kind);
  }

  csToString(): string {
    return this.csFormat(null);
  }

  csFormat(format: string | null): string {
    return formatDate(this, format, null);
  }

  csEquals(other: unknown): boolean {
    return other instanceof DateTime && other.ticks === this.ticks;
  }

  csHashKey(): bigint {
    return this.ticks;
  }

  csCompare(other: unknown): number {
    if (!(other instanceof DateTime)) throw errors.argument("Object must be of type DateTime.");
    return this.ticks < other.ticks ? -1 : this.ticks > other.ticks ? 1 : 0;
  }
}

const MAX_OFFSET = 14n * TICKS_PER_HOUR;

export class DateTimeOffset implements CsObject {
  readonly csType = DATE_TIME_OFFSET;

  private constructor(
    /** The time on the clock, Unspecified. */
    readonly clock: DateTime,
    /** Ticks that the clock is ahead of UTC. */
    readonly offset: bigint,
  ) {}

  static readonly minValue = new DateTimeOffset(DateTime.minValue, 0n);
  static readonly maxValue = new DateTimeOffset(DateTime.maxValue, 0n);

  /** @throws CsException System.ArgumentException, System.ArgumentOutOfRangeException */
  static of(clockTicks: bigint, offset: bigint): DateTimeOffset {
    if (offset % TICKS_PER_MINUTE !== 0n) {
      throw errors.argument("Offset must be specified in whole minutes.", "offset");
    }
    if (offset > MAX_OFFSET || offset < -MAX_OFFSET) {
      throw errors.outOfRange("offset", "Offset must be within plus or minus 14 hours.");
    }
    const utc = clockTicks - offset;
    if (utc < 0n || utc > MAX_TICKS) {
      throw errors.outOfRange(
        "offset",
        "The UTC time represented when the offset is applied must be between year 0 and 10,000.",
      );
    }
    return new DateTimeOffset(DateTime.of(clockTicks, Kind.Unspecified, "ticks"), offset);
  }

  static fromUnix(ms: number): DateTimeOffset {
    return DateTimeOffset.of(ticksAtUnix(ms), 0n);
  }

  get utcTicks(): bigint {
    return this.clock.ticks - this.offset;
  }

  /** The same moment at another offset. */
  toOffset(offset: bigint): DateTimeOffset {
    return DateTimeOffset.of(this.utcTicks + offset, offset);
  }

  csToString(): string {
    return this.csFormat(null);
  }

  csFormat(format: string | null): string {
    return formatDate(this.clock, format, this.offset);
  }

  csEquals(other: unknown): boolean {
    return other instanceof DateTimeOffset && other.utcTicks === this.utcTicks;
  }

  csHashKey(): bigint {
    return this.utcTicks;
  }

  csCompare(other: unknown): number {
    if (!(other instanceof DateTimeOffset)) {
      throw errors.argument("Object must be of type DateTimeOffset.");
    }
    return this.utcTicks < other.utcTicks ? -1 : this.utcTicks > other.utcTicks ? 1 : 0;
  }
}
