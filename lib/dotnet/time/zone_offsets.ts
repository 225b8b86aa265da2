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

/** 2024-01-01 and 2024-07-01. */
const SUMMER_AND_WINTER = [1_704_067_200_000, 1_719_792_000_000];

/** From the platform's time zone data. */
export class PlatformOffsets implements ZoneOffsets {
  readonly #format: Intl.DateTimeFormat;
  readonly base: bigint;
  readonly hasDaylightSaving: boolean;

  /** @throws RangeError for an id that IANA does not have */
  constructor(readonly iana: string) {
    this.#format = new Intl.DateTimeFormat("en-US", { timeZone: iana, timeZoneName: "longOffset" });
    const [a, b] = SUMMER_AND_WINTER.map((ms) => this.#atUnix(ms));
    this.base = a < b ? a : b;
    this.hasDaylightSaving = a !== b;
  }

  at(utcTicks: bigint): bigint {
    return this.#atUnix(Number((utcTicks - UNIX_EPOCH_TICKS) / TICKS_PER_MILLISECOND));
  }

  #atUnix(ms: number): bigint {
    const name = this.#format.formatToParts(ms).find((p) => p.type === "timeZoneName")!.value;
    const match = /GMT([+-])(\d+):(\d+)/.exec(name);
    if (!match) return 0n;
    const ticks = BigInt(Number(match[2]) * 60 + Number(match[3])) * TICKS_PER_MINUTE;
    return match[1] === "-" ? -ticks : ticks;
  }

  /** The zone's name in winter or summer: "Central European Standard Time". */
  name(daylight: boolean): string {
    const ms = SUMMER_AND_WINTER.find((ms) => (this.#atUnix(ms) !== this.base) === daylight) ??
      SUMMER_AND_WINTER[0];
    return new Intl.DateTimeFormat("en-US", { timeZone: this.iana, timeZoneName: "long" })
      .formatToParts(ms).find((p) => p.type === "timeZoneName")!.value;
  }
}
