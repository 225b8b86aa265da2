/**
 * System.Decimal.
 * @module
 */
import { CsArray, newArray } from "../../../csharp/runtime/array.ts";
import { Declarations, type Implementation } from "../../../csharp/runtime/declare.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import type { Ref } from "../../../csharp/runtime/values.ts";
import { attemptInto } from "../attempt.ts";
import * as errors from "../../../csharp/runtime/errors.ts";
import {
  DECIMAL_OPERATORS,
  decimalToChar,
  decimalToInteger,
} from "../../../csharp/runtime/number/decimal_operators.ts";
import { INTEGERS } from "../../../csharp/runtime/number/integers.ts";
import {
  add,
  compare,
  CsDecimal,
  divide,
  MAX_SCALE,
  multiply,
  negate,
  remainder,
  Rounding,
  subtract,
} from "../../../csharp/runtime/number/decimal.ts";
import { badFormat, checkStyle, NumberStyles } from "../../../csharp/runtime/number/parse.ts";

export const types = new Declarations();

/** `decimal.Parse(text, style)`. @throws CsException ArgumentNull, Format, Overflow */
export function parseDecimal(text: string | null, style: number = NumberStyles.Number): CsDecimal {
  if (text === null) throw errors.argumentNull("s");
  checkStyle(style, true);
  const value = CsDecimal.parse(text, style);
  if (value === null) throw badFormat(text);
  return value;
}

function tryParse(text: string | null, style: number, result: Ref): boolean {
  return attemptInto(result, CsDecimal.zero, () => parseDecimal(text, style));
}

/** @throws CsException System.ArgumentOutOfRangeException */
export function roundDecimal(value: CsDecimal, decimals: number, mode: number): CsDecimal {
  if (decimals < 0 || decimals > MAX_SCALE) {
    throw errors.outOfRange(
      "decimals",
      "Decimal can only round to between 0 and 28 digits of precision.",
    );
  }
  return value.round(decimals, mode);
}

/** The four ints that `decimal.GetBits` gives: low, middle and high 32 bits, then scale and sign. */
function bits(value: CsDecimal): CsArray {
  const array = newArray(typeOf("System.Int32"), 4, 0);
  const magnitude = value.coefficient < 0n ? -value.coefficient : value.coefficient;
  for (let i = 0; i < 3; i++) {
    array.items[i] = Number(BigInt.asIntN(32, magnitude >> BigInt(32 * i)));
  }
  array.items[3] = (value.scale << 16) | (value.coefficient < 0n ? 1 << 31 : 0);
  return array;
}

function fromBits(low: number, middle: number, high: number, negative: boolean, scale: number) {
  if (scale > MAX_SCALE || scale < 0) {
    throw errors.outOfRange("scale", "Decimal's scale value must be between 0 and 28, inclusive.");
  }
  const magnitude = (BigInt(high >>> 0) << 64n) | (BigInt(middle >>> 0) << 32n) | BigInt(low >>> 0);
  return CsDecimal.of(negative ? -magnitude : magnitude, scale);
}

const SIGN_AND_SCALE = 0x80ff0000 | 0;

function fromBitArray(array: CsArray | null): CsDecimal {
  if (array === null) throw errors.argumentNull("bits");
  const [low, middle, high, flags] = array.items as number[];
  const scale = (flags >> 16) & 0xff;
  if (array.length !== 4 || (flags & ~SIGN_AND_SCALE) !== 0 || scale > MAX_SCALE) {
    throw errors.argument(
      "Decimal byte array constructor requires an array of length four containing valid decimal bytes.",
      "bits",
    );
  }
  return fromBits(low, middle, high, flags < 0, scale);
}

const operators: Record<string, Implementation> = {
  "static decimal operator +(decimal d)": (d) => d,
  "static decimal operator -(decimal d)": negate,
  "static decimal operator ++(decimal d)": (d) => add(d, CsDecimal.one),
  "static decimal operator --(decimal d)": (d) => subtract(d, CsDecimal.one),
  "static explicit operator float(decimal value)": (value) => Math.fround(value.toNumber()),
  "static explicit operator double(decimal value)": (value) => value.toNumber(),
  "static explicit operator decimal(float value)": (value) => CsDecimal.fromReal(value, true),
  "static explicit operator decimal(double value)": (value) => CsDecimal.fromReal(value),
  "static implicit operator decimal(char value)": (value) => CsDecimal.from(value),
  "static explicit operator char(decimal value)": (value) => decimalToChar(value),
  "static float ToSingle(decimal d)": (d) => Math.fround(d.toNumber()),
  "static double ToDouble(decimal d)": (d) => d.toNumber(),
};

for (const [sign, implementation] of DECIMAL_OPERATORS) {
  const result = /[=<>]/.test(sign) ? "bool" : "decimal";
  operators[`static ${result} operator ${sign}(decimal d1, decimal d2)`] = implementation;
}
for (const type of INTEGERS) {
  const k = type.keyword;
  operators[`static implicit operator decimal(${k} value)`] = (value) => CsDecimal.from(value);
  operators[`static explicit operator ${k}(decimal value)`] = (value) =>
    decimalToInteger(value, type);
  operators[`static ${k} To${type.name}(decimal value)`] = (value) => decimalToInteger(value, type);
}

const format = (self: CsDecimal, pattern: string | null) => self.csFormat(pattern);
const parse = (s: string | null, style: number) => parseDecimal(s, style);

types.declare({
  type:
    "struct System.Decimal : IComparable, IComparable<decimal>, IConvertible, IEquatable<decimal>, IFormattable",
  members: {
    "new()": () => CsDecimal.zero,
    "new(int value)": (value) => CsDecimal.from(value),
    "new(uint value)": (value) => CsDecimal.from(value),
    "new(long value)": (value) => CsDecimal.from(value),
    "new(ulong value)": (value) => CsDecimal.from(value),
    "new(float value)": (value) => CsDecimal.fromReal(value, true),
    "new(double value)": (value) => CsDecimal.fromReal(value),
    "new(int[] bits)": fromBitArray,
    "new(int lo, int mid, int hi, bool isNegative, byte scale)": fromBits,
    "const decimal MinValue": () => CsDecimal.minValue,
    "const decimal MaxValue": () => CsDecimal.maxValue,
    "const decimal Zero": () => CsDecimal.zero,
    "const decimal One": () => CsDecimal.one,
    "const decimal MinusOne": () => CsDecimal.from(-1),
    ...operators,
    "static decimal Add(decimal d1, decimal d2)": add,
    "static decimal Subtract(decimal d1, decimal d2)": subtract,
    "static decimal Multiply(decimal d1, decimal d2)": multiply,
    "static decimal Divide(decimal d1, decimal d2)": divide,
    "static decimal Remainder(decimal d1, decimal d2)": remainder,
    "static decimal Negate(decimal d)": negate,
    "static decimal Floor(decimal d)": (d) => d.round(0, Rounding.ToNegativeInfinity),
    "static decimal Ceiling(decimal d)": (d) => d.round(0, Rounding.ToPositiveInfinity),
    "static decimal Truncate(decimal d)": (d) => d.round(0, Rounding.ToZero),
    "static decimal Round(decimal d)": (d) => d.round(0),
    "static decimal Round(decimal d, int decimals)": (d, n) => roundDecimal(d, n, 0),
    "static decimal Round(decimal d, MidpointRounding mode)": (d, mode) => d.round(0, mode),
    "static decimal Round(decimal d, int decimals, MidpointRounding mode)": roundDecimal,
    "static int Compare(decimal d1, decimal d2)": compare,
    "static bool Equals(decimal d1, decimal d2)": (a, b) => compare(a, b) === 0,
    "static int[] GetBits(decimal d)": bits,
    "static decimal Parse(string s)": (s) => parseDecimal(s),
    "static decimal Parse(string s, NumberStyles style)": parse,
    "static decimal Parse(string s, IFormatProvider provider)": (s) => parseDecimal(s),
    "static decimal Parse(string s, NumberStyles style, IFormatProvider provider)": parse,
    "static bool TryParse(string s, out decimal result)": (s, result) =>
      tryParse(s, NumberStyles.Number, result),
    "static bool TryParse(string s, NumberStyles style, IFormatProvider provider, out decimal result)":
      (s, style, _provider, result) => tryParse(s, style, result),
    "string ToString()": (self) => self.csToString(),
    "string ToString(string format)": format,
    "string ToString(IFormatProvider provider)": (self) => self.csToString(),
    "string ToString(string format, IFormatProvider provider)": format,
    "int CompareTo(decimal value)": compare,
    "int CompareTo(object value)": (self, other) => other === null ? 1 : self.csCompare(other),
    "bool Equals(decimal value)": (a, b) => compare(a, b) === 0,
    "TypeCode GetTypeCode()": () => 15,
  },
});
