/**
 * What the parts of the binder share.
 * @module
 */
import type { CsType } from "../runtime/type.ts";
import type { Block, Expression, Statement, TypeSyntax } from "../syntax/ast.ts";
import type { CompileError } from "../syntax/errors.ts";
import type { Access, Observer } from "./access.ts";
import type { AnyBound, Bound, BoundStatement } from "./bound.ts";
import type { Imports } from "./imports.ts";
import type { Scope } from "./scope.ts";
import type { FunctionScope } from "./variables.ts";

export interface BindingContext {
  scope: Scope;
  function: FunctionScope;
  /** What `checked` and `unchecked` around here say; null where nothing does. */
  checked: boolean | null;
  /** The value before the `?.` that is being bound. */
  conditionalTarget: Bound | null;
  readonly imports: Imports;
  readonly access: Access;
  readonly observe: Observer;

  /** Any expression: a value, or what is none. */
  expression(syntax: Expression): AnyBound;
  /** An expression that has a value (or is void). @throws CompileError */
  value(syntax: Expression): Bound;
  /** Converted implicitly. @throws CompileError */
  convert(syntax: Expression, type: CsType): Bound;
  statement(syntax: Statement): BoundStatement;
  /** Statements in a scope of their own. */
  block(syntax: Block): BoundStatement;
  type(syntax: TypeSyntax): CsType;
  /** Runs `bind` in a new scope; gives the scope's locals too. */
  inScope<T>(bind: () => T): T;
  /** Runs `bind` as the body of a new function. */
  inFunction<T>(scope: FunctionScope, bind: () => T): T;
  /** Keeps an error of one statement and goes on. */
  report(error: CompileError): void;
}
