/**
 * From the text of a policy document to a plan, with every diagnostic at once.
 * @module
 */
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Scope } from "../contracts/context.ts";
import type { Fidelity } from "../contracts/fidelity.ts";
import { buildPlan } from "./build.ts";
import type { CompiledDocument } from "../contracts/document.ts";
import { validate } from "./validation/validate.ts";

export { toRawXml, toXml } from "./source/convert.ts";

/** `xml`: well-formed, expressions escaped. `rawxml`: as the portal shows it, expressions as they are. */
export type DocumentFormat = "xml" | "rawxml";

export interface CompileOptions {
  readonly format: DocumentFormat;
  readonly kind: "policies" | "fragment";
  readonly scope: Scope;
  /** By display name; compared without case. */
  readonly namedValues: ReadonlyMap<string, string>;
  /** Lower-case display names of named values that a key vault keeps, so that their values are not known. */
  readonly namedValuesInVault?: ReadonlySet<string>;
  /** By id; compared without case. */
  readonly fragments: ReadonlyMap<
    string,
    { readonly text: string; readonly format: DocumentFormat }
  >;
  /**
   * Ids of the service's backends, lower-case. null: the document stands alone, and what it refers to
   * (backends, fragments, named values, `{placeholders}` of samples) may be missing until it runs.
   */
  readonly backendIds: ReadonlySet<string> | null;
  /** Ids of the service's loggers, lower-case; null does not check. */
  readonly loggerIds: ReadonlySet<string> | null;
  /** Default: `warn`. */
  readonly undocumentedTypes?: Fidelity["undocumentedTypes"];
}

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
  return { document: document === null ? null : buildPlan(document, options.scope), diagnostics };
}
