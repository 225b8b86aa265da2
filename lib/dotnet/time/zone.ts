/**
 * System.TimeZoneInfo's value: a zone's id, names and clock.
 * @module
 */
import { spend } from "../../csharp/runtime/budget.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { MAX_TICKS, TICKS_PER_DAY, TICKS_PER_MINUTE } from "./calendar.ts";
import { Kind } from "./date_time.ts";
import { ianaOf } from "./zone_ids.ts";
import { ALWAYS_UTC, PlatformOffsets, type ZoneOffsets } from "./zone_offsets.ts";
import { type AdjustmentRule, RuleOffsets } from "./zone_rules.ts";

/** Of reading a zone, or its names, which are kept. */
const STEPS_PER_ZONE = 1000;

function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    if (made === null) spend(STEPS_PER_ZONE);
    return made ??= make();
  };
}

const ZONE = typeOf("System.TimeZoneInfo");

export interface ZoneNames {
  /** What C# prints. */
  readonly display: string;
  readonly standard: string;
  readonly daylight: string;
}

/** Clocks are put forward by this or a multiple of it. */
const LEAST_SAVING = 10n * TICKS_PER_MINUTE;

/** Each zone that is kept holds some 50 KB of the platform's data. */
const MAX_KEPT = 64;

const found = new Map<string, TimeZone>();

export class TimeZone implements CsObject {
  readonly csType = ZONE;

  private constructor(
    readonly id: string,
    readonly offsets: ZoneOffsets,
    readonly names: () => ZoneNames,
    /** The kind of the times on its clock. */
    readonly kind: number = Kind.Unspecified,
  ) {}

  static readonly utc = new TimeZone("UTC", ALWAYS_UTC, utcNames, Kind.Utc);
  /** The gateway's own zone is UTC too, as on Azure. */
  static readonly local = new TimeZone("UTC", ALWAYS_UTC, utcNames, Kind.Local);

  /** @throws CsException System.TimeZoneNotFoundException */
  static find(id: string): TimeZone {
    if (id.toUpperCase() === "UTC") return TimeZone.utc;
    let zone = found.get(id);
    if (zone) return zone;
    spend(STEPS_PER_ZONE);
    try {
      const iana = ianaOf(id) ?? id;
      if (/^[+-]/.test(iana)) throw new RangeError();
      const offsets = new PlatformOffsets(iana);
      zone = new TimeZone(id, offsets, once(() => platformNames(offsets)));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new CsException(
        "System.TimeZoneNotFoundException",
        `The time zone ID '${id}' was not found on the local computer.`,
      );
    }
    if (found.size >= MAX_KEPT) found.clear();
    found.set(id, zone);
    return zone;
  }

  /** A zone that C# code describes. */
  static custom(id: string, base: bigint, names: ZoneNames, rules: readonly AdjustmentRule[]) {
    return new TimeZone(id, new RuleOffsets(base, rules), () => names);
  }

  /** Ticks ahead of UTC at a moment given in UTC ticks. */
  offsetAt(utcTicks: bigint): bigint {
    return this.offsets.at(utcTicks);
  }

  /** Whether daylight saving time holds at an offset. Local mean time, some odd minutes ahead, is none. */
  isDaylight(offset: bigint): boolean {
    const ahead = offset - this.offsets.base;
    return ahead > 0n && ahead % LEAST_SAVING === 0n;
  }

  /** The offset at a time on this zone's clock: the standard one where the clock shows it twice or never. */
  offsetAtClock(clockTicks: bigint): bigint {
    const valid = this.offsetsAtClock(clockTicks);
    return valid[0] ?? this.offsetAt(clamp(clockTicks - TICKS_PER_DAY));
  }

  /** Whether this clock skips that time. */
  isInvalid(clockTicks: bigint): boolean {
    return this.offsetsAtClock(clockTicks).length === 0;
  }

  /** Whether this clock shows that time twice. */
  isAmbiguous(clockTicks: bigint): boolean {
    return this.offsetsAtClock(clockTicks).length > 1;
  }

  /** All offsets at which this clock shows that time, ascending. */
  offsetsAtClock(clockTicks: bigint): bigint[] {
    const around = new Set(
      [-1n, 1n].map((days) => this.offsetAt(clamp(clockTicks + days * TICKS_PER_DAY))),
    );
    return [...around]
      .filter((offset) => this.offsetAt(clamp(clockTicks - offset)) === offset)
      .sort((a, b) => (a < b ? -1 : 1));
  }

  csToString(): string {
    return this.names().display;
  }

  csEquals(other: unknown): boolean {
    return other instanceof TimeZone && other.id === this.id;
  }

  csHashKey(): string {
    return this.id;
  }
}

function utcNames(): ZoneNames {
  const name = "Coordinated Universal Time";
  return { display: `(UTC) ${name}`, standard: name, daylight: name };
}

function platformNames(offsets: PlatformOffsets): ZoneNames {
  const minutes = Number(offsets.base / TICKS_PER_MINUTE);
  const two = (n: number) => String(Math.trunc(n)).padStart(2, "0");
  const magnitude = Math.abs(minutes);
  const offset = `${minutes < 0 ? "-" : "+"}${two(magnitude / 60)}:${two(magnitude % 60)}`;
  const standard = offsets.name(false);
  return { display: `(UTC${offset}) ${standard}`, standard, daylight: offsets.name(true) };
}

function clamp(ticks: bigint): bigint {
  return ticks < 0n ? 0n : ticks > MAX_TICKS ? MAX_TICKS : ticks;
}
