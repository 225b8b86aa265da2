/**
 * Values that policies get from their attributes and text: constants, or expressions with C#'s conversions.
 * @module
 */
import type { CompiledExpression } from "../../expression/mod.ts";
import { Box, toText } from "../../expression/values.ts";
import { expressionFailure } from "../engine/failure.ts";
import type { Run } from "../../contracts/run.ts";

/** A value of the request under way. */
export interface Operand<T> {
  (run: Run): T;
  /** The value, where it is the same for every request. */
  readonly constant?: T;
}

/** The same value for every request. */
export function constant<T>(value: T): Operand<T> {
  return Object.assign(() => value, { constant: value });
}

/** The value of an expression in boxed form. */
export function boxedOperand(expression: CompiledExpression): Operand<unknown> {
  return (run) => expression.evaluate(run.context);
}

/** As text: what `Convert.ToString` gives, and "" for null. */
export function textOperand(expression: CompiledExpression): Operand<string> {
  return (run) => {
    const value = expression.evaluate(run.context);
    return typeof value === "string" ? value : value === null ? "" : toText(value);
  };
}

/** As a Boolean. Text and everything else that is no `bool` is an error, as C# converts none of it. */
export function booleanOperand(expression: CompiledExpression): Operand<boolean> {
  return (run) => {
    const value = expression.evaluate(run.context);
    return typeof value === "boolean" ? value : mismatch(value, "a Boolean");
  };
}

/** As a number: any of C#'s numeric types, or text that is a number. */
export function numberOperand(expression: CompiledExpression): Operand<number> {
  return (run) => toNumber(expression.evaluate(run.context));
}

function toNumber(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Box) return Number(value.value);
  if (value !== null && typeof value !== "boolean") {
    const text = toText(value).trim();
    const number = Number(text);
    if (text !== "" && Number.isFinite(number)) return number;
  }
  return mismatch(value, "a number");
}

function mismatch(value: unknown, wanted: string): never {
  const found = value === null ? "null" : `'${toText(value).slice(0, 100)}'`;
  throw expressionFailure(`The expression must give ${wanted}: it gave ${found}.`);
}
