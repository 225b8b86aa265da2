/**
 * The `Date` filter with .NET's custom format letters.
 * @see https://learn.microsoft.com/dotnet/standard/base-types/custom-date-and-time-format-strings
 * @module
 */

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const TOKEN = /yyyy|yy|MMMM|MMM|MM|M|dddd|ddd|dd|d|HH|H|hh|h|mm|m|ss|s|f{1,7}|tt|t|'[^']*'|\\?[^]/g;

const pad = (value: number, length = 2) => String(value).padStart(length, "0");

/** `value` as `format` says; what is no date stays as it is. */
export function formatDate(value: unknown, format: unknown): unknown {
  const text = String(value ?? "");
  if (typeof format !== "string" || format === "") return value;
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?/.exec(text);
  if (parts === null) return value;
  let moment: Temporal.PlainDateTime;
  try {
    moment = Temporal.PlainDateTime.from(`${parts[1]}T${parts[2] ?? "00:00:00"}`);
  } catch {
    return value;
  }
  return format.replace(TOKEN, (token) => part(moment, token));
}

function part(moment: Temporal.PlainDateTime, token: string): string {
  const { year, month, day, hour, minute, second, dayOfWeek } = moment;
  const halfDay = hour % 12 === 0 ? 12 : hour % 12;
  switch (token) {
    case "yyyy":
      return pad(year, 4);
    case "yy":
      return pad(year % 100);
    case "MMMM":
      return MONTHS[month - 1];
    case "MMM":
      return MONTHS[month - 1].slice(0, 3);
    case "MM":
      return pad(month);
    case "M":
      return String(month);
    case "dddd":
      return DAYS[dayOfWeek - 1];
    case "ddd":
      return DAYS[dayOfWeek - 1].slice(0, 3);
    case "dd":
      return pad(day);
    case "d":
      return String(day);
    case "HH":
      return pad(hour);
    case "H":
      return String(hour);
    case "hh":
      return pad(halfDay);
    case "h":
      return String(halfDay);
    case "mm":
      return pad(minute);
    case "m":
      return String(minute);
    case "ss":
      return pad(second);
    case "s":
      return String(second);
    case "tt":
      return hour < 12 ? "AM" : "PM";
    case "t":
      return hour < 12 ? "A" : "P";
  }
  if (token[0] === "f") {
    const { millisecond, microsecond, nanosecond } = moment;
    return (pad(millisecond, 3) + pad(microsecond, 3) + pad(nanosecond, 3)).slice(0, token.length);
  }
  return token[0] === "'" ? token.slice(1, -1) : token.replace(/^\\(?=[^])/, "");
}
