/**
 * Simple names: locals, types, namespaces (C# 7.3, section 7.6.3).
 * @module
 */
import { AlreadyReported, CompileError, error } from "../syntax/errors.ts";
import type { MethodSymbol } from "../runtime/symbols.ts";
import type { CsType } from "../runtime/type.ts";
import type { ExpressionOf } from "../syntax/ast.ts";
import type { AnyBound, Bound, MethodGroup } from "./bound.ts";
import type { BindingContext } from "./context.ts";
import { findMembers, type Found } from "./members.ts";
import { methodGroup } from "./calls/method_groups.ts";
import type { LocalSymbol } from "./variables.ts";
import * as t from "./types.ts";

/** A simple name: a local, a type, or a namespace. */
export function bindName(b: BindingContext, syntax: ExpressionOf<"name">): AnyBound {
  const { name, typeArguments, start: at } = syntax;
  const local = b.scope.find(name);
  if (local) return readLocal(b, local, at, typeArguments?.map((type) => b.type(type)) ?? null);
  const symbol = b.imports.simple(name, typeArguments?.length ?? 0);
  if (symbol) {
    const part = { name, typeArguments, start: at, end: syntax.end };
    return {
      kind: "typeName",
      named: b.type({ kind: "named", parts: [part], start: at, end: syntax.end }),
      at,
    };
  }
  if (b.imports.isNamespace(name)) return { kind: "namespace", name, at };
  if (b.scope.isUpcoming(name)) throw beforeDeclaration(name, at);
  if (name === "_") return { kind: "discard", at };
  const inherited = findMembers(t.OBJECT, name) as Found<MethodSymbol>[];
  // the class around the program derives from object, as all do
  if (inherited.some(({ member }) => member.isStatic)) {
    return methodGroup(b, name, null, t.OBJECT, inherited, null, at);
  }
  const refused = b.imports.leftOutType(name);
  if (refused !== null) throw new CompileError("CS0103", b.access.refuseType(refused), at);
  throw error("CS0103", at, name).among({
    name,
    known: () => b.scope.names(),
  });
}

function readLocal(
  b: BindingContext,
  local: LocalSymbol,
  at: number,
  typeArguments: CsType[] | null,
): AnyBound {
  if (local.signature) {
    return { kind: "group", group: localFunctionGroup(b, local, typeArguments, at), at };
  }
  if (typeArguments) {
    throw error("CS0307", at, local.name);
  }
  if (local.owner === b.function && at >= 0 && at < local.declaredAt) {
    throw beforeDeclaration(local.name, at);
  }
  if (local.constant) return { ...local.constant, at };
  if (local.type === t.ERROR) throw new AlreadyReported(at);
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
  return error("CS0841", at, name);
}

/** The local's value, seen from the current function. */
export function localValue(b: BindingContext, local: LocalSymbol, at: number): Bound {
  b.function.use(local);
  return { kind: "local", local, within: b.function, type: local.type, at };
}

function localFunctionGroup(
  b: BindingContext,
  local: LocalSymbol,
  typeArguments: CsType[] | null,
  at: number,
): MethodGroup {
  const signature = local.signature!;
  return {
    name: local.name,
    receiver: null,
    receiverType: t.VOID,
    methods: [],
    extensions: [],
    typeArguments,
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
