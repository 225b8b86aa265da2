/**
 * What the leaves of JSON convert to: C#'s simple types.
 * @module
 */
import { byteArray, CsArray } from "../../../csharp/runtime/array.ts";
import type { CsException } from "../../../csharp/runtime/exception.ts";
import { toText } from "../../../csharp/runtime/object.ts";
import { fromBase64 } from "../../system/bytes.ts";
import {
  toBoolean,
  toChar,
  toDateTime,
  toDecimal,
  toInteger,
  toReal,
} from "../../system/convertible.ts";
import { argument } from "../../../csharp/runtime/errors.ts";
import { Guid, parseGuid } from "../../system/guid.ts";
import { INTEGERS } from "../../../csharp/runtime/number/integers.ts";
import { Uri } from "../../net/uri.ts";
import { CsDecimal } from "../../../csharp/runtime/number/decimal.ts";
import { DateTimeOffset } from "../../time/date_time.ts";
import { TimeSpan } from "../../time/time_span.ts";
import { timeSpanOf } from "../../time/time_span_parse.ts";
import { bytesOfInteger, CsBigInteger } from "../big_integer.ts";
import type { Leaf } from "./leaf.ts";
import { toBase64 } from "./leaf_text.ts";
import { JTokenType, tokenTypeName } from "./token_type.ts";

const T = JTokenType;

/** A set of JSON types as bits. */
function bits(...types: readonly number[]): number {
  return types.reduce((set, type) => set | (1 << type), 0);
}

const TEXT = bits(T.String, T.Comment, T.Raw);
const NUMBERS = bits(T.Integer, T.Float, T.Boolean) | TEXT;
const BYTES = bits(T.Bytes, T.Integer) | TEXT;
const URIS = bits(T.Uri) | TEXT;

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

const INT32 = INTEGERS.find(({ name }) => name === "Int32")!;

/** The int that an integer beyond 64 bits has to be first. @throws CsException System.OverflowException */
function smallNumber(value: unknown): unknown {
  return value instanceof CsBigInteger ? toInteger(value.value, INT32) : value;
}

function toOffset(value: unknown): DateTimeOffset {
  if (value instanceof DateTimeOffset) return value;
  const date = toDateTime(value);
  return DateTimeOffset.of(date.ticks, 0n);
}

/** Every simple type that a leaf converts to. */
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
    convert: (value) =>
      value instanceof CsBigInteger ? CsDecimal.of(value.value) : toDecimal(value),
  },
  {
    keyword: "bool",
    name: "Boolean",
    from: NUMBERS,
    convert: (value) => typeof value === "boolean" ? value : toBoolean(smallNumber(value)),
  },
  {
    keyword: "char",
    name: "Char",
    from: bits(T.Integer, T.Float) | TEXT,
    convert: (value) => toChar(smallNumber(value)),
  },
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
  {
    keyword: "Guid",
    name: "Guid",
    from: bits(T.Guid, T.Bytes) | TEXT,
    convert: (value) => value instanceof Guid ? value : parseGuid(toText(value)),
  },
  {
    keyword: "TimeSpan",
    name: "TimeSpan",
    from: bits(T.TimeSpan) | TEXT,
    convert: (value) => value instanceof TimeSpan ? value : timeSpanOf(toText(value)),
  },
];

const BY_NAME = new Map(CASTS.map((cast) => [cast.name, cast]));

function accepts(types: number, { tokenType }: Leaf): boolean {
  return (types & (1 << tokenType)) !== 0;
}

export function isNothing({ tokenType }: { readonly tokenType: number }): boolean {
  return tokenType === T.Null || tokenType === T.Undefined;
}

function unconvertible(leaf: Leaf, name: string): CsException {
  return argument(`Can not convert ${tokenTypeName(leaf.tokenType)} to ${name}.`);
}

/** `(T)leaf`. @throws CsException System.ArgumentException and what the conversion itself throws */
export function castLeaf(leaf: Leaf, cast: Cast): unknown {
  if (!accepts(cast.from, leaf)) throw unconvertible(leaf, cast.name);
  return cast.convert(leaf.value);
}

/** `(string)leaf`; a container is refused. */
export function leafToText(leaf: Leaf): string | null {
  if (isNothing(leaf) || (leaf.value === null && leaf.tokenType === T.String)) return null;
  if (leaf.tokenType < T.Comment) throw unconvertible(leaf, "String");
  return leaf.value instanceof CsArray ? toBase64(leaf.value) : toText(leaf.value);
}

/** `(byte[])leaf`. */
export function leafToBytes(leaf: Leaf): CsArray {
  if (!accepts(BYTES, leaf)) throw unconvertible(leaf, "byte array");
  const { value } = leaf;
  if (value instanceof CsArray) return value;
  if (typeof value === "string") return byteArray(fromBase64(value));
  if (value instanceof CsBigInteger) return byteArray(bytesOfInteger(value.value));
  throw unconvertible(leaf, "byte array");
}

/** `(Uri)leaf`. */
export function leafToUri(leaf: Leaf): Uri | null {
  if (isNothing(leaf)) return null;
  if (!accepts(URIS, leaf)) throw unconvertible(leaf, "Uri");
  return leaf.value instanceof Uri ? leaf.value : Uri.create(toText(leaf.value));
}

/** What IConvertible makes of a leaf: the base type of that name, unboxed; undefined when it is none. */
export function convertLeaf(leaf: Leaf, name: string): unknown {
  if (name === "String") return toText(leaf.value);
  const cast = BY_NAME.get(name);
  return cast && castLeaf(leaf, cast);
}
