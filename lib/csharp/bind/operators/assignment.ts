/**
 * Assignment in its forms: simple, compound, `++`, deconstruction (C# 7.3, section 7.17).
 * @module
 */
import { findMembers, type Found, isMethod, methodCandidate } from "../members.ts";
import type { MethodSymbol } from "../../runtime/symbols.ts";
import type { CsType } from "../../runtime/type.ts";
import type { Designation, Expression, ExpressionOf } from "../../syntax/ast.ts";
import { AlreadyReported, error, featureError } from "../../syntax/errors.ts";
import { localValue } from "../simple_names.ts";
import { type AnyBound, type BinaryOperator, type Bound, isTyped } from "../bound.ts";
import { constant } from "../constants.ts";
import type { BindingContext } from "../context.ts";
import { asValue, convertImplicit, naturalType, noValue } from "../convert.ts";
import { declareDesignation } from "../declare.ts";
import { compoundResult } from "./operators.ts";
import type { LocalSymbol } from "../variables.ts";
import * as t from "../types.ts";

export function bindAssignment(b: BindingContext, syntax: ExpressionOf<"assignment">): Bound {
  const { operator, left, right, start: at } = syntax;
  if (operator !== "") {
    const target = assignable(b.expression(left), left.start);
    return compound(
      b,
      target,
      (current) => compoundResult(b, operator as BinaryOperator, current, b.expression(right), at),
      false,
      at,
    );
  }
  if (left.kind === "tuple" || (left.kind === "declaration" && left.designation.kind === "list")) {
    return deconstruct(b, left, b.expression(right), at);
  }
  const target = b.expression(left);
  if (!isTyped(target) && target.kind === "discard") return asValue(b.expression(right));
  const variable = assignable(target, left.start);
  return {
    kind: "assign",
    target: variable,
    value: b.convert(right, variable.type),
    type: variable.type,
    at,
  };
}

/** Checks that a value can be assigned there, and notes that it is. @throws CompileError CS0131, CS0200, CS1656 */
export function assignable(target: AnyBound, at: number): Bound {
  if (!isTyped(target)) {
    if (target.kind === "group") {
      throw error("CS1656", at, target.group.name, "method group");
    }
    throw target.kind === "discard" ? notVariable(at) : noValue(target);
  }
  switch (target.kind) {
    case "local":
      if (target.local.fixed) {
        throw error("CS1656", at, target.local.name, target.local.fixed);
      }
      target.local.reassigned = true;
      return target;
    case "property": {
      if (target.property.set) return target;
      const name = target.property.kind === "indexer" ? "this" : target.property.name;
      throw error("CS0200", at, `${t.display(target.property.owner.type)}.${name}`);
    }
    case "anonymousMember":
      throw error("CS0200", at, target.receiver.type.definition.parameters[target.index]);
    case "element":
      return target;
    case "tupleElement":
      assignable(target.receiver, at);
      return target;
    default:
      throw notVariable(at);
  }
}

function notVariable(at: number) {
  return error("CS0131", at);
}

function compound(
  b: BindingContext,
  target: Bound,
  make: (current: Bound) => Bound,
  before: boolean,
  at: number,
): Bound {
  if (target.type === t.ERROR) throw new AlreadyReported(at);
  const current = b.scope.temporary(target.type, "", at, { initialized: true });
  const result = make(localValue(b, current, at));
  return {
    kind: "compound",
    target,
    current,
    within: b.function,
    result,
    before,
    type: target.type,
    at,
  };
}

/** `x++`, `--x` */
export function bindIncrement(
  b: BindingContext,
  operand: Expression,
  operator: string,
  postfix: boolean,
  at: number,
): Bound {
  const target = assignable(b.expression(operand), operand.start);
  const inner = t.underlying(target.type);
  if (!t.isNumeric(inner) && !t.isEnum(inner)) {
    throw error("CS0023", at, operator, t.display(target.type));
  }
  const sign = operator === "++" ? "+" : "-";
  return compound(
    b,
    target,
    (current) => compoundResult(b, sign, current, constant(1, t.INT, at), at, true),
    postfix,
    at,
  );
}

/** `(a, b) = c`, `var (a, b) = c`. */
function deconstruct(b: BindingContext, left: Expression, right: AnyBound, at: number): Bound {
  const leaves = deconstructionLeaves(left);
  if (leaves.some(isDeclaration) && !leaves.every(isDeclaration)) {
    throw featureError("mixed declarations and expressions in deconstruction", "10.0", left.start);
  }
  // the targets' own parts are evaluated before the right side; the values move only after it
  const source = tupleSource(left, right, b, at);
  const steps: Bound[] = [];
  const hold = (value: Bound): Bound => {
    const local = b.scope.temporary(value.type, "", at, { initialized: true });
    const read = localValue(b, local, at);
    steps.push({ kind: "assign", target: read, value, type: value.type, at });
    return read;
  };
  const whole = hold(source);
  const moves: Bound[] = [];
  const elements = takeApart(b, left, whole, hold, moves, at);
  steps.push(...moves);
  const result: Bound = elements ?? whole;
  return { kind: "sequence", first: steps, last: result, type: result.type, at };
}

/** What a deconstruction declares or assigns; a bare `_` is neither. */
function deconstructionLeaves(left: Expression): Expression[] {
  if (left.kind === "tuple") {
    return left.elements.flatMap(({ value }) => deconstructionLeaves(value));
  }
  return left.kind === "name" && left.name === "_" ? [] : [left];
}

function isDeclaration(leaf: Expression): boolean {
  return leaf.kind === "declaration";
}

/** The right side as a value; a tuple literal takes the types of the variables on the left. */
function tupleSource(left: Expression, right: AnyBound, b: BindingContext, at: number): Bound {
  if (isTyped(right)) return right;
  const natural = naturalType(right);
  if (natural) return convertImplicit(right, natural, at);
  if (
    right.kind !== "tupleLiteral" || left.kind !== "tuple" ||
    left.elements.length !== right.elements.length
  ) throw noValue(right);
  const types = left.elements.map(({ value }, i) => {
    if (value.kind === "declaration" && value.type) return b.type(value.type);
    const target = value.kind === "declaration" ? null : b.expression(value);
    return target && isTyped(target) ? target.type : naturalType(right.elements[i]);
  });
  if (types.some((type) => type === null)) {
    throw error("CS8131", at);
  }
  return convertImplicit(right, t.tupleOf(types as CsType[], null), at);
}

function takeApart(
  b: BindingContext,
  left: Expression,
  whole: Bound,
  hold: (value: Bound) => Bound,
  moves: Bound[],
  at: number,
): Bound | null {
  const places = left.kind === "tuple" ? left.elements.map((e) => e.value) : designations(
    (left as ExpressionOf<"declaration">).designation,
    left as ExpressionOf<"declaration">,
  );
  const parts = partsOf(b, whole, places.length, hold, at);
  places.forEach((place, i) => {
    const part = parts[i];
    if (
      place.kind === "tuple" || (place.kind === "declaration" && place.designation.kind === "list")
    ) {
      takeApart(b, place, hold(part), hold, moves, at);
      return;
    }
    if (place.kind === "declaration") {
      const local = declareDesignation(
        b,
        place.designation,
        place.type ? b.type(place.type) : part.type,
      );
      local.initialized = true;
      moves.push({
        kind: "assign",
        target: localValue(b, local, -1),
        value: convertImplicit(part, local.type, at),
        type: local.type,
        at,
      });
      return;
    }
    const target = b.expression(place);
    if (!isTyped(target) && target.kind === "discard") return;
    const variable = assignable(target, place.start);
    moves.push({
      kind: "assign",
      target: variable,
      value: convertImplicit(part, variable.type, at),
      type: variable.type,
      at,
    });
  });
  return null;
}

function designations(
  designation: Designation,
  declaration: ExpressionOf<"declaration">,
): Expression[] {
  if (designation.kind !== "list") return [];
  const { type } = declaration;
  return designation.elements.map((element) => ({
    kind: "declaration",
    type,
    designation: element,
    start: element.start,
    end: element.end,
  }));
}

/** The values a tuple holds, or a Deconstruct method gives. */
function partsOf(
  b: BindingContext,
  whole: Bound,
  count: number,
  hold: (value: Bound) => Bound,
  at: number,
): Bound[] {
  const { type } = whole;
  if (t.isTuple(type)) {
    if (type.typeArguments.length !== count) {
      throw error("CS8132", at, type.typeArguments.length, count);
    }
    return type.typeArguments.map((element, index) => ({
      kind: "tupleElement",
      receiver: whole,
      index,
      type: element,
      at,
    }));
  }
  const method = findMembers(type, "Deconstruct").find((found): found is Found<MethodSymbol> =>
    isMethod(found.member) && found.member.parameters.length === count
  );
  if (!method) {
    throw error("CS8129", at, t.display(type), count);
  }
  const { map } = methodCandidate(method);
  const locals: LocalSymbol[] = method.member.parameters.map((p) =>
    b.scope.temporary(map.get(p.type) ?? p.type, "", at)
  );
  hold({
    kind: "sequence",
    first: [{
      kind: "call",
      method: method.member,
      receiver: whole,
      args: locals.map((local) => ({
        kind: "reference",
        target: localValue(b, local, at),
        mode: "out",
        type: local.type,
        at,
      })),
      types: method.declaring.typeArguments,
      type: t.VOID,
      at,
    }],
    last: constant(0, t.INT, at),
    type: t.INT,
    at,
  });
  return locals.map((local) => localValue(b, local, at));
}

/** What `foreach (var (a, b) in ...)` does with each element. */
export function deconstructInto(
  b: BindingContext,
  target: Expression,
  element: Bound,
  at: number,
): Bound {
  return deconstruct(b, target, element, at);
}
