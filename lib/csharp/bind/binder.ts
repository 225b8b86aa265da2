/**
 * The binder: a syntax tree in, a bound tree out, with every type decided as a C# 7.3 compiler would.
 * @module
 */
import { type CsType, typeOf } from "../runtime/type.ts";
import { KEYWORD_TYPES } from "../syntax/keyword_types.ts";
import type { Block, Expression, ExpressionOf, Statement, TypeSyntax } from "../syntax/ast.ts";
import { AlreadyReported, type CompileError, error } from "../syntax/errors.ts";
import { bindCall } from "./calls/calls.ts";
import { bindIndex } from "./indexing.ts";
import { bindMember } from "./member_access.ts";
import { bindName, localValue } from "./simple_names.ts";
import type { Access, Observer } from "./access.ts";
import { bindAssignment, bindIncrement } from "./operators/assignment.ts";
import { type AnyBound, type Bound, type BoundStatement } from "./bound.ts";
import { constant, defaultValue, foldDecimalLiteral } from "./constants.ts";
import type { BindingContext } from "./context.ts";
import { asValue, convertExplicit, convertImplicit } from "./convert.ts";
import { bindAnonymous, bindNew, bindNewArray, impliedName } from "./creation.ts";
import { bindInterpolated } from "./interpolation.ts";
import { bindLambda } from "./calls/lambdas.ts";
import type { Imports } from "./imports.ts";
import { bindType } from "./names.ts";
import { bindCoalesce, bindConditional } from "./operators/conditionals.ts";
import { bindBinary } from "./operators/operators.ts";
import { bindUnary } from "./operators/unary_operators.ts";
import { bindAs, bindIs, bindIsPattern } from "./patterns.ts";
import { rewriteQuery } from "./queries.ts";
import { Scope } from "./scope.ts";
import { FunctionScope, type LocalSymbol } from "./variables.ts";
import { bindStatements } from "./statements/blocks.ts";
import { thrown } from "./statements/exceptions.ts";
import { bindStatement } from "./statements/statements.ts";
import * as t from "./types.ts";

/** Expressions bound for one source. Nested lambdas are bound once for each overload that they may go to. */
const MAX_WORK = 40_000;

/** A variable that the host hands to every program. */
export interface Global {
  readonly name: string;
  readonly type: CsType;
}

export interface BinderOptions {
  readonly imports: Imports;
  readonly access: Access;
  readonly observe: Observer;
  readonly globals: readonly Global[];
}

export class Binder implements BindingContext {
  scope: Scope;
  function: FunctionScope;
  checked: boolean | null = null;
  conditionalTarget: Bound | null = null;
  readonly imports: Imports;
  readonly access: Access;
  readonly observe: Observer;
  readonly errors: CompileError[] = [];
  /** The globals' variables, in their order. */
  readonly globals: readonly LocalSymbol[];
  #work = 0;

  constructor({ imports, access, observe, globals }: BinderOptions) {
    this.imports = imports;
    this.access = access;
    this.observe = observe;
    this.function = new FunctionScope(null);
    this.scope = new Scope(null, this.function);
    this.globals = globals.map(({ name, type }) =>
      this.scope.declare(name, type, -1, { role: "parameter", initialized: true })
    );
  }

  expression(syntax: Expression): AnyBound {
    if (++this.#work > MAX_WORK) {
      throw error("CS8078", syntax.start);
    }
    return (EXPRESSIONS[syntax.kind] as (b: Binder, syntax: Expression) => AnyBound)(this, syntax);
  }

  value(syntax: Expression): Bound {
    return asValue(this.expression(syntax));
  }

  convert(syntax: Expression, type: CsType): Bound {
    return convertImplicit(this.expression(syntax), type, syntax.start);
  }

  statement(syntax: Statement): BoundStatement {
    if (++this.#work > MAX_WORK) {
      throw error("CS8078", syntax.start);
    }
    return bindStatement(this, syntax);
  }

  block(syntax: Block): BoundStatement {
    return this.inScope(() => bindStatements(this, syntax.statements));
  }

  type(syntax: TypeSyntax): CsType {
    if (syntax.kind === "named" && syntax.parts.some((part) => part.openArity)) {
      throw error("CS7003", syntax.start);
    }
    return bindType(this, syntax);
  }

  inScope<T>(bind: () => T): T {
    const outer = this.scope;
    this.scope = new Scope(outer, this.function);
    try {
      return bind();
    } finally {
      this.scope = outer;
    }
  }

  inFunction<T>(owner: FunctionScope, bind: () => T): T {
    const outer = this.function;
    this.function = owner;
    try {
      return this.inScope(bind);
    } finally {
      this.function = outer;
    }
  }

  report(failure: CompileError): void {
    // a lambda is bound on trial: its errors decide whether an overload applies
    if (this.function.parent !== null) throw failure;
    this.errors.push(failure);
  }
}

type BindOf<K extends Expression["kind"]> = (b: Binder, syntax: ExpressionOf<K>) => AnyBound;

const EXPRESSIONS: { readonly [K in Expression["kind"]]: BindOf<K> } = {
  literal: (_, { type, value, start }) => bindLiteral(type, value, start),
  interpolated: bindInterpolated,
  name: bindName,
  typeName: (b, { type, start }) => ({ kind: "typeName", named: b.type(type), at: start }),
  member: bindMember,
  call: bindCall,
  index: bindIndex,
  conditionalAccess: bindConditionalAccess,
  binding: (b) => b.conditionalTarget!,
  prefix: (b, syntax) =>
    syntax.operator === "++" || syntax.operator === "--"
      ? bindIncrement(b, syntax.operand, syntax.operator, false, syntax.start)
      : bindUnary(b, syntax),
  postfix: (b, { operand, operator, start }) => bindIncrement(b, operand, operator, true, start),
  binary: (b, syntax) => syntax.operator === "??" ? bindCoalesce(b, syntax) : bindBinary(b, syntax),
  assignment: bindAssignment,
  conditional: bindConditional,
  cast: (b, { type, operand, start }) =>
    convertExplicit(
      b.expression(operand),
      b.type(type),
      start,
      b.checked === false,
      b.checked === true,
    ),
  is: bindIs,
  isPattern: bindIsPattern,
  as: bindAs,
  new: bindNew,
  newArray: bindNewArray,
  anonymous: bindAnonymous,
  arrayInitializer: (_, { start }) => {
    throw error("CS1525", start, "{");
  },
  lambda: bindLambda,
  query: (b, syntax) => b.expression(rewriteQuery(syntax)),
  tuple: bindTuple,
  declaration: (_, { start }) => {
    throw error("CS8185", start);
  },
  default: (b, { type, start }) =>
    type ? defaultValue(b.type(type), start) : { kind: "defaultLiteral", at: start },
  typeof: (b, { type, start }) => ({
    kind: "typeof",
    target: bindType(b, type),
    type: t.TYPE,
    at: start,
  }),
  sizeof: bindSizeof,
  checked: bindChecked,
  throw: (b, { operand, start }) => ({
    kind: "throwLiteral",
    operand: thrown(b, operand),
    at: start,
  }),
  parenthesized: (b, { operand }) => b.expression(operand),
};

function bindLiteral(
  type: ExpressionOf<"literal">["type"],
  value: ExpressionOf<"literal">["value"],
  at: number,
): AnyBound {
  if (type === "null") return { kind: "nullLiteral", at };
  const csType = typeOf(KEYWORD_TYPES.get(type)!);
  if (type !== "decimal") return constant(value, csType, at);
  return constant(foldDecimalLiteral(value as string, at), csType, at);
}

/** Bytes of the types that have the same size everywhere. */
const SIZES: ReadonlyMap<CsType, number> = new Map([
  ...[t.BOOL, t.BYTE, t.SBYTE].map((type) => [type, 1] as const),
  ...[t.CHAR, t.SHORT, t.USHORT].map((type) => [type, 2] as const),
  ...[t.INT, t.UINT, t.FLOAT].map((type) => [type, 4] as const),
  ...[t.LONG, t.ULONG, t.DOUBLE].map((type) => [type, 8] as const),
  [t.DECIMAL, 16],
]);

function bindSizeof(b: Binder, { type, start: at }: ExpressionOf<"sizeof">): Bound {
  const of = b.type(type);
  const size = SIZES.get(t.enumBase(of));
  if (size === undefined) {
    throw error("CS0233", at, t.display(of));
  }
  return constant(size, t.INT, at);
}

function bindTuple(b: Binder, { elements, start }: ExpressionOf<"tuple">): AnyBound {
  const bound = elements.map(({ value }) => b.expression(value));
  const names = elements.map(({ name, value }) => name ?? impliedName(value));
  const given = elements.map(({ name }) => name).filter((name) => name !== null);
  if (new Set(given).size < given.length) {
    throw error("CS8127", start);
  }
  // an inferred name that another element has too is no name
  const unique = names.map((name, i) =>
    elements[i].name ?? (names.filter((n) => n === name).length > 1 ? null : name)
  );
  return { kind: "tupleLiteral", elements: bound, names: unique, at: start };
}

function bindChecked(b: Binder, { checked, operand }: ExpressionOf<"checked">): AnyBound {
  const before = b.checked;
  b.checked = checked;
  try {
    return b.expression(operand);
  } finally {
    b.checked = before;
  }
}

/** `a?.b` (section 7.7.7): null, or what follows on the value that is there. */
function bindConditionalAccess(
  b: Binder,
  { target, whenNotNull, start: at }: ExpressionOf<"conditionalAccess">,
): AnyBound {
  const receiver = b.value(target);
  if (receiver.type === t.ERROR) throw new AlreadyReported(at);
  if (!t.isReference(receiver.type) && !t.isNullable(receiver.type)) {
    throw error("CS0023", at, "?", t.display(receiver.type));
  }
  const value = b.scope.temporary(t.underlying(receiver.type), "", at, { initialized: true });
  const before = b.conditionalTarget;
  b.conditionalTarget = localValue(b, value, at);
  let access: AnyBound;
  try {
    access = b.expression(whenNotNull);
  } finally {
    b.conditionalTarget = before;
  }
  const bound = asValue(access);
  const type = t.isValueType(bound.type) && bound.type !== t.VOID && !t.isNullable(bound.type)
    ? t.nullableOf(bound.type)
    : bound.type;
  return {
    kind: "conditionalAccess",
    receiver,
    value,
    within: b.function,
    access: bound,
    type,
    at,
  };
}
