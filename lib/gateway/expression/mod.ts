/**
 * C# policy expressions: text in, a closure out.
 * @see https://learn.microsoft.com/azure/api-management/api-management-policy-expressions
 * @module
 */
import type { Diagnostic } from "../../core/diagnostic.ts";
import { nearest } from "../../core/one_of.ts";
import type { PolicyContext, RequestBudget } from "../contracts/context.ts";
import { accessOf, type AllowList, cureForUndocumented } from "./allow_list.ts";
import type { CompileError } from "../../csharp/syntax/errors.ts";
import { KEYWORD_TYPES } from "../../csharp/syntax/keyword_types.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import { Box } from "../../csharp/runtime/values.ts";
import { environment } from "./environment.ts";

export type { AllowList };

/** An expression as it stands in a document. */
export interface ExpressionSource {
  /** The text inside `@( )` or `@{ }`, entities decoded, named values substituted. */
  readonly text: string;
  /** true for `@{ }`, whose paths must all return. */
  readonly block: boolean;
  /** Where in the document the character at `offset` of `text` stands. */
  position(offset: number): { line: number; column: number };
}

export interface CompiledExpression {
  /** The static C# type of the result: "int", "string", "object", "bool". */
  readonly type: string;
  /** What it may read, so that a step loads a streamed body first. */
  readonly reads: { readonly requestBody: boolean; readonly responseBody: boolean };
  /**
   * The value in boxed form (runtime/values.ts).
   * @throws CsException for an exception in C#, LimitExceededError when it takes too many steps, InternalError for a
   * defect of ours
   */
  evaluate(context: PolicyContext): unknown;
}

export type CompileResult =
  | {
    readonly ok: true;
    readonly expression: CompiledExpression;
    /** Warnings: of undocumented types. */
    readonly diagnostics: readonly Diagnostic[];
  }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export interface CompileOptions {
  /** Which .NET types the expression may use. Default: `apim`. */
  readonly allowList?: AllowList;
  /** A C# keyword type that the result must convert to implicitly. Default: any. */
  readonly expected?: "bool" | "int" | "string" | "object";
}

/** Compiles an expression as C# 7.3. Every diagnostic carries the C# compiler's code. */
export function compileExpression(
  source: ExpressionSource,
  options: CompileOptions = {},
): CompileResult {
  const { allowList = "apim", expected } = options;
  const reads = { requestBody: false, responseBody: false };
  const undocumented = new Map<string, number>();
  const result = environment.compile(source.text, {
    block: source.block,
    expected: expected ? typeOf(KEYWORD_TYPES.get(expected)!) : null,
    access: accessOf(allowList),
    name: nameOf(source),
    observe: {
      type(name, offset) {
        const first = !undocumented.has(name) && cureForUndocumented(name) !== null;
        if (first) undocumented.set(name, offset);
      },
      property(type, name) {
        if (name === "Body") noteBody(type, reads);
      },
    },
  });
  if (!result.ok) return { ok: false, diagnostics: refusals(source, result.errors) };
  const { program } = result;
  return {
    ok: true,
    expression: {
      type: program.type,
      reads,
      evaluate(context) {
        const before = context.budget?.held ?? 0;
        const value = program.evaluate([context], context);
        if (context.budget !== undefined) release(context.budget, before, value, context);
        return value;
      },
    },
    diagnostics: warnings(source, undocumented),
  };
}

/** What an expression made may be looked for only where it is worth it, in bytes. */
const RELEASED_FROM = 1024 * 1024;

/** Gives back what an evaluation made and nothing keeps: its result is a value, and no variable is more than that. */
function release(
  budget: RequestBudget,
  before: number,
  value: unknown,
  { variables }: PolicyContext,
): void {
  if (budget.held - before < RELEASED_FROM || !isValue(value)) return;
  for (const variable of variables.values()) if (!isValue(variable)) return;
  budget.releaseTo(before + (typeof value === "string" ? value.length : 0));
}

/** Whether it refers to nothing else. */
function isValue(value: unknown): boolean {
  return value === null || value instanceof Box ||
    typeof value !== "object" && typeof value !== "function";
}

/** Strings and numbers, which may have come from a named value that is a secret. */
const CONSTANTS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\b\d[\w.]*/g;

/** Where the expression stands and what it does, without its constants. */
function nameOf({ text, position }: ExpressionSource): string {
  const { line, column } = position(0);
  return `at line ${line}, column ${column}: ${text.replace(CONSTANTS, "…").trim()}`;
}

/** Which body is read: the request's, the response's, or, of a message that either may be, both. */
function noteBody(owner: string, reads: { requestBody: boolean; responseBody: boolean }): void {
  if (owner !== "IResponse") reads.requestBody = true;
  if (owner !== "IRequest") reads.responseBody = true;
}

function refusals(
  source: ExpressionSource,
  errors: readonly CompileError[],
): readonly Diagnostic[] {
  return errors.map(({ code, message, offset, unknown }): Diagnostic => {
    const meant = unknown ? nearest(unknown.name, unknown.known()) : null;
    return {
      code,
      severity: "error",
      message,
      ...source.position(Math.max(0, Math.min(offset, source.text.length))),
      ...(meant === null ? {} : { meant }),
    };
  });
}

function warnings(
  source: ExpressionSource,
  undocumented: ReadonlyMap<string, number>,
): readonly Diagnostic[] {
  return [...undocumented].map(([type, offset]): Diagnostic => ({
    code: "undocumented-type",
    severity: "warning",
    message: `The type '${type}' is used by published policies of Microsoft's, but is not among ` +
      "the types that the documentation lists for policy expressions.",
    cure: cureForUndocumented(type)!,
    ...source.position(offset),
  }));
}
