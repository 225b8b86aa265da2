/**
 * A whole expression or block, bound as the function that APIM makes of it.
 * @module
 */
import { contextType } from "../../gateway/expression/context/context.ts";
import { symbols } from "../runtime/symbol_table.ts";
import { KEYWORD_TYPES } from "../runtime/symbols.ts";
import { type CsType, typeOf } from "../runtime/type.ts";
import { CompileError } from "../syntax/errors.ts";
import { parseBlock, parseExpression } from "../syntax/parse.ts";
import type { AllowList } from "../../gateway/expression/allow_list.ts";
import { Binder } from "./binder.ts";
import { type BoundStatement } from "./bound.ts";
import { asValue, convertImplicit, naturalType } from "./convert.ts";
import { checkFlow } from "./statements/flow.ts";
import { endReachable } from "./statements/reachability.ts";
import type { FunctionScope, LocalSymbol } from "./scope.ts";
import * as t from "./types.ts";

export interface RootFunction {
  readonly function: FunctionScope;
  readonly body: BoundStatement;
  readonly locals: readonly LocalSymbol[];
  readonly context: LocalSymbol;
  /** The result's own type, as far as it is one. */
  readonly type: CsType;
  /** The type in whose form the code gives it. */
  readonly form: CsType;
  readonly reads: { readonly requestBody: boolean; readonly responseBody: boolean };
  /** Types that are allowed though undocumented, each with the offset where it is first named. */
  readonly undocumented: ReadonlyMap<string, number>;
}

export interface BindResult {
  /** null where errors kept it from being bound. */
  readonly root: RootFunction | null;
  readonly errors: readonly CompileError[];
}

/** @throws CompileError for what stops at the first error: syntax, and single expressions */
export function bindSource(
  text: string,
  block: boolean,
  allow: AllowList,
  expected: string | null,
): BindResult {
  symbols.readDeclarations();
  const binder = new Binder(allow, contextType);
  const wanted = expected === null ? null : typeOf(KEYWORD_TYPES.get(expected)!);
  return block ? bindBlock(binder, text, wanted) : bindSingle(binder, text, wanted);
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
    context: binder.contextLocal,
    type,
    form,
    reads: binder.reads,
    undocumented: binder.undocumented,
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
    binder.report(new CompileError("CS0161", "Not all code paths return a value", syntax.end));
  }
  const [first, ...others] = binder.function.returned.map(naturalType);
  const common = first && others.every((type) => type && t.same(type, first)) ? first : null;
  return finish(binder, body, binder.function.returns, wanted ?? common ?? t.OBJECT);
}
