/**
 * What a document is compiled for.
 * @module
 */
import type { Scope } from "../../contracts/context.ts";
import type { Fidelity } from "../../contracts/fidelity.ts";

/** `xml`: well-formed, expressions escaped. `rawxml`: as the portal shows it, expressions as they are. */
export type DocumentFormat = "xml" | "rawxml";

export interface CompileOptions {
  readonly format: DocumentFormat;
  readonly kind: "policies" | "fragment";
  /** null: a document that stands alone, whose scope is not known. */
  readonly scope: Scope | null;
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
  /** The URL template of the operation whose policy it is; null where that is not known or there is none. */
  readonly operationTemplate?: string | null;
  /** Default: every switch at its default. */
  readonly fidelity?: Fidelity;
}
