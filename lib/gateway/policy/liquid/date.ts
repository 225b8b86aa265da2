/**
 * The `Date` filter with .NET's format letters.
 * @module
 */
import { formatDateText } from "../../expression/values.ts";

/** `value` as `format` says; what is no date, or a format that is none, leaves it as it is. */
export function formatDate(value: unknown, format: unknown): unknown {
  if (typeof format !== "string" || format === "") return value;
  return formatDateText(String(value ?? ""), format) ?? value;
}
