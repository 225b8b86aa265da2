/**
 * Binary operators: which kind applies to two operands (C# 7.3, sections 7.8 to 7.12).
 * @module
 */
import { AlreadyReported, error } from "../../syntax/errors.ts";
import type { CsType } from "../../runtime/type.ts";
import type { Expression, ExpressionOf } from "../../syntax/ast.ts";
import { type AnyBound, type BinaryOperator, type Bound, isTyped } from "../bound.ts";
import { constant, isConstant } from "../constants.ts";
import type { BindingContext } from "../context.ts";
import { standardExplicit } from "../conversion.ts";
import { asValue, canConvert, convertExplicit, convertImplicit, noValue } from "../convert.ts";
import { describeArgument } from "../calls/argument_check.ts";
import { EQUALITY, predefined, SHIFT } from "./predefined_operators.ts";
import * as t from "../types.ts";
import { userDefinedBinary } from "./user_operators.ts";

/** `left op right`. Long chains lean to the left, so those are walked, not recursed into. */
export function bindBinary(b: BindingContext, syntax: ExpressionOf<"binary">): Bound {
  const chain: ExpressionOf<"binary">[] = [];
  let first: Expression = syntax;
  while (first.kind === "binary" && first.operator !== "??") {
    chain.push(first as ExpressionOf<"binary">);
    first = first.left;
  }
  let left: AnyBound = b.expression(first);
  for (const { operator, right, start } of chain.reverse()) {
    left = operator === "&&" || operator === "||"
      ? logical(operator, left, b.expression(right), start)
      : binaryOperator(b, operator as BinaryOperator, left, b.expression(right), start);
  }
  return left as Bound;
}

function logical(operator: "&&" | "||", left: AnyBound, right: AnyBound, at: number): Bound {
  silent(left, right, at);
  for (const { kind } of [left, right]) {
    if (kind === "defaultLiteral") throw onDefault(operator, at);
  }
  if (!canConvert(left, t.BOOL) || !canConvert(right, t.BOOL)) {
    throw notApplicable(operator, left, right, at);
  }
  const [l, r] = [convertImplicit(left, t.BOOL, left.at), convertImplicit(right, t.BOOL, right.at)];
  if (isConstant(l) && isConstant(r)) {
    return constant(operator === "&&" ? l.value && r.value : l.value || r.value, t.BOOL, at);
  }
  return { kind: "logical", operator, left: l, right: r, type: t.BOOL, at };
}

export function silent(left: AnyBound, right: AnyBound, at: number): void {
  for (const one of [left, right]) {
    if (isTyped(one) && one.type === t.ERROR) throw new AlreadyReported(at);
  }
}

export function notApplicable(operator: string, left: AnyBound, right: AnyBound, at: number) {
  return error("CS0019", at, operator, describeArgument(left), describeArgument(right));
}

/** The operator on two bound operands. @throws CompileError CS0019 and its kin */
function binaryOperator(
  b: BindingContext,
  operator: BinaryOperator,
  left: AnyBound,
  right: AnyBound,
  at: number,
): Bound {
  silent(left, right, at);
  const special = untypedOperands(b, operator, left, right, at);
  if (special) return special;
  const [l, r] = [asValue(left), asValue(right)];
  if (l.type === t.VOID || r.type === t.VOID) throw notApplicable(operator, left, right, at);
  if (operator === "+" && (l.type === t.STRING || r.type === t.STRING)) {
    return (l.type === r.type ? null : userDefinedBinary(operator, l, r, at)) ?? concat(l, r, at);
  }
  return predefined(b, operator, l, r, at) ??
    userDefinedBinary(operator, l, r, at) ??
    referenceEquality(operator, l, r, at) ??
    delegateOperator(operator, l, r, at) ??
    fail(operator, left, right, at);
}

function fail(operator: string, left: AnyBound, right: AnyBound, at: number): never {
  throw notApplicable(operator, left, right, at);
}

function onDefault(operator: string, at: number) {
  return error("CS8310", at, operator);
}

/** Operators where one side is null, default, or a tuple literal. */
function untypedOperands(
  b: BindingContext,
  operator: BinaryOperator,
  left: AnyBound,
  right: AnyBound,
  at: number,
): Bound | null {
  if (isTyped(left) && isTyped(right)) {
    return EQUALITY.has(operator) && t.isTuple(left.type) && t.isTuple(right.type)
      ? tupleEquality(b, operator, left, right, at)
      : null;
  }
  if (!isTyped(left) && !isTyped(right)) {
    if (left.kind === "nullLiteral" && right.kind === "nullLiteral" && EQUALITY.has(operator)) {
      return constant(operator === "==", t.BOOL, at);
    }
    if (left.kind === "tupleLiteral" && right.kind === "tupleLiteral" && EQUALITY.has(operator)) {
      return tupleEquality(b, operator, asValue(left), asValue(right), at);
    }
    throw notApplicable(operator, left, right, at);
  }
  const typed = (isTyped(left) ? left : right) as Bound;
  const loose = isTyped(left) ? right : left;
  switch (loose.kind) {
    case "nullLiteral":
      return withNull(b, operator, left, right, typed, at);
    case "defaultLiteral": {
      if (!EQUALITY.has(operator)) {
        throw onDefault(operator, at);
      }
      const filled = convertImplicit(loose, typed.type, at);
      return isTyped(left)
        ? binaryOperator(b, operator, left, filled, at)
        : binaryOperator(b, operator, filled, right, at);
    }
    case "tupleLiteral":
      if (EQUALITY.has(operator) && t.isTuple(typed.type)) {
        return tupleEquality(b, operator, asValue(left), asValue(right), at);
      }
      return null;
    case "lambdaLiteral":
    case "group":
      if (t.isDelegate(typed.type) && isTyped(left)) {
        return binaryOperator(b, operator, left, convertImplicit(loose, typed.type, at), at);
      }
      throw notApplicable(operator, left, right, at);
    case "typeName":
    case "namespace":
      throw noValue(loose);
    default:
      throw notApplicable(operator, left, right, at);
  }
}

function withNull(
  b: BindingContext,
  operator: BinaryOperator,
  left: AnyBound,
  right: AnyBound,
  typed: Bound,
  at: number,
): Bound {
  const { type } = typed;
  if (EQUALITY.has(operator)) {
    if (t.isReference(type) || t.isNullable(type)) {
      return { kind: "isNull", operand: typed, negated: operator === "!=", type: t.BOOL, at };
    }
    if (t.isValueType(type) && type !== t.VOID) {
      // legal, if pointless: a value is never null
      return {
        kind: "sequence",
        first: [typed],
        last: constant(operator === "!=", t.BOOL, at),
        type: t.BOOL,
        at,
      };
    }
    throw notApplicable(operator, left, right, at);
  }
  const filled = (as: CsType): [Bound, Bound] => {
    const nothing = constant(null, as, at);
    return isTyped(left) ? [left, nothing] : [nothing, typed];
  };
  if (type === t.VOID) throw notApplicable(operator, left, right, at);
  const own = t.isDelegate(type)
    ? delegateOperator(operator, ...filled(type), at)
    : t.isValueType(type)
    ? liftedOperator(b, operator, ...filled(t.isNullable(type) ? type : t.nullableOf(type)), at)
    : null;
  // what has no operator of its own is text beside a null that stands for a string
  return own ??
    (operator === "+" ? concat(...filled(t.STRING), at) : fail(operator, left, right, at));
}

function liftedOperator(
  b: BindingContext,
  operator: BinaryOperator,
  l: Bound,
  r: Bound,
  at: number,
): Bound | null {
  return predefined(b, operator, l, r, at) ?? userDefinedBinary(operator, l, r, at);
}

/** `(a, b) == (c, d)`, element by element. */
function tupleEquality(
  b: BindingContext,
  operator: BinaryOperator,
  left: Bound,
  right: Bound,
  at: number,
): Bound {
  if (left.type.typeArguments.length !== right.type.typeArguments.length) {
    throw notApplicable(operator, left, right, at);
  }
  const hold = (value: Bound) => {
    const local = b.scope.temporary(value.type, "", at, { initialized: true });
    const read: Bound = { kind: "local", local, within: b.function, type: value.type, at };
    return { read, store: { kind: "assign", target: read, value, type: value.type, at } as Bound };
  };
  const [l, r] = [hold(left), hold(right)];
  const element = (receiver: Bound, index: number): Bound => ({
    kind: "tupleElement",
    receiver,
    index,
    type: receiver.type.typeArguments[index],
    at,
  });
  const tests = left.type.typeArguments.map((_, i) =>
    binaryOperator(b, operator, element(l.read, i), element(r.read, i), at)
  );
  const last = tests.reduce((all, one) => ({
    kind: "logical",
    operator: operator === "==" ? "&&" : "||",
    left: all,
    right: one,
    type: t.BOOL,
    at,
  }));
  return { kind: "sequence", first: [l.store, r.store], last, type: t.BOOL, at };
}

/** `left + right` where one is a string. */
function concat(left: Bound, right: Bound, at: number): Bound {
  for (const side of [left, right]) {
    if (!canConvert(side, t.OBJECT)) throw notApplicable("+", left, right, at);
  }
  const parts: Bound[] = left.kind === "concat" ? [...left.parts] : [left];
  const added = right.kind === "concat" ? right.parts : [right];
  for (const part of added) {
    const last = parts.at(-1)!;
    const foldable = (one: Bound) => isConstant(one) && one.type === t.STRING;
    if (foldable(last) && foldable(part)) {
      const text = ((last as { value?: unknown }).value ?? "") as string;
      parts[parts.length - 1] = constant(
        text + ((part as { value?: unknown }).value ?? ""),
        t.STRING,
        last.at,
      );
    } else parts.push(part);
  }
  if (parts.length === 1 && isConstant(parts[0])) return { ...parts[0], at };
  return { kind: "concat", parts, type: t.STRING, at };
}

function referenceEquality(operator: BinaryOperator, l: Bound, r: Bound, at: number): Bound | null {
  if (!EQUALITY.has(operator) || !t.isReference(l.type) || !t.isReference(r.type)) return null;
  if (!standardExplicit(l.type, r.type) && !standardExplicit(r.type, l.type)) return null;
  return {
    kind: "referenceEquals",
    left: l,
    right: r,
    negated: operator === "!=",
    type: t.BOOL,
    at,
  };
}

function delegateOperator(operator: BinaryOperator, l: Bound, r: Bound, at: number): Bound | null {
  if ((operator !== "+" && operator !== "-") || !t.isDelegate(l.type) || l.type !== r.type) {
    return null;
  }
  return { kind: "delegateCombine", left: l, right: r, remove: operator === "-", type: l.type, at };
}

/** The operator's result converted back to the variable's type, as `x op= y` and `x++` do (section 7.17.2). */
export function compoundResult(
  b: BindingContext,
  operator: BinaryOperator,
  current: Bound,
  right: AnyBound,
  at: number,
  step = false,
): Bound {
  const result = binaryOperator(b, operator, current, right, at);
  if (canConvert(result, current.type)) return convertImplicit(result, current.type, at);
  const narrow = result.kind === "binary" &&
    (step || SHIFT.has(operator) || canConvert(right, current.type));
  if (!narrow) return convertImplicit(result, current.type, at);
  return convertExplicit(result, current.type, at, b.checked === false, b.checked === true);
}
