/**
 * Calls of methods, delegates and local functions (C# 7.3, section 7.6.6).
 * @module
 */
import { AlreadyReported, error } from "../../syntax/errors.ts";
import type { CsType } from "../../runtime/type.ts";
import type { ExpressionOf } from "../../syntax/ast.ts";
import { bindArguments, placeArguments } from "./arguments.ts";
import { type Bound, isTyped, type MethodGroup } from "../bound.ts";
import { constant } from "../constants.ts";
import type { BindingContext } from "../context.ts";
import { noValue } from "../convert.ts";
import { delegateSignature } from "./inference.ts";
import { bindMember, namedMember, notInvocable } from "../member_access.ts";
import { describeMember } from "../members.ts";
import { chooseMethod, receiverFor, returnType } from "./method_groups.ts";
import type { CallArgument, Candidate } from "./candidates.ts";
import { resolveOverload } from "./overloads.ts";
import type { LocalSymbol } from "../variables.ts";
import * as t from "../types.ts";

/** `target(args)` */
export function bindCall(b: BindingContext, syntax: ExpressionOf<"call">): Bound {
  const { target, start: at } = syntax;
  if (target.kind === "name" && target.name === "nameof" && !b.scope.find("nameof")) {
    return nameOf(b, syntax);
  }
  const callee = target.kind === "member" ? bindMember(b, target, true) : b.expression(target);
  const where = target.kind === "member" ? target.nameStart : at;
  if (!isTyped(callee) && callee.kind === "group") {
    return callGroup(b, callee.group, bindArguments(b, syntax.args), where);
  }
  if (!isTyped(callee)) {
    if (callee.kind === "typeName") {
      throw error("CS1955", where, t.display(callee.named));
    }
    if (callee.kind === "lambdaLiteral") throw error("CS0149", where);
    throw noValue(callee);
  }
  return invokeDelegate(b, callee, bindArguments(b, syntax.args), where);
}

/** A call of the method that overload resolution picks. */
export function callGroup(
  b: BindingContext,
  group: MethodGroup,
  args: readonly CallArgument[],
  at: number,
): Bound {
  if (group.localFunction) {
    return callLocalFunction(b, group.localFunction, args, group.typeArguments, at);
  }
  if (
    group.name === "Invoke" && group.receiver && t.isDelegate(group.receiverType) &&
    group.methods.length === 0
  ) {
    return invokeDelegate(b, group.receiver, args, at);
  }
  const { resolved, extension } = chooseMethod(group, args, at, false)!;
  const { member, declaring } = resolved.candidate.symbol;
  const types = [...declaring.typeArguments, ...resolved.typeArguments];
  const type = returnType(resolved);
  if (extension) {
    const withReceiver: CallArgument[] = [
      { name: null, mode: "value", value: group.receiver!, at },
      ...args,
    ];
    return {
      kind: "call",
      method: member,
      receiver: null,
      args: placeArguments(b, resolved, withReceiver, at),
      types,
      type,
      at,
    };
  }
  if (member.isStatic && group.receiver) {
    throw error("CS0176", at, describeMember({ member, declaring }));
  }
  if (!member.isStatic && !group.receiver) {
    throw error("CS0120", at, describeMember({ member, declaring }));
  }
  const receiver = group.receiver && receiverFor(group.receiver, declaring);
  const placed = placeArguments(b, resolved, args, at);
  if (member.owner.type === t.OBJECT && member.name === "ReferenceEquals") {
    // where strings come from is known here, not at run time
    const [left, right] = placed as Bound[];
    return { kind: "referenceEquals", left, right, negated: false, type, at };
  }
  return { kind: "call", method: member, receiver, args: placed, types, type, at };
}

function callLocalFunction(
  b: BindingContext,
  declared: LocalSymbol,
  args: readonly CallArgument[],
  typeArguments: readonly CsType[] | null,
  at: number,
): Bound {
  const { parameters, typeParameters, instantiate } = declared.signature!;
  const { name } = declared;
  const candidate: Candidate<LocalSymbol> = {
    symbol: declared,
    parameters: parameters.map((p) => ({ ...p, optional: p.defaultValue !== null })),
    typeParameters,
    map: new Map(),
    declaring: null,
    describe: () => name,
  };
  const countError = (count: number) => error("CS1501", at, name, count);
  if (typeArguments && typeArguments.length !== typeParameters.length) {
    throw typeParameters.length === 0
      ? error("CS0308_method", at, name)
      : error("CS0305_method", at, name, typeParameters.length);
  }
  const resolved = resolveOverload([candidate], args, typeArguments, { name, countError, at });
  const local = instantiate ? instantiate(resolved.typeArguments) : declared;
  b.function.use(local);
  return {
    kind: "localCall",
    local,
    within: b.function,
    args: placeArguments(b, resolved, args, at),
    type: local.signature!.returns,
    at,
  };
}

/** `delegate(args)` */
function invokeDelegate(
  b: BindingContext,
  delegate: Bound,
  args: readonly CallArgument[],
  at: number,
): Bound {
  const signature = delegateSignature(delegate.type);
  if (!signature) {
    if (delegate.type === t.ERROR) throw new AlreadyReported(at);
    throw delegate.kind === "property"
      ? notInvocable(delegate.property.owner.type, delegate.property.name, at)
      : error("CS0149", at);
  }
  const name = t.display(delegate.type);
  const candidate: Candidate<null> = {
    symbol: null,
    parameters: signature.parameters.map((type, i) => ({
      name: `arg${i}`,
      type,
      mode: signature.modes[i] as "value",
      isParams: false,
      optional: false,
    })),
    typeParameters: [],
    map: new Map(),
    declaring: null,
    describe: () => name,
  };
  const countError = (count: number) => error("CS1593", at, name, count);
  if (args.length !== signature.parameters.length) throw countError(args.length);
  const resolved = resolveOverload([candidate], args, null, { name, countError, at });
  return {
    kind: "invoke",
    delegate,
    args: placeArguments(b, resolved, args, at),
    type: signature.returns,
    at,
  };
}

/** `nameof(a.b)`: the last name. */
function nameOf(b: BindingContext, syntax: ExpressionOf<"call">): Bound {
  const argument = syntax.args[0]?.expression;
  if (
    syntax.args.length !== 1 || !argument ||
    (argument.kind !== "name" && argument.kind !== "member")
  ) {
    throw error("CS8081", syntax.start);
  }
  if (argument.kind === "member") namedMember(b, argument);
  else b.expression(argument);
  return constant(argument.name, t.STRING, syntax.start);
}
