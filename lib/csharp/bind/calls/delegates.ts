/**
 * Delegate creation (C# 7.3, section 7.6.10.5).
 * @module
 */
import { error } from "../../syntax/errors.ts";
import type { CsType } from "../../runtime/type.ts";
import type { Expression } from "../../syntax/ast.ts";
import { type Bound, isTyped } from "../bound.ts";
import type { BindingContext } from "../context.ts";
import { IDENTITY, standardImplicit } from "../conversion.ts";
import { convertImplicit } from "../convert.ts";
import { delegateSignature } from "./inference.ts";
import * as t from "../types.ts";

/** `new D(lambda)`, `new D(method)`, or around a delegate, whose type may be another of a like signature. */
export function createDelegate(b: BindingContext, argument: Expression, type: CsType): Bound {
  const { start: at } = argument;
  const value = b.expression(argument);
  if (!isTyped(value)) return convertImplicit(value, type, at);
  const from = delegateSignature(value.type);
  const to = delegateSignature(type)!;
  if (!from) throw error("CS0149", at);
  const fits = from.parameters.length === to.parameters.length &&
    to.parameters.every((one, i) => sameForm(one, from.parameters[i])) &&
    sameForm(from.returns, to.returns);
  if (!fits) {
    const name = t.display(value.type);
    throw error("CS0123", at, `${name}.Invoke`, t.display(type));
  }
  return {
    kind: "convert",
    operand: value,
    conversion: { kind: "delegate" },
    checked: false,
    type,
    at,
  };
}

/** Whether a reference of the one type serves as the other. */
function sameForm(from: CsType, to: CsType): boolean {
  return t.same(from, to) || t.isReference(from) && standardImplicit(from, to) === IDENTITY;
}
