/**
 * Dates in JSON strings: which strings Newtonsoft reads as dates, and how it writes dates.
 * @module
 */
import { dateTicks, DateTime, DateTimeOffset, Kind } from "../time/date_time.ts";
import {
  daysOf,
  MAX_TICKS,
  TICKS_PER_HOUR,
  TICKS_PER_MILLISECOND,
  TICKS_PER_MINUTE,
  TICKS_PER_SECOND,
  UNIX_EPOCH_TICKS,
} from "../time/calendar.ts";

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?(?:([Zz])|([-+])(\d\d):?(\d\d)?)?$/;
const MICROSOFT = /^\/Date\((-?\d+)([-+]\d{4})?\)\/$/;

/** The date that Newtonsoft's reader makes of that string; null when it stays a string. */
export function dateFromJson(text: string): DateTime | null {
  const { length } = text;
  if (length < 9 || length > 40) return null;
  if (text.charCodeAt(0) === 0x2f) return microsoftDate(text);
  return length >= 19 && text.charCodeAt(10) === 0x54 ? isoDate(text) : null;
}

function isoDate(text: string): DateTime | null {
  const match = ISO.exec(text);
  if (!match) return null;
  const [
    ,
    year,
    month,
    day,
    hours,
    minutes,
    seconds,
    fraction,
    zulu,
    sign,
    zoneHours,
    zoneMinutes,
  ] = match;
  if (daysOf(Number(year), Number(month), Number(day)) === undefined) return null;
  const isMidnight = hours === "24"; // which lets go of minutes and seconds
  if (Number(hours) > 24 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  if (isMidnight && Number(fraction ?? 0) !== 0) return null;
  const time = isMidnight
    ? 24n * TICKS_PER_HOUR
    : BigInt(hours) * TICKS_PER_HOUR + BigInt(minutes) * TICKS_PER_MINUTE +
      BigInt(seconds) * TICKS_PER_SECOND + BigInt((fraction ?? "").padEnd(7, "0"));
  const ticks = dateTicks(Number(year), Number(month), Number(day)) + time;
  if (zulu) return within(ticks, Kind.Utc);
  if (!sign) return within(ticks, Kind.Unspecified);
  const offset = BigInt(zoneHours) * TICKS_PER_HOUR + BigInt(zoneMinutes ?? 0) * TICKS_PER_MINUTE;
  return within(sign === "-" ? ticks + offset : ticks - offset, Kind.Local);
}

/** `/Date(1714557600000)/`, with an offset as local time. The machine's zone is UTC. */
function microsoftDate(text: string): DateTime | null {
  const match = MICROSOFT.exec(text);
  if (!match) return null;
  const ticks = UNIX_EPOCH_TICKS + BigInt(match[1]) * TICKS_PER_MILLISECOND;
  return within(ticks, match[2] ? Kind.Local : Kind.Utc);
}

function within(ticks: bigint, kind: number): DateTime | null {
  return ticks < 0n || ticks > MAX_TICKS ? null : new DateTime(ticks, kind);
}

/** The date as Newtonsoft's writer writes it: ISO 8601, no more fraction than needed. */
export function dateToJson(value: DateTime | DateTimeOffset): string {
  if (value instanceof DateTime) {
    const zone = value.kind === Kind.Utc ? "Z" : value.kind === Kind.Local ? "+00:00" : "";
    return isoText(value) + zone;
  }
  return value.csFormat("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz");
}

function isoText(value: DateTime): string {
  const { year, month, day } = value.date;
  const two = (n: number) => String(n).padStart(2, "0");
  const fraction = String(value.ticks % TICKS_PER_SECOND).padStart(7, "0").replace(/0+$/, "");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(value.hour)}:` +
    `${two(value.minute)}:${two(value.second)}${fraction === "" ? "" : `.${fraction}`}`;
}
