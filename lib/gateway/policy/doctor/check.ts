/**
 * A document looked at on its own: its errors, and the routing doctor's advice where it has none.
 * @module
 */
import type { Diagnostic } from "../../../core/diagnostic.ts";
import type { Scope } from "../../contracts/context.ts";
import { advise, type Surroundings } from "./mod.ts";
import { validate } from "../compile/validate.ts";

export interface CheckOptions {
  /** Default: not known, so that nothing is said of where a policy may stand but its section. */
  readonly scope?: Scope;
  /** What is known of the service, for the advice that needs it. */
  readonly surroundings?: Surroundings;
}

/** Findings in the order of the text, for a document or a fragment in either format; what it refers to may be missing. */
export function checkDocument(
  text: string,
  { scope, surroundings }: CheckOptions = {},
): readonly Diagnostic[] {
  const { document, diagnostics } = validate(text, {
    format: "rawxml",
    kind: isFragment(text) ? "fragment" : "policies",
    scope: scope ?? null,
    namedValues: new Map(),
    fragments: new Map(),
    backendIds: null,
    loggerIds: null,
  });
  if (document === null) return diagnostics;
  return [...diagnostics, ...advise(document, surroundings)]
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Whether the first element, after declarations and comments, is a fragment. */
function isFragment(text: string): boolean {
  let offset = 0;
  for (;;) {
    offset += text.slice(offset).search(/\S|$/);
    const close = text.startsWith("<!--", offset)
      ? "-->"
      : text.startsWith("<?", offset)
      ? "?>"
      : null;
    if (close === null) return text.startsWith("<fragment", offset);
    const end = text.indexOf(close, offset + 2);
    if (end === -1) return false;
    offset = end + close.length;
  }
}
