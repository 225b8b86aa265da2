/**
 * The `date` filters: `Date` with .NET's format letters, `date` with Ruby's.
 * @module
 */
import { formatDateText, now } from "../../expression/values.ts";

/** The words for the gateway's time, in any case. */
const NOW = /^(?:now|today)$/i;

function isNow(value: unknown): boolean {
  return typeof value === "string" && NOW.test(value);
}

/** `value` as `format` says; what is no date, or a format that is none, leaves it as it is. */
export function formatDate(value: unknown, format: unknown): unknown {
  if (typeof format !== "string" || format === "") return value;
  const text = isNow(value) ? new Date(now()).toISOString() : String(value ?? "");
  return formatDateText(text, format) ?? value;
}

/** What the engine's own filter, which knows the machine's clock alone, is to be given for `value`: seconds for now. */
export function rubyDate(value: unknown): unknown {
  return isNow(value) ? now() / 1000 : value;
}
