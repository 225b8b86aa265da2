/**
 * Simple C# values as JSON text, as JsonConvert.ToString writes them.
 * @module
 */
import { CsArray } from "../../../csharp/runtime/array.ts";
import { toText } from "../../../csharp/runtime/object.ts";
import { Box } from "../../../csharp/runtime/values.ts";
import { Uri } from "../../net/uri.ts";
import { CsDecimal } from "../../../csharp/runtime/number/decimal.ts";
import { realToText } from "../../../csharp/runtime/number/shortest.ts";
import { DateTime, DateTimeOffset } from "../../time/date_time.ts";
import { CsBigInteger } from "../big_integer.ts";
import { dateToJson } from "../date.ts";
import { quoteText } from "../escape.ts";

/** A simple boxed value as JSON. What JSON has no form for is its text in quotes. */
export function leafText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoteText(value);
    case "number":
    case "bigint":
    case "boolean":
      return String(value);
    default:
      return value === null ? "null" : objectText(value as object);
  }
}

function objectText(value: object): string {
  if (value instanceof Box) return boxText(value);
  if (value instanceof DateTime || value instanceof DateTimeOffset) return `"${dateToJson(value)}"`;
  if (value instanceof CsArray) return `"${toBase64(value)}"`;
  if (value instanceof Uri) return quoteText(value.original);
  const text = toText(value);
  if (value instanceof CsBigInteger) return text;
  if (value instanceof CsDecimal) return text.includes(".") ? text : `${text}.0`;
  return quoteText(text);
}

function boxText({ value, csType }: Box): string {
  switch (csType.definition.name) {
    case "System.Double":
      return realText(value as number, false);
    case "System.Single":
      return realText(value as number, true);
    case "System.Char":
      return quoteText(String.fromCharCode(value as number));
    default:
      return String(value);
  }
}

/** A float with a decimal point or an exponent; what JSON has no number for in quotes. */
function realText(value: number, single: boolean): string {
  const text = realToText(value, single);
  if (!Number.isFinite(value)) return `"${text}"`;
  return /[.E]/.test(text) ? text : `${text}.0`;
}

/** The base 64 text of a byte[]. */
export function toBase64(bytes: CsArray): string {
  return (bytes.items as Uint8Array).toBase64();
}
