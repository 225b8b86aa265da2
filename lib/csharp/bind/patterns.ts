/**
 * `is`, patterns and the labels of `switch` (C# 7.3).
 * @module
 */
import type { CsType } from "../runtime/type.ts";
import type { Expression, ExpressionOf, Pattern, TypeSyntax } from "../syntax/ast.ts";
import { AlreadyReported, CompileError, error } from "../syntax/errors.ts";
import { type AnyBound, type Bound, type BoundPattern, isTyped } from "./bound.ts";
import { isConstant } from "./constants.ts";
import type { BindingContext } from "./context.ts";
import { standardExplicit, standardImplicit } from "./conversion.ts";
import { asValue, convertImplicit } from "./convert.ts";
import { declareDesignation } from "./declare.ts";
import * as t from "./types.ts";

/** `x is T`, where T may turn out to be a constant. */
export function bindIs(b: BindingContext, syntax: ExpressionOf<"is">): Bound {
  const { start: at } = syntax;
  const operand = isOperand(b, syntax.operand);
  let target: CsType;
  try {
    target = b.type(syntax.type);
  } catch (failure) {
    const expression = failure instanceof CompileError && asExpression(syntax.type);
    if (!expression) throw failure;
    const pattern = constantPattern(b, expression, operand, failure);
    return { kind: "isPattern", operand, pattern, type: t.BOOL, at };
  }
  return { kind: "isType", operand, target, type: t.BOOL, at };
}

function isOperand(b: BindingContext, syntax: Expression): Bound {
  const operand = b.expression(syntax);
  if (!isTyped(operand) && operand.kind === "nullLiteral") {
    return convertImplicit(operand, t.OBJECT, syntax.start);
  }
  if (!isTyped(operand) && (operand.kind === "lambdaLiteral" || operand.kind === "group")) {
    throw error("CS0837", syntax.start);
  }
  const value = asValue(operand);
  if (value.type === t.ERROR) throw new AlreadyReported(syntax.start);
  if (value.type === t.VOID) {
    throw error("CS8117", syntax.start);
  }
  return value;
}

/** A dotted name read as a type, read as an expression. */
function asExpression(type: TypeSyntax): Expression | null {
  if (type.kind !== "named") return null;
  let expression: Expression | null = null;
  for (const { name, typeArguments, start, end } of type.parts) {
    expression = expression
      ? {
        kind: "member",
        target: expression,
        name,
        nameStart: start,
        typeArguments,
        start: type.start,
        end,
      }
      : { kind: "name", name, typeArguments, start, end };
  }
  return expression;
}

export function bindIsPattern(b: BindingContext, syntax: ExpressionOf<"isPattern">): Bound {
  const operand = isOperand(b, syntax.operand);
  return {
    kind: "isPattern",
    operand,
    pattern: bindPattern(b, syntax.pattern, operand),
    type: t.BOOL,
    at: syntax.start,
  };
}

/** A pattern for a value of the input's type. */
export function bindPattern(b: BindingContext, pattern: Pattern, input: Bound): BoundPattern {
  const { start: at } = pattern;
  switch (pattern.kind) {
    case "constant":
      return constantPattern(b, pattern.expression, input, null);
    case "var": {
      if (pattern.designation.kind === "list") {
        throw error("CS8370", at, "recursive patterns", "8.0");
      }
      const variable = pattern.designation.kind === "discard"
        ? null
        : declareDesignation(b, pattern.designation, input.type);
      return { kind: "var", variable, within: b.function };
    }
    case "declaration": {
      const target = b.type(pattern.type);
      if (t.isNullable(target)) {
        throw error("CS8116", at, t.display(target), t.display(t.underlying(target)));
      }
      if (!mayBe(input.type, target)) {
        throw error("CS8121", at, t.display(input.type), t.display(target));
      }
      const variable = pattern.designation.kind === "discard"
        ? null
        : declareDesignation(b, pattern.designation, target);
      const always = t.isValueType(input.type) && standardImplicit(input.type, target) !== null &&
        !t.isNullable(input.type);
      return { kind: "type", target, variable, within: b.function, always };
    }
  }
}

/** Whether a value can be of the type without being converted to another form. */
function mayBe(from: CsType, target: CsType): boolean {
  const inner = t.underlying(from);
  if (t.isValueType(inner) && t.isValueType(target)) return t.same(inner, target);
  return standardExplicit(from, target) !== null;
}

function constantPattern(
  b: BindingContext,
  syntax: Expression,
  input: Bound,
  otherwise: unknown,
): BoundPattern {
  let value: AnyBound;
  try {
    value = b.expression(syntax);
  } catch (failure) {
    throw otherwise ?? failure;
  }
  if (!isTyped(value) && value.kind === "typeName") {
    throw error("CS8370", syntax.start, "type pattern", "9.0");
  }
  // an object can equal a constant of any type
  const open = input.type === t.OBJECT || t.isInterface(input.type);
  const target = open && isTyped(value) ? value.type : t.underlying(input.type);
  const isNull = !isTyped(value) && value.kind === "nullLiteral";
  const converted = convertImplicit(value, isNull ? input.type : target, syntax.start);
  if (!isConstant(converted)) throw error("CS0150", syntax.start);
  return { kind: "constant", value: converted, target };
}

/** `x as T` */
export function bindAs(b: BindingContext, syntax: ExpressionOf<"as">): Bound {
  const { start: at } = syntax;
  const target = b.type(syntax.type);
  const operand = isOperand(b, syntax.operand);
  if (t.isValueType(target) && !t.isNullable(target)) {
    throw error("CS0077", at, t.display(target));
  }
  if (!mayBe(operand.type, t.underlying(target))) {
    throw error("CS0039", at, t.display(operand.type), t.display(target));
  }
  return { kind: "as", operand, target, type: target, at };
}
