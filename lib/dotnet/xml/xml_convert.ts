/**
 * System.Xml.XmlConvert's forms of numbers, dates and durations.
 * @module
 */
import type { Box } from "../../csharp/runtime/values.ts";
import { format } from "../../csharp/runtime/errors.ts";
import { dateFromJson } from "../newtonsoft/date.ts";
import { realToText } from "../../csharp/runtime/number/shortest.ts";
import { DateTime, DateTimeOffset, Kind } from "../time/date_time.ts";
import {
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  TICKS_PER_MINUTE,
  TICKS_PER_SECOND,
} from "../time/calendar.ts";
import { TimeSpan } from "../time/time_span.ts";

/** A float's or double's text; null for another number. */
export function realText({ value, csType }: Box): string | null {
  const { name } = csType.definition;
  if (name !== "System.Double" && name !== "System.Single") return null;
  if (value === Infinity) return "INF";
  if (value === -Infinity) return "-INF";
  return realToText(value as number, name === "System.Single");
}

/** ISO 8601 with the zone that the kind says. */
export function isoDate(value: DateTime | DateTimeOffset): string {
  const text = value.csFormat("yyyy-MM-ddTHH:mm:ss.FFFFFFF");
  if (value instanceof DateTime) {
    return text + (value.kind === Kind.Utc ? "Z" : value.kind === Kind.Local ? "+00:00" : "");
  }
  return value.offset === 0n ? `${text}Z` : value.csFormat("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz");
}

/** An XML Schema duration: `P1DT2H3M4.5S`. */
export function isoDuration({ ticks }: TimeSpan): string {
  const rest = ticks < 0n ? -ticks : ticks;
  const sign = ticks < 0n ? "-" : "";
  const days = rest / TICKS_PER_DAY;
  const hours = (rest / TICKS_PER_HOUR) % 24n;
  const minutes = (rest / TICKS_PER_MINUTE) % 60n;
  const seconds = (rest / TICKS_PER_SECOND) % 60n;
  const fraction = String(rest % TICKS_PER_SECOND).padStart(7, "0").replace(/0+$/, "");
  const date = days > 0n ? `${days}D` : "";
  let time = (hours > 0n ? `${hours}H` : "") + (minutes > 0n ? `${minutes}M` : "");
  if (seconds > 0n || fraction !== "") time += `${seconds}${fraction && `.${fraction}`}S`;
  if (date === "" && time === "") return "PT0S";
  return `${sign}P${date}${time && `T${time}`}`;
}

const DURATION =
  /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/;

/** XmlConvert.ToTimeSpan: a year has 365 days, a month 30. @throws CsException System.FormatException */
export function parseDuration(text: string): TimeSpan {
  const match = DURATION.exec(text.trim());
  if (!match || /[PT]$/.test(text.trim())) {
    throw format(`The string '${text}' is not a valid TimeSpan value.`);
  }
  const [, sign, ...parts] = match;
  const [years, months, days, hours, minutes, seconds] = parts.map((part) => BigInt(part ?? 0));
  const fraction = BigInt((parts[6] ?? "").padEnd(7, "0").slice(0, 7));
  const ticks = (years * 365n + months * 30n + days) * TICKS_PER_DAY + hours * TICKS_PER_HOUR +
    minutes * TICKS_PER_MINUTE + seconds * TICKS_PER_SECOND + fraction;
  return new TimeSpan(sign === "-" ? -ticks : ticks);
}

/** XmlConvert.ToBoolean. @throws CsException System.FormatException */
export function parseXmlBoolean(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === "true" || trimmed === "1") return true;
  if (trimmed === "false" || trimmed === "0") return false;
  throw format(`The string '${trimmed}' is not a valid Boolean value.`);
}

/** XmlConvert.ToDouble's text. */
export function realSource(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "INF") return "Infinity";
  return trimmed === "-INF" ? "-Infinity" : trimmed;
}

const XSD_DATE = /^\d{4,}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?)?(Z|[-+]\d\d:\d\d)?$/;
const XSD_MONTH = /^\d{4,}(?:-\d\d)?(Z|[-+]\d\d:\d\d)?$/;

/** The clock and the zone of an XML Schema date, without the forms that have no year. */
function readXsd(text: string): { clock: DateTime; zone: string } {
  const trimmed = text.trim();
  const match = XSD_DATE.exec(trimmed) ?? XSD_MONTH.exec(trimmed);
  const zone = match?.[1] ?? "";
  const [date, time = "00:00:00"] = trimmed.slice(0, trimmed.length - zone.length).split("T");
  const [year, month = "01", day = "01"] = date.split("-");
  const clock = match ? dateFromJson(`${year}-${month}-${day}T${time}`) : null;
  if (clock === null) throw format(`The string '${text}' is not a valid AllXsd value.`);
  return { clock, zone };
}

/** XmlConvert.ToDateTimeOffset. @throws CsException System.FormatException */
export function parseXsdDate(text: string): DateTimeOffset {
  const { clock, zone } = readXsd(text);
  return DateTimeOffset.of(clock.ticks, offsetOf(zone));
}

/** XmlConvert.ToDateTime with the kind kept; other zones than Z as local time, which is UTC. */
export function parseXsdDateTime(text: string): DateTime {
  const { clock, zone } = readXsd(text);
  if (zone === "") return clock;
  return new DateTime(clock.ticks - offsetOf(zone), zone === "Z" ? Kind.Utc : Kind.Local);
}

/** Ticks of `Z`, `+hh:mm` or nothing, which is UTC here. */
function offsetOf(zone: string): bigint {
  if (zone === "" || zone === "Z") return 0n;
  const ticks = BigInt(zone.slice(1, 3)) * TICKS_PER_HOUR +
    BigInt(zone.slice(4)) * TICKS_PER_MINUTE;
  return zone[0] === "-" ? -ticks : ticks;
}
