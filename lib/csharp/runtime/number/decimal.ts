/**
 * System.Decimal: a 96-bit integer and a scale of 0 to 28, exact, trailing zeros kept.
 * @see https://learn.microsoft.com/dotnet/api/system.decimal
 * @module
 */
import * as errors from "../errors.ts";
import { type CsObject } from "../values.ts";
import { typeOf } from "../type.ts";
import { NumberStyles, parseNumber } from "./parse.ts";
import { formatDecimal } from "./standard_format.ts";

const MAX = (1n << 96n) - 1n;
export const MAX_SCALE = 28;
/** More digits than can matter: the rest only says that a tie is none. */
const MANY_DIGITS = 100;
const DECIMAL = typeOf("System.Decimal");

const POWERS: bigint[] = Array.from({ length: 60 }, (_, i) => 10n ** BigInt(i));
const REAL_POWERS: number[] = Array.from({ length: MAX_SCALE + 1 }, (_, i) => Number(`1e${i}`));

const tooLarge = () => errors.overflow("Value was either too large or too small for a Decimal.");

const abs = (n: bigint) => (n < 0n ? -n : n);

/** `n / d` to the nearest integer, ties to even. `d` is positive. */
function divideToEven(n: bigint, d: bigint): bigint {
  const quotient = n / d;
  const twice = abs(n % d) * 2n;
  if (twice < d || (twice === d && (quotient & 1n) === 0n)) return quotient;
  return n < 0n ? quotient - 1n : quotient + 1n;
}

/** How Round treats a value half-way between two: MidpointRounding's values. */
export const Rounding = {
  ToEven: 0,
  AwayFromZero: 1,
  ToZero: 2,
  ToNegativeInfinity: 3,
  ToPositiveInfinity: 4,
} as const;

/** `n / d` as an integer, by one of the {@link Rounding} modes. `d` is positive. */
function divideRounding(n: bigint, d: bigint, mode: number): bigint {
  const quotient = n / d;
  const rest = n % d;
  if (rest === 0n) return quotient;
  const away = n < 0n ? quotient - 1n : quotient + 1n;
  switch (mode) {
    case Rounding.ToEven:
      return divideToEven(n, d);
    case Rounding.AwayFromZero:
      return abs(rest) * 2n >= d ? away : quotient;
    case Rounding.ToZero:
      return quotient;
    case Rounding.ToNegativeInfinity:
      return n < 0n ? away : quotient;
    default:
      return n > 0n ? away : quotient;
  }
}

export class CsDecimal implements CsObject {
  readonly csType = DECIMAL;

  /** Use {@link CsDecimal.of} or {@link CsDecimal.fit}. The value is `coefficient / 10^scale`. */
  private constructor(readonly coefficient: bigint, readonly scale: number) {}

  static readonly zero = new CsDecimal(0n, 0);
  static readonly one = new CsDecimal(1n, 0);
  static readonly maxValue = new CsDecimal(MAX, 0);
  static readonly minValue = new CsDecimal(-MAX, 0);

  /** @throws CsException System.OverflowException when the coefficient does not fit. */
  static of(coefficient: bigint, scale = 0): CsDecimal {
    if (coefficient > MAX || coefficient < -MAX) throw tooLarge();
    return new CsDecimal(coefficient, scale);
  }

  /** The nearest decimal, ties to even: digits that do not fit are dropped. @throws CsException overflow */
  static fit(coefficient: bigint, scale: number): CsDecimal {
    let drop = Math.max(0, scale - MAX_SCALE);
    const excess = String(abs(coefficient)).length - drop - 29;
    if (excess > 0) drop += excess;
    for (;; drop++) {
      if (drop > scale) throw tooLarge();
      const rounded = drop === 0 ? coefficient : divideToEven(coefficient, 10n ** BigInt(drop));
      if (rounded <= MAX && rounded >= -MAX) return new CsDecimal(rounded, scale - drop);
    }
  }

  /** From any integer type. */
  static from(value: number | bigint): CsDecimal {
    return new CsDecimal(BigInt(value), 0);
  }

  /** `(decimal)value` of a double (15 digits) or, with `single`, of a float (7). @throws CsException overflow */
  static fromReal(value: number, single = false): CsDecimal {
    if (!(Math.abs(value) < 7.922816251426434e28)) throw tooLarge();
    const text = value.toExponential(single ? 6 : 14);
    const e = text.indexOf("e");
    const point = text.indexOf(".");
    let digits = BigInt(text.slice(0, point) + text.slice(point + 1, e));
    let scale = e - point - 1 - Number(text.slice(e + 1));
    if (digits === 0n) return CsDecimal.zero;
    if (scale > MAX_SCALE) {
      if (scale - MAX_SCALE > 16) return CsDecimal.zero;
      digits = divideToEven(digits, POWERS[scale - MAX_SCALE]);
      scale = MAX_SCALE;
    }
    for (; scale > 0 && digits % 10n === 0n; scale--) digits /= 10n;
    return scale < 0 ? CsDecimal.of(digits * POWERS[-scale]) : CsDecimal.of(digits, scale);
  }

  /** null when the text is no decimal. @throws CsException overflow */
  static parse(text: string, style: number = NumberStyles.Number): CsDecimal | null {
    const number = parseNumber(text, style);
    if (!number) return null;
    const { digits, exponent, negative } = number;
    if (digits === "") return new CsDecimal(0n, Math.min(MAX_SCALE, Math.max(0, -exponent)));
    if (number.scale > 29) throw tooLarge();
    if (number.scale < -MAX_SCALE - 1) return new CsDecimal(0n, MAX_SCALE);
    if (digits.length > MANY_DIGITS) {
      const kept = BigInt(`${negative ? "-" : ""}${digits.slice(0, MANY_DIGITS)}1`);
      return CsDecimal.fit(kept, MANY_DIGITS + 1 - number.scale);
    }
    const coefficient = BigInt(negative ? `-${digits}` : digits);
    return exponent > 0
      ? CsDecimal.of(coefficient * POWERS[exponent])
      : CsDecimal.fit(coefficient, 0 - exponent);
  }

  csToString(): string {
    return this.csFormat(null);
  }

  csFormat(format: string | null): string {
    return formatDecimal(this.coefficient, this.scale, format);
  }

  csEquals(other: unknown): boolean {
    return other instanceof CsDecimal && compare(this, other) === 0;
  }

  csHashKey(): string {
    const { coefficient, scale } = this.#trimmed();
    return `${coefficient}e${scale}`;
  }

  /** The four words that hold the value without trailing zeros, combined by exclusive or. */
  csHashCode(): number {
    const { coefficient, scale } = this.#trimmed();
    if (coefficient === 0n) return 0;
    const magnitude = abs(coefficient);
    const word = (i: number) => Number(BigInt.asIntN(32, magnitude >> BigInt(32 * i)));
    const flags = (coefficient < 0n ? 1 << 31 : 0) | (scale << 16);
    return flags ^ word(0) ^ word(1) ^ word(2);
  }

  #trimmed(): CsDecimal {
    let { coefficient, scale } = this;
    for (; scale > 0 && coefficient % 10n === 0n; scale--) coefficient /= 10n;
    return new CsDecimal(coefficient, scale);
  }

  csCompare(other: unknown): number {
    if (!(other instanceof CsDecimal)) throw errors.argument("Object must be of type Decimal.");
    return compare(this, other);
  }

  /** The nearest double. */
  toNumber(): number {
    return Number(this.coefficient) / REAL_POWERS[this.scale];
  }

  /** Without the fraction. */
  toBigInt(): bigint {
    return this.scale === 0 ? this.coefficient : this.coefficient / POWERS[this.scale];
  }

  /** To `decimals` decimals; the scale shrinks to them, and never grows. */
  round(decimals: number, mode: number = Rounding.ToEven): CsDecimal {
    if (this.scale <= decimals) return this;
    const divisor = POWERS[this.scale - decimals];
    return new CsDecimal(divideRounding(this.coefficient, divisor, mode), decimals);
  }
}

/** Both coefficients at the larger of the two scales. */
function align(a: CsDecimal, b: CsDecimal): [bigint, bigint, number] {
  if (a.scale === b.scale) return [a.coefficient, b.coefficient, a.scale];
  return a.scale < b.scale
    ? [a.coefficient * POWERS[b.scale - a.scale], b.coefficient, b.scale]
    : [a.coefficient, b.coefficient * POWERS[a.scale - b.scale], a.scale];
}

export function compare(a: CsDecimal, b: CsDecimal): number {
  const [x, y] = align(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function add(a: CsDecimal, b: CsDecimal): CsDecimal {
  const [x, y, scale] = align(a, b);
  return CsDecimal.fit(x + y, scale);
}

export function subtract(a: CsDecimal, b: CsDecimal): CsDecimal {
  const [x, y, scale] = align(a, b);
  return CsDecimal.fit(x - y, scale);
}

export function multiply(a: CsDecimal, b: CsDecimal): CsDecimal {
  return CsDecimal.fit(a.coefficient * b.coefficient, a.scale + b.scale);
}

/** @throws CsException System.DivideByZeroException, System.OverflowException */
export function divide(a: CsDecimal, b: CsDecimal): CsDecimal {
  if (b.coefficient === 0n) throw errors.divideByZero();
  const divisor = abs(b.coefficient);
  const dividend = b.coefficient < 0n ? -a.coefficient : a.coefficient;
  const scale = a.scale - b.scale;
  if (scale >= 0 && dividend % divisor === 0n) return CsDecimal.of(dividend / divisor, scale);
  let quotient = CsDecimal.fit(
    divideToEvenSticky(dividend * POWERS[MAX_SCALE + 1 - scale], divisor),
    MAX_SCALE + 1,
  );
  const least = dividend % divisor === 0n ? Math.max(0, scale) : 0;
  while (quotient.scale > least && quotient.coefficient % 10n === 0n) {
    quotient = CsDecimal.of(quotient.coefficient / 10n, quotient.scale - 1);
  }
  return quotient;
}

/** The quotient with one digit more that is not zero when something was left over, so that rounding it is right. */
function divideToEvenSticky(n: bigint, d: bigint): bigint {
  const quotient = n / d;
  if (n % d === 0n) return quotient;
  return quotient % 5n === 0n ? (n < 0n ? quotient - 1n : quotient + 1n) : quotient;
}

/** @throws CsException System.DivideByZeroException */
export function remainder(a: CsDecimal, b: CsDecimal): CsDecimal {
  if (b.coefficient === 0n) throw errors.divideByZero();
  const [x, y, scale] = align(a, b);
  return abs(x) < abs(y) ? a : CsDecimal.fit(x % y, scale);
}

export function negate(a: CsDecimal): CsDecimal {
  return CsDecimal.of(-a.coefficient, a.scale);
}
