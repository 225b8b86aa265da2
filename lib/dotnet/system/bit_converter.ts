/**
 * System.BitConverter, little-endian.
 * @module
 */
import { byteArray, CsArray } from "../../csharp/runtime/array.ts";
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { toHex } from "./bytes.ts";

export const types = new Declarations();

const view = new DataView(new ArrayBuffer(8));

/** Keyword, name, size, and how DataView names the type. */
const TYPES = [
  ["short", "Int16", 2, "Int16"],
  ["ushort", "UInt16", 2, "Uint16"],
  ["char", "Char", 2, "Uint16"],
  ["int", "Int32", 4, "Int32"],
  ["uint", "UInt32", 4, "Uint32"],
  ["long", "Int64", 8, "BigInt64"],
  ["ulong", "UInt64", 8, "BigUint64"],
  ["float", "Single", 4, "Float32"],
  ["double", "Double", 8, "Float64"],
] as const;

function load(array: CsArray | null, start: number, size: number): void {
  if (array === null) throw errors.argumentNull("value");
  if (start < 0 || start >= array.length) {
    throw errors.outOfRange(
      "startIndex",
      "Index was out of range. Must be non-negative and less than the size of the collection.",
    );
  }
  if (start > array.length - size) {
    throw errors.argument(
      "Destination array is not long enough to copy all the items in the collection. Check array index and length.",
      "value",
    );
  }
  for (let i = 0; i < size; i++) view.setUint8(i, array.items[start + i] as number);
}

/** .NET's NaN has the sign bit; JavaScript's has not. */
function makeNegative(size: number): void {
  view.setUint8(size - 1, view.getUint8(size - 1) | 0x80);
}

function stored(size: number): CsArray {
  return byteArray(Array.from({ length: size }, (_, i) => view.getUint8(i)));
}

const members: Record<string, Implementation> = {};
for (const [keyword, name, size, method] of TYPES) {
  const set = `set${method}` as "setInt32";
  const get = `get${method}` as "getInt32";
  members[`static byte[] GetBytes(${keyword} value)`] = (value) => {
    view[set](0, value, true);
    if (value !== value) makeNegative(size);
    return stored(size);
  };
  members[`static ${keyword} To${name}(byte[] value, int startIndex)`] = (array, start) => {
    load(array, start, size);
    return view[get](0, true);
  };
}

function text(array: CsArray | null, start: number, length: number): string {
  if (array === null) throw errors.argumentNull("value");
  if (start < 0 || (start >= array.length && start > 0)) {
    throw errors.outOfRange("startIndex", "StartIndex cannot be less than zero.");
  }
  if (length < 0) throw errors.outOfRange("length", "Value must be positive.");
  if (start + length > array.length) {
    throw errors.argument(
      "Destination array is not long enough to copy all the items in the collection. Check array index and length.",
    );
  }
  spend(length);
  return toHex((array.items as Uint8Array).subarray(start, start + length), "-");
}

types.declare({
  type: "static class System.BitConverter",
  members: {
    "static readonly bool IsLittleEndian": () => true,
    ...members,
    "static byte[] GetBytes(bool value)": (value) => byteArray([value ? 1 : 0]),
    "static bool ToBoolean(byte[] value, int startIndex)": (array, start) => {
      load(array, start, 1);
      return view.getUint8(0) !== 0;
    },
    "static string ToString(byte[] value)": (array) => text(array, 0, array?.length ?? 0),
    "static string ToString(byte[] value, int startIndex)": (array, start) =>
      text(array, start, (array?.length ?? 0) - start),
    "static string ToString(byte[] value, int startIndex, int length)": text,
    "static long DoubleToInt64Bits(double value)": (value) => {
      view.setFloat64(0, value, true);
      if (value !== value) makeNegative(8);
      return view.getBigInt64(0, true);
    },
    "static double Int64BitsToDouble(long value)": (value) => {
      view.setBigInt64(0, value, true);
      return view.getFloat64(0, true);
    },
  },
});
