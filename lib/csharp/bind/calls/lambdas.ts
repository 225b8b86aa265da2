/**
 * Lambdas and anonymous methods (C# 7.3, section 7.15).
 * @module
 */
import type { CsType } from "../../runtime/type.ts";
import type { Block, Expression, ExpressionOf } from "../../syntax/ast.ts";
import { CompileError, error } from "../../syntax/errors.ts";
import { type AnyBound, type Bound, type BoundStatement, isTyped, type Loose } from "../bound.ts";
import type { BindingContext } from "../context.ts";
import { canConvert, convertImplicit, naturalType } from "../convert.ts";
import { endReachable } from "../statements/reachability.ts";
import { FunctionScope, type LocalSymbol } from "../variables.ts";
import { returnedBy } from "../returns.ts";
import * as t from "../types.ts";

/** A lambda, to be bound when its parameters' types are known. */
export function bindLambda(b: BindingContext, syntax: ExpressionOf<"lambda">): Loose {
  const around = {
    scope: b.scope,
    function: b.function,
    checked: b.checked,
    conditionalTarget: b.conditionalTarget,
  };
  const { parameters } = syntax;
  const typed = parameters !== null && parameters.length > 0 &&
    parameters.every((p) => p.type !== null);
  const explicitTypes = typed ? parameters.map((p) => b.type(p.type!)) : null;
  const trials = new Map<string, Trial | null>();
  const bound = new Map<CsType, Bound | CompileError>();

  /** The body bound for these parameters, once; null where it has an error. */
  const tried = (types: readonly CsType[]): Trial | null => {
    const key = types.map(t.display).join();
    let trial = trials.get(key);
    if (trial !== undefined) return trial;
    try {
      trial = tryBody(b, around, syntax, types);
    } catch (failure) {
      if (!(failure instanceof CompileError)) throw failure;
      lambda.failure = failure;
      trial = null;
    }
    trials.set(key, trial);
    return trial;
  };
  const lambda = {
    parameterCount: parameters?.length ?? null,
    explicitTypes,
    failure: null as CompileError | null,
    returnType(types: readonly CsType[]): CsType | null {
      const trial = tried(types);
      return trial && returnTypeOf(trial);
    },
    fits(types: readonly CsType[], returns: CsType): boolean {
      const trial = tried(types);
      return trial !== null && returnsFit(trial, returns);
    },
    bind(types: readonly CsType[], returns: CsType, type: CsType): Bound {
      let result = bound.get(type);
      if (!result) {
        try {
          result = bindBody(b, around, syntax, types, returns, type);
        } catch (failure) {
          if (!(failure instanceof CompileError)) throw failure;
          result = failure;
        }
        bound.set(type, result);
      }
      if (result instanceof CompileError) throw result;
      return result;
    },
  };
  return { kind: "lambdaLiteral", lambda, at: syntax.start };
}

/** Where a function stands. */
export type Around = Pick<BindingContext, "scope" | "function" | "checked" | "conditionalTarget">;

/** Runs `bind` inside a new function around whose body the names of `around` stand. */
export function within<T>(
  b: BindingContext,
  around: Around,
  owner: FunctionScope,
  bind: () => T,
): T {
  const before: Around = {
    scope: b.scope,
    function: b.function,
    checked: b.checked,
    conditionalTarget: b.conditionalTarget,
  };
  Object.assign(b, around);
  try {
    return b.inFunction(owner, bind);
  } finally {
    Object.assign(b, before);
  }
}

const PARAMETER = { role: "parameter", initialized: true } as const;

function declareParameters(
  b: BindingContext,
  syntax: ExpressionOf<"lambda">,
  types: readonly CsType[],
): LocalSymbol[] {
  if (!syntax.parameters) {
    return types.map((type) => b.scope.temporary(type, "", -1, PARAMETER));
  }
  return syntax.parameters.map(({ name, names, start }, i) => {
    if (names) {
      const of = b.scope.declare(name, types[i], start, PARAMETER);
      for (const one of names) {
        const type = one.path.reduce((outer, index) => outer.typeArguments[index], types[i]);
        b.scope.declare(one.name, type, start, {
          alias: { of, path: one.path },
          fixed: "range variable",
        });
      }
      return of;
    }
    const discards = syntax.parameters!.filter((p) => p.name === "_").length;
    if (name === "_" && discards > 1) {
      throw error("CS8370", start, "lambda discard parameters", "9.0");
    }
    return b.scope.declare(name, types[i], start, PARAMETER);
  });
}

export function isBlock(body: Expression | Block): body is Block {
  return body.kind === "block";
}

/** A lambda's body, bound without a target for what it returns. */
interface Trial {
  /** The expression that is the body, or what the body's return statements give. */
  readonly values: readonly AnyBound[];
  /** Control can come to the end of the body's block. */
  readonly ends: boolean;
  readonly isBlock: boolean;
}

function tryBody(
  b: BindingContext,
  around: Around,
  syntax: ExpressionOf<"lambda">,
  types: readonly CsType[],
): Trial {
  const owner = new FunctionScope(around.function);
  return within(b, around, owner, (): Trial => {
    declareParameters(b, syntax, types);
    if (!isBlock(syntax.body)) {
      return { values: [b.expression(syntax.body)], ends: false, isBlock: false };
    }
    const body = b.block(syntax.body);
    return { values: returnedBy(owner), ends: endReachable(body), isBlock: true };
  });
}

/** What the body returns; VOID for nothing, null where that is no one type. */
function returnTypeOf({ values }: Trial): CsType | null {
  if (values.length === 0) return t.VOID;
  const [first] = values;
  if (values.length === 1 && isTyped(first) && first.type === t.VOID) return t.VOID;
  const candidates = values.map(naturalType).filter((type) => type !== null);
  return candidates.find((type) => values.every((value) => canConvert(value, type))) ?? null;
}

/** Whether a delegate that returns the type can stand for the lambda. */
function returnsFit({ values, ends, isBlock }: Trial, returns: CsType): boolean {
  if (returns === t.VOID) {
    if (isBlock) return values.length === 0;
    const [value] = values;
    return isTyped(value) ? isStatementExpression(value) : value.kind === "throwLiteral";
  }
  return !ends && values.every((value) => canConvert(value, returns));
}

function bindBody(
  b: BindingContext,
  around: Around,
  syntax: ExpressionOf<"lambda">,
  types: readonly CsType[],
  returns: CsType,
  type: CsType,
): Bound {
  const owner = new FunctionScope(around.function);
  owner.returns = returns;
  return within(b, around, owner, () => {
    const parameters = declareParameters(b, syntax, types);
    const body = isBlock(syntax.body)
      ? b.block(syntax.body)
      : expressionBody(b, syntax.body, returns);
    if (isBlock(syntax.body) && returns !== t.VOID && endReachable(body)) {
      throw error("CS1643", syntax.start, t.display(type));
    }
    return {
      kind: "lambda",
      function: owner,
      body,
      iterator: null,
      parameters,
      locals: b.scope.locals,
      type,
      at: syntax.start,
    };
  });
}

export function expressionBody(
  b: BindingContext,
  body: Expression,
  returns: CsType,
): BoundStatement {
  const value = b.expression(body);
  if (returns !== t.VOID) {
    return { kind: "return", value: convertImplicit(value, returns, body.start), at: body.start };
  }
  if (!isTyped(value)) {
    if (value.kind === "throwLiteral") {
      return { kind: "throw", value: value.operand, at: body.start };
    }
    throw error("CS0201", body.start);
  }
  if (!isStatementExpression(value)) throw error("CS0201", body.start);
  return { kind: "expression", expression: value };
}

function isStatementExpression(value: Bound): boolean {
  if (value.kind === "conditionalAccess") return isStatementExpression(value.access);
  if (value.kind === "convert") return isStatementExpression(value.operand);
  return ["call", "invoke", "localCall", "assign", "compound", "initialized", "sequence"].includes(
    value.kind,
  );
}
