/**
 * Time zones: ids of Windows and IANA, offsets from the platform's time zone data.
 * @module
 */
import { CsException } from "../../runtime/exception.ts";
import { typeOf } from "../../runtime/type.ts";
import type { CsObject } from "../../runtime/values.ts";
import {
  MAX_TICKS,
  TICKS_PER_MILLISECOND,
  TICKS_PER_MINUTE,
  UNIX_EPOCH_TICKS,
} from "./calendar.ts";

/** IANA names of the Windows ids that people use most. */
const WINDOWS: Readonly<Record<string, string>> = {
  "Dateline Standard Time": "Etc/GMT+12",
  "Hawaiian Standard Time": "Pacific/Honolulu",
  "Alaskan Standard Time": "America/Anchorage",
  "Pacific Standard Time": "America/Los_Angeles",
  "US Mountain Standard Time": "America/Phoenix",
  "Mountain Standard Time": "America/Denver",
  "Central America Standard Time": "America/Guatemala",
  "Central Standard Time": "America/Chicago",
  "Central Standard Time (Mexico)": "America/Mexico_City",
  "Canada Central Standard Time": "America/Regina",
  "SA Pacific Standard Time": "America/Bogota",
  "Eastern Standard Time": "America/New_York",
  "US Eastern Standard Time": "America/Indiana/Indianapolis",
  "Atlantic Standard Time": "America/Halifax",
  "Pacific SA Standard Time": "America/Santiago",
  "Newfoundland Standard Time": "America/St_Johns",
  "E. South America Standard Time": "America/Sao_Paulo",
  "Argentina Standard Time": "America/Argentina/Buenos_Aires",
  "Azores Standard Time": "Atlantic/Azores",
  "GMT Standard Time": "Europe/London",
  "Greenwich Standard Time": "Atlantic/Reykjavik",
  "Morocco Standard Time": "Africa/Casablanca",
  "W. Europe Standard Time": "Europe/Berlin",
  "Central Europe Standard Time": "Europe/Budapest",
  "Central European Standard Time": "Europe/Warsaw",
  "Romance Standard Time": "Europe/Paris",
  "W. Central Africa Standard Time": "Africa/Lagos",
  "GTB Standard Time": "Europe/Bucharest",
  "Egypt Standard Time": "Africa/Cairo",
  "E. Europe Standard Time": "Europe/Chisinau",
  "FLE Standard Time": "Europe/Kiev",
  "South Africa Standard Time": "Africa/Johannesburg",
  "Israel Standard Time": "Asia/Jerusalem",
  "Turkey Standard Time": "Europe/Istanbul",
  "Arabic Standard Time": "Asia/Baghdad",
  "Arab Standard Time": "Asia/Riyadh",
  "E. Africa Standard Time": "Africa/Nairobi",
  "Russian Standard Time": "Europe/Moscow",
  "Iran Standard Time": "Asia/Tehran",
  "Arabian Standard Time": "Asia/Dubai",
  "Afghanistan Standard Time": "Asia/Kabul",
  "Pakistan Standard Time": "Asia/Karachi",
  "West Asia Standard Time": "Asia/Tashkent",
  "India Standard Time": "Asia/Kolkata",
  "Sri Lanka Standard Time": "Asia/Colombo",
  "Nepal Standard Time": "Asia/Kathmandu",
  "Bangladesh Standard Time": "Asia/Dhaka",
  "Myanmar Standard Time": "Asia/Yangon",
  "SE Asia Standard Time": "Asia/Bangkok",
  "China Standard Time": "Asia/Shanghai",
  "Singapore Standard Time": "Asia/Singapore",
  "Taipei Standard Time": "Asia/Taipei",
  "W. Australia Standard Time": "Australia/Perth",
  "Korea Standard Time": "Asia/Seoul",
  "Tokyo Standard Time": "Asia/Tokyo",
  "Cen. Australia Standard Time": "Australia/Adelaide",
  "AUS Central Standard Time": "Australia/Darwin",
  "E. Australia Standard Time": "Australia/Brisbane",
  "AUS Eastern Standard Time": "Australia/Sydney",
  "Tasmania Standard Time": "Australia/Hobart",
  "Vladivostok Standard Time": "Asia/Vladivostok",
  "Fiji Standard Time": "Pacific/Fiji",
  "New Zealand Standard Time": "Pacific/Auckland",
  "Tonga Standard Time": "Pacific/Tongatapu",
};

const SUMMER_AND_WINTER = [1_704_067_200_000, 1_719_792_000_000];

const ZONE = typeOf("System.TimeZoneInfo");

export class TimeZone implements CsObject {
  readonly csType = ZONE;
  readonly #offsets: Intl.DateTimeFormat | null;

  private constructor(readonly id: string, readonly iana: string | null) {
    this.#offsets = iana === null ? null : new Intl.DateTimeFormat("en-US", {
      timeZone: iana,
      timeZoneName: "longOffset",
    });
  }

  static readonly utc = new TimeZone("UTC", null);
  static readonly #found = new Map<string, TimeZone>();

  /** @throws CsException System.TimeZoneNotFoundException */
  static find(id: string): TimeZone {
    if (/^(utc|etc\/utc|z)$/i.test(id)) return TimeZone.utc;
    let zone = this.#found.get(id);
    if (zone) return zone;
    try {
      const iana = WINDOWS[id] ?? id;
      if (/^[+-]/.test(iana)) throw new RangeError();
      zone = new TimeZone(id, iana);
    } catch {
      throw new CsException(
        "System.TimeZoneNotFoundException",
        `The time zone ID '${id}' was not found on the local computer.`,
      );
    }
    this.#found.set(id, zone);
    return zone;
  }

  /** Ticks ahead of UTC at a moment given in UTC ticks. */
  offsetAt(utcTicks: bigint): bigint {
    if (!this.#offsets) return 0n;
    const ms = Number((utcTicks - UNIX_EPOCH_TICKS) / TICKS_PER_MILLISECOND);
    return this.#offsetAtUnix(ms);
  }

  #offsetAtUnix(ms: number): bigint {
    if (!this.#offsets) return 0n;
    const name = this.#offsets.formatToParts(ms).find((p) => p.type === "timeZoneName")!.value;
    const match = /GMT([+-])(\d+):(\d+)/.exec(name);
    if (!match) return 0n;
    const ticks = BigInt(Number(match[2]) * 60 + Number(match[3])) * TICKS_PER_MINUTE;
    return match[1] === "-" ? -ticks : ticks;
  }

  /** The offset outside daylight saving time. */
  get baseOffset(): bigint {
    const [a, b] = SUMMER_AND_WINTER.map((ms) => this.#offsetAtUnix(ms));
    return a < b ? a : b;
  }

  get hasDaylightSaving(): boolean {
    const [a, b] = SUMMER_AND_WINTER.map((ms) => this.#offsetAtUnix(ms));
    return a !== b;
  }

  /** The offset at a time on this zone's clock: the standard one where the time comes twice. */
  offsetAtClock(clockTicks: bigint): bigint {
    const valid = this.#candidates(clockTicks);
    if (valid.length === 0) return this.offsetAt(clamp(clockTicks - this.baseOffset));
    return valid.reduce((a, b) => (a < b ? a : b));
  }

  /** Whether this clock skips that time. */
  isInvalid(clockTicks: bigint): boolean {
    return this.#candidates(clockTicks).length === 0;
  }

  /** Whether this clock shows that time twice. */
  isAmbiguous(clockTicks: bigint): boolean {
    return this.#candidates(clockTicks).length > 1;
  }

  #candidates(clockTicks: bigint): bigint[] {
    const around = new Set(
      [-1n, 1n].map((days) => this.offsetAt(clamp(clockTicks + days * 864_000_000_000n))),
    );
    return [...around].filter((offset) => this.offsetAt(clamp(clockTicks - offset)) === offset);
  }

  /** The name in summer or winter: "Central European Standard Time". */
  name(daylight: boolean): string {
    if (this.iana === null) return "Coordinated Universal Time";
    const ms =
      SUMMER_AND_WINTER.find((ms) => (this.#offsetAtUnix(ms) !== this.baseOffset) === daylight) ??
        SUMMER_AND_WINTER[0];
    return new Intl.DateTimeFormat("en-US", { timeZone: this.iana, timeZoneName: "long" })
      .formatToParts(ms).find((p) => p.type === "timeZoneName")!.value;
  }

  csToString(): string {
    const minutes = Number(this.baseOffset / TICKS_PER_MINUTE);
    if (this.iana === null) return `(UTC) ${this.name(false)}`;
    const two = (n: number) => String(Math.trunc(n)).padStart(2, "0");
    const magnitude = Math.abs(minutes);
    const offset = `${minutes < 0 ? "-" : "+"}${two(magnitude / 60)}:${two(magnitude % 60)}`;
    return `(UTC${offset}) ${this.name(false)}`;
  }

  csEquals(other: unknown): boolean {
    return other instanceof TimeZone && other.id === this.id;
  }

  csHashKey(): string {
    return this.id;
  }
}

function clamp(ticks: bigint): bigint {
  return ticks < 0n ? 0n : ticks > MAX_TICKS ? MAX_TICKS : ticks;
}
