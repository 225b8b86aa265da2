/**
 * From the text of a policy document to a plan, with every diagnostic at once.
 * @module
 */
import type { Diagnostic } from "../../../core/diagnostic.ts";
import type { CompileOptions } from "../definition/options.ts";
import { buildPlan } from "./build.ts";
import { validate } from "./validate.ts";
import type { CompiledDocument } from "../../contracts/run.ts";

export type { CompileOptions, DocumentFormat } from "../definition/options.ts";

export interface CompileOutcome {
  /** null when any diagnostic is an error. Frozen. */
  readonly document: CompiledDocument | null;
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles a document or a fragment.
 * Never throws for bad input.
 *
 * ```ts
 * const { document, diagnostics } = compileDocument(text, {
 *   format: "rawxml",
 *   kind: "policies",
 *   scope: "api",
 *   namedValues: new Map(),
 *   fragments: new Map(),
 *   backendIds: null,
 *   loggerIds: null,
 * });
 * ```
 */
export function compileDocument(text: string, options: CompileOptions): CompileOutcome {
  const { document, diagnostics } = validate(text, options);
  return {
    document: document === null ? null : buildPlan(document, options.scope ?? "api"),
    diagnostics,
  };
}
