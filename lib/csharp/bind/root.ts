/**
 * A whole expression or block, bound as a function of the globals.
 * @module
 */
import type { CsType } from "../runtime/type.ts";
import { type CompileError, error } from "../syntax/errors.ts";
import { parseBlock, parseExpression } from "../syntax/parse.ts";
import { Binder, type BinderOptions } from "./binder.ts";
import { type BoundStatement } from "./bound.ts";
import { asValue, convertImplicit, naturalType } from "./convert.ts";
import { checkFlow } from "./statements/flow.ts";
import { endReachable } from "./statements/reachability.ts";
import type { FunctionScope, LocalSymbol } from "./variables.ts";
import { returnedBy } from "./returns.ts";
import * as t from "./types.ts";

export interface RootFunction {
  readonly function: FunctionScope;
  readonly body: BoundStatement;
  readonly locals: readonly LocalSymbol[];
  /** The globals' variables, in their order. */
  readonly globals: readonly LocalSymbol[];
  /** The result's own type, as far as it is one. */
  readonly type: CsType;
  /** The type in whose form the code gives it. */
  readonly form: CsType;
}

export interface BindResult {
  /** null where errors kept it from being bound. */
  readonly root: RootFunction | null;
  readonly errors: readonly CompileError[];
}

/**
 * @param expected the type that the result must convert to; null for any
 * @throws CompileError for what stops at the first error: syntax, and single expressions
 */
export function bindSource(
  text: string,
  block: boolean,
  expected: CsType | null,
  options: BinderOptions,
): BindResult {
  const binder = new Binder(options);
  return block ? bindBlock(binder, text, expected) : bindSingle(binder, text, expected);
}

function finish(
  binder: Binder,
  body: BoundStatement,
  form: CsType,
  type = form,
): BindResult {
  const errors = binder.errors.length > 0 ? binder.errors : checkFlow(body);
  const root: RootFunction = {
    function: binder.function,
    body,
    locals: binder.scope.locals,
    globals: binder.globals,
    type,
    form,
  };
  return { root: errors.length > 0 ? null : root, errors };
}

function bindSingle(binder: Binder, text: string, wanted: CsType | null): BindResult {
  const syntax = parseExpression(text);
  const bound = binder.expression(syntax);
  const natural = naturalType(bound);
  const isVoid = "type" in bound && bound.type === t.VOID;
  const value = wanted
    ? convertImplicit(bound, wanted, syntax.start)
    : natural && !isVoid
    ? asValue(bound)
    : convertImplicit(bound, t.OBJECT, syntax.start);
  return finish(binder, { kind: "return", value, at: syntax.start }, value.type);
}

function bindBlock(binder: Binder, text: string, wanted: CsType | null): BindResult {
  const syntax = parseBlock(text);
  binder.function.returns = wanted ?? t.OBJECT;
  const body = binder.block(syntax);
  if (binder.errors.length === 0 && endReachable(body)) {
    binder.report(error("CS0161", syntax.end));
  }
  const [first, ...others] = returnedBy(binder.function).map(naturalType);
  const common = first && others.every((type) => type && t.same(type, first)) ? first : null;
  return finish(binder, body, binder.function.returns, wanted ?? common ?? t.OBJECT);
}
