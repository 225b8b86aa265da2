/**
 * Conversions between boxed values of the base types: what System.Convert does, and IConvertible.
 * @module
 */
import { isInstance } from "../../csharp/runtime/instance.ts";
import { toText } from "../../csharp/runtime/object.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { Box, type CsObject, runtimeType } from "../../csharp/runtime/values.ts";
import { booleanOf } from "./string/char.ts";
import { decimalToInteger } from "../../csharp/runtime/number/decimal_operators.ts";
import { parseDecimal } from "./number/decimal.ts";
import { parseDateTime } from "../time/date_time_members.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { INTEGERS, type IntegerType } from "../../csharp/runtime/number/integers.ts";
import { parseAs, TypeCode, typeCodeNamed } from "./number/integers.ts";
import { CsDecimal } from "../../csharp/runtime/number/decimal.ts";
import { outOfIntegerRange } from "../../csharp/runtime/number/parse.ts";
import { parseRealText } from "./number/reals.ts";
import { DateTime } from "../time/date_time.ts";

const CHAR = typeOf("System.Char");
const SINGLE = typeOf("System.Single");
const DOUBLE = typeOf("System.Double");

/** A value of a base type, told apart by what its conversions need. */
type Convertible =
  | { readonly kind: "null" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "char"; readonly value: number }
  | { readonly kind: "integer"; readonly value: number | bigint }
  | { readonly kind: "real"; readonly value: number; readonly single: boolean }
  | { readonly kind: "decimal"; readonly value: CsDecimal }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "date"; readonly value: DateTime };

/** What an object that is IConvertible itself makes of it, unboxed; undefined for the base types. */
function ownConversion(value: unknown, target: string): unknown {
  if (typeof value !== "object" || value === null || value instanceof Box) return undefined;
  return (value as CsObject).csConvert?.(target);
}

/** @throws CsException System.InvalidCastException for what is not IConvertible. */
function classify(value: unknown): Convertible {
  switch (typeof value) {
    case "string":
      return { kind: "string", value };
    case "boolean":
      return { kind: "bool", value };
    case "number":
    case "bigint":
      return { kind: "integer", value };
  }
  if (value === null) return { kind: "null" };
  if (value instanceof Box) {
    if (value.csType === CHAR) return { kind: "char", value: value.value as number };
    if (value.csType === DOUBLE || value.csType === SINGLE) {
      return { kind: "real", value: value.value as number, single: value.csType === SINGLE };
    }
    return { kind: "integer", value: value.value };
  }
  if (value instanceof CsDecimal) return { kind: "decimal", value };
  if (value instanceof DateTime) return { kind: "date", value };
  throw errors.invalidCast(
    `Unable to cast object of type '${runtimeType(value)}' to type 'System.IConvertible'.`,
  );
}

function invalid(value: unknown, target: string) {
  const { name, kind } = runtimeType(value)!.definition;
  const from = kind === "enum" ? "Enum" : name.replace(/^System\./, "");
  return errors.invalidCast(`Invalid cast from '${from}' to '${target}'.`);
}

const INT32 = INTEGERS.find((type) => type.name === "Int32")!;

/** .NET converts reals to the narrow types by way of int, to the wide ones by a checked cast. */
function outOfRealRange(value: number, type: IntegerType) {
  if (type.big) return errors.overflow();
  const viaInt = type.bits < 32 && !(value >= INT32.min && value <= INT32.max);
  return outOfIntegerRange(viaInt ? INT32 : type);
}

/** The nearest whole number, ties to even, of a real. @throws CsException System.OverflowException */
function realToInteger(value: number, type: IntegerType): number | bigint {
  const floor = Math.floor(value);
  const rest = value - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  if (!(rounded >= type.min && rounded <= type.max)) throw outOfRealRange(rounded, type);
  return type.big ? BigInt(rounded) : rounded + 0;
}

/** `Convert.ToInt32(value)` and its like. */
export function toInteger(value: unknown, type: IntegerType): number | bigint {
  const own = ownConversion(value, type.name);
  if (own !== undefined) return own as number | bigint;
  const from = classify(value);
  switch (from.kind) {
    case "null":
      return type.big ? 0n : 0;
    case "bool":
      return type.big ? BigInt(from.value) : Number(from.value);
    case "string":
      return parseAs(type, from.value);
    case "real":
      return realToInteger(from.value, type);
    case "decimal":
      return decimalToInteger(from.value.round(0), type);
    case "date":
      throw invalid(value, type.name);
    default: {
      const number = from.value;
      if (number < type.min || number > type.max) throw outOfIntegerRange(type);
      return type.big ? BigInt(number) : Number(number);
    }
  }
}

/** `Convert.ToDouble(value)`, or ToSingle. */
export function toReal(value: unknown, single: boolean): number {
  const own = ownConversion(value, single ? "Single" : "Double");
  if (own !== undefined) return own as number;
  const from = classify(value);
  switch (from.kind) {
    case "null":
      return 0;
    case "bool":
      return Number(from.value);
    case "string":
      return parseRealText(from.value, undefined, single);
    case "integer":
    case "real":
      return single ? Math.fround(Number(from.value)) : Number(from.value);
    case "decimal":
      return single ? Math.fround(from.value.toNumber()) : from.value.toNumber();
    default:
      throw invalid(value, single ? "Single" : "Double");
  }
}

/** `Convert.ToDecimal(value)`. */
export function toDecimal(value: unknown): CsDecimal {
  const own = ownConversion(value, "Decimal");
  if (own !== undefined) return own as CsDecimal;
  const from = classify(value);
  switch (from.kind) {
    case "null":
      return CsDecimal.zero;
    case "bool":
      return CsDecimal.from(Number(from.value));
    case "string":
      return parseDecimal(from.value);
    case "integer":
      return CsDecimal.from(from.value);
    case "real":
      return CsDecimal.fromReal(from.value, from.single);
    case "decimal":
      return from.value;
    default:
      throw invalid(value, "Decimal");
  }
}

/** `Convert.ToBoolean(value)`. */
export function toBoolean(value: unknown): boolean {
  const own = ownConversion(value, "Boolean");
  if (own !== undefined) return own as boolean;
  const from = classify(value);
  switch (from.kind) {
    case "null":
      return false;
    case "bool":
      return from.value;
    case "string":
      return booleanOf(from.value);
    case "integer":
      return from.value != 0;
    case "real":
      return from.value !== 0;
    case "decimal":
      return from.value.coefficient !== 0n;
    default:
      throw invalid(value, "Boolean");
  }
}

/** `Convert.ToChar(value)`. */
export function toChar(value: unknown): number {
  const own = ownConversion(value, "Char");
  if (own !== undefined) return own as number;
  const from = classify(value);
  switch (from.kind) {
    case "null":
      return 0;
    case "char":
      return from.value;
    case "string":
      if (from.value.length !== 1) {
        throw errors.format("String must be exactly one character long.");
      }
      return from.value.charCodeAt(0);
    case "integer":
      if (from.value < 0 || from.value > 0xffff) {
        throw errors.overflow("Value was either too large or too small for a character.");
      }
      return Number(from.value);
    default:
      throw invalid(value, "Char");
  }
}

/** `Convert.ToDateTime(value)`. */
export function toDateTime(value: unknown): DateTime {
  const own = ownConversion(value, "DateTime");
  if (own !== undefined) return own as DateTime;
  const from = classify(value);
  switch (from.kind) {
    case "null":
      return DateTime.minValue;
    case "date":
      return from.value;
    case "string":
      return parseDateTime(from.value);
    default:
      throw invalid(value, "DateTime");
  }
}

const NAMES = new Map<string, (value: unknown) => unknown>([
  ["System.String", toText],
  ["System.Boolean", toBoolean],
  ["System.DateTime", toDateTime],
  ["System.Decimal", toDecimal],
  ["System.Char", (value) => new Box(CHAR, toChar(value))],
  ["System.Single", (value) => new Box(SINGLE, toReal(value, true))],
  ["System.Double", (value) => new Box(DOUBLE, toReal(value, false))],
  ["System.Object", (value) => value],
]);
for (const type of INTEGERS) {
  const csType = typeOf(`System.${type.name}`);
  const plain = type.name === "Int32" || type.name === "Int64";
  NAMES.set(`System.${type.name}`, (value) => {
    const number = toInteger(value, type);
    return plain ? number : new Box(csType, number);
  });
}

/** `Convert.ChangeType(value, typeCode)`. @throws CsException Argument, InvalidCast */
export function changeTypeCode(value: unknown, code: number): unknown {
  const name = Object.entries(TypeCode).find(([, value]) => value === code)?.[0];
  if (value === null && name !== undefined && NULLABLE_CODES.has(name)) return null;
  if (!isConvertible(value)) throw errors.invalidCast("Object must implement IConvertible.");
  if (name === "Empty" || name === "DBNull") {
    throw errors.invalidCast(`Object cannot be cast to ${name}.`);
  }
  const convert = NAMES.get(`System.${name}`);
  if (!convert) throw errors.argument("Unknown TypeCode value.");
  return convert(value);
}

const NULLABLE_CODES = new Set(["Empty", "Object", "String"]);

/** `Type.GetTypeCode(value.GetType())`. */
export function typeCodeOf(value: unknown): number {
  if (value === null) return TypeCode.Empty;
  const { name, kind } = runtimeType(value)!.definition;
  if (kind === "enum") return TypeCode.Int32;
  return typeCodeNamed(name.replace(/^System\./, ""));
}

const CONVERTIBLE = typeOf("System.IConvertible");

function isConvertible(value: unknown): boolean {
  return isInstance(value, CONVERTIBLE);
}

/** `Convert.ChangeType(value, type)`: boxed in, boxed out. @throws CsException System.InvalidCastException */
export function changeType(value: unknown, type: CsType | null): unknown {
  if (type === null) throw errors.argumentNull("conversionType");
  if (value === null) {
    if (type.definition.kind === "struct" || type.definition.kind === "enum") {
      throw errors.invalidCast("Null object cannot be converted to a value type.");
    }
    return null;
  }
  if (runtimeType(value) === type) return value;
  if (!isConvertible(value)) throw errors.invalidCast("Object must implement IConvertible.");
  const convert = NAMES.get(type.definition.name);
  if (!convert) {
    throw errors.invalidCast(`Invalid cast from '${runtimeType(value)}' to '${type}'.`);
  }
  return convert(value);
}
