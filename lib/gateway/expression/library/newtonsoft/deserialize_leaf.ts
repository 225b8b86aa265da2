/**
 * Simple values read as a given type, as the ReadAs methods of Newtonsoft's readers and its converter do it.
 * @module
 */
import { CsArray } from "../../runtime/array.ts";
import { CsException } from "../../runtime/exception.ts";
import { toText } from "../../runtime/object.ts";
import { type CsType, typeOf } from "../../runtime/type.ts";
import { Box } from "../../runtime/values.ts";
import { fromBase64 } from "../bytes.ts";
import { parseDecimal } from "../decimal.ts";
import { enumInfo } from "../enum_names.ts";
import { NumberStyles } from "../number/parse.ts";
import { type Cast, CASTS, castToken, castToText } from "./cast.ts";
import { dateFromJson } from "./date.ts";
import { readerException, serializationException } from "./errors.ts";
import { pathOf } from "./position.ts";
import type { JToken } from "./token.ts";
import { JTokenType, tokenTypeName } from "./token_type.ts";
import type { JValue } from "./value.ts";

/** Whether a text is read, with the reader's own rules for some types, or tokens that were read before. */
export type Source = "text" | "tokens";

export const STRING = typeOf("System.String");
const BYTE = typeOf("System.Byte");
const { String: TEXT, Float, Integer, Boolean } = JTokenType;

export const CASTS_BY_TYPE: ReadonlyMap<CsType, Cast> = new Map(
  CASTS.map((cast) => [typeOf(`System.${cast.name}`), cast]),
);

/** What the readers have a method of their own for, and what their messages call it. */
const READ_AS: Readonly<Record<string, string>> = {
  Int32: "integer",
  Double: "double",
  Boolean: "boolean",
  Decimal: "decimal",
  DateTime: "date",
  DateTimeOffset: "date",
};

/** Whether a reader has a method of its own for the type. */
export function isReadDirectly(type: CsType): boolean {
  return type === STRING || shortName(type) in READ_AS;
}

function shortName(type: CsType): string {
  return type.definition.name.replace("System.", "");
}

export function isNothing(token: JToken): boolean {
  return token.tokenType === JTokenType.Null || token.tokenType === JTokenType.Undefined;
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
  if (definition.kind === "array" && type.typeArguments[0] === BYTE) return bytes(token, type);
  const cast = CASTS_BY_TYPE.get(type);
  if (!cast) throw unconverted(token, type);
  return READ_AS[cast.name] ? readAs(token, type, cast, source) : convert(token, type, cast);
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

function readAs(token: JValue, type: CsType, cast: Cast, source: Source): unknown {
  const { value, tokenType } = token;
  const kind = READ_AS[cast.name];
  if (value === "") throw nullValue(token, type);
  if (cast.name === "DateTime" && typeof value === "string") {
    const date = dateFromJson(value);
    if (date !== null) return date;
  }
  const written = source === "text" ? token.lineInfo?.numberText : undefined;
  if (written !== undefined && cast.name === "Decimal") {
    return parseDecimal(written, NumberStyles.Float);
  }
  if (source === "text" && cast.name === "Int32" && tokenType === Float) {
    throw readFailure(`Input string '${written ?? toText(value)}' is not a valid integer.`, token);
  }
  try {
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
  if (typeof value === "string") {
    const info = enumInfo(type.definition.name)!;
    const index = info.names.findIndex((name) => name.toLowerCase() === value.toLowerCase());
    if (index >= 0) return info.values[index];
    if (/^-?\d+$/.test(value)) return Number(value);
    throw unconverted(token, type);
  }
  if (token.tokenType !== Integer) throw unconverted(token, type);
  return Number(value instanceof Box ? value.value : value);
}

function bytes(token: JValue, type: CsType): CsArray {
  if (token.value instanceof CsArray) return token.value;
  if (typeof token.value === "string") return new CsArray(type, fromBase64(token.value));
  throw readFailure(
    `Error reading bytes. Unexpected token: ${tokenTypeName(token.tokenType)}.`,
    token,
  );
}
