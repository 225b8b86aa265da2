/**
 * What policies need of C#'s values. The rest of the house reaches C# and .NET through this folder alone.
 * @module
 */
import { parseJson } from "../../core/json.ts";
import { chargeForJson } from "../../dotnet/newtonsoft/cost.ts";
import { CsArray } from "../../csharp/runtime/array.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { toText } from "../../csharp/runtime/object.ts";
import { JToken } from "../../dotnet/newtonsoft/linq/token.ts";
import { JContainer } from "../../dotnet/newtonsoft/linq/tree.ts";
import { formatDate } from "../../dotnet/time/date_format.ts";
import { readDate } from "../../dotnet/time/date_parse.ts";
import { toDateTime, UnreadableDate } from "../../dotnet/time/date_result.ts";

/** A body's text as JSON, counted before it is read; undefined when it is none. @throws LimitExceededError */
export function parseBodyJson(text: string): unknown {
  chargeForJson(text);
  return parseJson(text);
}

export { enterWorld, now, type World } from "../../csharp/runtime/ambient.ts";
export {
  Budget,
  chargeFor,
  GRANTED_STEPS,
  hold,
  MAX_BYTES,
  MAX_BYTES_IN_ALL,
  MAX_SIZE,
  MAX_STEPS,
  spend,
  withBudget,
} from "../../csharp/runtime/budget.ts";
export { chargeForJson } from "../../dotnet/newtonsoft/cost.ts";
export { boundedRegex } from "../../dotnet/regex/bounded.ts";
export { replaceText } from "../../dotnet/system/string/build.ts";
export { failureOf } from "../../csharp/compile/errors.ts";
export { urlDecode, urlEncode } from "../../dotnet/net/escape.ts";
export { CsException, LimitExceededError } from "../../csharp/runtime/exception.ts";
export { toText } from "../../csharp/runtime/object.ts";
export { typeOf } from "../../csharp/runtime/type.ts";
export { Box, runtimeType } from "../../csharp/runtime/values.ts";

/** The bytes of a `byte[]`, not to be changed; null for every other value. */
export function bytesOf(value: unknown): Uint8Array | null {
  return value instanceof CsArray && value.csType.fullName === "System.Byte[]"
    ? value.items as Uint8Array
    : null;
}

/** A copy of a JSON tree; every other value as it is, as it cannot change or is kept by reference. */
export function copyOfJson(value: unknown): unknown {
  return value instanceof JToken ? value.clone() : value;
}

/** JSON as nested values of JavaScript, other objects of C# as their text, anything else as it is. */
export function plainValue(value: unknown): unknown {
  if (value instanceof JContainer) return JSON.parse(toText(value));
  return typeof value === "object" && value !== null ? toText(value) : value;
}

/** A date in text, read and written as .NET does; null for what is no date, or a format that is none. */
export function formatDateText(text: string, format: string): string | null {
  try {
    return formatDate(toDateTime(readDate(text), 0), format, null);
  } catch (error) {
    if (error instanceof UnreadableDate || error instanceof CsException) return null;
    throw error;
  }
}
