/**
 * The conversions between JToken and C#'s simple types.
 * @module
 */
import { byteArray, CsArray } from "../../runtime/array.ts";
import { declare, type Implementation } from "../../runtime/declare.ts";
import { toText } from "../../runtime/object.ts";
import { typeOf } from "../../runtime/type.ts";
import { fromBase64 } from "../bytes.ts";
import { toBoolean, toChar, toDateTime, toDecimal, toInteger, toReal } from "../convertible.ts";
import { argument, argumentNull } from "../errors.ts";
import { Guid, parseGuid } from "../guid.ts";
import { INTEGERS } from "../integers.ts";
import { DateTimeOffset } from "../time/date_time.ts";
import { TimeSpan, timeSpanOf } from "../time/time_span.ts";
import { Uri } from "../net/uri.ts";
import { CsBigInteger } from "./big_integer.ts";
import { implicitToken } from "./content.ts";
import { toBase64 } from "./leaf_text.ts";
import type { JToken } from "./token.ts";
import { JTokenType, tokenTypeName } from "./token_type.ts";
import { JProperty, type JValue } from "./tree.ts";

const OBJECT = typeOf("System.Object");
const T = JTokenType;

/** A set of JSON types as bits. */
function bits(...types: readonly number[]): number {
  return types.reduce((set, type) => set | (1 << type), 0);
}

const TEXT = bits(T.String, T.Comment, T.Raw);
const NUMBERS = bits(T.Integer, T.Float, T.Boolean) | TEXT;

/** What one C# type takes: the JSON types, and how their boxed values become it (unboxed). */
export interface Cast {
  /** C#'s keyword or short name. */
  readonly keyword: string;
  /** What messages call it. */
  readonly name: string;
  /** Bits by JTokenType. */
  readonly from: number;
  convert(value: unknown): unknown;
}

/** An integer beyond 64 bits as the bigint that the conversions find too large. */
function plainNumber(value: unknown): unknown {
  return value instanceof CsBigInteger ? value.value : value;
}

function toOffset(value: unknown): DateTimeOffset {
  if (value instanceof DateTimeOffset) return value;
  const date = toDateTime(value);
  return DateTimeOffset.of(date.ticks, 0n);
}

function toBytes(value: unknown): CsArray {
  if (value instanceof CsArray) return value;
  if (typeof value === "string") return byteArray(fromBase64(value));
  throw argument("Can not convert Integer to byte array.");
}

function toGuid(value: unknown): Guid {
  return value instanceof Guid ? value : parseGuid(toText(value));
}

/** Every simple type that a token converts to. */
export const CASTS: readonly Cast[] = [
  ...INTEGERS.map((type) => ({
    keyword: type.keyword,
    name: type.name,
    from: NUMBERS,
    // what JSON has is a long: where it fits an int there is nothing to check
    convert: (value: unknown) =>
      type.bits === 32 && typeof value === "bigint" && value >= 0n && value <= 0x7fffffffn
        ? Number(value)
        : toInteger(plainNumber(value), type),
  })),
  {
    keyword: "float",
    name: "Single",
    from: NUMBERS,
    convert: (value) => toReal(plainNumber(value), true),
  },
  {
    keyword: "double",
    name: "Double",
    from: NUMBERS,
    convert: (value) => toReal(plainNumber(value), false),
  },
  {
    keyword: "decimal",
    name: "Decimal",
    from: NUMBERS,
    convert: (value) => toDecimal(plainNumber(value)),
  },
  {
    keyword: "bool",
    name: "Boolean",
    from: NUMBERS,
    convert: (value) => typeof value === "boolean" ? value : toBoolean(plainNumber(value)),
  },
  { keyword: "char", name: "Char", from: bits(T.Integer, T.Float) | TEXT, convert: toChar },
  {
    keyword: "DateTime",
    name: "DateTime",
    from: bits(T.Date) | TEXT,
    convert: (value) => value instanceof DateTimeOffset ? value.clock : toDateTime(value),
  },
  {
    keyword: "DateTimeOffset",
    name: "DateTimeOffset",
    from: bits(T.Date) | TEXT,
    convert: toOffset,
  },
  { keyword: "Guid", name: "Guid", from: bits(T.Guid, T.Bytes) | TEXT, convert: toGuid },
  {
    keyword: "TimeSpan",
    name: "TimeSpan",
    from: bits(T.TimeSpan) | TEXT,
    convert: (value) => value instanceof TimeSpan ? value : timeSpanOf(toText(value)),
  },
];

function accepts(types: number, leaf: JToken): boolean {
  return (types & (1 << leaf.tokenType)) !== 0;
}

/** The leaf behind a token, or the one that is a property's value. */
function leafOf(token: JToken): JValue {
  return (token instanceof JProperty ? token.value : token) as JValue;
}

/** `(T)token`. @throws CsException System.ArgumentException and what the conversion itself throws */
export function castToken(token: JToken | null, cast: Cast): unknown {
  if (token === null) throw argumentNull("value");
  const leaf = leafOf(token);
  if (!accepts(cast.from, leaf)) throw unconvertible(leaf, cast.name);
  return cast.convert(leaf.value);
}

/** `(T?)token`: null for null, JSON null and undefined. */
export function castNullable(token: JToken | null, cast: Cast): unknown {
  if (token === null) return null;
  const leaf = leafOf(token);
  return isNothing(leaf) ? null : castToken(leaf, cast);
}

/** `(string)token`. */
export function castToText(token: JToken | null): string | null {
  if (token === null) return null;
  const leaf = leafOf(token);
  if (isNothing(leaf) || (leaf.value === null && leaf.tokenType === T.String)) return null;
  if (leaf.hasValues || leaf.tokenType < T.Comment) throw unconvertible(leaf, "String");
  return leaf.value instanceof CsArray ? toBase64(leaf.value) : toText(leaf.value);
}

function castToBytes(token: JToken | null): CsArray | null {
  if (token === null) return null;
  const leaf = leafOf(token);
  if (isNothing(leaf)) return null;
  if (!accepts(bits(T.Bytes, T.Integer) | TEXT, leaf)) {
    throw unconvertible(leaf, "byte array");
  }
  return toBytes(leaf.value);
}

function castToUri(token: JToken | null): Uri | null {
  if (token === null) return null;
  const leaf = leafOf(token);
  if (isNothing(leaf)) return null;
  if (!accepts(bits(T.Uri) | TEXT, leaf)) throw unconvertible(leaf, "Uri");
  return leaf.value instanceof Uri ? leaf.value : Uri.create(toText(leaf.value));
}

function isNothing(leaf: JValue): boolean {
  return leaf.tokenType === T.Null || leaf.tokenType === T.Undefined;
}

function unconvertible(token: JToken, name: string) {
  return argument(`Can not convert ${tokenTypeName(token.tokenType)} to ${name}.`);
}

const operators: Record<string, Implementation> = {
  "static explicit operator string(JToken value)": castToText,
  "static explicit operator byte[](JToken value)": castToBytes,
  "static explicit operator Uri(JToken value)": castToUri,
};

function implicitFrom(keyword: string, name: string): void {
  const type = typeOf(`System.${name}`);
  operators[`static implicit operator JToken(${keyword} value)`] = (value) =>
    implicitToken(value, type);
}

for (const cast of CASTS) {
  const { keyword, name } = cast;
  operators[`static explicit operator ${keyword}(JToken value)`] = (token) =>
    castToken(token, cast);
  operators[`static explicit operator ${keyword}?(JToken value)`] = (token) =>
    castNullable(token, cast);
  if (keyword === "char") continue;
  implicitFrom(keyword, name);
  implicitFrom(`${keyword}?`, name);
}
implicitFrom("string", "String");
implicitFrom("Uri", "Uri");
operators["static implicit operator JToken(byte[] value)"] = (value) =>
  implicitToken(value, OBJECT);

declare({ type: "abstract class Newtonsoft.Json.Linq.JToken", members: operators });
