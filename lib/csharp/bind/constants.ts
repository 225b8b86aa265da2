/**
 * Constant folding (C# 7.3, section 7.19): always checked, unless `unchecked` says otherwise.
 * @module
 */
import { binaryOperation, fits, numericConversion, unaryOperation } from "../runtime/arithmetic.ts";
import { CsDecimal } from "../runtime/number/decimal.ts";
import { NumberStyles } from "../runtime/number/parse.ts";
import { defaultOf } from "../runtime/defaults.ts";
import { CsException } from "../runtime/exception.ts";
import { toText } from "../runtime/object.ts";
import type { CsType } from "../runtime/type.ts";
import { error } from "../syntax/errors.ts";
import type { Bound } from "./bound.ts";
import * as t from "./types.ts";

/** A literal of a type. */
export function constant(value: unknown, type: CsType, at: number): Bound & { kind: "constant" } {
  return { kind: "constant", value, type, at };
}

/** `default(T)`: a constant where the type has any. */
export function defaultValue(type: CsType, at: number): Bound {
  if (t.isReference(type) || t.isNullable(type)) return constant(null, type, at);
  return t.isSimple(type) ? constant(defaultOf(type), type, at) : { kind: "default", type, at };
}

export function isConstant(bound: Bound): bound is Bound & { kind: "constant" } {
  return bound.kind === "constant";
}

/** Folds a binary operator on constants of one numeric type (or bool, for the logical ones). @throws CompileError CS0220, CS0463 */
export function foldBinary(
  operator: string,
  left: unknown,
  right: unknown,
  type: CsType,
  unchecked: boolean,
  at: number,
): unknown {
  return guarded(
    () =>
      (binaryOperation(operator, type, !unchecked) as (a: unknown, b: unknown) => unknown)(
        left,
        right,
      ),
    type,
    at,
  );
}

export function foldUnary(
  operator: string,
  value: unknown,
  type: CsType,
  unchecked: boolean,
  at: number,
): unknown {
  return guarded(
    () => (unaryOperation(operator, type, !unchecked) as (a: unknown) => unknown)(value),
    type,
    at,
  );
}

function guarded(fold: () => unknown, type: CsType, at: number): unknown {
  try {
    return fold();
  } catch (thrown) {
    if (!(thrown instanceof CsException)) throw thrown;
    if (type === t.DECIMAL) {
      throw error("CS0463", at);
    }
    throw error("CS0220", at);
  }
}

/** What a literal with the suffix `m` is. @throws CompileError CS0594 where no decimal can hold it */
export function foldDecimalLiteral(text: string, at: number): CsDecimal {
  let decimal: CsDecimal | null = null;
  try {
    decimal = CsDecimal.parse(text, NumberStyles.Float);
  } catch (thrown) {
    if (!(thrown instanceof CsException)) throw thrown;
  }
  if (decimal === null) throw error("CS0594", at, "decimal");
  return decimal;
}

/** A constant of another numeric or enum type. @throws CompileError CS0221, or CS0031 for decimals, where it does not fit */
export function foldConversion(
  value: unknown,
  from: CsType,
  to: CsType,
  unchecked: boolean,
  at: number,
): unknown {
  const isReal = from === t.DOUBLE || from === t.FLOAT;
  const convert = numericConversion(t.enumBase(from), t.enumBase(to), isReal || !unchecked) as (
    v: unknown,
  ) => unknown;
  try {
    return convert(value);
  } catch (thrown) {
    if (!(thrown instanceof CsException)) throw thrown;
    // what the platforms would not agree on is 0 to the compiler
    if (unchecked && isReal && to !== t.DECIMAL) return to === t.LONG || to === t.ULONG ? 0n : 0;
    if (value instanceof CsDecimal || to === t.DECIMAL) {
      const text = `${toText(value)}M`;
      throw error("CS0031", at, text, t.display(to));
    }
    throw error("CS0221", at, toText(value), t.display(to));
  }
}

const SMALL: readonly CsType[] = [t.SBYTE, t.BYTE, t.SHORT, t.USHORT, t.UINT, t.ULONG];

/** Implicit constant conversions (section 6.1.9): `byte b = 5`, `ulong u = 5L`, `DayOfWeek d = 0`. */
export function constantFits(bound: Bound, to: CsType): boolean {
  if (!isConstant(bound)) return false;
  if (t.isEnum(to)) {
    return t.isNumeric(bound.type) && bound.type !== t.CHAR && Number(bound.value) === 0;
  }
  if (bound.type === t.INT) return SMALL.includes(to) && fits(bound.value as number, to);
  return bound.type === t.LONG && to === t.ULONG && (bound.value as bigint) >= 0n;
}
