/**
 * C#'s built-in arithmetic on unboxed numbers (values.ts), by static type: what the compiler folds constants
 * with and what compiled code runs.
 * @module
 */
import { divideByZero, overflow } from "./errors.ts";
import { type CsDecimal, negate } from "./number/decimal.ts";
import { DECIMAL_OPERATORS, decimalFrom, decimalTo } from "./number/decimal_operators.ts";
import { type CsType, typeOf } from "./type.ts";

type Num = number | bigint;
export type Binary = (a: never, b: never) => unknown;
export type Unary = (a: never) => unknown;

interface Kind {
  readonly bits: number;
  readonly signed: boolean;
  readonly big: boolean;
  readonly real: boolean;
}

const KINDS: ReadonlyMap<CsType, Kind> = new Map(
  ([
    ["SByte", 8, true],
    ["Byte", 8, false],
    ["Int16", 16, true],
    ["UInt16", 16, false],
    ["Char", 16, false],
    ["Int32", 32, true],
    ["UInt32", 32, false],
    ["Int64", 64, true],
    ["UInt64", 64, false],
    ["Single", 24, true],
    ["Double", 53, true],
  ] as const).map(([name, bits, signed]) => [
    typeOf(`System.${name}`),
    { bits, signed, big: bits === 64, real: bits === 24 || bits === 53 },
  ]),
);

const INT = typeOf("System.Int32");
const UINT = typeOf("System.UInt32");
const LONG = typeOf("System.Int64");
const FLOAT = typeOf("System.Single");
const DOUBLE = typeOf("System.Double");
const DECIMAL = typeOf("System.Decimal");

/** Least and greatest value of an integral type. */
function limits({ bits, signed }: Kind): readonly [bigint, bigint] {
  const size = 1n << BigInt(bits);
  return signed ? [-size / 2n, size / 2n - 1n] : [0n, size - 1n];
}

/** Whether an integral value fits into the integral type. */
export function fits(value: Num, type: CsType): boolean {
  const [least, greatest] = limits(KINDS.get(type)!);
  return value >= least && value <= greatest;
}

/** Wraps any integer into the type's form. */
function wrapper({ bits, signed, big }: Kind): (value: Num) => Num {
  if (big) {
    return signed ? (v) => BigInt.asIntN(64, BigInt(v)) : (v) => BigInt.asUintN(64, BigInt(v));
  }
  const small = signed
    ? {
      8: (v: number) => v << 24 >> 24,
      16: (v: number) => v << 16 >> 16,
      32: (v: number) => v | 0,
    }[bits]!
    : {
      8: (v: number) => v & 0xff,
      16: (v: number) => v & 0xffff,
      32: (v: number) => v >>> 0,
    }[bits]!;
  return (v) => small(typeof v === "bigint" ? Number(BigInt.asIntN(32, v)) : v);
}

const conversions = new Map<string, Unary>();

/** The numeric conversion between two types. In a checked one, what does not fit is an OverflowException. */
export function numericConversion(from: CsType, to: CsType, checked: boolean): Unary {
  const key = `${from} ${to} ${checked}`;
  let found = conversions.get(key);
  if (!found) conversions.set(key, found = makeConversion(from, to, checked));
  return found;
}

function makeConversion(from: CsType, to: CsType, checked: boolean): Unary {
  if (from === to) return (v) => v;
  if (from === DECIMAL) return decimalTo(to.definition.name);
  if (to === DECIMAL) return decimalFrom(from.definition.name);
  const [source, target] = [KINDS.get(from)!, KINDS.get(to)!];
  if (target.real) {
    const single = to === FLOAT;
    if (source.big) return (v: bigint) => single ? Math.fround(Number(v)) : Number(v);
    return single ? (v: number) => Math.fround(v) : (v) => v;
  }
  if (source.real) return fromReal(target, checked);
  const [least, greatest] = limits(target);
  const [sourceLeast, sourceGreatest] = limits(source);
  const contained = sourceLeast >= least && sourceGreatest <= greatest;
  if (contained && source.big === target.big) return (v) => v;
  const wrap = wrapper(target);
  if (!checked || contained) return wrap as Unary;
  return (v: Num) => {
    if (v < least || v > greatest) throw overflow();
    return wrap(v);
  };
}

/** Towards zero; out of range is an error where checked, else saturates, as .NET 9 and later do on every platform. */
function fromReal(target: Kind, checked: boolean): Unary {
  const [least, greatest] = limits(target);
  const [low, high] = [Number(least), Number(greatest)];
  // bytes and shorts go by way of int
  const narrow = target.bits < 32 ? wrapper(target) : null;
  const [saturateLow, saturateHigh] = narrow ? [-0x80000000, 0x7fffffff] : [low, high];
  return (value: number) => {
    const whole = Math.trunc(value);
    if (checked) {
      const inside = target.big ? whole >= low && whole < high : whole >= low && whole <= high;
      if (!inside) throw overflow();
    }
    if (Number.isNaN(whole)) return target.big ? 0n : 0;
    if (target.big) return whole >= high ? greatest : whole <= low ? least : BigInt(whole);
    const bounded = whole < saturateLow
      ? saturateLow
      : whole > saturateHigh
      ? saturateHigh
      : whole + 0;
    return narrow ? narrow(bounded) : bounded;
  };
}

const operations = new Map<string, Binary>();

/** The binary operator on two operands of `type`. Comparisons give booleans, shifts take an int count. */
export function binaryOperation(operator: string, type: CsType, checked: boolean): Binary {
  const key = `${operator} ${type} ${checked}`;
  let found = operations.get(key);
  if (!found) operations.set(key, found = makeBinary(operator, type, checked));
  return found;
}

function makeBinary(operator: string, type: CsType, checked: boolean): Binary {
  if (type === DECIMAL) return DECIMAL_OPERATORS.get(operator)!;
  const comparison = COMPARISONS.get(operator);
  if (comparison) return comparison;
  if (type === DOUBLE) return REAL.get(operator)!;
  if (type === FLOAT) {
    const operation = REAL.get(operator) as (a: number, b: number) => number;
    return (a: number, b: number) => Math.fround(operation(a, b));
  }
  if (typeof type === "object" && type.definition.name === "System.Boolean") {
    return LOGICAL.get(operator)!;
  }
  if (type === INT) return (checked && CHECKED_INT.get(operator)) || INTEGER.get(operator)!;
  if (type === UINT) return unsignedOperation(operator, checked);
  return bigOperation(operator, KINDS.get(type)!, checked);
}

const COMPARISONS: ReadonlyMap<string, Binary> = new Map<string, Binary>(Object.entries({
  "==": (a: Num, b: Num) => a === b,
  "!=": (a: Num, b: Num) => a !== b,
  "<": (a: Num, b: Num) => a < b,
  ">": (a: Num, b: Num) => a > b,
  "<=": (a: Num, b: Num) => a <= b,
  ">=": (a: Num, b: Num) => a >= b,
}));

const REAL: ReadonlyMap<string, Binary> = new Map<string, Binary>(Object.entries({
  "+": (a: number, b: number) => a + b,
  "-": (a: number, b: number) => a - b,
  "*": (a: number, b: number) => a * b,
  "/": (a: number, b: number) => a / b,
  "%": (a: number, b: number) => a % b,
}));

const LOGICAL: ReadonlyMap<string, Binary> = new Map<string, Binary>(Object.entries({
  "&": (a: boolean, b: boolean) => a && b,
  "|": (a: boolean, b: boolean) => a || b,
  "^": (a: boolean, b: boolean) => a !== b,
}));

const INTEGER: ReadonlyMap<string, Binary> = new Map<string, Binary>(Object.entries({
  "+": (a: number, b: number) => (a + b) | 0,
  "-": (a: number, b: number) => (a - b) | 0,
  "*": (a: number, b: number) => Math.imul(a, b),
  "/": (a: number, b: number) => {
    if (b === 0) throw divideByZero();
    if (b === -1 && a === -0x80000000) throw overflow();
    return (a / b) | 0;
  },
  "%": (a: number, b: number) => {
    if (b === 0) throw divideByZero();
    if (b === -1 && a === -0x80000000) throw overflow();
    return (a % b) | 0;
  },
  "&": (a: number, b: number) => a & b,
  "|": (a: number, b: number) => a | b,
  "^": (a: number, b: number) => a ^ b,
  "<<": (a: number, b: number) => a << b,
  ">>": (a: number, b: number) => a >> b,
}));

function exactInt(operation: (a: number, b: number) => number): Binary {
  return (a: number, b: number) => {
    const result = operation(a, b);
    if (result > 0x7fffffff || result < -0x80000000) throw overflow();
    return result + 0;
  };
}

const CHECKED_INT: ReadonlyMap<string, Binary> = new Map<string, Binary>(Object.entries({
  "+": exactInt((a, b) => a + b),
  "-": exactInt((a, b) => a - b),
  "*": exactInt((a, b) => a * b),
}));

function unsignedOperation(operator: string, checked: boolean): Binary {
  switch (operator) {
    case "*":
      return checked
        ? exactUnsigned((a, b) => a * b)
        : (a: number, b: number) => Math.imul(a, b) >>> 0;
    case "+":
      return checked ? exactUnsigned((a, b) => a + b) : (a: number, b: number) => (a + b) >>> 0;
    case "-":
      return checked ? exactUnsigned((a, b) => a - b) : (a: number, b: number) => (a - b) >>> 0;
    case "/":
    case "%":
      return (a: number, b: number) => {
        if (b === 0) throw divideByZero();
        return operator === "/" ? Math.trunc(a / b) : a % b;
      };
    case ">>":
      return (a: number, b: number) => a >>> b;
    default: {
      const operation = INTEGER.get(operator) as (a: number, b: number) => number;
      return (a: number, b: number) => operation(a, b) >>> 0;
    }
  }
}

function exactUnsigned(operation: (a: number, b: number) => number): Binary {
  return (a: number, b: number) => {
    const result = operation(a, b);
    if (result > 0xffffffff || result < 0) throw overflow();
    return result;
  };
}

const BIG: ReadonlyMap<string, (a: bigint, b: bigint) => bigint> = new Map<
  string,
  (a: bigint, b: bigint) => bigint
>(Object.entries({
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
}));

function bigOperation(operator: string, kind: Kind, checked: boolean): Binary {
  const wrap = kind.signed
    ? (v: bigint) => BigInt.asIntN(64, v)
    : (v: bigint) => BigInt.asUintN(64, v);
  if (operator === "<<") return (a: bigint, b: number) => wrap(a << BigInt(b & 63));
  if (operator === ">>") return (a: bigint, b: number) => a >> BigInt(b & 63);
  const operation = BIG.get(operator)!;
  if (operator === "/" || operator === "%") {
    return (a: bigint, b: bigint) => {
      if (b === 0n) throw divideByZero();
      const result = operation(a, b);
      if (b === -1n && wrap(-a) !== -a) throw overflow();
      return result;
    };
  }
  if ("&|^".includes(operator)) return operation;
  if (!checked) return (a: bigint, b: bigint) => wrap(operation(a, b));
  return (a: bigint, b: bigint) => {
    const result = operation(a, b);
    if (wrap(result) !== result) throw overflow();
    return result;
  };
}

/** The unary operator on an operand of `type`: int, uint, long, ulong, float, double, decimal, bool. */
export function unaryOperation(operator: string, type: CsType, checked: boolean): Unary {
  if (operator === "+") return (v) => v;
  if (operator === "!") return (v: boolean) => !v;
  if (operator === "~") {
    if (type === INT) return (v: number) => ~v;
    if (type === UINT) return (v: number) => ~v >>> 0;
    return type === LONG ? (v: bigint) => ~v : (v: bigint) => BigInt.asUintN(64, ~v);
  }
  if (type === DECIMAL) return (v: CsDecimal) => negate(v);
  if (type === DOUBLE || type === FLOAT) return (v: number) => -v;
  if (type === INT) {
    return (v: number) => {
      if (checked && v === -0x80000000) throw overflow();
      return (0 - v) | 0;
    };
  }
  return (v: bigint) => {
    const result = BigInt.asIntN(64, -v);
    if (checked && result !== -v) throw overflow();
    return result;
  };
}
