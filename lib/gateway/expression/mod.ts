/**
 * C# policy expressions: text in, a closure out.
 * @see https://learn.microsoft.com/azure/api-management/api-management-policy-expressions
 * @module
 */
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { PolicyContext } from "../context.ts";

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
   * @throws CsException for an exception in C#, LimitExceededError when it takes too many steps.
   */
  evaluate(context: PolicyContext): unknown;
}

export type CompileResult =
  | { readonly ok: true; readonly expression: CompiledExpression }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };
