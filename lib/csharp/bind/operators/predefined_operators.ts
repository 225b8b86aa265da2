/**
 * Predefined operators on numbers, enums, booleans and strings, and their lifted forms (C# 7.3, section 7.3).
 * @module
 */
import { error } from "../../syntax/errors.ts";
import type { CsDecimal } from "../../runtime/number/decimal.ts";
import type { CsType } from "../../runtime/type.ts";
import type { BinaryOperator, Bound } from "../bound.ts";
import { constant, foldBinary, isConstant } from "../constants.ts";
import type { BindingContext } from "../context.ts";
import { canConvert, convertImplicit } from "../convert.ts";
import * as t from "../types.ts";

export const EQUALITY = new Set(["==", "!="]);

export const COMPARISON = new Set(["==", "!=", "<", ">", "<=", ">="]);

const BITWISE = new Set(["&", "|", "^"]);

export const SHIFT = new Set(["<<", ">>"]);

/** Predefined operators on numbers, enums, booleans and strings, and their lifted forms. */
export function predefined(
  b: BindingContext,
  operator: BinaryOperator,
  l: Bound,
  r: Bound,
  at: number,
): Bound | null {
  const [left, right] = [t.underlying(l.type), t.underlying(r.type)];
  const lifted = t.isNullable(l.type) || t.isNullable(r.type);
  if (left === t.STRING && right === t.STRING) {
    if (!EQUALITY.has(operator)) return null;
    if (isConstant(l) && isConstant(r)) {
      return constant((l.value === r.value) === (operator === "=="), t.BOOL, at);
    }
    return {
      kind: "binary",
      operator,
      left: l,
      right: r,
      operandType: t.STRING,
      lifted: false,
      checked: false,
      type: t.BOOL,
      at,
    };
  }
  if (left === t.BOOL && right === t.BOOL) {
    return EQUALITY.has(operator) || BITWISE.has(operator)
      ? build(b, operator, l, r, t.BOOL, t.BOOL, lifted, at)
      : null;
  }
  if (t.isEnum(left) || t.isEnum(right)) return enumOperator(b, operator, l, r, lifted, at);
  if (!t.isNumeric(left) || !t.isNumeric(right)) return null;
  if (SHIFT.has(operator)) {
    if (!t.isIntegral(left) || !canConvert(r, lifted ? t.nullableOf(t.INT) : t.INT)) return null;
    return build(b, operator, l, r, promoteUnary(left), t.INT, lifted, at);
  }
  const type = promote(l, r, left, right, operator, at);
  if (!type) return null;
  if (BITWISE.has(operator) && !t.isIntegral(type)) return null;
  return build(b, operator, l, r, type, type, lifted, at);
}

/** Integral types narrower than int are computed as int. */
export function promoteUnary(type: CsType): CsType {
  return type === t.UINT || type === t.LONG || type === t.ULONG ? type : t.INT;
}

/** Binary numeric promotion (section 7.3.6.2), with what constant conversions add to it. */
function promote(
  l: Bound,
  r: Bound,
  left: CsType,
  right: CsType,
  operator: string,
  at: number,
): CsType | null {
  const either = (type: CsType) => left === type || right === type;
  if (either(t.DECIMAL)) return either(t.DOUBLE) || either(t.FLOAT) ? null : t.DECIMAL;
  if (either(t.DOUBLE)) return t.DOUBLE;
  if (either(t.FLOAT)) return t.FLOAT;
  if (either(t.ULONG)) {
    const bad = [l, r].some((one) =>
      [t.SBYTE, t.SHORT, t.INT, t.LONG].includes(t.underlying(one.type)) &&
      !canConvert(one, t.ULONG)
    );
    if (bad) {
      throw error("CS0034", at, operator, t.display(l.type), t.display(r.type));
    }
    return t.ULONG;
  }
  if (either(t.LONG)) return t.LONG;
  if (either(t.UINT)) {
    const other = left === t.UINT ? r : l;
    const signed = [t.SBYTE, t.SHORT, t.INT].includes(t.underlying(other.type));
    return signed && !canConvert(other, t.UINT) ? t.LONG : t.UINT;
  }
  return t.INT;
}

function enumOperator(
  b: BindingContext,
  operator: BinaryOperator,
  l: Bound,
  r: Bound,
  lifted: boolean,
  at: number,
): Bound | null {
  const [left, right] = [t.underlying(l.type), t.underlying(r.type)];
  const type = t.isEnum(left) ? left : right;
  const both = canConvert(l, lifted ? t.nullableOf(type) : type) &&
    canConvert(r, lifted ? t.nullableOf(type) : type);
  if (both && (COMPARISON.has(operator) || BITWISE.has(operator))) {
    const result = build(b, operator, l, r, type, type, lifted, at);
    return result;
  }
  const number = t.isEnum(left) ? right : left;
  if (operator === "-" && both && left === right) {
    return retyped(build(b, operator, asNumber(l), asNumber(r), t.INT, t.INT, lifted, at), t.INT);
  }
  const adds = (operator === "+" || operator === "-") && t.isIntegral(number) &&
    promoteUnary(number) === t.INT;
  if (!adds) return null;
  return retyped(build(b, operator, asNumber(l), asNumber(r), t.INT, t.INT, lifted, at), type);
}

function asNumber(value: Bound): Bound {
  return t.isEnum(t.underlying(value.type)) ? retyped(value, t.INT) : value;
}

/** The same number under an enum's or its underlying type's name; nullable stays nullable. */
function retyped(value: Bound, type: CsType): Bound {
  return { ...value, type: t.isNullable(value.type) ? t.nullableOf(type) : type };
}

/** Zero of a type whose division by zero fails; floating-point numbers divide by it. */
function isConstantZero(bound: Bound): boolean {
  if (!isConstant(bound)) return false;
  if (bound.type === t.DECIMAL) return (bound.value as CsDecimal).coefficient === 0n;
  return t.isIntegral(bound.type) && Number(bound.value) === 0;
}

function build(
  b: BindingContext,
  operator: BinaryOperator,
  l: Bound,
  r: Bound,
  leftType: CsType,
  rightType: CsType,
  lifted: boolean,
  at: number,
): Bound {
  const wrap = (type: CsType) => lifted ? t.nullableOf(type) : type;
  const [left, right] = [
    convertImplicit(l, wrap(leftType), l.at),
    convertImplicit(r, wrap(rightType), r.at),
  ];
  const comparison = COMPARISON.has(operator);
  const operandType = t.enumBase(leftType);
  const type = comparison ? t.BOOL : wrap(leftType);
  if ((operator === "/" || operator === "%") && isConstantZero(right)) {
    throw error("CS0020", at);
  }
  if (!lifted && isConstant(left) && isConstant(right)) {
    return constant(
      foldBinary(operator, left.value, right.value, operandType, b.checked === false, at),
      type,
      at,
    );
  }
  return {
    kind: "binary",
    operator,
    left,
    right,
    operandType,
    lifted,
    checked: b.checked === true,
    type,
    at,
  };
}
