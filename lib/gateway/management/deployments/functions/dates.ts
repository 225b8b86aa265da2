/**
 * Functions on dates.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-date
 * @module
 */
import { parseDurationMs } from "../../../../core/duration.ts";
import { TemplateError } from "../template_error.ts";
import type { Arguments } from "../value.ts";
import type { FunctionTable } from "./table.ts";

export const DATE_FUNCTIONS: FunctionTable = {
  dateTimeAdd(args) {
    args.expect(2, 3);
    return formatDate(
      added(dateOf(args, 0), args.text(1)),
      args.has(2) ? args.text(2) : "yyyy-MM-ddTHH:mm:ssZ",
    );
  },
  dateTimeToEpoch: (args) => Math.floor(dateOf(args, 0) / 1000),
  dateTimeFromEpoch: (args) => formatDate(args.integer(0) * 1000, "yyyy-MM-ddTHH:mm:ssZ"),
};

/** Years and months by the calendar, the rest by the clock. */
function added(time: number, duration: string): number {
  const match = /^(-?)P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(.*)$/.exec(duration);
  if (!match) throw new TemplateError("'dateTimeAdd' expects an ISO 8601 duration");
  const [, sign, years = "0", months = "0", rest] = match;
  const factor = sign ? -1 : 1;
  const date = new Date(time);
  date.setUTCMonth(date.getUTCMonth() + factor * (12 * Number(years) + Number(months)));
  return date.getTime() + (rest === "" ? 0 : factor * parseDurationMs(`P${rest}`));
}

function dateOf(args: Arguments, index: number): number {
  const text = args.text(index);
  const compact = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  const time = Date.parse(
    compact ? `${compact.slice(1, 4).join("-")}T${compact.slice(4).join(":")}Z` : text,
  );
  if (Number.isNaN(time)) throw new TemplateError(`'${args.name}' expects an ISO 8601 date`);
  return time;
}

const UNITS = /yyyy|yy|MM|dd|HH|mm|ss|fff|M|d|H|m|s|'[^']*'|[Kkz]+/g;

/** The part of .NET's date formats that templates use, in UTC. */
export function formatDate(time: number, format: string): string {
  if (format === "u") format = "yyyy-MM-dd HH:mm:ssZ";
  if (format === "d") format = "MM/dd/yyyy";
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  const parts: Record<string, string> = {
    yyyy: String(date.getUTCFullYear()),
    yy: two(date.getUTCFullYear() % 100),
    MM: two(date.getUTCMonth() + 1),
    M: String(date.getUTCMonth() + 1),
    dd: two(date.getUTCDate()),
    d: String(date.getUTCDate()),
    HH: two(date.getUTCHours()),
    H: String(date.getUTCHours()),
    mm: two(date.getUTCMinutes()),
    m: String(date.getUTCMinutes()),
    ss: two(date.getUTCSeconds()),
    s: String(date.getUTCSeconds()),
    fff: String(date.getUTCMilliseconds()).padStart(3, "0"),
    K: "Z",
  };
  return format.replace(UNITS, (unit) => {
    if (unit.startsWith("'")) return unit.slice(1, -1);
    if (Object.hasOwn(parts, unit)) return parts[unit];
    throw new TemplateError(`the date format '${format.slice(0, 40)}' is not supported here`);
  });
}
