/**
 * `break`, `continue`, `goto` and labels (C# 7.3, sections 8.4 and 8.9).
 * @module
 */
import { error } from "../../syntax/errors.ts";
import type { StatementOf } from "../../syntax/ast.ts";
import type { BoundStatement } from "../bound.ts";
import type { BindingContext } from "../context.ts";

export type Surrounding = "loop" | "switch" | "finally";

// What stands around a statement, by function: a lambda's body is in none of its surroundings'
const surroundings = new WeakMap<object, Surrounding[]>();

export function enclosing(b: BindingContext): Surrounding[] {
  let stack = surroundings.get(b.function);
  if (!stack) surroundings.set(b.function, stack = []);
  return stack;
}

export function inside<T>(b: BindingContext, kind: Surrounding, bind: () => T): T {
  const stack = enclosing(b);
  stack.push(kind);
  try {
    return bind();
  } finally {
    stack.pop();
  }
}

/** `break` and `continue`. @throws CompileError CS0139, CS0157 */
export function bindPlainJump(
  b: BindingContext,
  { kind, start: at }: StatementOf<"break"> | StatementOf<"continue">,
): BoundStatement {
  const targets: readonly Surrounding[] = kind === "break" ? ["loop", "switch"] : ["loop"];
  const around = enclosing(b);
  const target = around.findLastIndex((one) => targets.includes(one));
  if (target < 0) throw error("CS0139", at);
  if (around.lastIndexOf("finally") > target) throw leavesFinally(at);
  return { kind, at };
}

/** What a jump out of a finally block is. */
export function leavesFinally(at: number) {
  return error("CS0157", at);
}

function finallyDepth(b: BindingContext): number {
  return enclosing(b).filter((one) => one === "finally").length;
}

/** Declares a block's label before its statements are bound. @throws CompileError CS0140, CS0158 */
export function declareLabel(b: BindingContext, { name, start }: StatementOf<"label">): void {
  if (b.scope.labels.has(name)) {
    throw error("CS0140", start, name);
  }
  if (b.scope.findLabel(name)) {
    throw error("CS0158", start, name);
  }
  b.scope.labels.set(name, { name, finallyDepth: finallyDepth(b), targeted: false });
}

/** `goto name;`. @throws CompileError CS0159, CS0157 */
export function bindGoto(
  b: BindingContext,
  { label: name, start: at }: StatementOf<"goto">,
): BoundStatement {
  const label = b.scope.findLabel(name);
  if (!label) {
    throw error("CS0159", at, name);
  }
  if (finallyDepth(b) > label.finallyDepth) throw leavesFinally(at);
  label.targeted = true;
  return { kind: "goto", label, at };
}
