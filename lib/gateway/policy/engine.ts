/**
 * Stands in for the expression engine until it is there: refuses every expression.
 * @module
 */
import type { CompileResult, ExpressionSource } from "../expression/mod.ts";

export function compileExpression(source: ExpressionSource): CompileResult {
  const message = "Expressions cannot be compiled yet.";
  const place = source.position(0);
  return { ok: false, diagnostics: [{ code: "no-engine", severity: "error", message, ...place }] };
}
