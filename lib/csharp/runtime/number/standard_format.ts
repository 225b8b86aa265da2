/**
 * Standard numeric format strings (C, D, E, F, G, N, P, R, X, B) under the invariant culture.
 * @see https://learn.microsoft.com/dotnet/standard/base-types/standard-numeric-format-strings
 * @module
 */
import * as errors from "../errors.ts";
import { allocate } from "../budget.ts";
import { exponentText, formatCustom } from "./custom_format.ts";
import {
  decimalDigits,
  type Digits,
  integerDigits,
  realDigits,
  roundDigits,
  roundedReal,
} from "./digits.ts";
import { realToText } from "./shortest.ts";

interface Specifier {
  /** The letter in upper case. */
  readonly letter: string;
  readonly lower: boolean;
  /** -1 when absent. */
  readonly precision: number;
}

const specifiers = new Map<string, Specifier | null>();
const MAX_CACHED = 1000;
const LONGEST_CACHED = 100;
/** Digits that are not worth counting. */
const SHORT_PRECISION = 64;

/** null for a custom format string. */
function specifierOf(format: string): Specifier | null {
  let found = specifiers.get(format);
  if (found === undefined) {
    const parts = /^([A-Za-z])(\d{0,9})\0*$/.exec(format);
    found = parts && {
      letter: parts[1].toUpperCase(),
      lower: parts[1] > "Z",
      precision: parts[2] === "" ? -1 : Number(parts[2]),
    };
    if (specifiers.size < MAX_CACHED && format.length <= LONGEST_CACHED) {
      specifiers.set(format, found);
    }
  }
  if (found !== null && found.precision > SHORT_PRECISION) allocate(found.precision);
  return found;
}

function badSpecifier() {
  return errors.format("Format specifier was invalid.");
}

/** `int.ToString(format)` and its like; `bits` is the width that hexadecimal shows of negative numbers. */
export function formatInteger(value: number | bigint, format: string | null, bits: number): string {
  if (format === null || format === "") return String(value);
  const specifier = specifierOf(format);
  if (!specifier) return formatCustom(integerDigits(value), format);
  const { letter, lower, precision } = specifier;
  switch (letter) {
    case "D":
      return padInteger(value, precision);
    case "G":
      if (precision < 1) return String(value);
      break;
    case "X":
    case "B": {
      const unsigned = value < 0 ? BigInt.asUintN(bits, BigInt(value)) : value;
      const text = unsigned.toString(letter === "X" ? 16 : 2).padStart(precision, "0");
      return lower ? text : text.toUpperCase();
    }
    case "R":
      throw badSpecifier();
  }
  return formatDigits(integerDigits(value), specifier, precision);
}

function padInteger(value: number | bigint, length: number): string {
  return value < 0
    ? `-${String(value).slice(1).padStart(length, "0")}`
    : String(value).padStart(length, "0");
}

/** `double.ToString(format)`, or `float.ToString(format)` with `single`. */
export function formatReal(value: number, format: string | null, single: boolean): string {
  if (format === null || format === "" || !Number.isFinite(value)) return realToText(value, single);
  const specifier = specifierOf(format);
  if (!specifier) return formatCustom(roundedReal(value, single ? 7 : 15, true), format);
  const { precision } = specifier;
  switch (specifier.letter) {
    case "R":
      return formatDigits(
        realDigits(value, single),
        { ...specifier, letter: "G" },
        single ? 9 : 17,
      );
    case "G":
      return precision < 1
        ? formatDigits(realDigits(value, single), specifier, single ? 9 : 17)
        : formatDigits(roundedReal(value, precision, true), specifier, precision);
    case "E": {
      const digits = precision < 0 ? 6 : precision;
      return formatDigits(roundedReal(value, digits + 1, true), specifier, digits);
    }
    case "P":
      return formatDigits(
        roundedReal(value, 2 + (precision < 0 ? 2 : precision), false),
        specifier,
        precision,
      );
    case "C":
    case "F":
    case "N":
      return formatDigits(
        roundedReal(value, precision < 0 ? 2 : precision, false),
        specifier,
        precision,
      );
    default:
      throw badSpecifier();
  }
}

/** `decimal.ToString(format)` of `coefficient / 10^scale`. */
export function formatDecimal(coefficient: bigint, scale: number, format: string | null): string {
  if (format === null || format === "") return decimalText(coefficient, scale);
  const specifier = specifierOf(format);
  if (!specifier) return formatCustom(decimalDigits(coefficient, scale), format);
  if (specifier.letter === "G" && specifier.precision < 0) return decimalText(coefficient, scale);
  return formatDigits(decimalDigits(coefficient, scale), specifier, specifier.precision);
}

function decimalText(coefficient: bigint, scale: number): string {
  if (scale === 0) return String(coefficient);
  const negative = coefficient < 0n;
  const digits = String(negative ? -coefficient : coefficient).padStart(scale + 1, "0");
  const point = digits.length - scale;
  return `${negative ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** @param precision decimals, or significant digits for E (after the first) and G; -1 for the default. */
function formatDigits(value: Digits, { letter, lower }: Specifier, precision: number): string {
  const decimals = precision < 0 ? 2 : precision;
  switch (letter) {
    case "C": {
      const number = roundDigits(value, value.scale + decimals);
      const text = `\u00a4${fixed(number, decimals, true)}`;
      return number.negative ? `(${text})` : text;
    }
    case "F":
    case "N": {
      const number = roundDigits(value, value.scale + decimals);
      return signOf(number) + fixed(number, decimals, letter === "N");
    }
    case "P": {
      const scaled = value.digits === "" ? value : { ...value, scale: value.scale + 2 };
      const number = roundDigits(scaled, scaled.scale + decimals);
      return `${signOf(number)}${fixed(number, decimals, true)} %`;
    }
    case "E": {
      const fraction = precision < 0 ? 6 : precision;
      const number = roundDigits(value, fraction + 1);
      return signOf(number) + scientific(number, fraction, lower ? "e" : "E");
    }
    case "G": {
      const digits = precision < 1 ? value.digits.length : precision;
      const number = roundDigits(value, digits);
      return signOf(number) + general(number, digits, lower ? "e" : "E");
    }
    default:
      throw badSpecifier();
  }
}

function signOf(number: Digits): string {
  return number.negative ? "-" : "";
}

function fixed({ digits, scale }: Digits, decimals: number, grouped: boolean): string {
  let whole = scale > 0 ? digits.slice(0, scale).padEnd(scale, "0") : "0";
  if (grouped && whole.length > 3) whole = group(whole);
  if (decimals === 0) return whole;
  const fraction = scale >= 0 ? digits.slice(scale) : "0".repeat(-scale) + digits;
  return `${whole}.${fraction.slice(0, decimals).padEnd(decimals, "0")}`;
}

function group(whole: string): string {
  const head = whole.length % 3 || 3;
  let out = whole.slice(0, head);
  for (let i = head; i < whole.length; i += 3) out += `,${whole.slice(i, i + 3)}`;
  return out;
}

function scientific({ digits, scale }: Digits, fraction: number, e: string): string {
  const exponent = digits === "" ? 0 : scale - 1;
  const head = digits === "" ? "0" : digits[0];
  const tail = fraction > 0 ? `.${digits.slice(1).padEnd(fraction, "0")}` : "";
  return head + tail + exponentText(e, exponent, 3, true);
}

function general({ digits, scale }: Digits, precision: number, e: string): string {
  if (scale > precision || scale < -3) {
    const tail = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return digits[0] + tail + exponentText(e, scale - 1, 2, true);
  }
  const whole = scale > 0 ? digits.slice(0, scale).padEnd(scale, "0") : "0";
  const fraction = scale > 0 ? digits.slice(scale) : "0".repeat(-scale) + digits;
  return digits !== "" && fraction !== "" ? `${whole}.${fraction}` : whole;
}
