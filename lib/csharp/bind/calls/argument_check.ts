/**
 * Whether one argument fits its parameter.
 * @module
 */
import type { CsType } from "../../runtime/type.ts";
import { CompileError, error } from "../../syntax/errors.ts";
import { type AnyBound, isTyped, type UnboundLambda } from "../bound.ts";
import type { CallArgument, Parameter } from "./candidates.ts";
import { canConvert } from "../convert.ts";
import { delegateSignature } from "./inference.ts";
import * as t from "../types.ts";

export function checkArgument(
  argument: CallArgument,
  index: number,
  parameter: Parameter,
  type: CsType,
): CompileError | null {
  const { mode, value, at } = argument;
  const number = index + 1;
  if (mode !== parameter.mode && !(parameter.mode === "in" && mode === "value")) {
    return parameter.mode === "value" || parameter.mode === "in"
      ? error("CS1615", at, number, mode)
      : error("CS1620", at, number, parameter.mode);
  }
  if (mode === "ref" || mode === "out") {
    if (!isTyped(value)) {
      return value.kind === "declaration" || value.kind === "discard"
        ? checkDeclared(value, number, type)
        : badArgument(value, number, type, at, mode);
    }
    return t.same(value.type, type) || value.type === t.ERROR
      ? null
      : badArgument(value, number, type, at, mode);
  }
  return canConvert(value, type) ? null : badArgument(value, number, type, at, "");
}

function checkDeclared(value: AnyBound, number: number, type: CsType): CompileError | null {
  if (
    isTyped(value) || value.kind !== "declaration" || !value.declared ||
    t.same(value.declared, type)
  ) return null;
  return error("CS1503_out", value.at, number, t.display(value.declared), t.display(type));
}

function badArgument(
  value: AnyBound,
  number: number,
  type: CsType,
  at: number,
  mode: string,
): CompileError {
  if (!isTyped(value) && value.kind === "lambdaLiteral") {
    const reason = lambdaFailure(value.lambda, type);
    if (reason) return reason;
  }
  const prefix = mode === "" ? "" : `${mode} `;
  return error("CS1503", at, number, prefix, describeArgument(value), t.display(type));
}

export function lambdaOf(value: AnyBound): UnboundLambda | null {
  return !isTyped(value) && value.kind === "lambdaLiteral" ? value.lambda : null;
}

/** The error inside a lambda that keeps it from converting to the delegate, where there is one. */
function lambdaFailure(lambda: UnboundLambda, type: CsType): CompileError | null {
  const signature = delegateSignature(type);
  if (
    !signature ||
    (lambda.parameterCount !== null && lambda.parameterCount !== signature.parameters.length)
  ) return null;
  try {
    lambda.bind(signature.parameters, signature.returns, type);
    return null;
  } catch (error) {
    if (error instanceof CompileError) return error;
    throw error;
  }
}

/** As messages name an argument's type: `<null>`, `lambda expression`, `method group`. */
export function describeArgument(value: AnyBound): string {
  if (isTyped(value)) return t.display(value.type);
  switch (value.kind) {
    case "nullLiteral":
      return "<null>";
    case "lambdaLiteral":
      return "lambda expression";
    case "group":
      return "method group";
    case "defaultLiteral":
      return "default";
    case "throwLiteral":
      return "<throw expression>";
    case "tupleLiteral":
      return `(${value.elements.map(describeArgument).join(", ")})`;
    case "typeName":
      return t.display(value.named);
    default:
      return value.kind;
  }
}
