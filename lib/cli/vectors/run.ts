/**
 * One expression vector: compiled, evaluated, compared.
 * @module
 */
import { compileExpression } from "../../gateway/expression/mod.ts";
import {
  CsException,
  LimitExceededError,
  runtimeType,
  toText,
} from "../../gateway/expression/values.ts";
import { type ContextDescription, contextOf } from "./context.ts";

/** What a vector expects, or what an expression gave. */
export interface Result {
  readonly type?: string;
  readonly string?: string | null;
  readonly exception?: string;
  readonly compileError?: true;
}

export interface Vector {
  readonly name: string;
  readonly code: string;
  readonly block: boolean;
  readonly context?: ContextDescription;
  readonly expected: Result;
  readonly message?: string;
  readonly diagnostic?: string;
  readonly tag?: string;
  readonly alternatives?: Readonly<Record<string, Result>>;
}

export interface Outcome {
  readonly passed: boolean;
  readonly expected: string;
  readonly got: string;
}

export interface RunOptions {
  /** Compare exceptions' messages too. Default false: a result is a value's type and text, or an exception's type. */
  readonly messages?: boolean;
}

/** Whether the expression does what the vector says. */
export function runVector(vector: Vector, { messages = false }: RunOptions = {}): Outcome {
  const { result, note } = evaluate(vector);
  const accepted = [
    vector.expected,
    ...(vector.tag ? Object.values(vector.alternatives ?? {}) : []),
  ];
  const newline = vector.tag === "newline";
  const messageFits = !messages || vector.message === undefined || !result.exception ||
    note === vector.message;
  const passed = accepted.some((one) => same(one, result, newline)) && messageFits;
  const expected = show(vector.expected) +
    (vector.message === undefined ? "" : ` "${vector.message}"`);
  return { passed, expected, got: show(result) + (note ? ` "${note}"` : "") };
}

function evaluate(vector: Vector): { result: Result; note: string } {
  const { code: text, block } = vector;
  try {
    const compiled = compileExpression(
      { text, block, position: (offset) => ({ line: 1, column: offset + 1 }) },
      { allowList: "all" },
    );
    if (!compiled.ok) {
      const note = compiled.diagnostics.map(({ code, column, message }) =>
        `${code} at ${column}: ${message}`
      ).join("; ");
      return { result: { compileError: true }, note };
    }
    const value = compiled.expression.evaluate(contextOf(vector.context ?? {}));
    if (value === null) return { result: { type: "null", string: null }, note: "" };
    return { result: { type: runtimeType(value)!.fullName, string: toText(value) }, note: "" };
  } catch (error) {
    if (error instanceof CsException) {
      return { result: { exception: error.typeName }, note: error.message };
    }
    if (error instanceof LimitExceededError) {
      return { result: { exception: "limit" }, note: error.message };
    }
    return {
      result: { exception: "internal" },
      note: error instanceof Error ? error.stack ?? error.message : String(error),
    };
  }
}

function same(expected: Result, got: Result, newline: boolean): boolean {
  const text = (value: string | null | undefined) =>
    newline ? value?.replaceAll("\r\n", "\n") : value;
  return expected.type === got.type && text(expected.string) === text(got.string) &&
    expected.exception === got.exception && expected.compileError === got.compileError;
}

function show(result: Result): string {
  if (result.compileError) return "a compile error";
  return result.exception ?? `${result.type} ${JSON.stringify(result.string)}`;
}
