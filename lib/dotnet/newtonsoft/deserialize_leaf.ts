/**
 * Simple values read as a given type, as the ReadAs methods of Newtonsoft's readers and its converter do it.
 * @module
 */
import { byteArray, CsArray } from "../../csharp/runtime/array.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { toText } from "../../csharp/runtime/object.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { Box } from "../../csharp/runtime/values.ts";
import { fromBase64 } from "../system/bytes.ts";
import { parseDecimal } from "../system/number/decimal.ts";
import { enumerationOf, enumNumber } from "../../csharp/runtime/enumeration.ts";
import { argument } from "../../csharp/runtime/errors.ts";
import { parseGuid } from "../system/guid.ts";
import { NumberStyles } from "../../csharp/runtime/number/parse.ts";
import { Uri, UriKind } from "../net/uri.ts";
import { CsBigInteger } from "./big_integer.ts";
import { castToken, castToText } from "./linq/cast.ts";
import { type Cast, CASTS, isNothing } from "./linq/leaf_cast.ts";
import { dateFromJson } from "./date.ts";
import { readerException, serializationException } from "./errors.ts";
import { pathOf } from "./position.ts";
import type { JToken } from "./linq/token.ts";
import { JTokenType, tokenTypeName } from "./linq/token_type.ts";
import { JArray } from "./linq/tree.ts";
import { JValue } from "./linq/value.ts";

/** Whether a text is read, with the reader's own rules for some types, or tokens that were read before. */
export type Source = "text" | "tokens";

export const STRING = typeOf("System.String");
export const URI = typeOf("System.Uri");
const INT = typeOf("System.Int32");
const BYTE = typeOf("System.Byte");
const { String: TEXT, Float, Integer, Boolean } = JTokenType;

export const CASTS_BY_TYPE: ReadonlyMap<CsType, Cast> = new Map(
  CASTS.map((cast) => [typeOf(`System.${cast.name}`), cast]),
);

/** What the readers have a method of their own for, and what their messages call it. */
const READ_AS: ReadonlyMap<string, string> = new Map<string, string>(Object.entries({
  Int32: "integer",
  Double: "double",
  Boolean: "boolean",
  Decimal: "decimal",
  DateTime: "date",
  DateTimeOffset: "date",
  Byte: "integer",
  Int16: "integer",
  Single: "double",
}));

/** What the reader reads first where it has no method for the type itself. */
const READ_FIRST: ReadonlyMap<string, string> = new Map<string, string>(Object.entries({
  Byte: "Int32",
  Int16: "Int32",
  Single: "Double",
}));

/** What messages call a type that the reader has a method of its own for; undefined for others. */
export function readAsName(type: CsType): string | undefined {
  if (type === STRING) return "string";
  return isBytes(type) ? "bytes" : READ_AS.get(shortName(type));
}

export function isBytes({ definition, typeArguments }: CsType): boolean {
  return definition.kind === "array" && typeArguments[0] === BYTE;
}

function shortName(type: CsType): string {
  return type.definition.name.replace("System.", "");
}

/** Where a token stands, for messages. */
export function placeOf(token: JToken) {
  const path = pathOf(token);
  if (token.lineInfo === null) return { path };
  const { line, position } = token.lineInfo;
  return { path, line, position };
}

export function readFailure(message: string, token: JToken, inner: CsException | null = null) {
  return readerException(message, placeOf(token), inner);
}

/** The unboxed form of `type`. @throws CsException JsonReaderException, JsonSerializationException */
export function deserializeLeaf(token: JValue, type: CsType, source: Source): unknown {
  const { definition } = type;
  const isValueType = definition.kind === "struct" || definition.kind === "enum";
  if (isNothing(token)) {
    if (isValueType) throw nullValue(token, type);
    return null;
  }
  if (type === STRING) return textOf(token, source);
  if (definition.kind === "enum") return enumValue(token, type);
  if (token.value === "" && !isValueType) return null;
  if (type === URI) return uri(token, type);
  const cast = CASTS_BY_TYPE.get(type);
  if (!cast) throw unconverted(token, type);
  return READ_AS.get(cast.name) ? readAs(token, type, cast, source) : convert(token, type, cast);
}

function nullValue(token: JValue, type: CsType) {
  return serializationException(
    `Error converting value {null} to type '${type}'.`,
    placeOf(token),
    new CsException(
      "System.InvalidCastException",
      "Null object cannot be converted to a value type.",
    ),
  );
}

const EXPONENTIAL = /^-?\d*\.?\d+e[-+]?\d+$/i;

function readAs(token: JValue, type: CsType, cast: Cast, source: Source): unknown {
  const { value } = token;
  if (value === "") throw nullValue(token, type);
  if (cast.name === "DateTime" && typeof value === "string") {
    const date = dateFromJson(value);
    if (date !== null) return date;
  }
  if (cast.name === "Decimal") {
    const written = source === "text" ? token.lineInfo?.numberText : undefined;
    const exponential = typeof value === "string" && EXPONENTIAL.test(value) ? value : undefined;
    const text = written ?? exponential;
    if (text !== undefined) return parseDecimal(text, NumberStyles.Float);
  }
  const first = CASTS_BY_TYPE.get(typeOf(`System.${READ_FIRST.get(cast.name) ?? cast.name}`))!;
  const read = readFirst(token, first, source);
  return first === cast ? read : convert(token, type, cast);
}

/** What a ReadAs method of the reader makes of the token. @throws CsException JsonReaderException */
function readFirst(token: JValue, cast: Cast, source: Source): unknown {
  const { value, tokenType } = token;
  const kind = READ_AS.get(cast.name);
  if (source === "text" && cast.name === "Int32" && tokenType === Float) {
    const written = token.lineInfo?.numberText ?? toText(value);
    throw readFailure(`Input string '${written}' is not a valid integer.`, token);
  }
  try {
    if (tokenType === Boolean && cast.name !== "Boolean") throw argument("A boolean is no number.");
    return castToken(token, cast);
  } catch (error) {
    if (!(error instanceof CsException)) throw error;
    const message = tokenType === TEXT
      ? `Could not convert string to ${kind === "date" ? cast.name : kind}: ${value}.`
      : source === "text" && tokenType === Integer && cast.name === "Int32"
      ? `JSON integer ${toText(value)} is too large or small for an Int32.`
      : source === "text"
      ? `Unexpected character encountered while parsing value: ${firstCharacter(token)}.`
      : `Error reading ${kind}. Unexpected token: ${tokenTypeName(tokenType)}.`;
    throw readFailure(message, token, error);
  }
}

function firstCharacter({ value, tokenType }: JValue): string {
  if (tokenType === Boolean) return value ? "t" : "f";
  return toText(value)[0];
}

function convert(token: JValue, type: CsType, cast: Cast): unknown {
  if (token.value === "") throw unconverted(token, type);
  try {
    return castToken(token, cast);
  } catch (error) {
    if (!(error instanceof CsException)) throw error;
    throw unconverted(token, type, error);
  }
}

/** From a text: as it was written. From a token: its value's text. */
function textOf(token: JValue, source: Source): string {
  if (source === "tokens") return castToText(token)!;
  if (token.tokenType === Boolean) return token.value ? "true" : "false";
  return token.lineInfo?.numberText ?? castToText(token)!;
}

function unconverted(token: JValue, type: CsType, inner: CsException | null = null) {
  const { value } = token;
  const shown = typeof value === "string" ? `"${value}"` : toText(value);
  return serializationException(
    `Error converting value ${shown} to type '${type}'.`,
    placeOf(token),
    inner,
  );
}

function enumValue(token: JValue, type: CsType): number {
  const { value } = token;
  const number = typeof value === "string"
    ? enumNumber(enumerationOf(type)!, value, true)
    : token.tokenType === Integer
    ? integerOf(value)
    : token.tokenType === Boolean
    ? Number(value)
    : undefined;
  if (typeof number !== "number") throw unconverted(token, type);
  return number;
}

/** The int in the bits of a boxed integer; undefined for one beyond 64 bits. */
function integerOf(value: unknown): number | undefined {
  if (value instanceof CsBigInteger) return undefined;
  const plain = value instanceof Box ? value.value : value as number | bigint;
  return Number(BigInt.asIntN(32, BigInt(plain)));
}

/** `token.ToObject<E>()` of an enum E. @throws CsException System.ArgumentException */
export function enumOfToken(token: JToken, type: CsType): number {
  if (token.tokenType === TEXT) {
    try {
      return enumValue(token as JValue, type);
    } catch (error) {
      if (!(error instanceof CsException)) throw error;
      const name = type.definition.name.replace(/^.*\./, "");
      throw argument(`Could not convert '${(token as JValue).value}' to ${name}.`);
    }
  }
  if (token.tokenType !== Integer) return castToken(token, CASTS_BY_TYPE.get(INT)!) as number;
  const number = integerOf((token as JValue).value);
  if (number === undefined) {
    throw argument(
      "The value passed in must be an enum base or an underlying type for an enum, such as an Int32.",
      "value",
    );
  }
  return number;
}

function uri(token: JValue, type: CsType): unknown {
  const { value } = token;
  if (value instanceof Uri) return value;
  if (typeof value !== "string" || dateFromJson(value) !== null) throw unconverted(token, type);
  return Uri.create(value, UriKind.RelativeOrAbsolute);
}

/** A text as a dictionary's key. @throws CsException JsonSerializationException */
export function keyOf(name: string, type: CsType, token: JToken): unknown {
  if (type === STRING) return name;
  const key = new JValue(name, TEXT);
  try {
    if (type.definition.kind === "enum") return enumValue(key, type);
    const cast = CASTS_BY_TYPE.get(type);
    if (cast) return castToken(key, cast);
  } catch (error) {
    if (!(error instanceof CsException)) throw error;
  }
  throw serializationException(
    `Could not convert string '${name}' to dictionary key type '${type}'. Create a TypeConverter to ` +
      "convert from the string to the key type object.",
    placeOf(token),
  );
}

/** A byte[] from base 64, a GUID's text or an array of integers. @throws CsException JsonReaderException */
export function bytesOfToken(token: JToken): CsArray | null {
  if (token.tokenType === JTokenType.Null) return null;
  if (token instanceof JArray) return byteArray(token.children().map(byteOf));
  const { value } = token as JValue;
  if (value instanceof CsArray) return value;
  if (typeof value !== "string") {
    throw readFailure(`Error reading bytes. Unexpected token: ${startOf(token)}.`, token);
  }
  return byteArray(GUID.test(value) ? parseGuid(value).bytes : fromBase64(value));
}

const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

function byteOf(token: JToken): number {
  if (token.tokenType !== Integer) {
    throw readFailure(`Unexpected token when reading bytes: ${startOf(token)}.`, token);
  }
  return castToken(token, CASTS_BY_TYPE.get(BYTE)!) as number;
}

/** What a reader calls the token: a container by its start. */
function startOf({ tokenType }: JToken): string {
  return (tokenType < JTokenType.Property ? "Start" : "") + tokenTypeName(tokenType);
}
