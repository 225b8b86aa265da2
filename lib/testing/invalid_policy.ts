/**
 * What a policy that does not compile is told.
 * @module
 */
import { type Diagnostic, formatDiagnostic } from "../core/diagnostic.ts";

/** A document that API Management would refuse. Its message shows each place. */
export class InvalidPolicyError extends Error {
  override name = "InvalidPolicyError";
  readonly code = "invalid-policy";

  constructor(
    /** Which document: `policy`, `globalPolicy`, `fragments.NAME`. */
    readonly document: string,
    text: string,
    /** Errors only, in the order of the text; lines and columns count from 1. */
    readonly diagnostics: readonly Diagnostic[],
  ) {
    const lines = text.split("\n");
    const shown = diagnostics.map((diagnostic) => {
      const line = lines[diagnostic.line - 1] ?? "";
      const caret = `${line.slice(0, diagnostic.column - 1).replace(/\S/g, " ")}^`;
      return `${formatDiagnostic(document, diagnostic)}\n    ${line}\n    ${caret}`;
    });
    super(`The document does not compile:\n${shown.join("\n")}`);
  }
}
