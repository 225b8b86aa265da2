/**
 * The `Date` filter with .NET's format letters.
 * @module
 */
import { readDate } from "../../../dotnet/time/date_parse.ts";
import { toDateTime, UnreadableDate } from "../../../dotnet/time/date_result.ts";
import { formatDate as formatDateTime } from "../../../dotnet/time/date_format.ts";
import { CsException } from "../../../csharp/runtime/exception.ts";

/** `value` as `format` says; what is no date, or a format that is none, leaves it as it is. */
export function formatDate(value: unknown, format: unknown): unknown {
  if (typeof format !== "string" || format === "") return value;
  try {
    return formatDateTime(toDateTime(readDate(String(value ?? "")), 0), format, null);
  } catch (error) {
    if (error instanceof UnreadableDate || error instanceof CsException) return value;
    throw error;
  }
}
