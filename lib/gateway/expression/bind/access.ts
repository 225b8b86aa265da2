/**
 * Names, member access, calls and indexing.
 * @module
 */
import {
  type MethodSymbol,
  type PropertySymbol,
  symbols,
  type TypeSymbol,
} from "../runtime/symbols.ts";
import { type CsType, substitute } from "../runtime/type.ts";
import type { Argument, Expression } from "../syntax/ast.ts";
import { parseExpression } from "../syntax/parse.ts";
import { allowsMember } from "./allow_list.ts";
import {
  type AnyBound,
  type Bound,
  type BoundArgument,
  isTyped,
  type MethodGroup,
} from "./bound.ts";
import { constant } from "./constants.ts";
import { type BindingContext, error } from "./context.ts";
import { asValue, convertImplicit, noValue } from "./convert.ts";
import { declareDesignation } from "./declare.ts";
import { delegateSignature } from "./inference.ts";
import {
  describeMember,
  findExtensions,
  findMembers,
  type Found,
  indexerCandidate,
  isMethod,
  methodCandidate,
  typeMap,
} from "./members.ts";
import { checkAllowed, importedType } from "./names.ts";
import {
  type CallArgument,
  type Candidate,
  type Resolved,
  resolveOverload,
  tryResolve,
} from "./overloads.ts";
import type { LocalSymbol } from "./scope.ts";
import * as t from "./types.ts";

type Of<K extends Expression["kind"]> = Expression & { kind: K };

/** A simple name: a local, a type, or a namespace. */
export function bindName(b: BindingContext, syntax: Of<"name">): AnyBound {
  const { name, typeArguments, start: at } = syntax;
  const local = b.scope.find(name);
  if (local) return readLocal(b, local, at, typeArguments?.map((type) => b.type(type)) ?? null);
  const symbol = importedType(name, typeArguments?.length ?? 0);
  if (symbol) {
    const part = { name, typeArguments, start: at, end: syntax.end };
    return {
      kind: "typeName",
      named: b.type({ kind: "named", parts: [part], start: at, end: syntax.end }),
      at,
    };
  }
  if (symbols.isNamespace(name)) return { kind: "namespace", name, at };
  if (b.scope.isUpcoming(name)) throw beforeDeclaration(name, at);
  if (name === "_") return { kind: "discard", at };
  const inherited = findMembers(t.OBJECT, name) as Found<MethodSymbol>[];
  // the class around a policy's expression derives from object, as all do
  if (inherited.some(({ member }) => member.isStatic)) {
    return methodGroup(b, name, null, t.OBJECT, inherited, null, at);
  }
  throw error("CS0103", `The name '${name}' does not exist in the current context`, at);
}

function readLocal(
  b: BindingContext,
  local: LocalSymbol,
  at: number,
  typeArguments: CsType[] | null,
): AnyBound {
  if (local.signature) return { kind: "group", group: localFunctionGroup(b, local, at), at };
  if (typeArguments) {
    throw error("CS0307", `The variable '${local.name}' cannot be used with type arguments`, at);
  }
  if (local.owner === b.function && at >= 0 && at < local.declaredAt) {
    throw beforeDeclaration(local.name, at);
  }
  if (local.constant) return { ...local.constant, at };
  if (local.type === t.ERROR) throw error("", "", at);
  if (local.alias) return aliasValue(b, local.alias, at);
  return localValue(b, local, at);
}

/** A query's range variable: a member of the transparent identifier. */
function aliasValue(
  b: BindingContext,
  { of, path }: NonNullable<LocalSymbol["alias"]>,
  at: number,
): Bound {
  let value = localValue(b, of, at);
  for (const index of path) {
    value = {
      kind: "anonymousMember",
      receiver: value,
      index,
      type: value.type.typeArguments[index],
      at,
    };
  }
  return value;
}

function beforeDeclaration(name: string, at: number) {
  return error("CS0841", `Cannot use local variable '${name}' before it is declared`, at);
}

/** The local's value, seen from the current function. */
export function localValue(b: BindingContext, local: LocalSymbol, at: number): Bound {
  b.function.use(local);
  return { kind: "local", local, within: b.function, type: local.type, at };
}

function localFunctionGroup(b: BindingContext, local: LocalSymbol, at: number): MethodGroup {
  const signature = local.signature!;
  return {
    name: local.name,
    receiver: null,
    receiverType: t.VOID,
    methods: [],
    typeArguments: null,
    localFunction: local,
    resolve: (parameters) =>
      parameters.length === signature.parameters.length &&
        parameters.every((p, i) =>
          t.same(p, signature.parameters[i].type) ||
          (t.isReference(p) && t.inherits(p, signature.parameters[i].type))
        )
        ? {
          returns: signature.returns,
          bind: (type) => {
            b.function.use(local);
            return { kind: "local", local, within: b.function, type, at };
          },
        }
        : null,
  };
}

/** `target.name`; `called` where an argument list follows. */
export function bindMember(b: BindingContext, syntax: Of<"member">, called = false): AnyBound {
  const target = bindTarget(b, syntax.target);
  const { name, nameStart: at } = syntax;
  const typeArguments = syntax.typeArguments?.map((type) => b.type(type)) ?? null;
  if (!isTyped(target)) {
    if (target.kind === "namespace") return namespaceMember(b, target.name, syntax);
    if (target.kind === "typeName") {
      return staticMember(b, target.named, name, typeArguments, at, called);
    }
    if (target.kind === "nullLiteral") {
      throw error("CS0023", "Operator '.' cannot be applied to operand of type '<null>'", at);
    }
    if (target.kind === "lambdaLiteral") {
      throw error(
        "CS0023",
        "Operator '.' cannot be applied to operand of type 'lambda expression'",
        at,
      );
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

function namespaceMember(b: BindingContext, namespace: string, syntax: Of<"member">): AnyBound {
  const { name, start: at, nameStart, end } = syntax;
  const full = `${namespace}.${name}`;
  const typeArguments = syntax.typeArguments;
  if (symbols.find(full, typeArguments?.length ?? 0)) {
    const parts = full.split(".").map((part, i, all) => ({
      name: part,
      typeArguments: i === all.length - 1 ? typeArguments : null,
      start: at,
      end,
    }));
    return { kind: "typeName", named: b.type({ kind: "named", parts, start: at, end }), at };
  }
  if (symbols.isNamespace(full)) return { kind: "namespace", name: full, at };
  throw error(
    "CS0234",
    `The type or namespace name '${name}' does not exist in the namespace '${namespace}' (are you missing an assembly reference?)`,
    nameStart,
  );
}

function staticMember(
  b: BindingContext,
  type: CsType,
  name: string,
  typeArguments: CsType[] | null,
  at: number,
  called: boolean,
): AnyBound {
  const symbol = symbols.of(type);
  const enumValue = symbol?.enumValues?.[name];
  if (enumValue !== undefined) {
    checkMember(b, type.definition.name, name, at);
    return constant(enumValue, type, at);
  }
  const nested = symbol && symbols.find(`${symbol.name}.${name}`);
  if (nested) {
    checkAllowed(b, nested, at);
    return { kind: "typeName", named: nested.type, at };
  }
  const found = findMembers(type, name, called);
  if (found.length === 0 && called && findMembers(type, name).length > 0) {
    throw notInvocable(type, name, at);
  }
  if (found.length === 0) throw noMember(type, name, at, symbol);
  checkMember(b, found[0].declaring.definition.name, name, at);
  if (isMethod(found[0].member)) {
    return methodGroup(b, name, null, type, found as Found<MethodSymbol>[], typeArguments, at);
  }
  const { member, declaring } = found[0] as Found<PropertySymbol>;
  if (!member.isStatic) {
    throw error(
      "CS0120",
      `An object reference is required for the non-static field, method, or property '${
        t.display(declaring)
      }.${name}'`,
      at,
    );
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

function notInvocable(type: CsType, name: string, at: number) {
  return error(
    "CS1955",
    `Non-invocable member '${t.display(type)}.${name}' cannot be used like a method.`,
    at,
  );
}

function noMember(type: CsType, name: string, at: number, symbol: TypeSymbol | undefined) {
  if (symbol?.isForbidden(name)) return forbidden(type, name, at);
  return error("CS0117", `'${t.display(type)}' does not contain a definition for '${name}'`, at);
}

function forbidden(type: CsType, name: string, at: number) {
  return error(
    "CS1061",
    `'${t.display(type)}.${name}' exists in .NET but is not allowed in policy expressions`,
    at,
  );
}

/** @throws CompileError naming a member that exists in .NET but not for policies */
export function checkMember(b: BindingContext, type: string, name: string, at: number): void {
  if (!allowsMember(b.allow, type, name)) {
    throw error(
      "CS0117",
      `'${type}.${name}' exists in .NET but is not allowed in policy expressions`,
      at,
    );
  }
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
  if (type === t.ERROR) throw error("", "", at);
  if (type === t.VOID) {
    throw error("CS0023", "Operator '.' cannot be applied to operand of type 'void'", at);
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
      throw error(
        "CS0176",
        `Member '${
          t.display(declaring)
        }.${name}' cannot be accessed with an instance reference; qualify it with a type name instead`,
        at,
      );
    }
    noteBody(b, declaring, name);
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
  const uncallable = called && found.length === 0 && findExtensions(name).length === 0;
  if (uncallable && findMembers(type, name).length > 0) throw notInvocable(type, name, at);
  return methodGroup(b, name, receiver, type, found as Found<MethodSymbol>[], typeArguments, at);
}

/** A value type's receiver is boxed for what object and interfaces declare. */
function receiverFor(receiver: Bound, declaring: CsType): Bound {
  if (!t.isValueType(receiver.type) || t.isValueType(declaring)) return receiver;
  return {
    kind: "convert",
    operand: receiver,
    conversion: { kind: "box", from: receiver.type },
    checked: false,
    type: declaring,
    at: receiver.at,
  };
}

function noteBody(b: BindingContext, declaring: CsType, name: string): void {
  if (name !== "Body") return;
  const owner = declaring.definition.name;
  if (/Request/.test(owner)) b.reads.requestBody = true;
  else if (/Response/.test(owner)) b.reads.responseBody = true;
  else b.reads.requestBody = b.reads.responseBody = true;
}

function tupleElement(type: CsType, name: string): number {
  if (!t.isTuple(type)) return -1;
  const named = type.tupleNames?.indexOf(name) ?? -1;
  if (named >= 0) return named;
  const item = /^Item([1-9]\d*)$/.exec(name);
  const index = item ? Number(item[1]) - 1 : -1;
  return index < type.typeArguments.length ? index : -1;
}

function methodGroup(
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
  if (methods.length === 0 && !invokes && findExtensions(name).length === 0) {
    const symbol = symbols.of(receiverType);
    if (symbol?.isForbidden(name)) throw forbidden(receiverType, name, at);
    throw error(
      "CS1061",
      `'${
        t.display(receiverType)
      }' does not contain a definition for '${name}' and no accessible extension method '${name}' accepting a first argument of type '${
        t.display(receiverType)
      }' could be found (are you missing a using directive or an assembly reference?)`,
      at,
    );
  }
  const group: MethodGroup = {
    name,
    receiver,
    receiverType,
    methods,
    typeArguments,
    localFunction: null,
    resolve: (parameters) => resolveGroup(b, group, parameters, at),
  };
  return { kind: "group", group, at };
}

/** A method group's conversion to a delegate: overload resolution on the delegate's parameters. */
function resolveGroup(
  b: BindingContext,
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
  const choice = chooseMethod(group, args, at, true);
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

interface Choice {
  readonly resolved: Resolved<Found<MethodSymbol>>;
  /** The receiver goes in as the first argument. */
  readonly extension: boolean;
}

/** Instance and static methods first, extension methods where none applies. */
function chooseMethod(
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
  const countError = (count: number) =>
    error("CS1501", `No overload for method '${name}' takes ${count} arguments`, at);
  const names = { name, countError, at };
  const own = candidates.length > 0 ? tryResolve(candidates, args, typeArguments, names) : null;
  if (own) return { resolved: own, extension: false };
  const extensions = receiver ? findExtensions(name) : [];
  const withReceiver = receiver
    ? [{ name: null, mode: "value" as const, value: receiver, at }, ...args]
    : args;
  const extensionCandidates = extensions
    .filter(({ member }) =>
      typeArguments === null || member.typeParameters.length === typeArguments.length
    )
    .map(methodCandidate);
  if (extensionCandidates.length > 0) {
    const found = tryResolve(extensionCandidates, withReceiver, typeArguments, names);
    if (found) return { resolved: found, extension: true };
  }
  if (quiet) return null;
  if (candidates.length > 0) resolveOverload(candidates, args, typeArguments, names);
  if (group.methods.length > 0 && typeArguments) {
    const [{ method, declaring }] = group.methods;
    throw method.typeParameters.length === 0
      ? error(
        "CS0308",
        `The non-generic method '${
          describeMember({ member: method, declaring })
        }' cannot be used with type arguments`,
        at,
      )
      : error(
        "CS0305",
        `Using the generic method '${
          describeMember({ member: method, declaring })
        }' requires ${method.typeParameters.length} type arguments`,
        at,
      );
  }
  throw extensionError(group, extensionCandidates, withReceiver, names);
}

/** Why no extension method applies: its receiver, or its arguments. */
function extensionError(
  group: MethodGroup,
  candidates: readonly Candidate<Found<MethodSymbol>>[],
  args: readonly CallArgument[],
  names: {
    name: string;
    countError: (count: number) => Error & { code: string; offset: number };
    at: number;
  },
) {
  const { name, receiverType } = group;
  const receiverFits = candidates.filter((candidate) => {
    const first = { ...candidate, parameters: candidate.parameters.slice(0, 1) };
    const [parameter] = first.parameters;
    if (!parameter.type.isOpen) {
      return tryResolve(
        [{ ...first, typeParameters: [] }],
        args.slice(0, 1),
        null,
        names as never,
      ) !== null;
    }
    const open = [...new Set(openParameters(parameter.type))];
    return tryResolve(
      [{ ...first, typeParameters: open }],
      args.slice(0, 1),
      null,
      names as never,
    ) !== null;
  });
  if (receiverFits.length > 0) {
    try {
      resolveOverload(receiverFits, args, group.typeArguments, {
        name,
        at: names.at,
        countError: (count) =>
          error(
            "CS1501",
            `No overload for method '${name}' takes ${count - 1} arguments`,
            names.at,
          ),
      });
    } catch (failure) {
      return failure;
    }
  }
  const [nearest] = candidates;
  if (!nearest) {
    return error(
      "CS1061",
      `'${
        t.display(receiverType)
      }' does not contain a definition for '${name}' and no accessible extension method '${name}' accepting a first argument of type '${
        t.display(receiverType)
      }' could be found (are you missing a using directive or an assembly reference?)`,
      names.at,
    );
  }
  return error(
    "CS1929",
    `'${
      t.display(receiverType)
    }' does not contain a definition for '${name}' and the best extension method overload '${nearest.describe()}' requires a receiver of type '${
      t.display(nearest.parameters[0].type)
    }'`,
    names.at,
  );
}

function openParameters(type: CsType): CsType[] {
  if (type.definition.kind === "parameter") return [type];
  return type.typeArguments.flatMap(openParameters);
}

function returnType({ candidate, typeArguments }: Resolved<Found<MethodSymbol>>): CsType {
  const { member } = candidate.symbol;
  const map = new Map([
    ...candidate.map,
    ...member.typeParameters.map((p, i) => [p, typeArguments[i]] as const),
  ]);
  return substitute(member.returns, map);
}

/** Arguments as written, their parameters still unknown. */
export function bindArguments(b: BindingContext, args: readonly Argument[]): CallArgument[] {
  let named = false;
  return args.map(({ name, mode, expression, start: at }) => {
    if (name !== null) named = true;
    else if (named) {
      throw error(
        "CS1738",
        "Named argument specifications must appear after all fixed arguments have been specified",
        at,
      );
    }
    return { name, mode, value: argumentValue(b, mode, expression), at: expression.start };
  });
}

function argumentValue(b: BindingContext, mode: Argument["mode"], syntax: Expression): AnyBound {
  if (mode === "out" && syntax.kind === "declaration") {
    const declared = syntax.type && b.type(syntax.type);
    // declared at once, so that the arguments after it and the rest of the statement see it
    return { kind: "declaration", designation: syntax.designation, declared, at: syntax.start };
  }
  const value = b.expression(syntax);
  if (!isTyped(value) && (value.kind === "typeName" || value.kind === "namespace")) {
    throw noValue(value);
  }
  if (mode === "ref" || mode === "out") checkVariable(value, mode, syntax.start);
  return value;
}

function checkVariable(value: AnyBound, mode: "ref" | "out", at: number): void {
  if (!isTyped(value)) {
    if (value.kind === "discard" && mode === "out") return;
    throw noValue(value);
  }
  if (value.kind === "local" && value.local.fixed) {
    throw error(
      "CS1657",
      `Cannot use '${value.local.name}' as a ref or out value because it is a '${value.local.fixed}'`,
      at,
    );
  }
  if (value.kind === "local") value.local.reassigned = true;
  else if (value.kind !== "element" && value.kind !== "tupleElement") {
    throw error(
      value.kind === "property" ? "CS0206" : "CS1510",
      "A ref or out value must be an assignable variable",
      at,
    );
  }
}

/** Arguments in their parameters' places, converted. */
export function placeArguments<S>(
  b: BindingContext,
  resolved: Resolved<S>,
  args: readonly CallArgument[],
  at: number,
): BoundArgument[] {
  const { candidate, parameterTypes, places } = resolved;
  return places.map((place, i) => {
    const type = parameterTypes[i];
    if (typeof place !== "number") {
      const elementType = type.typeArguments[0];
      const elements = place.map((index) =>
        convertImplicit(args[index].value, elementType, args[index].at)
      );
      return { kind: "newArray", elementType, sizes: [], elements, type, at };
    }
    if (place < 0) return defaultArgument(b, candidate.parameters[i], type, at);
    const { mode, value, at: where } = args[place];
    return mode === "ref" || mode === "out"
      ? reference(b, value, mode, type, where)
      : convertImplicit(value, type, where);
  });
}

function defaultArgument(b: BindingContext, parameter: object, type: CsType, at: number): Bound {
  if ("defaultValue" in parameter) return { ...(parameter.defaultValue as Bound), at };
  const { defaultText } = parameter as { defaultText: string };
  return { ...b.convert(parseExpression(defaultText), type), at };
}

function reference(
  b: BindingContext,
  value: AnyBound,
  mode: "ref" | "out",
  type: CsType,
  at: number,
): BoundArgument {
  if (isTyped(value)) return { kind: "reference", target: value, mode, type, at };
  if (value.kind === "declaration" && value.designation.kind !== "discard") {
    const local = declareDesignation(b, value.designation, value.declared ?? type);
    local.reassigned = true;
    return { kind: "reference", target: localValue(b, local, at), mode, type, at };
  }
  return { kind: "reference", target: localValue(b, b.scope.temporary(type), at), mode, type, at };
}

/** `target(args)` */
export function bindCall(b: BindingContext, syntax: Of<"call">): Bound {
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
      throw error(
        "CS1955",
        `Non-invocable member '${t.display(callee.named)}' cannot be used like a method.`,
        where,
      );
    }
    if (callee.kind === "lambdaLiteral") throw error("CS0149", "Method name expected", where);
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
  if (group.localFunction) return callLocalFunction(b, group.localFunction, args, at);
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
    throw error(
      "CS0176",
      `Member '${
        describeMember({ member, declaring })
      }' cannot be accessed with an instance reference; qualify it with a type name instead`,
      at,
    );
  }
  if (!member.isStatic && !group.receiver) {
    throw error(
      "CS0120",
      `An object reference is required for the non-static field, method, or property '${
        describeMember({ member, declaring })
      }'`,
      at,
    );
  }
  const receiver = group.receiver && receiverFor(group.receiver, declaring);
  return {
    kind: "call",
    method: member,
    receiver,
    args: placeArguments(b, resolved, args, at),
    types,
    type,
    at,
  };
}

function callLocalFunction(
  b: BindingContext,
  local: LocalSymbol,
  args: readonly CallArgument[],
  at: number,
): Bound {
  const { parameters, returns } = local.signature!;
  const candidate: Candidate<LocalSymbol> = {
    symbol: local,
    parameters: parameters.map((p) => ({ ...p, optional: p.defaultValue !== null })),
    typeParameters: [],
    map: new Map(),
    declaring: null,
    describe: () => local.name,
  };
  const countError = (count: number) =>
    error("CS1501", `No overload for method '${local.name}' takes ${count} arguments`, at);
  const resolved = resolveOverload([candidate], args, null, { name: local.name, countError, at });
  b.function.use(local);
  return {
    kind: "localCall",
    local,
    within: b.function,
    args: placeArguments(b, resolved, args, at),
    type: returns,
    at,
  };
}

/** `delegate(args)` */
export function invokeDelegate(
  b: BindingContext,
  delegate: Bound,
  args: readonly CallArgument[],
  at: number,
): Bound {
  const signature = delegateSignature(delegate.type);
  if (!signature) {
    if (delegate.type === t.ERROR) throw error("", "", at);
    throw delegate.kind === "property"
      ? notInvocable(delegate.property.owner.type, delegate.property.name, at)
      : error("CS0149", "Method name expected", at);
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
  const countError = (count: number) =>
    error("CS1593", `Delegate '${name}' does not take ${count} arguments`, at);
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
function nameOf(b: BindingContext, syntax: Of<"call">): Bound {
  const argument = syntax.args[0]?.expression;
  if (
    syntax.args.length !== 1 || !argument ||
    (argument.kind !== "name" && argument.kind !== "member")
  ) {
    throw error("CS8081", "Expression does not have a name.", syntax.start);
  }
  if (argument.kind === "member") namedMember(b, argument);
  else b.expression(argument);
  return constant(argument.name, t.STRING, syntax.start);
}

/** Inside of nameof an instance member may be named through its type. */
function namedMember(b: BindingContext, syntax: Of<"member">): void {
  const target = bindTarget(b, syntax.target);
  const isType = !isTyped(target) && target.kind === "typeName";
  if (!isType || findMembers(target.named, syntax.name).length === 0) bindMember(b, syntax);
}

/** `target[args]` */
export function bindIndex(b: BindingContext, syntax: Of<"index">): Bound {
  const target = b.value(syntax.target);
  return indexValue(
    b,
    target,
    bindArguments(b, syntax.args),
    syntax.args[0]?.start ?? syntax.start,
  );
}

/** `value[args]`, of an array or through an indexer. */
export function indexValue(
  b: BindingContext,
  target: Bound,
  args: readonly CallArgument[],
  at: number,
): Bound {
  const { type } = target;
  if (type === t.ERROR) throw error("", "", at);
  if (t.isArray(type)) {
    const rank = type.definition.rank!;
    if (args.length !== rank) {
      throw error("CS0022", `Wrong number of indices inside []; expected ${rank}`, at);
    }
    const indices = args.map(({ value, at: where }) => arrayIndex(value, where));
    return { kind: "element", array: target, indices, type: type.typeArguments[0], at };
  }
  const indexers = findMembers(type, "this") as Found<PropertySymbol>[];
  if (indexers.length === 0) {
    throw error(
      "CS0021",
      `Cannot apply indexing with [] to an expression of type '${t.display(type)}'`,
      at,
    );
  }
  const countError = (count: number) =>
    error("CS1501", `No overload for method 'this' takes ${count} arguments`, at);
  const resolved = resolveOverload(indexers.map(indexerCandidate), args, null, {
    name: "this",
    countError,
    at,
  });
  const { member, declaring } = resolved.candidate.symbol;
  return {
    kind: "property",
    property: member,
    receiver: receiverFor(target, declaring),
    args: placeArguments(b, resolved, args, at) as Bound[],
    types: declaring.typeArguments,
    type: substitute(member.type, typeMap(declaring)),
    at,
  };
}

/** An array's index or length: int, or what converts to uint, long or ulong. */
export function arrayIndex(value: AnyBound, at: number): Bound {
  const bound = asValue(value);
  for (const type of [t.INT, t.UINT, t.LONG, t.ULONG]) {
    try {
      return convertImplicit(bound, type, at);
    } catch {
      // the next one
    }
  }
  return convertImplicit(bound, t.INT, at);
}
