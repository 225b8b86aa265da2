/**
 * What C#'s operators and conversions do with decimals.
 * @module
 */
import * as errors from "../errors.ts";
import { add, compare, CsDecimal, divide, multiply, remainder, subtract } from "./decimal.ts";
import { INTEGERS, type IntegerType } from "./integers.ts";
import { outOfIntegerRange } from "./parse.ts";

/** Binary operators by sign. */
export const DECIMAL_OPERATORS: ReadonlyMap<
  string,
  (a: CsDecimal, b: CsDecimal) => CsDecimal | boolean
> = new Map<string, (a: CsDecimal, b: CsDecimal) => CsDecimal | boolean>([
  ["+", add],
  ["-", subtract],
  ["*", multiply],
  ["/", divide],
  ["%", remainder],
  ["==", (a, b) => compare(a, b) === 0],
  ["!=", (a, b) => compare(a, b) !== 0],
  ["<", (a, b) => compare(a, b) < 0],
  ["<=", (a, b) => compare(a, b) <= 0],
  [">", (a, b) => compare(a, b) > 0],
  [">=", (a, b) => compare(a, b) >= 0],
]);

/** `(int)value` and its like: without the fraction. @throws CsException System.OverflowException */
export function decimalToInteger(value: CsDecimal, type: IntegerType): number | bigint {
  const whole = value.toBigInt();
  if (whole < type.min || whole > type.max) throw outOfIntegerRange(type);
  return type.big ? whole : Number(whole);
}

/** @throws CsException System.OverflowException */
export function decimalToChar(value: CsDecimal): number {
  const whole = value.toBigInt();
  if (whole < 0n || whole > 0xffffn) {
    throw errors.overflow("Value was either too large or too small for a character.");
  }
  return Number(whole);
}

const FROM_DECIMAL: ReadonlyMap<string, (value: CsDecimal) => number | bigint> = new Map([
  ...INTEGERS.map((type) =>
    [`System.${type.name}`, (value: CsDecimal) => decimalToInteger(value, type)] as const
  ),
  ["System.Char", decimalToChar],
  ["System.Single", (value) => Math.fround(value.toNumber())],
  ["System.Double", (value) => value.toNumber()],
]);

/** From decimal to the numeric type of that full name, unboxed. */
export function decimalTo(name: string): (value: CsDecimal) => number | bigint {
  const convert = FROM_DECIMAL.get(name);
  if (!convert) throw new TypeError(`No conversion from decimal to ${name}`);
  return convert;
}

/** To decimal from the numeric type of that full name, unboxed. */
export function decimalFrom(name: string): (value: number | bigint) => CsDecimal {
  if (name === "System.Single") return (value) => CsDecimal.fromReal(value as number, true);
  if (name === "System.Double") return (value) => CsDecimal.fromReal(value as number);
  return (value) => CsDecimal.from(value);
}
