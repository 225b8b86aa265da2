/**
 * A policy document, compiled: what the management plane stores and the data plane runs.
 * @module
 */
import type { Section } from "./context.ts";
import type { Step } from "./step.ts";

/** Names that a document mentions, lower-case: what may not be deleted while it is in force. */
export interface DocumentReferences {
  readonly namedValues: ReadonlySet<string>;
  readonly fragments: ReadonlySet<string>;
  readonly backends: ReadonlySet<string>;
}

/** Immutable. `<base/>` inside it runs the same section of the next wider scope. */
export interface CompiledDocument {
  /** null where the document has no such section; all are null for a fragment, which runs where it is included. */
  readonly sections: Readonly<Record<Section, Step | null>>;
  readonly references: DocumentReferences;
  /** Its cors policy, which answers browsers' preflight requests before anything else is looked at. */
  readonly preflight?: Step | null;
}
