/**
 * `c ? a : b` and `a ?? b` (C# 7.3, sections 7.13 and 7.14).
 * @module
 */
import { error } from "../../syntax/errors.ts";
import type { CsType } from "../../runtime/type.ts";
import type { ExpressionOf } from "../../syntax/ast.ts";
import { type AnyBound, type Bound, isTyped } from "../bound.ts";
import { isConstant } from "../constants.ts";
import type { BindingContext } from "../context.ts";
import { standardImplicit } from "../conversion.ts";
import { asValue, canConvert, convertImplicit, naturalType } from "../convert.ts";
import { notApplicable, silent } from "./operators.ts";
import { describeArgument } from "../calls/argument_check.ts";
import * as t from "../types.ts";

/** `c ? a : b` (section 7.14). */
export function bindConditional(b: BindingContext, syntax: ExpressionOf<"conditional">): Bound {
  const { start: at } = syntax;
  const condition = b.convert(syntax.condition, t.BOOL);
  const [left, right] = [b.expression(syntax.whenTrue), b.expression(syntax.whenFalse)];
  const type = conditionalType(left, right);
  if (!type) {
    throw error("CS8957", at, describeArgument(left), describeArgument(right));
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
export function bindCoalesce(b: BindingContext, syntax: ExpressionOf<"binary">): Bound {
  const { start: at } = syntax;
  const leftAny = b.expression(syntax.left);
  const right = b.expression(syntax.right);
  silent(leftAny, right, at);
  if (!isTyped(leftAny)) {
    const type = leftAny.kind === "nullLiteral" ? naturalType(right) : null;
    if (!type || !canConvert(leftAny, type)) throw notApplicable("??", leftAny, right, at);
    return {
      kind: "coalesce",
      left: convertImplicit(leftAny, type, at),
      right: asValue(right),
      leftConversion: { kind: "identity" },
      type,
      at,
    };
  }
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
