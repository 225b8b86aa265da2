/**
 * Definite assignment (C# 7.3, section 5.3).
 * @module
 */
import type { CompileError } from "../syntax/errors.ts";
import type { BoundStatement } from "./bound.ts";

/** Uses of variables that may have no value yet. */
export function checkFlow(_body: BoundStatement): CompileError[] {
  return [];
}
