/**
 * Lists of statements, and what surrounds a statement.
 * @module
 */
import type { Expression, Statement } from "../../syntax/ast.ts";
import { CompileError } from "../../syntax/errors.ts";
import { type Bound, type BoundStatement, isTyped } from "../bound.ts";
import type { BindingContext } from "../context.ts";
import { asValue } from "../convert.ts";
import { declareLabel, inside } from "./jumps.ts";
import { declareLocalFunction } from "./local_functions.ts";

/** Statements in the current scope, with the scope's locals. */
export function bindStatements(
  b: BindingContext,
  statements: readonly Statement[],
): BoundStatement {
  for (const statement of statements) {
    if (statement.kind === "local") {
      for (const { name } of statement.declarators) b.scope.upcoming.add(name);
    }
    if (statement.kind === "localFunction") guard(b, () => void declareLocalFunction(b, statement));
    if (statement.kind === "label") guard(b, () => declareLabel(b, statement));
  }
  const bound: BoundStatement[] = [];
  for (const statement of statements) {
    guard(b, () => {
      const one = b.statement(statement);
      // a local function exists from the start of its block
      if (one.kind === "localFunction") bound.unshift(one);
      else bound.push(one);
    });
  }
  return { kind: "block", statements: [...b.scope.hoisted, ...bound], locals: b.scope.locals };
}

function guard(b: BindingContext, bind: () => void): void {
  try {
    bind();
  } catch (failure) {
    if (!(failure instanceof CompileError)) throw failure;
    b.report(failure);
  }
}

/** The expression of an expression statement, void or not. */
export function statementValue(b: BindingContext, syntax: Expression): Bound {
  const value = b.expression(syntax);
  return isTyped(value) ? value : asValue(value);
}

export function embedded(b: BindingContext, syntax: Statement): BoundStatement {
  if (syntax.kind === "block") return b.block(syntax);
  return b.inScope(() => {
    const statement = b.statement(syntax);
    return { kind: "block", statements: [statement], locals: b.scope.locals };
  });
}

export function loop(b: BindingContext, body: Statement): BoundStatement {
  return inside(b, "loop", () => embedded(b, body));
}
