/**
 * Standard and custom date and time format strings under the invariant culture.
 * @see https://learn.microsoft.com/dotnet/standard/base-types/custom-date-and-time-format-strings
 * @module
 */
import * as errors from "../../csharp/runtime/errors.ts";
import {
  type CalendarDate,
  DAY_NAMES,
  MONTH_NAMES,
  TICKS_PER_HOUR,
  TICKS_PER_MINUTE,
  TICKS_PER_SECOND,
} from "./calendar.ts";

/** What formatting reads of a DateTime, or of a DateTimeOffset's clock. */
export interface DateParts {
  readonly ticks: bigint;
  /** 0 unspecified, 1 UTC, 2 local. */
  readonly kind: number;
  readonly date: CalendarDate;
  readonly dayOfWeek: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  addTicks(ticks: bigint): DateParts;
}

/** The custom format strings behind the standard ones. */
export const STANDARD_FORMATS: ReadonlyMap<string, string> = new Map<string, string>(
  Object.entries({
    d: "MM/dd/yyyy",
    D: "dddd, dd MMMM yyyy",
    f: "dddd, dd MMMM yyyy HH:mm",
    F: "dddd, dd MMMM yyyy HH:mm:ss",
    g: "MM/dd/yyyy HH:mm",
    G: "MM/dd/yyyy HH:mm:ss",
    m: "MMMM dd",
    M: "MMMM dd",
    o: "yyyy-MM-ddTHH:mm:ss.fffffffK",
    O: "yyyy-MM-ddTHH:mm:ss.fffffffK",
    r: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
    R: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
    s: "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
    t: "HH:mm",
    T: "HH:mm:ss",
    u: "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
    U: "dddd, dd MMMM yyyy HH:mm:ss",
    y: "yyyy MMMM",
    Y: "yyyy MMMM",
  }),
);

const bad = () => errors.format("Input string was not in a correct format.");

/** @param offset ticks ahead of UTC of a DateTimeOffset; null for a DateTime. */
export function formatDate(value: DateParts, format: string | null, offset: bigint | null): string {
  if (format === null || format === "") {
    return formatCustom(
      value,
      offset === null ? STANDARD_FORMATS.get("G")! : `${STANDARD_FORMATS.get("G")!} zzz`,
      offset,
    );
  }
  if (format.length > 1) return formatCustom(value, format, offset);
  const pattern = STANDARD_FORMATS.get(format);
  if (pattern === undefined) throw bad();
  if (offset === null) return formatCustom(value, pattern, null);
  if (format === "U") throw bad();
  const inUtc = "rRu".includes(format);
  return formatCustom(inUtc ? value.addTicks(-offset) : value, pattern, offset);
}

const pad = (value: number, length: number) => String(value).padStart(length, "0");

/** `+02:00`, `+02`, `+2` by the number of z's; `+02:00` for three. */
function offsetText(ticks: bigint, length: number): string {
  const magnitude = ticks < 0n ? -ticks : ticks;
  const sign = ticks < 0n ? "-" : "+";
  const hours = pad(Number(magnitude / TICKS_PER_HOUR), length > 1 ? 2 : 1);
  if (length < 3) return sign + hours;
  return `${sign}${hours}:${pad(Number((magnitude / TICKS_PER_MINUTE) % 60n), 2)}`;
}

function kindText(value: DateParts, offset: bigint | null): string {
  if (offset !== null) return offsetText(offset, 3);
  return value.kind === 1 ? "Z" : value.kind === 2 ? offsetText(0n, 3) : "";
}

function formatCustom(value: DateParts, format: string, offset: bigint | null): string {
  let out = "";
  for (let i = 0; i < format.length;) {
    const ch = format[i];
    let run = 1;
    while (format[i + run] === ch) run++;
    switch (ch) {
      case "y":
        out += run <= 2 ? pad(value.date.year % 100, run) : pad(value.date.year, run);
        break;
      case "M":
        out += run <= 2
          ? pad(value.date.month, run)
          : MONTH_NAMES[value.date.month - 1].slice(0, run === 3 ? 3 : undefined);
        break;
      case "d":
        out += run <= 2
          ? pad(value.date.day, run)
          : DAY_NAMES[value.dayOfWeek].slice(0, run === 3 ? 3 : undefined);
        break;
      case "h":
        out += pad(value.hour % 12 || 12, Math.min(run, 2));
        break;
      case "H":
        out += pad(value.hour, Math.min(run, 2));
        break;
      case "m":
        out += pad(value.minute, Math.min(run, 2));
        break;
      case "s":
        out += pad(value.second, Math.min(run, 2));
        break;
      case "f":
      case "F": {
        if (run > 7) throw bad();
        const digits = pad(Number(value.ticks % TICKS_PER_SECOND), 7).slice(0, run);
        const shown = ch === "f" ? digits : digits.replace(/0+$/, "");
        if (shown === "" && out.endsWith(".")) out = out.slice(0, -1);
        out += shown;
        break;
      }
      case "t":
        out += (value.hour < 12 ? "AM" : "PM").slice(0, run === 1 ? 1 : 2);
        break;
      case "z":
        out += offsetText(offset ?? 0n, run);
        break;
      case "K":
        run = 1;
        out += kindText(value, offset);
        break;
      case "g":
        out += "A.D.";
        break;
      case "'":
      case '"': {
        const [text, length] = quoted(format, i);
        out += text;
        run = length;
        break;
      }
      case "%":
        if (i + 1 >= format.length || format[i + 1] === "%") throw bad();
        out += formatCustom(value, format[i + 1], offset);
        run = 2;
        break;
      case "\\":
        if (i + 1 >= format.length) throw bad();
        out += format[i + 1];
        run = 2;
        break;
      default:
        out += ch;
        run = 1;
    }
    i += run;
  }
  return out;
}

/** The literal that starts with the quote at `i`, and the length it takes. @throws CsException System.FormatException */
export function quoted(format: string, i: number): [string, number] {
  const quote = format[i];
  let text = "";
  for (let at = i + 1; at < format.length; at++) {
    if (format[at] === quote) return [text, at - i + 1];
    if (format[at] === "\\") at++;
    text += format[at] ?? "";
  }
  throw errors.format(`Cannot find a matching quote character for the character '${quote}'.`);
}
