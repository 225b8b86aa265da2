/**
 * The symbol table: all declarations (declare.ts) as types, and which types derive from which.
 * Headers are read when a name is first looked up.
 * @module
 */
import { declarations, type TypeDeclaration } from "./declare.ts";
import { readHeader, type TypeText } from "./signature.ts";
import { KEYWORD_TYPES, type TypeResolver, TypeSymbol } from "./symbols.ts";
import { arrayOf, CsType, substitute, type TypeDefinition, typeOf } from "./type.ts";

/** Resolves short names in declarations, in this order. */
export const NAMESPACES = [
  "System",
  "System.Collections.Generic",
  "System.Linq",
  "System.Text",
  "System.Text.RegularExpressions",
  "Newtonsoft.Json",
  "Newtonsoft.Json.Linq",
  "System.Xml.Linq",
  "System.Xml",
  "System.IO",
  "System.Net",
  "System.Security.Cryptography",
  "System.Security.Cryptography.X509Certificates",
  "System.Collections",
  "System.Globalization",
];

/** All declared types. */
export class SymbolTable implements TypeResolver {
  readonly #types = new Map<string, TypeSymbol>();
  readonly #byDefinition = new Map<TypeDefinition, TypeSymbol>();
  readonly #namespaces = new Set<string>();
  readonly #extensions = new Map<string, Set<TypeSymbol>>();
  #read = 0;

  /** The type of that qualified name and arity. */
  find(name: string, arity = 0): TypeSymbol | undefined {
    this.readDeclarations();
    return this.#types.get(`${name}\`${arity}`);
  }

  of(type: CsType): TypeSymbol | undefined {
    this.readDeclarations();
    return this.#byDefinition.get(type.definition);
  }

  isNamespace(name: string): boolean {
    this.readDeclarations();
    return this.#namespaces.has(name);
  }

  /** Static classes with an extension method of that name. */
  extensionOwners(name: string): Iterable<TypeSymbol> {
    this.readDeclarations();
    return this.#extensions.get(name) ?? [];
  }

  /** Reads what was declared since the last time. Until a type is read, its definition says "class". */
  readDeclarations(): void {
    const all = declarations();
    while (this.#read < all.length) this.#add(all[this.#read++]);
  }

  #add(declaration: TypeDeclaration): void {
    const header = readHeader(declaration.type);
    const key = `${header.name}\`${header.parameters.length}`;
    let symbol = this.#types.get(key);
    if (!symbol) {
      this.#types.set(key, symbol = new TypeSymbol(header, this));
      this.#byDefinition.set(symbol.definition, symbol);
      for (let name = header.name, dot; (dot = name.lastIndexOf(".")) > 0;) {
        this.#namespaces.add(name = name.slice(0, dot));
      }
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
    if (keyword) return this.find(keyword);
    for (let outer = within; outer !== "";) {
      const found = this.find(`${outer}.${name}`, arity);
      if (found) return found;
      outer = outer.slice(0, Math.max(0, outer.lastIndexOf(".")));
    }
    for (const namespace of NAMESPACES) {
      const found = this.find(`${namespace}.${name}`, arity);
      if (found) return found;
    }
    return this.find(name, arity);
  }
}

/** The one table. */
export const symbols = new SymbolTable();

const inherited = new WeakMap<CsType, readonly CsType[]>();

/** All base types of `type`, nearest first, closed over its arguments; ends with object for what is no interface. */
export function baseTypes(type: CsType): readonly CsType[] {
  let bases = inherited.get(type);
  if (bases) return bases;
  const found = new Set<CsType>();
  const add = (one: CsType) => {
    for (const base of directBases(one)) {
      if (found.has(base)) continue;
      found.add(base);
      add(base);
    }
  };
  add(type);
  inherited.set(type, bases = [...found]);
  return bases;
}

const OBJECT = typeOf("System.Object");
const VALUE_TYPE = typeOf("System.ValueType");
const ENUM = typeOf("System.Enum");
const ARRAY = typeOf("System.Array");
const DELEGATE = typeOf("System.Delegate");

/** The base class (first) and interfaces of `type`, closed over its arguments. */
export function directBases(type: CsType): readonly CsType[] {
  const kind = type.definition.kind;
  if (kind === "array") {
    const element = type.typeArguments[0];
    return type.definition.rank === 1
      ? [
        ARRAY,
        typeOf("System.Collections.Generic.IList", element),
        typeOf("System.Collections.Generic.IReadOnlyList", element),
      ]
      : [ARRAY];
  }
  if (kind === "parameter") return [OBJECT];
  const symbol = symbols.of(type);
  const declared = (symbol?.bases ?? []).map((base) =>
    substitute(base, new Map(symbol!.parameters.map((p, i) => [p, type.typeArguments[i]])))
  );
  if (kind === "interface" || type === OBJECT) return declared;
  const hasClass = declared.some((base) => base.definition.kind === "class");
  if (hasClass) return declared;
  const base = kind === "enum"
    ? ENUM
    : kind === "struct"
    ? VALUE_TYPE
    : kind === "delegate"
    ? DELEGATE
    : OBJECT;
  return [base, ...declared];
}
