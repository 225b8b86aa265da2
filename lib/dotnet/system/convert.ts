/**
 * System.Convert.
 * @module
 */
import { byteArray, CsArray } from "../../csharp/runtime/array.ts";
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { toText } from "../../csharp/runtime/object.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import { box } from "../../csharp/runtime/values.ts";
import { bytesOf, fromBase64, toBase64 } from "./bytes.ts";
import {
  changeType,
  changeTypeCode,
  toBoolean,
  toChar,
  toDateTime,
  toDecimal,
  toInteger,
  toReal,
  typeCodeOf,
} from "./convertible.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { INTEGERS } from "../../csharp/runtime/number/integers.ts";
import { formatInBase, parseInBase } from "./number/radix.ts";
import { fromCodes } from "./string/build.ts";

export const types = new Declarations();

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

/** The same conversions as IConvertible has them. */
const interfaceMembers: Record<string, Implementation> = {};

/** Declares `To{Name}` from every source type. */
function target(keyword: string, name: string, convert: (boxed: unknown) => unknown): void {
  if (name !== "String") {
    interfaceMembers[`${keyword} To${name}(IFormatProvider provider)`] = convert;
  }
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
members["static string ToString(string value, IFormatProvider provider)"] = (value) => value;

for (const type of INTEGERS) {
  members[`static ${type.keyword} To${type.name}(string value, int fromBase)`] = (text, base) =>
    parseInBase(text, base, type);
  if (["Byte", "Int16", "Int32", "Int64"].includes(type.name)) {
    members[`static string ToString(${type.keyword} value, int toBase)`] = (value, base) =>
      formatInBase(value, base, type);
  }
}

const LINE = 76;
const INSERT_LINE_BREAKS = 1;

function base64(bytes: Uint8Array, options: number): string {
  if (options !== 0 && options !== INSERT_LINE_BREAKS) {
    throw errors.argument(`Illegal enum value: ${options}.`, "options");
  }
  const text = toBase64(bytes);
  return options === INSERT_LINE_BREAKS
    ? text.replace(new RegExp(`.{${LINE}}(?=.)`, "g"), "$&\r\n")
    : text;
}

/** The bytes of a part, as Base64 is made of it. @throws CsException ArgumentNull, ArgumentOutOfRange */
function part(array: CsArray | null, offset: number, length: number): Uint8Array {
  const bytes = bytesOf(array, "inArray");
  checkRange(bytes.length, offset, length);
  return bytes.slice(offset, offset + length);
}

function checkRange(size: number, offset: number, length: number): void {
  if (length < 0) {
    throw errors.outOfRange(
      "length",
      "Index was out of range. Must be non-negative and less than the size of the collection.",
    );
  }
  if (offset < 0) throw errors.outOfRange("offset", "Value must be positive.");
  if (offset > size - length) {
    throw errors.outOfRange("offset", "Offset and length must refer to a position in the string.");
  }
}

/** Writes Base64 into `target` and tells how many characters. */
function base64Into(
  bytes: Uint8Array,
  target: CsArray | null,
  at: number,
  options = 0,
): number {
  if (target === null) throw errors.argumentNull("outArray");
  const text = base64(bytes, options);
  if (at < 0 || at + text.length > target.length) {
    throw errors.outOfRange(
      "offsetOut",
      "Either offset did not refer to a position in the string, or there is an insufficient length of destination character array.",
    );
  }
  for (let i = 0; i < text.length; i++) target.items[at + i] = text.charCodeAt(i);
  return text.length;
}

types.declare({
  type: "enum System.Base64FormattingOptions",
  values: { None: 0, InsertLineBreaks: 1 },
  flags: true,
});

types.declare({
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
    ) => toBase64(part(bytes, offset, length)),
    "static string ToBase64String(byte[] inArray, int offset, int length, Base64FormattingOptions options)":
      (bytes, offset, length, options) => base64(part(bytes, offset, length), options),
    "static int ToBase64CharArray(byte[] inArray, int offsetIn, int length, char[] outArray, int offsetOut)":
      (bytes, offset, length, target, at) => base64Into(part(bytes, offset, length), target, at),
    "static int ToBase64CharArray(byte[] inArray, int offsetIn, int length, char[] outArray, int offsetOut, Base64FormattingOptions options)":
      (bytes, offset, length, target, at, options) =>
        base64Into(part(bytes, offset, length), target, at, options),
    "static byte[] FromBase64String(string s)": (text) => {
      if (text === null) throw errors.argumentNull("s");
      return byteArray(fromBase64(text));
    },
    "static byte[] FromBase64CharArray(char[] inArray, int offset, int length)": (
      chars: CsArray | null,
      offset,
      length,
    ) => {
      if (chars === null) throw errors.argumentNull("inArray");
      checkRange(chars.length, offset, length);
      const codes = (chars.items as number[]).slice(offset, offset + length);
      return byteArray(fromBase64(fromCodes(codes)));
    },
    "static object ChangeType(object value, Type conversionType)": changeType,
    "static object ChangeType(object value, Type conversionType, IFormatProvider provider)": (
      value,
      type,
    ) => changeType(value, type),
    "static object ChangeType(object value, TypeCode typeCode)": changeTypeCode,
    "static object ChangeType(object value, TypeCode typeCode, IFormatProvider provider)":
      changeTypeCode,
    "static bool IsDBNull(object value)": () => false,
    "static TypeCode GetTypeCode(object value)": typeCodeOf,
  },
});

types.declare({
  type: "interface System.IConvertible",
  members: {
    "TypeCode GetTypeCode()": typeCodeOf,
    "string ToString(IFormatProvider provider)": toText,
    "object ToType(Type conversionType, IFormatProvider provider)": changeType,
    ...interfaceMembers,
  },
});
