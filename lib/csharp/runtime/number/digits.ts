/**
 * A number on its way to text: its decimal digits and where the point stands.
 * @module
 */
import { shortestDigits } from "./shortest.ts";

/** The value is `0.DIGITS * 10^scale`. Zero has no digits and scale 0. */
export interface Digits {
  readonly negative: boolean;
  /** No leading zeros; trailing zeros count for decimals, whose scale is part of the value. */
  readonly digits: string;
  readonly scale: number;
  /** Integers and decimals lose a minus sign when they round to zero; floating-point numbers keep it. */
  readonly kind: "integer" | "decimal" | "real";
}

export function integerDigits(value: number | bigint): Digits {
  const negative = value < 0;
  const text = value == 0 ? "" : String(value).slice(negative ? 1 : 0);
  return { negative, digits: text.replace(/0+$/, ""), scale: text.length, kind: "integer" };
}

/** `coefficient / 10^scale`, trailing zeros kept. */
export function decimalDigits(coefficient: bigint, scale: number): Digits {
  const negative = coefficient < 0n;
  const digits = coefficient === 0n ? "" : String(negative ? -coefficient : coefficient);
  return { negative, digits, scale: digits.length - scale, kind: "decimal" };
}

/** The shortest digits that give the same number back. */
export function realDigits(value: number, single: boolean): Digits {
  const negative = isNegative(value);
  return { negative, kind: "real", ...shortestDigits(Math.abs(value), single) };
}

function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}

const view = new DataView(new ArrayBuffer(8));
const powersOfFive: bigint[] = [1n];

function powerOfFive(n: number): bigint {
  for (let i = powersOfFive.length; i <= n; i++) powersOfFive.push(powersOfFive[i - 1] * 5n);
  return powersOfFive[n];
}

/** All digits of a finite floating-point number: what `m * 2^e` is exactly. */
function exactDigits(value: number): { digits: string; scale: number } {
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  const biased = (high >>> 20) & 0x7ff;
  let mantissa = (BigInt(high & 0xfffff) << 32n) | BigInt(view.getUint32(4));
  if (biased !== 0) mantissa |= 1n << 52n;
  let exponent = (biased || 1) - 1075;
  while (exponent < 0 && mantissa !== 0n && (mantissa & 1n) === 0n) {
    mantissa >>= 1n;
    exponent++;
  }
  if (exponent >= 0) {
    const digits = String(mantissa << BigInt(exponent));
    return { digits, scale: digits.length };
  }
  const digits = String(mantissa * powerOfFive(-exponent));
  return { digits, scale: digits.length + exponent };
}

/**
 * A floating-point number rounded once, ties to even: to `precision` significant digits, or to that many
 * decimals.
 */
export function roundedReal(value: number, precision: number, significant: boolean): Digits {
  const negative = isNegative(value);
  if (value === 0) return { negative, digits: "", scale: 0, kind: "real" };
  const { digits, scale } = exactDigits(Math.abs(value));
  const position = significant ? precision : scale + precision;
  if (position >= digits.length) {
    return { negative, digits: digits.replace(/0+$/, ""), scale, kind: "real" };
  }
  return cut({ negative, digits, scale, kind: "real" }, position, tieToEven(digits, position));
}

function tieToEven(digits: string, position: number): boolean {
  if (position < 0) return false;
  const next = digits.charCodeAt(position) - 48;
  if (next !== 5) return next > 5;
  for (let i = position + 1; i < digits.length; i++) if (digits[i] !== "0") return true;
  return position > 0 && (digits.charCodeAt(position - 1) & 1) === 1;
}

/** Rounds to the first `position` digits, 5 away from zero; trailing zeros go. */
export function roundDigits(number: Digits, position: number): Digits {
  const { digits } = number;
  const up = position >= 0 && position < digits.length && digits.charCodeAt(position) >= 53;
  return cut(number, position, up);
}

function cut(number: Digits, position: number, up: boolean): Digits {
  const { digits, kind } = number;
  let end = Math.max(0, Math.min(position, digits.length));
  if (up) {
    while (end > 0 && digits[end - 1] === "9") end--;
    if (end === 0) return { ...number, digits: "1", scale: number.scale + 1 };
    const last = String.fromCharCode(digits.charCodeAt(end - 1) + 1);
    return { ...number, digits: digits.slice(0, end - 1) + last };
  }
  while (end > 0 && digits[end - 1] === "0") end--;
  if (end > 0) return { ...number, digits: digits.slice(0, end) };
  return { negative: kind === "real" && number.negative, digits: "", scale: 0, kind };
}
