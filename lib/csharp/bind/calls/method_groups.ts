/**
 * Methods by name, and which of them a list of arguments calls: own members first, then extensions.
 * @module
 */
import { type MethodSymbol, symbolOf } from "../../runtime/symbols.ts";
import { type CsType, substitute } from "../../runtime/type.ts";
import { CompileError, error } from "../../syntax/errors.ts";
import { leftOutMember } from "../names.ts";
import type { AnyBound, Bound, MethodGroup } from "../bound.ts";
import type { BindingContext } from "../context.ts";
import { convertImplicit } from "../convert.ts";
import { delegateSignature } from "./inference.ts";
import { describeMember, type Found, memberNames, methodCandidate } from "../members.ts";
import type { CallArgument, Candidate, ResolutionNames, Resolved } from "./candidates.ts";
import { resolveOverload, tryResolve } from "./overloads.ts";
import * as t from "../types.ts";

/** A value type's receiver is boxed for what object and interfaces declare, a delegate's for what object declares. */
export function receiverFor(receiver: Bound, declaring: CsType): Bound {
  const boxes = t.isDelegate(receiver.type) ||
    t.isValueType(receiver.type) && !t.isValueType(declaring);
  if (!boxes) return receiver;
  return {
    kind: "convert",
    operand: receiver,
    conversion: { kind: "box", from: receiver.type },
    checked: false,
    type: declaring,
    at: receiver.at,
  };
}

export function methodGroup(
  b: BindingContext,
  name: string,
  receiver: Bound | null,
  receiverType: CsType,
  found: readonly Found<MethodSymbol>[],
  typeArguments: CsType[] | null,
  at: number,
): AnyBound {
  const methods = found.map(({ member, declaring }) => ({ method: member, declaring }));
  const invokes = name === "Invoke" && t.isDelegate(receiverType);
  const extensions = b.imports.extensions(name);
  if (methods.length === 0 && !invokes && extensions.length === 0) {
    if (symbolOf(receiverType)?.leavesOut(name)) throw leftOutMember(b, receiverType, name, at);
    throw error("CS1061", at, t.display(receiverType), name).among({
      name,
      known: () => memberNames(receiverType),
    });
  }
  const group: MethodGroup = {
    name,
    receiver,
    receiverType,
    methods,
    extensions: receiver
      ? extensions.map(({ member, declaring }) => ({ method: member, declaring }))
      : [],
    typeArguments,
    localFunction: null,
    resolve: (parameters) => resolveGroup(group, parameters, at),
  };
  return { kind: "group", group, at };
}

/** A method group's conversion to a delegate: overload resolution on the delegate's parameters. */
function resolveGroup(
  group: MethodGroup,
  parameters: readonly CsType[],
  at: number,
) {
  const args: CallArgument[] = parameters.map((type) => ({
    name: null,
    mode: "value",
    value: { kind: "default", type, at },
    at,
  }));
  const choice = chooseQuietly(group, args, at);
  if (!choice) return null;
  const { resolved, extension } = choice;
  if (resolved.expanded || resolved.places.includes(-1)) return null;
  const { member, declaring } = resolved.candidate.symbol;
  const returns = returnType(resolved);
  return {
    returns,
    bind: (type: CsType): Bound => {
      // a lambda that calls the method
      const signature = delegateSignature(type)!;
      const receiver = group.receiver && extension
        ? group.receiver
        : member.isStatic
        ? null
        : receiverFor(group.receiver!, declaring);
      const types = [...declaring.typeArguments, ...resolved.typeArguments];
      const adapt = signature.parameters.map((from, i) => ({
        from,
        to: resolved.parameterTypes[i + (extension ? 1 : 0)],
      }))
        .map(({ from, to }) => convertImplicit({ kind: "default", type: from, at }, to, at))
        .map((bound) => bound.kind === "convert" ? bound.conversion : null);
      return {
        kind: "methodGroup",
        method: member,
        receiver,
        types,
        adapt: adapt.some((one) => one !== null)
          ? adapt.map((one) => one ?? { kind: "identity" })
          : null,
        extensionReceiver: extension,
        type,
        at,
      };
    },
  };
}

/** null where no method is the best. */
function chooseQuietly(
  group: MethodGroup,
  args: readonly CallArgument[],
  at: number,
): Choice | null {
  try {
    return chooseMethod(group, args, at, true);
  } catch (failure) {
    if (failure instanceof CompileError) return null;
    throw failure;
  }
}

interface Choice {
  readonly resolved: Resolved<Found<MethodSymbol>>;
  /** The receiver goes in as the first argument. */
  readonly extension: boolean;
}

/** Instance and static methods first, extension methods where none applies. */
export function chooseMethod(
  group: MethodGroup,
  args: readonly CallArgument[],
  at: number,
  quiet: boolean,
): Choice | null {
  const { name, receiver, typeArguments } = group;
  const candidates = group.methods
    .filter(({ method }) =>
      typeArguments === null || method.typeParameters.length === typeArguments.length
    )
    .map(({ method, declaring }) => methodCandidate({ member: method, declaring }));
  const countError = (count: number) => error("CS1501", at, name, count);
  const names = { name, countError, at };
  const own = candidates.length > 0 ? tryResolve(candidates, args, typeArguments, names) : null;
  if (own) return { resolved: own, extension: false };
  const withReceiver = receiver
    ? [{ name: null, mode: "value" as const, value: receiver, at }, ...args]
    : args;
  const extensionCandidates = group.extensions
    .filter(({ method }) =>
      typeArguments === null || method.typeParameters.length === typeArguments.length
    )
    .map(({ method, declaring }) => methodCandidate({ member: method, declaring }));
  if (extensionCandidates.length > 0) {
    const found = tryResolve(extensionCandidates, withReceiver, typeArguments, names);
    if (found) return { resolved: found, extension: true };
  }
  if (quiet) return null;
  if (candidates.length > 0) resolveOverload(candidates, args, typeArguments, names);
  if (group.methods.length > 0 && typeArguments) {
    const [{ method, declaring }] = group.methods;
    throw method.typeParameters.length === 0
      ? error("CS0308_method", at, describeMember({ member: method, declaring }))
      : error(
        "CS0305_method",
        at,
        describeMember({ member: method, declaring }),
        method.typeParameters.length,
      );
  }
  throw extensionError(group, extensionCandidates, withReceiver, names);
}

/** Why no extension method applies: its receiver, or its arguments. */
function extensionError(
  group: MethodGroup,
  candidates: readonly Candidate<Found<MethodSymbol>>[],
  args: readonly CallArgument[],
  names: ResolutionNames,
) {
  const { name, receiverType } = group;
  const receiverFits = candidates.filter((candidate) => {
    const parameters = candidate.parameters.slice(0, 1);
    const typeParameters = [...new Set(openParameters(parameters[0].type))];
    const first = { ...candidate, parameters, typeParameters };
    return tryResolve([first], args.slice(0, 1), null, names) !== null;
  });
  if (receiverFits.length > 0) {
    try {
      resolveOverload(receiverFits, args, group.typeArguments, {
        name,
        at: names.at,
        countError: (count) => error("CS1501", names.at, name, count - 1),
      });
    } catch (failure) {
      return failure;
    }
  }
  const [nearest] = candidates;
  if (!nearest) {
    return error("CS1061", names.at, t.display(receiverType), name).among({
      name,
      known: () => memberNames(receiverType),
    });
  }
  return error(
    "CS1929",
    names.at,
    t.display(receiverType),
    name,
    nearest.describe(),
    t.display(nearest.parameters[0].type),
  );
}

function openParameters(type: CsType): CsType[] {
  if (type.definition.kind === "parameter") return [type];
  return type.typeArguments.flatMap(openParameters);
}

export function returnType({ candidate, typeArguments }: Resolved<Found<MethodSymbol>>): CsType {
  const { member } = candidate.symbol;
  const map = new Map([
    ...candidate.map,
    ...member.typeParameters.map((p, i) => [p, typeArguments[i]] as const),
  ]);
  return substitute(member.returns, map);
}
