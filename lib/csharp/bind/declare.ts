/**
 * Variables that expressions declare: `out var x`, `is T x`, `var (a, b)`.
 * @module
 */
import type { CsType } from "../runtime/type.ts";
import type { Designation } from "../syntax/ast.ts";
import { type BindingContext, error } from "./context.ts";
import type { LocalSymbol } from "./variables.ts";

/** The variable that a single name declares. @throws CompileError CS0128, CS0136, CS8185 */
export function declareDesignation(
  b: BindingContext,
  designation: Designation,
  type: CsType,
): LocalSymbol {
  if (designation.kind === "name") {
    return b.scope.declare(designation.name, type, designation.start);
  }
  if (designation.kind === "discard") return b.scope.temporary(type);
  throw error("CS8185", "A declaration is not allowed in this context.", designation.start);
}
