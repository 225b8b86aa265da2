/**
 * Variables that expressions declare: `out var x`, `is T x`, `var (a, b)`.
 * @module
 */
import { error } from "../syntax/errors.ts";
import type { CsType } from "../runtime/type.ts";
import type { Designation } from "../syntax/ast.ts";
import type { BindingContext } from "./context.ts";
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
  throw error("CS8185", designation.start);
}
