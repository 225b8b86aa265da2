/**
 * What a program can name: the types of the libraries that its environment was handed.
 * @module
 */
import type { Library } from "../runtime/library.ts";
import type { TypeSymbol } from "../runtime/symbols.ts";
import { type Found, isMethod } from "./members.ts";
import type { MethodSymbol } from "../runtime/symbols.ts";

export class Imports {
  /** @param usings namespaces whose types need no qualification, in this order */
  constructor(readonly libraries: readonly Library[], readonly usings: readonly string[]) {}

  /** The type of that qualified name and arity. */
  find(name: string, arity = 0): TypeSymbol | undefined {
    for (const library of this.libraries) {
      const found = library.find(name, arity);
      if (found) return found;
    }
  }

  /** The type of that simple name; undefined when no imported namespace has it. */
  simple(name: string, arity: number): TypeSymbol | undefined {
    for (const namespace of this.usings) {
      const found = this.find(`${namespace}.${name}`, arity);
      if (found) return found;
    }
    return this.find(name, arity);
  }

  isNamespace(name: string): boolean {
    return this.libraries.some((library) => library.isNamespace(name));
  }

  /** The full name of the type left out of its library that a name means; null when it means none. */
  leftOutType(name: string): string | null {
    for (const library of this.libraries) {
      const found = library.leftOutType(name);
      if (found !== null) return found;
    }
    return null;
  }

  /** Extension methods of that name. */
  extensions(name: string): readonly Found<MethodSymbol>[] {
    const found: Found<MethodSymbol>[] = [];
    for (const library of this.libraries) {
      for (const owner of library.extensionOwners(name)) {
        for (const member of owner.members(name)) {
          if (isMethod(member) && member.isExtension) found.push({ member, declaring: owner.type });
        }
      }
    }
    return found;
  }
}
