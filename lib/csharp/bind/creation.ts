/**
 * `new`: objects with initializers, arrays, anonymous types (C# 7.3, section 7.6.10).
 * @module
 */
import { error } from "../syntax/errors.ts";
import { type MethodSymbol, symbolOf } from "../runtime/symbols.ts";
import { arrayOf, CsType, definitionOf, typeOf } from "../runtime/type.ts";
import type { ArrayInitializer, Expression, ExpressionOf, Initializer } from "../syntax/ast.ts";
import { checkMember } from "./names.ts";
import { bindArguments, placeArguments } from "./calls/arguments.ts";
import { callGroup } from "./calls/calls.ts";
import { arrayIndex, indexValue } from "./indexing.ts";
import { instanceMember } from "./member_access.ts";
import { localValue } from "./simple_names.ts";
import { createDelegate } from "./calls/delegates.ts";
import { assignable } from "./operators/assignment.ts";
import { type AnyBound, type Bound, isTyped } from "./bound.ts";
import { constant, defaultValue, isConstant } from "./constants.ts";
import type { BindingContext } from "./context.ts";
import { asValue, convertExplicit, convertImplicit, naturalType } from "./convert.ts";
import { bestCommonType } from "./calls/inference.ts";
import { type Found, methodCandidate } from "./members.ts";
import { resolveOverload } from "./calls/overloads.ts";
import * as t from "./types.ts";

export function bindNew(b: BindingContext, syntax: ExpressionOf<"new">): Bound {
  const { start: at } = syntax;
  const type = b.type(syntax.type);
  const creation = construct(b, type, syntax, at);
  return syntax.initializer ? initialize(b, creation, syntax.initializer, at) : creation;
}

function construct(
  b: BindingContext,
  type: CsType,
  syntax: ExpressionOf<"new">,
  at: number,
): Bound {
  const symbol = symbolOf(type);
  if (symbol?.isStatic) {
    throw error("CS0712", at, t.display(type));
  }
  if (t.isInterface(type) || symbol?.isAbstract) {
    throw error("CS0144", at, t.display(type));
  }
  if (type === t.VOID) throw error("CS1547", at);
  if (t.isDelegate(type)) {
    if (syntax.args.length !== 1) throw error("CS0149", at);
    return createDelegate(b, syntax.args[0].expression, type);
  }
  checkMember(b, type.definition.name, "new", at);
  if (t.isTuple(type) && syntax.args.length === type.typeArguments.length) {
    const elements = syntax.args.map(({ expression }, i) =>
      b.convert(expression, type.typeArguments[i])
    );
    return { kind: "tuple", elements, type, at };
  }
  if (t.isNullable(type) && syntax.args.length === 1) {
    return b.convert(syntax.args[0].expression, type);
  }
  if (t.isValueType(type) && syntax.args.length === 0) return defaultValue(type, at);
  const args = bindArguments(b, syntax.args);
  const constructors = (symbol?.members("new") ?? []) as MethodSymbol[];
  const name = t.display(type);
  const countError = (count: number) => error("CS1729", at, name, count);
  if (constructors.length === 0) throw countError(args.length);
  const candidates = constructors.map((member) =>
    methodCandidate({ member, declaring: type } as Found<MethodSymbol>)
  );
  const resolved = resolveOverload(candidates, args, null, {
    name: name.split(".").at(-1)!,
    countError,
    at,
  });
  const method = resolved.candidate.symbol.member;
  return {
    kind: "call",
    method,
    receiver: null,
    args: placeArguments(b, resolved, args, at),
    types: type.typeArguments,
    type,
    at,
  };
}

/** The object, then what the initializer does to it. */
function initialize(
  b: BindingContext,
  creation: Bound,
  initializer: Initializer,
  at: number,
): Bound {
  const object = b.scope.temporary(creation.type, "", at, { initialized: true });
  const steps = initializerSteps(b, localValue(b, object, at), initializer);
  return {
    kind: "initialized",
    creation,
    object,
    within: b.function,
    steps,
    type: creation.type,
    at,
  };
}

function initializerSteps(b: BindingContext, target: Bound, initializer: Initializer): Bound[] {
  const steps: Bound[] = [];
  for (const element of initializer.elements) {
    const { start: at } = element;
    if (element.kind === "element") {
      steps.push(addElement(b, target, element.args, at));
      continue;
    }
    const place = element.kind === "member"
      ? instanceMember(b, target, element.name, null, at)
      : indexValue(b, target, bindArguments(b, element.args), at);
    if (!isTyped(place)) {
      throw error(
        "CS0117",
        at,
        t.display(target.type),
        element.kind === "member" ? element.name : "this",
      );
    }
    if ("elements" in element.value && !("kind" in element.value)) {
      steps.push(...initializerSteps(b, place, element.value));
      continue;
    }
    const variable = assignable(place, at);
    steps.push({
      kind: "assign",
      target: variable,
      value: b.convert(element.value as Expression, variable.type),
      type: variable.type,
      at,
    });
  }
  return steps;
}

function addElement(
  b: BindingContext,
  target: Bound,
  args: readonly Expression[],
  at: number,
): Bound {
  if (!t.inherits(target.type, ENUMERABLE)) {
    throw error("CS1922", at, t.display(target.type));
  }
  const add = instanceMember(b, target, "Add", null, at);
  if (isTyped(add) || add.kind !== "group") {
    throw error("CS0117", at, t.display(target.type), "Add");
  }
  const bound = args.map((expression) => ({
    name: null,
    mode: "value" as const,
    value: b.expression(expression),
    at: expression.start,
  }));
  return callGroup(b, add.group, bound, at);
}

const ENUMERABLE = typeOf("System.Collections.IEnumerable");

export function bindNewArray(b: BindingContext, syntax: ExpressionOf<"newArray">): Bound {
  const { start: at, rank } = syntax;
  if (!syntax.elementType) return implicitArray(b, syntax, at);
  const elementType = b.type(syntax.elementType);
  if (symbolOf(elementType)?.isStatic) {
    throw error("CS0719", at, t.display(elementType));
  }
  const sizes = syntax.sizes.map((size) => arraySize(b, size));
  if (!syntax.initializer) {
    return {
      kind: "newArray",
      elementType,
      sizes,
      elements: null,
      type: arrayOf(elementType, rank),
      at,
    };
  }
  sizes.forEach((size, i) => {
    if (!isConstant(size)) {
      throw error("CS0150", syntax.sizes[i].start);
    }
    if (rank === 1 && size.value !== syntax.initializer!.elements.length) {
      throw error("CS0847", syntax.initializer!.start, String(size.value));
    }
  });
  return filledArray(b, syntax.initializer, elementType, rank, at);
}

function arraySize(b: BindingContext, size: Expression): Bound {
  const index = arrayIndex(b.expression(size), size.start);
  const bound = convertExplicit(index, t.INT, size.start, false, true);
  if (isConstant(bound) && (bound.value as number) < 0) {
    throw error("CS0248", size.start);
  }
  return bound;
}

/** `{ a, b }` for a known element type, of any number of dimensions. */
export function filledArray(
  b: BindingContext,
  initializer: ArrayInitializer,
  elementType: CsType,
  rank: number,
  at: number,
): Bound {
  const lengths: number[] = [];
  const elements: Bound[] = [];
  const fill = (one: Expression, depth: number): void => {
    if (depth === rank) {
      if (one.kind === "arrayInitializer") {
        throw error("CS0623", one.start);
      }
      elements.push(b.convert(one, elementType));
      return;
    }
    if (one.kind !== "arrayInitializer") {
      throw error("CS0846", one.start);
    }
    if (lengths[depth] !== undefined && lengths[depth] !== one.elements.length) {
      throw error("CS0847", one.start, lengths[depth]);
    }
    lengths[depth] = one.elements.length;
    for (const element of one.elements) fill(element, depth + 1);
  };
  fill(initializer, 0);
  const sizes = rank === 1
    ? []
    : Array.from({ length: rank }, (_, i) => constant(lengths[i] ?? 0, t.INT, at));
  return { kind: "newArray", elementType, sizes, elements, type: arrayOf(elementType, rank), at };
}

function implicitArray(b: BindingContext, syntax: ExpressionOf<"newArray">, at: number): Bound {
  const leaves: AnyBound[] = [];
  const collect = (one: Expression, depth: number): void => {
    if (depth < syntax.rank && one.kind === "arrayInitializer") {
      one.elements.forEach((element) => collect(element, depth + 1));
    } else leaves.push(b.expression(one));
  };
  collect(syntax.initializer!, 0);
  const types = leaves.map(naturalType).filter((type) => type !== null);
  const elementType = bestCommonType(types);
  if (!elementType || types.length === 0) {
    throw error("CS0826", at);
  }
  if (syntax.rank > 1) return filledArray(b, syntax.initializer!, elementType, syntax.rank, at);
  const elements = leaves.map((leaf) => convertImplicit(leaf, elementType, leaf.at));
  return { kind: "newArray", elementType, sizes: [], elements, type: arrayOf(elementType), at };
}

export function bindAnonymous(b: BindingContext, syntax: ExpressionOf<"anonymous">): Bound {
  const names: string[] = [];
  const values = syntax.members.map(({ name, value }) => {
    const known = name ?? impliedName(value);
    if (known === null) {
      throw error("CS0746", value.start);
    }
    if (names.includes(known)) {
      throw error("CS0833", value.start);
    }
    names.push(known);
    const bound = b.expression(value);
    if (!isTyped(bound) && naturalType(bound) === null) {
      throw error(
        "CS0828",
        value.start,
        bound.kind === "nullLiteral"
          ? "<null>"
          : bound.kind === "lambdaLiteral"
          ? "lambda expression"
          : bound.kind,
      );
    }
    const typed = asValue(bound);
    if (typed.type === t.VOID) {
      throw error("CS0828", value.start, "void");
    }
    return typed;
  });
  return {
    kind: "anonymous",
    values,
    type: anonymousType(names, values.map((v) => v.type)),
    at: syntax.start,
  };
}

/** The name a member or variable lends to a tuple element or anonymous member. */
export function impliedName(value: Expression): string | null {
  if (value.kind === "name" || value.kind === "member") return value.name;
  return value.kind === "conditionalAccess" ? impliedName(value.whenNotNull) : null;
}

const anonymousTypes = new Map<string, ReturnType<typeof definitionOf>>();

/** One definition for each list of member names. */
function anonymousType(names: readonly string[], types: readonly CsType[]): CsType {
  const key = names.join();
  let definition = anonymousTypes.get(key);
  if (!definition) {
    const name = `<>f__AnonymousType${anonymousTypes.size}`;
    anonymousTypes.set(
      key,
      definition = { name, parameters: names, kind: "class", declared: null },
    );
  }
  return CsType.intern(definition, types);
}
