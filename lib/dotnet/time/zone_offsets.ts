/**
 * What a time zone's clock is ahead of UTC at any moment.
 * @module
 */
import { TICKS_PER_MILLISECOND, TICKS_PER_MINUTE, UNIX_EPOCH_TICKS } from "./calendar.ts";

export interface ZoneOffsets {
  /** Ticks ahead of UTC outside daylight saving time. */
  readonly base: bigint;
  readonly hasDaylightSaving: boolean;
  /** Ticks ahead of UTC at a moment given in UTC ticks. */
  at(utcTicks: bigint): bigint;
}

export const ALWAYS_UTC: ZoneOffsets = { base: 0n, hasDaylightSaving: false, at: () => 0n };

const NANOSECONDS_PER_MINUTE = 60e9;

/** 2024-01-01 and 2024-07-01. */
const SUMMER_AND_WINTER = [1_704_067_200_000, 1_719_792_000_000];

/** From the platform's time zone data. */
export class PlatformOffsets implements ZoneOffsets {
  readonly base: bigint;
  readonly hasDaylightSaving: boolean;

  /** @throws RangeError for an id that IANA does not have */
  constructor(readonly iana: string) {
    const [a, b] = SUMMER_AND_WINTER.map((ms) => this.#atUnix(ms));
    this.base = a < b ? a : b;
    this.hasDaylightSaving = a !== b;
  }

  at(utcTicks: bigint): bigint {
    return this.#atUnix(Number((utcTicks - UNIX_EPOCH_TICKS) / TICKS_PER_MILLISECOND));
  }

  /** In whole minutes: TimeZoneInfo knows no seconds, which local mean time has. */
  #atUnix(ms: number): bigint {
    const zoned = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(this.iana);
    return BigInt(Math.trunc(zoned.offsetNanoseconds / NANOSECONDS_PER_MINUTE)) * TICKS_PER_MINUTE;
  }

  /** The zone's name in winter or summer: "Central European Standard Time". */
  name(daylight: boolean): string {
    const ms = SUMMER_AND_WINTER.find((ms) => (this.#atUnix(ms) !== this.base) === daylight) ??
      SUMMER_AND_WINTER[0];
    return new Intl.DateTimeFormat("en-US", { timeZone: this.iana, timeZoneName: "long" })
      .formatToParts(ms).find((p) => p.type === "timeZoneName")!.value;
  }
}
