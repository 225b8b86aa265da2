/**
 * `a.b`: members of values, types and namespaces (C# 7.3, section 7.6.5).
 * @module
 */
import { AlreadyReported, CompileError, error } from "../syntax/errors.ts";
import {
  type MethodSymbol,
  type PropertySymbol,
  symbolOf,
  type TypeSymbol,
} from "../runtime/symbols.ts";
import { type CsType, substitute } from "../runtime/type.ts";
import type { Expression, ExpressionOf } from "../syntax/ast.ts";
import { type AnyBound, type Bound, isTyped } from "./bound.ts";
import { constant } from "./constants.ts";
import type { BindingContext } from "./context.ts";
import { asValue } from "./convert.ts";
import { findMembers, type Found, isMethod, memberNames, typeMap } from "./members.ts";
import { methodGroup, receiverFor } from "./calls/method_groups.ts";
import { checkAllowed, checkMember, leftOutMember } from "./names.ts";
import * as t from "./types.ts";

/** `target.name`; `called` where an argument list follows. */
export function bindMember(
  b: BindingContext,
  syntax: ExpressionOf<"member">,
  called = false,
): AnyBound {
  const target = bindTarget(b, syntax.target);
  const { name, nameStart: at } = syntax;
  const typeArguments = syntax.typeArguments?.map((type) => b.type(type)) ?? null;
  if (!isTyped(target)) {
    if (target.kind === "namespace") return namespaceMember(b, target.name, syntax);
    if (target.kind === "typeName") {
      return staticMember(b, target.named, name, typeArguments, at, called);
    }
    if (target.kind === "nullLiteral") {
      throw error("CS0023", at, ".", "<null>");
    }
    if (target.kind === "lambdaLiteral") {
      throw error("CS0023", at, ".", "lambda expression");
    }
    return instanceMember(b, asValue(target), name, typeArguments, at, called);
  }
  return instanceMember(b, target, name, typeArguments, at, called);
}

/** A member's target: where a name is both a local and a type, either may be meant. */
function bindTarget(b: BindingContext, syntax: Expression): AnyBound {
  if (syntax.kind === "typeName") {
    return { kind: "typeName", named: b.type(syntax.type), at: syntax.start };
  }
  return b.expression(syntax);
}

function namespaceMember(
  b: BindingContext,
  namespace: string,
  syntax: ExpressionOf<"member">,
): AnyBound {
  const { name, start: at, nameStart, end } = syntax;
  const full = `${namespace}.${name}`;
  const typeArguments = syntax.typeArguments;
  if (b.imports.find(full, typeArguments?.length ?? 0)) {
    const parts = full.split(".").map((part, i, all) => ({
      name: part,
      typeArguments: i === all.length - 1 ? typeArguments : null,
      start: at,
      end,
    }));
    return { kind: "typeName", named: b.type({ kind: "named", parts, start: at, end }), at };
  }
  if (b.imports.isNamespace(full)) return { kind: "namespace", name: full, at };
  if (b.imports.leftOutType(full) !== null) {
    throw new CompileError("CS0103", b.access.refuseType(full), nameStart);
  }
  throw error("CS0234", nameStart, name, namespace);
}

function staticMember(
  b: BindingContext,
  type: CsType,
  name: string,
  typeArguments: CsType[] | null,
  at: number,
  called: boolean,
): AnyBound {
  const symbol = symbolOf(type);
  const enumMember = symbol?.enumeration?.names.indexOf(name) ?? -1;
  if (enumMember >= 0) {
    checkMember(b, type.definition.name, name, at);
    return constant(symbol!.enumeration!.values[enumMember], type, at);
  }
  const nested = symbol && b.imports.find(`${symbol.name}.${name}`);
  if (nested) {
    checkAllowed(b, nested, at);
    return { kind: "typeName", named: nested.type, at };
  }
  const found = findMembers(type, name, called);
  if (found.length === 0 && called && findMembers(type, name).length > 0) {
    throw notInvocable(type, name, at);
  }
  if (found.length === 0) throw noMember(b, type, name, at, symbol);
  checkMember(b, found[0].declaring.definition.name, name, at);
  if (isMethod(found[0].member)) {
    return methodGroup(b, name, null, type, found as Found<MethodSymbol>[], typeArguments, at);
  }
  const { member, declaring } = found[0] as Found<PropertySymbol>;
  if (!member.isStatic) {
    throw error("CS0120", at, `${t.display(declaring)}.${name}`);
  }
  const valueType = substitute(member.type, typeMap(declaring));
  if (member.kind === "constant" && member.get) {
    return constant(member.get({ types: declaring.typeArguments }), valueType, at);
  }
  return {
    kind: "property",
    property: member,
    receiver: null,
    args: [],
    types: declaring.typeArguments,
    type: valueType,
    at,
  };
}

export function notInvocable(type: CsType, name: string, at: number) {
  return error("CS1955", at, `${t.display(type)}.${name}`);
}

function noMember(
  b: BindingContext,
  type: CsType,
  name: string,
  at: number,
  symbol: TypeSymbol | null,
) {
  if (symbol?.leavesOut(name)) return leftOutMember(b, type, name, at);
  return error("CS0117", at, t.display(type), name).among({ name, known: () => memberNames(type) });
}

/** `value.name` */
export function instanceMember(
  b: BindingContext,
  receiver: Bound,
  name: string,
  typeArguments: CsType[] | null,
  at: number,
  called = false,
): AnyBound {
  const { type } = receiver;
  if (type === t.ERROR) throw new AlreadyReported(at);
  if (type === t.VOID) {
    throw error("CS0023", at, ".", "void");
  }
  const element = tupleElement(type, name);
  if (element >= 0) {
    return {
      kind: "tupleElement",
      receiver,
      index: element,
      type: type.typeArguments[element],
      at,
    };
  }
  const anonymous = type.definition.name.startsWith("<>f__Anonymous")
    ? type.definition.parameters.indexOf(name)
    : -1;
  if (anonymous >= 0) {
    return {
      kind: "anonymousMember",
      receiver,
      index: anonymous,
      type: type.typeArguments[anonymous],
      at,
    };
  }
  const found = findMembers(type, name, called);
  if (found.length > 0 && !isMethod(found[0].member)) {
    const { member, declaring } = found[0] as Found<PropertySymbol>;
    checkMember(b, declaring.definition.name, name, at);
    if (member.isStatic) {
      throw error("CS0176", at, `${t.display(declaring)}.${name}`);
    }
    b.observe.property?.(declaring.definition.name, name);
    const valueType = substitute(member.type, typeMap(declaring));
    return {
      kind: "property",
      property: member,
      receiver: receiverFor(receiver, declaring),
      args: [],
      types: declaring.typeArguments,
      type: valueType,
      at,
    };
  }
  if (found.length > 0) checkMember(b, found[0].declaring.definition.name, name, at);
  const uncallable = called && found.length === 0 && b.imports.extensions(name).length === 0;
  if (uncallable && findMembers(type, name).length > 0) throw notInvocable(type, name, at);
  return methodGroup(b, name, receiver, type, found as Found<MethodSymbol>[], typeArguments, at);
}

function tupleElement(type: CsType, name: string): number {
  if (!t.isTuple(type)) return -1;
  const named = type.tupleNames?.indexOf(name) ?? -1;
  if (named >= 0) return named;
  const item = /^Item([1-9]\d*)$/.exec(name);
  const index = item ? Number(item[1]) - 1 : -1;
  return index < type.typeArguments.length ? index : -1;
}

/** Inside of nameof an instance member may be named through its type. */
export function namedMember(b: BindingContext, syntax: ExpressionOf<"member">): void {
  const target = bindTarget(b, syntax.target);
  const isType = !isTyped(target) && target.kind === "typeName";
  if (!isType || findMembers(target.named, syntax.name).length === 0) bindMember(b, syntax);
}
