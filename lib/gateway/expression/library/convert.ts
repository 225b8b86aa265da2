/**
 * System.Convert.
 * @module
 */
import { byteArray, CsArray } from "../runtime/array.ts";
import { declare, type Implementation } from "../runtime/declare.ts";
import { toText } from "../runtime/object.ts";
import { typeOf } from "../runtime/type.ts";
import { box, runtimeType } from "../runtime/values.ts";
import { bytesOf, bytesWithin, fromBase64, toBase64 } from "./bytes.ts";
import {
  changeType,
  toBoolean,
  toChar,
  toDateTime,
  toDecimal,
  toInteger,
  toReal,
} from "./convertible.ts";
import * as errors from "./errors.ts";
import { INTEGERS, type IntegerType, TYPE_CODES } from "./integers.ts";
import { outOfIntegerRange } from "./number/parse.ts";
import { fromCodes } from "./text_build.ts";

/** Every type that Convert takes: keyword and name. */
const SOURCES: readonly (readonly [string, string])[] = [
  ["object", "Object"],
  ["string", "String"],
  ["bool", "Boolean"],
  ["char", "Char"],
  ...INTEGERS.map((type) => [type.keyword, type.name] as const),
  ["float", "Single"],
  ["double", "Double"],
  ["decimal", "Decimal"],
  ["DateTime", "DateTime"],
];

const members: Record<string, Implementation> = {};

/** Declares `To{Name}` from every source type. */
function target(keyword: string, name: string, convert: (boxed: unknown) => unknown): void {
  for (const [from, sourceName] of SOURCES) {
    const type = typeOf(`System.${sourceName}`);
    members[`static ${keyword} To${name}(${from} value)`] = (value) => convert(box(value, type));
    if (from === "object" || from === "string") {
      members[`static ${keyword} To${name}(${from} value, IFormatProvider provider)`] = convert;
    }
  }
}

for (const type of INTEGERS) target(type.keyword, type.name, (value) => toInteger(value, type));
target("float", "Single", (value) => toReal(value, true));
target("double", "Double", (value) => toReal(value, false));
target("decimal", "Decimal", toDecimal);
target("bool", "Boolean", toBoolean);
target("char", "Char", (value) => {
  if (value === null) throw errors.argumentNull("value");
  return toChar(value);
});
target("DateTime", "DateTime", toDateTime);
target("string", "String", toText);
members["static char ToChar(object value)"] = toChar;
members["static string ToString(string value)"] = (value) => value;
for (const [from, sourceName] of SOURCES) {
  const type = typeOf(`System.${sourceName}`);
  members[`static string ToString(${from} value, IFormatProvider provider)`] = (value) =>
    toText(box(value, type));
}

const DIGITS: Readonly<Record<number, RegExp>> = {
  2: /^[01]+$/,
  8: /^[0-7]+$/,
  10: /^[+-]?\d+$/,
  16: /^(?:0[xX])?[0-9a-fA-F]+$/,
};
/** More digits than any integer has. */
const LONGEST = 200;
const PREFIXES: Readonly<Record<number, string>> = { 2: "0b", 8: "0o", 10: "", 16: "0x" };

function checkBase(base: number): void {
  if (!(base in PREFIXES)) throw errors.argument("Invalid Base.");
}

/** `Convert.ToInt32(text, base)`: other bases than 10 give the bit pattern. */
function fromBase(text: string | null, base: number, type: IntegerType): number | bigint {
  checkBase(base);
  if (text === null) return type.big ? 0n : 0;
  if (text === "") {
    throw errors.outOfRange(
      "startIndex",
      "Index was out of range. Must be non-negative and less than the size of the collection.",
    );
  }
  const signed = base === 10 || !text.startsWith("-");
  if (!signed) throw errors.argument("String cannot contain a minus sign if the base is not 10.");
  if (!DIGITS[base].test(text)) {
    throw errors.format(
      /^(?:0[xX])?[0-9a-zA-Z]/.test(text) && base !== 10
        ? "Additional non-parsable characters are at the end of the string."
        : "Could not find any recognizable digits.",
    );
  }
  let value: bigint;
  if (text.length > LONGEST) throw outOfIntegerRange(type);
  if (base === 10) value = BigInt(text.replace("+", ""));
  else {
    value = BigInt(PREFIXES[base] + text.replace(/^0[xX]/, ""));
    if (value >> BigInt(type.bits) !== 0n) throw outOfIntegerRange(type);
    if (type.min < 0n) value = BigInt.asIntN(type.bits, value);
  }
  if (value < type.min || value > type.max) throw outOfIntegerRange(type);
  return type.big ? value : Number(value);
}

for (const type of INTEGERS) {
  members[`static ${type.keyword} To${type.name}(string value, int fromBase)`] = (text, base) =>
    fromBase(text, base, type);
  if (["Byte", "Int16", "Int32", "Int64"].includes(type.name)) {
    members[`static string ToString(${type.keyword} value, int toBase)`] = (value, base) => {
      checkBase(base);
      if (base === 10) return String(value);
      return BigInt.asUintN(type.bits, BigInt(value)).toString(base);
    };
  }
}

const LINE = 76;
const INSERT_LINE_BREAKS = 1;

function base64(bytes: readonly number[], options: number): string {
  const text = toBase64(bytes);
  return options === INSERT_LINE_BREAKS
    ? text.replace(new RegExp(`.{${LINE}}(?=.)`, "g"), "$&\r\n")
    : text;
}

declare({
  type: "enum System.Base64FormattingOptions",
  values: { None: 0, InsertLineBreaks: 1 },
  flags: true,
});

const typeName = (code: number) =>
  Object.keys(TYPE_CODES).find((name) => TYPE_CODES[name] === code) ?? "Object";

declare({
  type: "static class System.Convert",
  members: {
    ...members,
    "static string ToBase64String(byte[] inArray)": (bytes) => toBase64(bytesOf(bytes, "inArray")),
    "static string ToBase64String(byte[] inArray, Base64FormattingOptions options)": (
      bytes,
      options,
    ) => base64(bytesOf(bytes, "inArray"), options),
    "static string ToBase64String(byte[] inArray, int offset, int length)": (
      bytes,
      offset,
      length,
    ) => toBase64(bytesWithin(bytes, offset, length, "inArray")),
    "static string ToBase64String(byte[] inArray, int offset, int length, Base64FormattingOptions options)":
      (bytes, offset, length, options) =>
        base64(bytesWithin(bytes, offset, length, "inArray"), options),
    "static byte[] FromBase64String(string s)": (text) => {
      if (text === null) throw errors.argumentNull("s");
      return byteArray(fromBase64(text));
    },
    "static byte[] FromBase64CharArray(char[] inArray, int offset, int length)": (
      chars: CsArray,
      offset,
      length,
    ) => byteArray(fromBase64(fromCodes((chars.items as number[]).slice(offset, offset + length)))),
    "static object ChangeType(object value, Type conversionType)": changeType,
    "static object ChangeType(object value, Type conversionType, IFormatProvider provider)": (
      value,
      type,
    ) => changeType(value, type),
    "static object ChangeType(object value, TypeCode typeCode)": (value, code) =>
      changeType(value, typeOf(`System.${typeName(code)}`)),
    "static bool IsDBNull(object value)": () => false,
    "static TypeCode GetTypeCode(object value)": (value) => {
      if (value === null) return TYPE_CODES.Empty;
      const { name, kind } = runtimeType(value)!.definition;
      if (kind === "enum") return TYPE_CODES.Int32;
      return TYPE_CODES[name.replace(/^System\./, "")] ?? TYPE_CODES.Object;
    },
  },
});
