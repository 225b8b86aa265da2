/**
 * Names to types and namespaces.
 * @module
 */
import { CompileError, error } from "../syntax/errors.ts";
import { KEYWORD_TYPES } from "../syntax/keyword_types.ts";
import type { TypeSymbol } from "../runtime/symbols.ts";
import { arrayOf, CsType, typeOf } from "../runtime/type.ts";
import type { NamePart, TypeSyntax } from "../syntax/ast.ts";
import type { BindingContext } from "./context.ts";
import * as t from "./types.ts";

/** The type that the syntax names. @throws CompileError CS0246, CS0234, CS0305 */
export function bindType(b: BindingContext, syntax: TypeSyntax): CsType {
  switch (syntax.kind) {
    case "keyword":
      return typeOf(KEYWORD_TYPES.get(syntax.name)!);
    case "array":
      return arrayOf(b.type(syntax.element), syntax.rank);
    case "nullable": {
      const element = b.type(syntax.element);
      if (t.isReference(element)) {
        throw error("CS8370", syntax.end - 1, "nullable reference types", "8.0");
      }
      if (t.isNullable(element)) {
        throw error("CS0453", syntax.start, t.display(element), "T", "Nullable<T>");
      }
      return t.nullableOf(element);
    }
    case "tuple":
      return t.tupleOf(
        syntax.elements.map((e) => b.type(e.type)),
        syntax.elements.map((e) => e.name),
      );
    case "named":
      return namedType(b, syntax.parts);
  }
}

function namedType(b: BindingContext, parts: readonly NamePart[]): CsType {
  if (parts.length === 1 && parts[0].name === "dynamic" && !parts[0].typeArguments) {
    throw error("CS0656", parts[0].start);
  }
  const parameter = parts.length === 1 && !parts[0].typeArguments &&
    b.scope.findType(parts[0].name);
  if (parameter) return parameter;
  let prefix = "";
  for (let i = 0; i < parts.length; i++) {
    const { name, typeArguments, openArity, start } = parts[i];
    const arity = typeArguments?.length ?? openArity ?? 0;
    const symbol = i === 0
      ? b.imports.simple(name, arity)
      : b.imports.find(`${prefix}.${name}`, arity);
    if (symbol) {
      if (i === parts.length - 1) return closed(b, symbol, parts[i]);
      prefix = symbol.name;
      continue;
    }
    prefix = i === 0 ? name : `${prefix}.${name}`;
    if (i === parts.length - 1 || !b.imports.isNamespace(prefix)) {
      throw unknownType(b, parts, i, start);
    }
  }
  throw unknownType(b, parts, parts.length - 1, parts[0].start);
}

function unknownType(b: BindingContext, parts: readonly NamePart[], index: number, at: number) {
  const part = parts[index];
  const refused = b.imports.leftOutType(
    parts.slice(0, index + 1).map(({ name }) => name).join("."),
  );
  if (refused !== null) return new CompileError("CS0103", b.access.refuseType(refused), at);
  const arity = part.typeArguments?.length ?? part.openArity ?? 0;
  const shown = arity > 0 ? `${part.name}<${",".repeat(arity - 1)}>` : part.name;
  if (index > 0) {
    const namespace = parts.slice(0, index).map((p) => p.name).join(".");
    return error("CS0234", at, shown, namespace);
  }
  for (let other = 0; other < 9; other++) {
    const known = other !== arity && b.imports.simple(part.name, other);
    if (known && other > 0) {
      return error("CS0305_type", at, t.display(known.type), other);
    }
    if (known) {
      return error("CS0308_type", at, part.name);
    }
  }
  return error("CS0246", at, shown);
}

/** The symbol closed over the type arguments written. @throws CompileError for a type that may not be used */
function closed(b: BindingContext, symbol: TypeSymbol, part: NamePart): CsType {
  checkAllowed(b, symbol, part.start);
  if (part.openArity) return symbol.type;
  const typeArguments = part.typeArguments?.map((type) => b.type(type)) ?? [];
  return CsType.intern(symbol.definition, typeArguments);
}

/** @throws CompileError naming a type that may not be used */
export function checkAllowed(b: BindingContext, symbol: TypeSymbol, at: number): void {
  if (!b.access.allowsType(symbol.name)) {
    throw new CompileError("CS0103", b.access.refuseType(symbol.name), at);
  }
  b.observe.type?.(symbol.name, at);
}

/** @throws CompileError naming a member that may not be used */
export function checkMember(b: BindingContext, type: string, name: string, at: number): void {
  if (!b.access.allowsMember(type, name)) {
    throw new CompileError("CS0117", b.access.refuseMember(`${type}.${name}`), at);
  }
}

/** A member that the real type has and the library's does not. */
export function leftOutMember(b: BindingContext, type: CsType, name: string, at: number) {
  return new CompileError("CS1061", b.access.refuseMember(`${t.display(type)}.${name}`), at);
}
