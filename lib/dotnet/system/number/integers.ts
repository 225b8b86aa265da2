/**
 * SByte, Byte, Int16, UInt16, Int32, UInt32, Int64, UInt64.
 * @module
 */
import { Declarations, type Implementation } from "../../../csharp/runtime/declare.ts";
import { compare } from "../../../csharp/runtime/object.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import { box, type Ref } from "../../../csharp/runtime/values.ts";
import * as errors from "../../../csharp/runtime/errors.ts";
import { INTEGERS, type IntegerType } from "../../../csharp/runtime/number/integers.ts";
import {
  badFormat,
  checkStyle,
  NumberStyles,
  outOfIntegerRange,
  parseInteger,
} from "../../../csharp/runtime/number/parse.ts";
import { formatInteger } from "../../../csharp/runtime/number/standard_format.ts";

export const types = new Declarations();

const SHORT_INTEGER = /^-?\d{1,9}$/;

/** The integer in `text`, or why there is none. */
function tryParse(
  type: IntegerType,
  text: string,
  style: number,
): number | bigint | "format" | "overflow" {
  if (type.bits === 32 && style === NumberStyles.Integer && SHORT_INTEGER.test(text)) {
    const value = Number(text);
    return value < 0 && type.min === 0n ? "overflow" : value + 0;
  }
  const value = parseInteger(text, style, type);
  return typeof value === "string" || type.big ? value : Number(value);
}

/** `int.Parse(text, style)`. @throws CsException ArgumentNull, Format, Overflow */
export function parseAs(
  type: IntegerType,
  text: string | null,
  style: number = NumberStyles.Integer,
): number | bigint {
  if (text === null) throw errors.argumentNull("s");
  const value = tryParse(type, text, style);
  if (value === "format") throw badFormat(text);
  if (value === "overflow") throw outOfIntegerRange(type);
  return value;
}

/** Sets `result` to the number in `text`, or 0. */
function tryParseInto(
  parse: () => number | bigint | "format" | "overflow",
  zero: number | bigint,
  result: Ref,
): boolean {
  const value = parse();
  const ok = typeof value !== "string";
  result.value = ok ? value : zero;
  return ok;
}

function members(type: IntegerType): Record<string, Implementation> {
  const { name, keyword: k, bits, big } = type;
  const csType = typeOf(`System.${name}`);
  const zero = big ? 0n : 0;
  const difference = bits < 32;
  const order = (a: number, b: number) => difference ? a - b : a < b ? -1 : a > b ? 1 : 0;
  const parseWith = (text: string | null, style: number) => {
    checkStyle(style, false);
    return parseAs(type, text, style);
  };
  const format = (self: number | bigint, pattern: string | null) =>
    formatInteger(self, pattern, bits);
  return {
    "new()": () => zero,
    [`const ${k} MinValue`]: () => big ? type.min : Number(type.min),
    [`const ${k} MaxValue`]: () => big ? type.max : Number(type.max),
    [`static ${k} Parse(string s)`]: (s) => parseAs(type, s),
    [`static ${k} Parse(string s, NumberStyles style)`]: parseWith,
    [`static ${k} Parse(string s, IFormatProvider provider)`]: (s) => parseAs(type, s),
    [`static ${k} Parse(string s, NumberStyles style, IFormatProvider provider)`]: parseWith,
    [`static bool TryParse(string s, out ${k} result)`]: (s, result) =>
      tryParseInto(
        () => s === null ? "format" : tryParse(type, s, NumberStyles.Integer),
        zero,
        result,
      ),
    [`static bool TryParse(string s, NumberStyles style, IFormatProvider provider, out ${k} result)`]:
      (s, style, _provider, result) => {
        checkStyle(style, false);
        return tryParseInto(() => s === null ? "format" : tryParse(type, s, style), zero, result);
      },
    "string ToString()": (self) => String(self),
    "string ToString(string format)": format,
    "string ToString(IFormatProvider provider)": (self) => String(self),
    "string ToString(string format, IFormatProvider provider)": format,
    [`int CompareTo(${k} value)`]: order,
    "int CompareTo(object value)": (self, other) =>
      other === null ? 1 : compare(box(self, csType), other),
    [`bool Equals(${k} obj)`]: (self, other) => self === other,
    "TypeCode GetTypeCode()": () => typeCodeNamed(name),
  };
}

/** The values of System.TypeCode. */
export const TypeCode = {
  Empty: 0,
  Object: 1,
  DBNull: 2,
  Boolean: 3,
  Char: 4,
  SByte: 5,
  Byte: 6,
  Int16: 7,
  UInt16: 8,
  Int32: 9,
  UInt32: 10,
  Int64: 11,
  UInt64: 12,
  Single: 13,
  Double: 14,
  Decimal: 15,
  DateTime: 16,
  String: 18,
} as const;

const TYPE_CODES: ReadonlyMap<string, number> = new Map(Object.entries(TypeCode));

/** The code of the type of that name in System; of others Object's. */
export function typeCodeNamed(name: string): number {
  return TYPE_CODES.get(name) ?? TypeCode.Object;
}

types.declare({ type: "enum System.TypeCode", values: TypeCode });

for (const type of INTEGERS) {
  const { name, keyword } = type;
  types.declare({
    type:
      `struct System.${name} : IComparable, IComparable<${keyword}>, IConvertible, IEquatable<${keyword}>, IFormattable`,
    members: members(type),
  });
}
