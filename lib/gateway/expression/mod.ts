/**
 * C# policy expressions: text in, a closure out.
 * @see https://learn.microsoft.com/azure/api-management/api-management-policy-expressions
 * @module
 */
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { PolicyContext } from "../contracts/context.ts";
import { type AllowList, cureForUndocumented } from "./allow_list.ts";
import { bindSource, type RootFunction } from "../../csharp/bind/root.ts";
import { display } from "../../csharp/bind/types.ts";
import { CodeGenerator } from "../../csharp/compile/compile.ts";
import { asCsException } from "../../csharp/compile/errors.ts";
import { makeCells } from "../../csharp/compile/frame.ts";
import { emitBody } from "../../csharp/compile/functions.ts";
import { boxer } from "../../csharp/compile/conversions.ts";
import "../../dotnet/mod.ts";
import "./context/authorization.ts";
import "./context/body.ts";
import "./context/context.ts";
import "./context/credentials.ts";
import "./context/dictionaries.ts";
import "./context/entities.ts";
import "./context/message.ts";
import "./context/url.ts";
import "./crypto_extensions.ts";
import { enterWorld } from "../../csharp/runtime/ambient.ts";
import { beginEvaluation, endEvaluation } from "../../csharp/runtime/budget.ts";
import { livesInCell } from "../../csharp/bind/scope.ts";
import { CompileError } from "../../csharp/syntax/errors.ts";

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
   * @throws CsException for an exception in C#, LimitExceededError when it takes too many steps.
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
  try {
    const { root, errors } = bindSource(
      source.text,
      source.block,
      options.allowList ?? "apim",
      options.expected ?? null,
    );
    const failures = errors.filter((error) => error.code !== "");
    if (root === null || errors.length > 0) return refuse(source, failures);
    return { ok: true, expression: generate(root), diagnostics: warn(source, root) };
  } catch (error) {
    if (error instanceof CompileError) return refuse(source, [error]);
    if (error instanceof RangeError) {
      return refuse(source, [
        new CompileError("CS8078", "An expression is too long or complex to compile", 0),
      ]);
    }
    throw error;
  }
}

function refuse(source: ExpressionSource, errors: readonly CompileError[]): CompileResult {
  const diagnostics = errors.map(({ code, message, offset }): Diagnostic => ({
    code,
    severity: "error",
    message,
    ...source.position(Math.max(0, Math.min(offset, source.text.length))),
  }));
  return { ok: false, diagnostics };
}

function warn(source: ExpressionSource, { undocumented }: RootFunction): readonly Diagnostic[] {
  return [...undocumented].map(([type, offset]): Diagnostic => ({
    code: "undocumented-type",
    severity: "warning",
    message: `The type '${type}' is used by published policies of Microsoft's, but is not among ` +
      "the types that the documentation lists for policy expressions.",
    cure: cureForUndocumented(type)!,
    ...source.position(offset),
  }));
}

/** Closures for the bound tree, and the frame to run them on. */
function generate(
  { function: owner, body, locals, context, type, form, reads }: RootFunction,
): CompiledExpression {
  const code = emitBody(new CodeGenerator(owner), body, owner);
  const cells = makeCells(locals);
  const box = boxer(form);
  const { size } = owner;
  const { slot } = context;
  const inCell = livesInCell(context);
  return {
    type: display(type),
    reads,
    evaluate(world: PolicyContext): unknown {
      const frame = new Array(size);
      frame[slot] = inCell ? { value: world } : world;
      const outerSteps = beginEvaluation();
      const outerWorld = enterWorld(world);
      try {
        cells?.(frame);
        const value = code(frame);
        return box ? box(value) : value;
      } catch (error) {
        throw asCsException(error);
      } finally {
        enterWorld(outerWorld);
        endEvaluation(outerSteps);
      }
    },
  };
}
