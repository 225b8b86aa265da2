/**
 * Unary operators (C# 7.3, section 7.7).
 * @module
 */
import { AlreadyReported, error } from "../../syntax/errors.ts";
import { type CsType, substitute } from "../../runtime/type.ts";
import type { ExpressionOf } from "../../syntax/ast.ts";
import type { Bound, UnaryOperator } from "../bound.ts";
import { constant, foldUnary, isConstant } from "../constants.ts";
import type { BindingContext } from "../context.ts";
import { asValue, convertImplicit } from "../convert.ts";
import { tryResolve } from "../calls/overloads.ts";
import { promoteUnary } from "./predefined_operators.ts";
import * as t from "../types.ts";
import { userOperators } from "./user_operators.ts";

/** `-x`, `!x`, `~x`, `+x` */
export function bindUnary(b: BindingContext, syntax: ExpressionOf<"prefix">): Bound {
  const { start: at } = syntax;
  const operator = syntax.operator as UnaryOperator;
  const operand = asValue(b.expression(syntax.operand));
  if (operand.type === t.ERROR) throw new AlreadyReported(at);
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
    if (isConstant(value) && !lifted) {
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
  const names = { name: operator, countError: () => new AlreadyReported(at), at };
  const resolved = candidates.length > 0 ? tryResolve(candidates, args, null, names) : null;
  if (!resolved) {
    throw error("CS0023", at, operator, t.display(operand.type));
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
