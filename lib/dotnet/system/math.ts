/**
 * System.Math.
 * @module
 */
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { roundDecimal } from "./number/decimal.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { INTEGERS, type IntegerType } from "../../csharp/runtime/number/integers.ts";
import { compare, CsDecimal, negate, Rounding } from "../../csharp/runtime/number/decimal.ts";

export const types = new Declarations();

types.declare({ type: "enum System.MidpointRounding", values: { ToEven: 0, AwayFromZero: 1 } });

/** The nearest whole number; a half goes by `mode`. */
function roundReal(value: number, mode: number): number {
  const whole = Math.trunc(value);
  const rest = Math.abs(value - whole);
  if (rest === 0 || !Number.isFinite(value)) return value;
  const away = whole + Math.sign(value);
  const up = rest > 0.5 || (rest === 0.5 && (mode === Rounding.AwayFromZero || whole % 2 !== 0));
  const rounded = up ? away : whole;
  return rounded === 0 && value < 0 ? -0 : rounded;
}

/** From here on a double has no fraction. */
const NO_FRACTION = 1e16;
const MAX_DIGITS = 15;

/** `Math.Round(value, digits, mode)`: scaled, rounded, scaled back, as .NET does it. */
function roundDigits(value: number, digits: number, mode: number): number {
  if (digits < 0 || digits > MAX_DIGITS) {
    throw errors.outOfRange("digits", "Rounding digits must be between 0 and 15, inclusive.");
  }
  checkMode(mode);
  if (!(Math.abs(value) < NO_FRACTION)) return value;
  const power = 10 ** digits;
  return roundReal(value * power, mode) / power;
}

function checkMode(mode: number): void {
  if (mode < 0 || mode > 4) {
    throw errors.argument(
      `The value '${mode}' is not valid for this usage of the type MidpointRounding.`,
      "mode",
    );
  }
}

const nan = (value: number) => value !== value;

/** The larger of two; NaN wins, and 0 is larger than -0. */
function maxReal(a: number, b: number): number {
  return nan(a) || nan(b) ? NaN : Math.max(a, b);
}

function minReal(a: number, b: number): number {
  return nan(a) || nan(b) ? NaN : Math.min(a, b);
}

function signReal(value: number): number {
  if (nan(value)) {
    throw new CsException(
      "System.ArithmeticException",
      "Function does not accept floating point Not-a-Number values.",
    );
  }
  return Math.sign(value) + 0;
}

function absInteger(min: bigint) {
  const least = Number(min);
  return (value: number | bigint) => {
    if (value >= 0) return value;
    if (typeof value === "bigint" ? value === min : value === least) {
      throw errors.overflow("Negating the minimum value of a twos complement number is invalid.");
    }
    return -value;
  };
}

function integerMembers(type: IntegerType): Record<string, Implementation> {
  const k = type.keyword;
  const members: Record<string, Implementation> = {
    [`static ${k} Max(${k} val1, ${k} val2)`]: (a, b) => (a >= b ? a : b),
    [`static ${k} Min(${k} val1, ${k} val2)`]: (a, b) => (a <= b ? a : b),
  };
  if (type.min < 0n) {
    members[`static ${k} Abs(${k} value)`] = absInteger(type.min);
    members[`static int Sign(${k} value)`] = (value) => (value > 0 ? 1 : value < 0 ? -1 : 0);
  }
  return members;
}

function realMembers(k: string): Record<string, Implementation> {
  return {
    [`static ${k} Max(${k} val1, ${k} val2)`]: maxReal,
    [`static ${k} Min(${k} val1, ${k} val2)`]: minReal,
    [`static ${k} Abs(${k} value)`]: (value) => Math.abs(value),
    [`static int Sign(${k} value)`]: signReal,
  };
}

const absDecimal = (value: CsDecimal) => (value.coefficient < 0n ? negate(value) : value);

const decimals: Record<string, Implementation> = {
  "static decimal Max(decimal val1, decimal val2)": (a, b) => (compare(a, b) >= 0 ? a : b),
  "static decimal Min(decimal val1, decimal val2)": (a, b) => (compare(a, b) < 0 ? a : b),
  "static decimal Abs(decimal value)": absDecimal,
  "static int Sign(decimal value)": (value) => compare(value, CsDecimal.zero),
  "static decimal Floor(decimal d)": (d) => d.round(0, Rounding.ToNegativeInfinity),
  "static decimal Ceiling(decimal d)": (d) => d.round(0, Rounding.ToPositiveInfinity),
  "static decimal Truncate(decimal d)": (d) => d.round(0, Rounding.ToZero),
  "static decimal Round(decimal d)": (d) => d.round(0),
  "static decimal Round(decimal d, int decimals)": (d, n) => roundDecimal(d, n, 0),
  "static decimal Round(decimal d, MidpointRounding mode)": (d, mode) => {
    checkMode(mode);
    return d.round(0, mode);
  },
  "static decimal Round(decimal d, int decimals, MidpointRounding mode)": (d, n, mode) => {
    checkMode(mode);
    return roundDecimal(d, n, mode);
  },
};

/** .NET's logarithm to a base, with its special cases. */
function logTo(value: number, base: number): number {
  if (nan(value)) return value;
  if (nan(base)) return base;
  if (base === 1) return NaN;
  if (value !== 1 && (base === 0 || base === Infinity)) return NaN;
  return Math.log(value) / Math.log(base);
}

const INVERSE_LN_10 = 4.34294481903251816668e-01;
const LOG_2_HIGH = 3.01029995663611771306e-01;
const LOG_2_LOW = 3.69423907715893078616e-13;
const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** log10(m * 2^e) as the C library of .NET takes it; JavaScript's differs in the last digit. */
function log10(value: number): number {
  if (!(value >= SMALLEST_NORMAL && value < Infinity)) return Math.log10(value);
  let exponent = Math.floor(Math.log2(value));
  if (2 ** exponent > value) exponent--;
  else if (2 ** exponent * 2 <= value) exponent++;
  if (exponent < 0) exponent++;
  const mantissa = value / 2 ** exponent;
  return exponent * LOG_2_LOW + INVERSE_LN_10 * Math.log(mantissa) + exponent * LOG_2_HIGH;
}

function ieeeRemainder(x: number, y: number): number {
  if (!Number.isFinite(x) || nan(y) || y === 0) return NaN;
  if (!Number.isFinite(y)) return x;
  const rest = x % y;
  if (rest === 0) return rest;
  const other = rest - Math.abs(y) * Math.sign(x);
  if (Math.abs(other) === Math.abs(rest)) {
    return roundReal(x / y, Rounding.ToEven) - Math.trunc(x / y) === 0 ? rest : other;
  }
  return Math.abs(other) < Math.abs(rest) ? other : rest;
}

/** .NET: 1 to any power is 1 (JavaScript has NaN for NaN and the infinities), and so is -1 to an infinite one. */
function power(x: number, y: number): number {
  return x === 1 || (x === -1 && (y === Infinity || y === -Infinity)) ? 1 : x ** y;
}

const reals: Record<string, Implementation> = {
  "static double Floor(double d)": (d) => Math.floor(d),
  "static double Ceiling(double a)": (a) => Math.ceil(a),
  "static double Truncate(double d)": (d) => Math.trunc(d),
  "static double Round(double a)": (a) => roundReal(a, Rounding.ToEven),
  "static double Round(double value, int digits)": (value, digits) => roundDigits(value, digits, 0),
  "static double Round(double value, MidpointRounding mode)": (value, mode) => {
    checkMode(mode);
    return roundReal(value, mode);
  },
  "static double Round(double value, int digits, MidpointRounding mode)": roundDigits,
  "static double Pow(double x, double y)": power,
  "static double Log(double a, double newBase)": logTo,
  "static double Log10(double d)": log10,
  "static double IEEERemainder(double x, double y)": ieeeRemainder,
  "static double Atan2(double y, double x)": (y, x) => Math.atan2(y, x),
};
for (const name of "Sqrt Exp Log Sin Cos Tan Asin Acos Atan Sinh Cosh Tanh".split(" ")) {
  const run = Math[name.toLowerCase() as "sqrt"];
  reals[`static double ${name}(double d)`] = (d) => run(d);
}

/** `Math.DivRem`: truncating division and its rest. */
function divRem(type: "int" | "long"): Implementation {
  const zero = type === "int" ? 0 : 0n;
  return (a, b, result) => {
    if (b === zero) throw errors.divideByZero();
    const rest = a % b;
    result.value = typeof rest === "number" ? rest + 0 : rest;
    const quotient = typeof a === "bigint" ? a / b : Math.trunc(a / b);
    const range = INTEGERS.find((i) => i.keyword === type)!;
    if (quotient > range.max) throw errors.overflow();
    return typeof quotient === "number" ? quotient + 0 : quotient;
  };
}

types.declare({
  type: "static class System.Math",
  members: {
    "const double PI": () => Math.PI,
    "const double E": () => Math.E,
    ...Object.assign({}, ...INTEGERS.map(integerMembers)),
    ...realMembers("float"),
    ...realMembers("double"),
    ...decimals,
    ...reals,
    "static int DivRem(int a, int b, out int result)": divRem("int"),
    "static long DivRem(long a, long b, out long result)": divRem("long"),
    "static long BigMul(int a, int b)": (a, b) => BigInt(a) * BigInt(b),
  },
});
