/**
 * Unary and binary operators: predefined, lifted, user-defined (C# 7.3, sections 7.3 and 7.8 to 7.12).
 * @module
 */
import { directBases, type MethodSymbol, symbols } from "../runtime/symbols.ts";
import { type CsType, substitute } from "../runtime/type.ts";
import type { Expression } from "../syntax/ast.ts";
import {
  type AnyBound,
  type BinaryOperator,
  type Bound,
  isTyped,
  type UnaryOperator,
} from "./bound.ts";
import { constant, foldBinary, foldUnary, isConstant } from "./constants.ts";
import { type BindingContext, error } from "./context.ts";
import { standardImplicit } from "./conversion.ts";
import {
  asValue,
  canConvert,
  convertExplicit,
  convertImplicit,
  naturalType,
  noValue,
} from "./convert.ts";
import { typeMap } from "./members.ts";
import { type Candidate, describeArgument, tryResolve } from "./overloads.ts";
import * as t from "./types.ts";

type Of<K extends Expression["kind"]> = Expression & { kind: K };

const EQUALITY = new Set(["==", "!="]);
const COMPARISON = new Set(["==", "!=", "<", ">", "<=", ">="]);
const BITWISE = new Set(["&", "|", "^"]);
const SHIFT = new Set(["<<", ">>"]);

/** `left op right`. Long chains lean to the left, so those are walked, not recursed into. */
export function bindBinary(b: BindingContext, syntax: Of<"binary">): Bound {
  const chain: Of<"binary">[] = [];
  let first: Expression = syntax;
  while (first.kind === "binary" && first.operator !== "??") {
    chain.push(first as Of<"binary">);
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
  if (!canConvert(left, t.BOOL) || !canConvert(right, t.BOOL)) {
    throw notApplicable(operator, left, right, at);
  }
  const [l, r] = [convertImplicit(left, t.BOOL, left.at), convertImplicit(right, t.BOOL, right.at)];
  if (isConstant(l) && isConstant(r)) {
    return constant(operator === "&&" ? l.value && r.value : l.value || r.value, t.BOOL, at);
  }
  return { kind: "logical", operator, left: l, right: r, type: t.BOOL, at };
}

function silent(left: AnyBound, right: AnyBound, at: number): void {
  for (const one of [left, right]) {
    if (isTyped(one) && one.type === t.ERROR) throw error("", "", at);
  }
}

function notApplicable(operator: string, left: AnyBound, right: AnyBound, at: number) {
  return error(
    "CS0019",
    `Operator '${operator}' cannot be applied to operands of type '${
      describeArgument(left)
    }' and '${describeArgument(right)}'`,
    at,
  );
}

/** The operator on two bound operands. @throws CompileError CS0019 and its kin */
export function binaryOperator(
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
        throw error("CS8310", `Operator '${operator}' cannot be applied to operand 'default'`, at);
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
  if (type === t.STRING && operator === "+") {
    return typed === left
      ? concat(typed, constant(null, t.STRING, at), at)
      : concat(constant(null, t.STRING, at), typed, at);
  }
  if (!t.isValueType(type)) throw notApplicable(operator, left, right, at);
  const nothing = constant(null, t.isNullable(type) ? type : t.nullableOf(type), at);
  return isTyped(left)
    ? binaryOperator(b, operator, left, nothing, at)
    : binaryOperator(b, operator, nothing, right, at);
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

/** Predefined operators on numbers, enums, booleans and strings, and their lifted forms. */
function predefined(
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
function promoteUnary(type: CsType): CsType {
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
      throw error(
        "CS0034",
        `Operator '${operator}' is ambiguous on operands of type '${t.display(l.type)}' and '${
          t.display(r.type)
        }'`,
        at,
      );
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
  const adds = (operator === "+" || (operator === "-" && t.isEnum(left))) && t.isIntegral(number) &&
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
  if (!lifted && isConstant(left) && isConstant(right) && leftType !== t.DECIMAL) {
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

interface UserOperator {
  readonly method: MethodSymbol;
  readonly types: readonly CsType[];
  readonly lifted: boolean;
}

/** Operators that the operands' types declare (section 7.3.5). */
function userOperators(
  operator: string,
  types: readonly CsType[],
  parameters: number,
): Candidate<UserOperator>[] {
  const found: Candidate<UserOperator>[] = [];
  const seen = new Set<CsType>();
  const lift = types.some(t.isNullable);
  for (const start of types.map(t.underlying)) {
    for (
      let type: CsType | undefined = start;
      type && !seen.has(type);
      type = directBases(type)[0]
    ) {
      seen.add(type);
      const map = typeMap(type);
      for (const method of symbols.of(type)?.operators(operator) ?? []) {
        if (method.parameters.length !== parameters) continue;
        const describe = () => `${t.display(method.owner.type)}.operator ${operator}`;
        const common = { typeParameters: [], declaring: null, describe };
        const symbol = { method, types: type.typeArguments, lifted: false };
        found.push({
          ...common,
          symbol,
          map,
          parameters: method.parameters.map((p) => ({ ...p, optional: false })),
        });
        const values = method.parameters.every((p) =>
          t.isValueType(p.type) && !t.isNullable(p.type)
        );
        if (lift && values) {
          const lifted = method.parameters.map((p) => ({
            ...p,
            type: t.nullableOf(substitute(p.type, map)),
            optional: false,
          }));
          found.push({ ...common, symbol: { ...symbol, lifted: true }, map, parameters: lifted });
        }
      }
      if (t.isValueType(type)) break;
    }
  }
  return found;
}

function userDefinedBinary(operator: BinaryOperator, l: Bound, r: Bound, at: number): Bound | null {
  const candidates = userOperators(operator, [l.type, r.type], 2);
  if (candidates.length === 0) return null;
  const args = [l, r].map((value) => ({ name: null, mode: "value" as const, value, at: value.at }));
  const names = { name: operator, countError: () => error("CS0019", "", at), at };
  const resolved = tryResolve(candidates, args, null, names);
  if (!resolved) return null;
  const { method, types, lifted } = resolved.candidate.symbol;
  const [left, right] = [l, r].map((value, i) =>
    convertImplicit(value, resolved.parameterTypes[i], value.at)
  );
  const returns = substitute(method.returns, resolved.candidate.map);
  const comparison = COMPARISON.has(operator);
  const mode = !lifted
    ? null
    : operator === "=="
    ? "equal"
    : operator === "!="
    ? "notEqual"
    : comparison
    ? "order"
    : "value";
  const type = mode === "value" ? t.nullableOf(returns) : returns;
  return { kind: "userBinary", method, types, left, right, lifted: mode, type, at };
}

function referenceEquality(operator: BinaryOperator, l: Bound, r: Bound, at: number): Bound | null {
  if (!EQUALITY.has(operator) || !t.isReference(l.type) || !t.isReference(r.type)) return null;
  const related = standardImplicit(l.type, r.type) || standardImplicit(r.type, l.type) ||
    t.isInterface(l.type) || t.isInterface(r.type);
  if (!related) return null;
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

/** `-x`, `!x`, `~x`, `+x` */
export function bindUnary(b: BindingContext, syntax: Of<"prefix">): Bound {
  const { start: at } = syntax;
  const operator = syntax.operator as UnaryOperator;
  const operand = asValue(b.expression(syntax.operand));
  if (operand.type === t.ERROR) throw error("", "", at);
  return unaryOperator(b, operator, operand, at);
}

function unaryOperator(
  b: BindingContext,
  operator: UnaryOperator,
  operand: Bound,
  at: number,
): Bound {
  const inner = t.underlying(operand.type);
  const type = unaryType(operator, inner);
  if (type) {
    const lifted = t.isNullable(operand.type);
    const value = convertImplicit(operand, lifted ? t.nullableOf(type) : type, at);
    if (isConstant(value) && type !== t.DECIMAL) {
      const folded = foldUnary(operator, value.value, t.enumBase(type), b.checked === false, at);
      return constant(folded, type, at);
    }
    return {
      kind: "unary",
      operator,
      operand: value,
      checked: b.checked === true,
      type: value.type,
      at,
    };
  }
  const candidates = userOperators(operator, [operand.type], 1);
  const args = [{ name: null, mode: "value" as const, value: operand, at }];
  const names = { name: operator, countError: () => error("CS0023", "", at), at };
  const resolved = candidates.length > 0 ? tryResolve(candidates, args, null, names) : null;
  if (!resolved) {
    throw error(
      "CS0023",
      `Operator '${operator}' cannot be applied to operand of type '${t.display(operand.type)}'`,
      at,
    );
  }
  const { method, types, lifted } = resolved.candidate.symbol;
  const returns = substitute(method.returns, resolved.candidate.map);
  return {
    kind: "userUnary",
    method,
    types,
    operand: convertImplicit(operand, resolved.parameterTypes[0], at),
    lifted,
    type: lifted ? t.nullableOf(returns) : returns,
    at,
  };
}

/** The type a predefined unary operator computes in; null where there is none. */
function unaryType(operator: UnaryOperator, type: CsType): CsType | null {
  if (operator === "!") return type === t.BOOL ? t.BOOL : null;
  if (operator === "~") {
    if (t.isEnum(type)) return type;
    return t.isIntegral(type) ? promoteUnary(type) : null;
  }
  if (!t.isNumeric(type)) return null;
  if (!t.isIntegral(type)) return type;
  if (operator === "-") {
    return type === t.ULONG ? null : type === t.UINT ? t.LONG : promoteUnary(type);
  }
  return promoteUnary(type);
}

/** `c ? a : b` (section 7.14). */
export function bindConditional(b: BindingContext, syntax: Of<"conditional">): Bound {
  const { start: at } = syntax;
  const condition = b.convert(syntax.condition, t.BOOL);
  const [left, right] = [b.expression(syntax.whenTrue), b.expression(syntax.whenFalse)];
  const type = conditionalType(left, right);
  if (!type) {
    throw error(
      "CS8957",
      `Conditional expression is not valid in language version 7.3 because a common type was not found between '${
        describeArgument(left)
      }' and '${
        describeArgument(right)
      }'. To use a target-typed conversion, upgrade to language version 9.0 or greater.`,
      at,
    );
  }
  const [whenTrue, whenFalse] = [
    convertImplicit(left, type, left.at),
    convertImplicit(right, type, right.at),
  ];
  if (isConstant(condition) && isConstant(whenTrue) && isConstant(whenFalse)) {
    return { ...(condition.value ? whenTrue : whenFalse), at };
  }
  return { kind: "conditional", condition, whenTrue, whenFalse, type, at };
}

function conditionalType(left: AnyBound, right: AnyBound): CsType | null {
  const [x, y] = [naturalType(left), naturalType(right)];
  if (isTyped(left) && isTyped(right) && left.type === t.VOID && right.type === t.VOID) return null;
  if (x && y) {
    if (t.same(x, y)) return x;
    const [toY, toX] = [canConvert(left, y), canConvert(right, x)];
    if (toY === toX) {
      // a constant converts both ways: the type that holds the other's wins
      return toX && standardImplicit(x, y) ? y : toX && standardImplicit(y, x) ? x : null;
    }
    return toY ? y : x;
  }
  if (x && canConvert(right, x)) return x;
  if (y && canConvert(left, y)) return y;
  return null;
}

/** `a ?? b` (section 7.13). */
export function bindCoalesce(b: BindingContext, syntax: Of<"binary">): Bound {
  const { start: at } = syntax;
  const leftAny = b.expression(syntax.left);
  const right = b.expression(syntax.right);
  silent(leftAny, right, at);
  if (!isTyped(leftAny)) throw notApplicable("??", leftAny, right, at);
  const left = leftAny;
  const inner = t.underlying(left.type);
  if (!t.isReference(left.type) && !t.isNullable(left.type)) {
    throw notApplicable("??", left, right, at);
  }
  const result = (type: CsType): Bound => {
    const from: Bound = { kind: "default", type: inner, at };
    const converted = convertImplicit(from, type, at);
    const leftConversion = converted.kind === "convert"
      ? converted.conversion
      : { kind: "identity" as const };
    return {
      kind: "coalesce",
      left,
      right: convertImplicit(right, type, right.at),
      leftConversion,
      type,
      at,
    };
  };
  if (t.isNullable(left.type) && canConvert(right, inner)) return result(inner);
  if (canConvert(right, left.type)) return result(left.type);
  const other = naturalType(right);
  if (other && canConvert({ kind: "default", type: inner, at }, other)) return result(other);
  throw notApplicable("??", left, right, at);
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
