/**
 * Tokens to text, as JsonTextWriter writes them.
 * @module
 */
import { CsArray } from "../../runtime/array.ts";
import { allocate, spend } from "../../runtime/budget.ts";
import { toText } from "../../runtime/object.ts";
import { Box } from "../../runtime/values.ts";
import { CsDecimal } from "../number/decimal.ts";
import { realToText } from "../number/shortest.ts";
import { DateTime, DateTimeOffset } from "../time/date_time.ts";
import { dateToJson } from "./date.ts";
import { quoteText } from "./escape.ts";
import { JTokenType } from "./token_type.ts";
import {
  JArray,
  JConstructor,
  JObject,
  JProperty,
  JToken,
  type JValue,
  type Plain,
} from "./tree.ts";

/** Newtonsoft.Json.Formatting. */
export const Formatting = { None: 0, Indented: 1 } as const;

const NEW_LINE = "\n";
const STEP = "  ";

/** The token as JSON text. */
export function writeToken(token: JToken, formatting: number = Formatting.None): string {
  const text = formatting === Formatting.Indented ? indented(token, "") : compact(token);
  allocate(text.length);
  return text;
}

function compact(slot: JToken | Plain): string {
  if (!(slot instanceof JToken)) return compactPlain(slot);
  spend();
  if (slot instanceof JObject) {
    if (slot.plain !== null) return JSON.stringify(slot.plain);
    let text = "{";
    for (const [name, property] of slot.properties) {
      if (text !== "{") text += ",";
      text += quoteText(name) + ":" + compact(property.slot);
    }
    return text + "}";
  }
  if (slot instanceof JArray) {
    if (slot.plain !== null) return JSON.stringify(slot.plain);
    return `[${slot.slots.map(compact).join(",")}]`;
  }
  if (slot instanceof JConstructor) return `new ${slot.name}(${slot.slots.map(compact).join(",")})`;
  if (slot instanceof JProperty) return `${quoteText(slot.name)}:${compact(slot.slot)}`;
  return leafText(slot as JValue);
}

function compactPlain(plain: Plain): string {
  switch (typeof plain) {
    case "string":
      return quoteText(plain);
    case "object":
      return JSON.stringify(plain);
    default:
      return String(plain);
  }
}

/** `indent` is what the line that this starts on is indented by. */
function indented(slot: JToken | Plain, indent: string): string {
  if (!(slot instanceof JToken)) return indentedPlain(slot, indent);
  spend();
  const inner = indent + STEP;
  if (slot instanceof JObject) {
    if (slot.plain !== null) return indentedPlain(slot.plain, indent);
    if (slot.count === 0) return "{}";
    const lines = [];
    for (const [name, property] of slot.properties) {
      lines.push(`${inner}${quoteText(name)}: ${indented(property.slot, inner)}`);
    }
    return `{${NEW_LINE}${lines.join(`,${NEW_LINE}`)}${NEW_LINE}${indent}}`;
  }
  if (slot instanceof JArray || slot instanceof JConstructor) {
    const [open, close] = slot instanceof JArray ? ["[", "]"] : [`new ${slot.name}(`, ")"];
    if (slot instanceof JArray && slot.plain !== null) return indentedPlain(slot.plain, indent);
    if (slot.count === 0) return open + close;
    const lines = slot.slots.map((item) => inner + indented(item, inner));
    return `${open}${NEW_LINE}${lines.join(`,${NEW_LINE}`)}${NEW_LINE}${indent}${close}`;
  }
  if (slot instanceof JProperty) return `${quoteText(slot.name)}: ${indented(slot.slot, indent)}`;
  return leafText(slot as JValue);
}

function indentedPlain(plain: Plain, indent: string): string {
  if (typeof plain !== "object" || plain === null) return compactPlain(plain);
  const text = JSON.stringify(plain, null, STEP);
  return indent === "" ? text : text.replaceAll("\n", NEW_LINE + indent);
}

function leafText({ value, tokenType }: JValue): string {
  if (tokenType === JTokenType.Undefined) return "undefined";
  if (tokenType === JTokenType.Comment) return `/*${value ?? ""}*/`;
  if (tokenType === JTokenType.Raw) return toText(value);
  return valueText(value);
}

/** A simple boxed C# value as JSON. */
export function valueText(value: unknown): string {
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
  if (value instanceof CsDecimal) {
    const text = toText(value);
    return text.includes(".") ? text : `${text}.0`;
  }
  if (value instanceof DateTime || value instanceof DateTimeOffset) return `"${dateToJson(value)}"`;
  if (value instanceof CsArray) return `"${base64(value.items as number[])}"`;
  const text = toText(value);
  return (value as { csType: { fullName: string } }).csType.fullName ===
      "System.Numerics.BigInteger"
    ? text
    : quoteText(text);
}

function boxText({ value, csType }: Box): string {
  switch (csType.definition.name) {
    case "System.Double":
    case "System.Single":
      return realJson(value as number, csType.definition.name === "System.Single");
    case "System.Char":
      return quoteText(String.fromCharCode(value as number));
    default:
      return String(value);
  }
}

/** A float with a decimal point or an exponent; what JSON has no number for in quotes. */
function realJson(value: number, single: boolean): string {
  const text = realToText(value, single);
  if (!Number.isFinite(value)) return `"${text}"`;
  return /[.E]/.test(text) ? text : `${text}.0`;
}

/** Standard base 64. */
export function base64(bytes: readonly number[]): string {
  return Uint8Array.from(bytes).toBase64();
}
