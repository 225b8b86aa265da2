/**
 * A library: types declared in C# signatures beside their JavaScript (declare.ts). Libraries are values: what an
 * environment is not handed, its C# does not know.
 * @module
 */
import { KEYWORD_TYPES } from "../syntax/keyword_types.ts";
import type { Declarations, TypeDeclaration } from "./declare.ts";
import { readHeader, type TypeText } from "./signature.ts";
import { type TypeResolver, TypeSymbol } from "./symbols.ts";
import { arrayOf, CsType, typeOf } from "./type.ts";

export interface LibraryOptions {
  /** What the library's files declare. */
  readonly parts: readonly Declarations[];
  /** Namespaces whose types its declarations name shortly, in this order. */
  readonly usings: readonly string[];
  /** Libraries whose types its declarations name. */
  readonly uses?: readonly Library[];
  /** Types that the real library has and this one does not, by namespace: whoever names one learns that. */
  readonly leftOut?: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The declared types by name. Members are read when they are first asked for. */
export class Library implements TypeResolver {
  readonly usings: readonly string[];
  readonly #uses: readonly Library[];
  readonly #leftOut: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #types = new Map<string, TypeSymbol>();
  readonly #namespaces = new Set<string>();
  readonly #extensions = new Map<string, Set<TypeSymbol>>();

  /** @throws SyntaxError for a header that is none, TypeError for a type that another library declares */
  constructor({ parts, usings, uses = [], leftOut = new Map() }: LibraryOptions) {
    this.usings = usings;
    this.#uses = uses;
    this.#leftOut = leftOut;
    for (const part of parts) {
      for (const declaration of part.all) this.#add(declaration);
    }
    for (const namespace of leftOut.keys()) this.#addNamespace(namespace);
  }

  /** The type of that qualified name and arity. */
  find(name: string, arity = 0): TypeSymbol | undefined {
    return this.#types.get(`${name}\`${arity}`);
  }

  types(): Iterable<TypeSymbol> {
    return this.#types.values();
  }

  isNamespace(name: string): boolean {
    return this.#namespaces.has(name);
  }

  /** Static classes with an extension method of that name. */
  extensionOwners(name: string): Iterable<TypeSymbol> {
    return this.#extensions.get(name) ?? [];
  }

  /** The full name of the type left out that a name, simple or qualified, means; null when it means none. */
  leftOutType(name: string): string | null {
    const dot = name.lastIndexOf(".");
    if (dot >= 0) {
      return this.#leftOut.get(name.slice(0, dot))?.has(name.slice(dot + 1)) ? name : null;
    }
    for (const [namespace, names] of this.#leftOut) {
      if (names.has(name)) return `${namespace}.${name}`;
    }
    return null;
  }

  #add(declaration: TypeDeclaration): void {
    const header = readHeader(declaration.type);
    const key = `${header.name}\`${header.parameters.length}`;
    let symbol = this.#types.get(key);
    if (!symbol) {
      this.#types.set(key, symbol = new TypeSymbol(header, this));
      const dot = header.name.lastIndexOf(".");
      if (dot > 0) this.#addNamespace(header.name.slice(0, dot));
    }
    symbol.add(declaration, header);
    for (const signature of Object.keys(declaration.members ?? {})) {
      const extension = /(\w+)(?:<[\w, ]*>)?\(this /.exec(signature);
      if (!extension) continue;
      let owners = this.#extensions.get(extension[1]);
      if (!owners) this.#extensions.set(extension[1], owners = new Set());
      owners.add(symbol);
    }
  }

  /** A namespace and those around it. */
  #addNamespace(name: string): void {
    for (let dot = name.length; dot > 0; dot = name.lastIndexOf(".", dot - 1)) {
      this.#namespaces.add(name.slice(0, dot));
    }
  }

  /** A type as a declaration writes it. @throws ReferenceError naming the unknown type */
  resolve(text: TypeText, scope: ReadonlyMap<string, CsType>, within: string): CsType {
    switch (text.kind) {
      case "array":
        return arrayOf(this.resolve(text.element, scope, within), text.rank);
      case "nullable": {
        const element = this.resolve(text.element, scope, within);
        const kind = element.definition.kind;
        // `string?` is a reference all the same
        return kind === "struct" || kind === "enum" || kind === "parameter"
          ? typeOf("System.Nullable", element)
          : element;
      }
      case "tuple":
        return typeOf(
          "System.ValueTuple",
          ...text.elements.map((e) => this.resolve(e, scope, within)),
        );
      case "named": {
        const parameter = text.typeArguments.length === 0 ? scope.get(text.name) : undefined;
        if (parameter) return parameter;
        const typeArguments = text.typeArguments.map((t) => this.resolve(t, scope, within));
        const symbol = this.#lookUp(text.name, typeArguments.length, within);
        if (!symbol) {
          throw new ReferenceError(
            `The declaration of ${within} names ${text.name}, which is declared nowhere`,
          );
        }
        return CsType.intern(symbol.definition, typeArguments);
      }
    }
  }

  #lookUp(name: string, arity: number, within: string): TypeSymbol | undefined {
    const keyword = KEYWORD_TYPES.get(name);
    if (keyword) return this.#findUsed(keyword, 0);
    for (let outer = within; outer !== "";) {
      const found = this.#findUsed(`${outer}.${name}`, arity);
      if (found) return found;
      outer = outer.slice(0, Math.max(0, outer.lastIndexOf(".")));
    }
    for (const namespace of this.usings) {
      const found = this.#findUsed(`${namespace}.${name}`, arity);
      if (found) return found;
    }
    return this.#findUsed(name, arity);
  }

  #findUsed(name: string, arity: number): TypeSymbol | undefined {
    const own = this.find(name, arity);
    if (own) return own;
    for (const library of this.#uses) {
      const found = library.find(name, arity);
      if (found) return found;
    }
  }
}
