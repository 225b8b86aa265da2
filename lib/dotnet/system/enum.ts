/**
 * System.Enum: names and values at run time.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { compare, equals, hashCode } from "../../csharp/runtime/object.ts";
import { type CsType, type Enumeration, typeOf } from "../../csharp/runtime/type.ts";
import { Box, type Ref, runtimeType } from "../../csharp/runtime/values.ts";
import {
  enumerationOf,
  enumNumber,
  enumToText,
  formatEnum,
} from "../../csharp/runtime/enumeration.ts";
import * as errors from "../../csharp/runtime/errors.ts";

export const types = new Declarations();

const STRING = typeOf("System.String");
/** TypeCode.Int32: the library's enums are all kept in an int. */
const INT32_CODE = 9;

function infoOf(type: CsType | null): Enumeration {
  if (type === null) throw errors.argumentNull("enumType");
  const info = enumerationOf(type);
  if (!info) throw errors.argument("Type provided must be an Enum.", "enumType");
  return info;
}

/** `Enum.Parse`. @throws CsException System.ArgumentException */
function parse(type: CsType | null, text: string | null, ignoreCase: boolean): Box {
  const info = infoOf(type);
  if (text === null) throw errors.argumentNull("value");
  if (text.trim() === "") {
    throw errors.argument(
      "Must specify valid information for parsing in the string.",
      "value",
    );
  }
  const value = enumNumber(info, text, ignoreCase);
  if (value === "unknown") throw errors.argument(`Requested value '${text}' was not found.`);
  if (value === "overflow") {
    throw errors.overflow("Value was either too large or too small for an Int32.");
  }
  return new Box(type!, value);
}

function tryParse(type: CsType, text: string | null, ignoreCase: boolean, result: Ref): boolean {
  const value = text === null ? "unknown" : enumNumber(infoOf(type), text, ignoreCase);
  const found = typeof value === "number";
  result.value = found ? value : 0;
  return found;
}

/** The number in a boxed enum or integer. */
function numberOf(value: unknown): number {
  if (value === null) throw errors.argumentNull("value");
  if (typeof value === "number" || typeof value === "bigint") return Number(value);
  if (value instanceof Box) return Number(value.value);
  throw errors.argument(
    "The value passed in must be an enum base or an underlying type for an enum, such as an Int32.",
    "value",
  );
}

const INTEGER = new Set(
  ["SByte", "Byte", "Int16", "UInt16", "Int64", "UInt64", "UInt32", "Char", "Boolean"].map((name) =>
    `System.${name}`
  ),
);

/** `Enum.IsDefined`. @throws CsException Argument, ArgumentNull, InvalidOperation */
function isDefined(type: CsType | null, value: unknown): boolean {
  const info = infoOf(type);
  if (value === null) throw errors.argumentNull("value");
  if (typeof value === "string") return info.names.includes(value);
  const { name, kind } = runtimeType(value)!.definition;
  if (kind === "enum") {
    if (runtimeType(value) !== type) throw otherEnum(name, type!);
  } else if (INTEGER.has(name)) {
    throw errors.argument(
      `Enum underlying type and the object must be same type or object must be a String. Type passed in was '${name}'; the enum underlying type was 'System.Int32'.`,
    );
  } else if (name !== "System.Int32") throw errors.invalidOperation("Unknown enum type.");
  return info.values.includes(numberOf(value));
}

function otherEnum(name: string, type: CsType) {
  return errors.argument(
    `Object must be the same type as the enum. The type passed in was '${name}'; the enum type was '${type.fullName}'.`,
  );
}

function hasFlag(self: Box, flag: Box | null): boolean {
  if (flag === null) throw errors.argumentNull("flag");
  if (flag.csType !== self.csType) {
    throw errors.argument(
      `The argument type, '${flag.csType.fullName}', is not the same as the enum type '${self.csType.fullName}'.`,
    );
  }
  const bits = Number(flag.value);
  return (Number(self.value) & bits) === bits;
}

function compareTo(self: Box, other: unknown): number {
  if (other === null) return 1;
  const type = runtimeType(other)!;
  if (type !== self.csType) throw otherEnum(type.fullName, self.csType);
  return compare(self, other);
}

/** Order in which .NET lists members: by value taken as unsigned. */
function sorted(info: Enumeration): readonly number[] {
  return info.values.map((_, i) => i).sort((a, b) =>
    (info.values[a] >>> 0) - (info.values[b] >>> 0) || a - b
  );
}

types.of<Box>().declare({
  type: "abstract class System.Enum : ValueType, IComparable, IFormattable, IConvertible",
  members: {
    "static object Parse(Type enumType, string value)": (type, text) => parse(type, text, false),
    "static object Parse(Type enumType, string value, bool ignoreCase)": parse,
    "static bool TryParse<TEnum>(string value, out TEnum result) where TEnum : struct": (
      text,
      result,
      call,
    ) => tryParse(call.types[0], text, false, result),
    "static bool TryParse<TEnum>(string value, bool ignoreCase, out TEnum result) where TEnum : struct":
      (text, ignoreCase, result, call) => tryParse(call.types[0], text, ignoreCase, result),
    "static bool IsDefined(Type enumType, object value)": isDefined,
    "static string GetName(Type enumType, object value)": (type, value) => {
      const info = infoOf(type);
      return info.names[info.values.indexOf(numberOf(value))] ?? null;
    },
    "static string[] GetNames(Type enumType)": (type) => {
      const info = infoOf(type);
      return CsArray.of(STRING, sorted(info).map((i) => info.names[i]));
    },
    "static Array GetValues(Type enumType)": (type) => {
      const info = infoOf(type);
      return CsArray.of(type, sorted(info).map((i) => info.values[i]));
    },
    "static Type GetUnderlyingType(Type enumType)": (type) => {
      infoOf(type);
      return typeOf("System.Int32");
    },
    "static object ToObject(Type enumType, object value)": (type, value) => {
      infoOf(type);
      return new Box(type, numberOf(value));
    },
    "static object ToObject(Type enumType, int value)": (type, value) => {
      infoOf(type);
      return new Box(type, value);
    },
    "static string Format(Type enumType, object value, string format)": (type, value, format) => {
      infoOf(type);
      return formatEnum(type, numberOf(value), format);
    },
    "bool HasFlag(Enum flag)": hasFlag,
    "TypeCode GetTypeCode()": () => INT32_CODE,
    "string ToString()": (self) => enumToText(self.csType, Number(self.value)),
    "string ToString(string format)": (self, format) =>
      formatEnum(self.csType, Number(self.value), format),
    "string ToString(IFormatProvider provider)": (self) =>
      enumToText(self.csType, Number(self.value)),
    "string ToString(string format, IFormatProvider provider)": (self, format) =>
      formatEnum(self.csType, Number(self.value), format),
    "int CompareTo(object target)": compareTo,
    "bool Equals(object obj)": (self, other) => equals(self, other),
    "int GetHashCode()": (self) => hashCode(self),
  },
});
