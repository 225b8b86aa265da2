/**
 * Names to types and namespaces.
 * @module
 */
import { NAMESPACES, symbols } from "../runtime/symbol_table.ts";
import { KEYWORD_TYPES, type TypeSymbol } from "../runtime/symbols.ts";
import { arrayOf, CsType, typeOf } from "../runtime/type.ts";
import type { NamePart, TypeSyntax } from "../syntax/ast.ts";
import { allowsType, cureForUndocumented } from "../../gateway/expression/allow_list.ts";
import { type BindingContext, error } from "./context.ts";
import { isRefusedNamespace, refusedType } from "./refused_types.ts";
import * as t from "./types.ts";

/** Namespaces a policy sees without naming them. */
const IMPORTED = NAMESPACES.filter((name) =>
  !["System.Collections", "System.Globalization"].includes(name)
);

/** The type of that simple name; undefined when no imported namespace has it. */
export function importedType(name: string, arity: number): TypeSymbol | undefined {
  for (const namespace of IMPORTED) {
    const found = symbols.find(`${namespace}.${name}`, arity);
    if (found) return found;
  }
  return symbols.find(name, arity);
}

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
        throw error(
          "CS8370",
          "Feature 'nullable reference types' is not available in C# 7.3. Please use language version 8.0 or greater.",
          syntax.end - 1,
        );
      }
      if (t.isNullable(element)) {
        throw error(
          "CS0453",
          `The type '${
            t.display(element)
          }' must be a non-nullable value type in order to use it as parameter 'T' in the generic type or method 'Nullable<T>'`,
          syntax.start,
        );
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
    throw error("CS0656", "'dynamic' cannot be used in policy expressions", parts[0].start);
  }
  const parameter = parts.length === 1 && !parts[0].typeArguments &&
    b.scope.findType(parts[0].name);
  if (parameter) return parameter;
  let prefix = "";
  for (let i = 0; i < parts.length; i++) {
    const { name, typeArguments, openArity, start } = parts[i];
    const arity = typeArguments?.length ?? openArity ?? 0;
    const symbol = i === 0 ? importedType(name, arity) : symbols.find(`${prefix}.${name}`, arity);
    if (symbol) {
      if (i === parts.length - 1) return closed(b, symbol, parts[i]);
      prefix = symbol.name;
      continue;
    }
    prefix = i === 0 ? name : `${prefix}.${name}`;
    if (i === parts.length - 1 || !isNamespace(prefix)) throw unknownType(parts, i, start);
  }
  throw unknownType(parts, parts.length - 1, parts[0].start);
}

/** Whether .NET has the namespace, with types that policies may use or without. */
export function isNamespace(name: string): boolean {
  return symbols.isNamespace(name) || isRefusedNamespace(name);
}

/** What is wrong with naming that type of .NET. */
export function notAllowed(type: string): string {
  return `The type '${type}' is not allowed in policy expressions`;
}

function unknownType(parts: readonly NamePart[], index: number, at: number) {
  const part = parts[index];
  const refused = refusedType(parts.slice(0, index + 1).map(({ name }) => name).join("."));
  if (refused !== null) return error("CS0103", notAllowed(refused), at);
  const arity = part.typeArguments?.length ?? part.openArity ?? 0;
  const shown = arity > 0 ? `${part.name}<${",".repeat(arity - 1)}>` : part.name;
  if (index > 0) {
    const namespace = parts.slice(0, index).map((p) => p.name).join(".");
    return error(
      "CS0234",
      `The type or namespace name '${shown}' does not exist in the namespace '${namespace}' (are you missing an assembly reference?)`,
      at,
    );
  }
  for (let other = 0; other < 9; other++) {
    const known = other !== arity && importedType(part.name, other);
    if (known && other > 0) {
      return error(
        "CS0305",
        `Using the generic type '${t.display(known.type)}' requires ${other} type arguments`,
        at,
      );
    }
    if (known) {
      return error(
        "CS0308",
        `The non-generic type '${part.name}' cannot be used with type arguments`,
        at,
      );
    }
  }
  return error(
    "CS0246",
    `The type or namespace name '${shown}' could not be found (are you missing a using directive or an assembly reference?)`,
    at,
  );
}

/** The symbol closed over the type arguments written. @throws CompileError for a type that APIM does not allow */
export function closed(b: BindingContext, symbol: TypeSymbol, part: NamePart): CsType {
  checkAllowed(b, symbol, part.start);
  if (part.openArity) return symbol.type;
  const typeArguments = part.typeArguments?.map((type) => b.type(type)) ?? [];
  return CsType.intern(symbol.definition, typeArguments);
}

/** @throws CompileError naming a type that exists in .NET but not for policies */
export function checkAllowed(b: BindingContext, symbol: TypeSymbol, at: number): void {
  if (!allowsType(b.allow, symbol.name)) throw error("CS0103", notAllowed(symbol.name), at);
  if (cureForUndocumented(symbol.name) === null || b.undocumented.has(symbol.name)) return;
  b.undocumented.set(symbol.name, at);
}
