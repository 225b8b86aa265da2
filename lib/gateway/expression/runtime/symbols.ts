/**
 * The symbol table: the declarations (declare.ts) as types and members with resolved C# types.
 * Headers are read when a name is first looked up, members when a type's members are first asked for.
 * @module
 */
import {
  type Accessors,
  declarations,
  type Implementation,
  type TypeDeclaration,
} from "./declare.ts";
import {
  type HeaderText,
  type MemberText,
  type ParameterMode,
  type ParameterText,
  readHeader,
  readMember,
  type TypeText,
  type Variance,
} from "./signature.ts";
import {
  arrayOf,
  CsType,
  definitionOf,
  substitute,
  type TypeDefinition,
  typeOf,
  typeParameter,
} from "./type.ts";

export interface ParameterSymbol {
  readonly name: string;
  readonly type: CsType;
  readonly mode: ParameterMode;
  readonly isParams: boolean;
  /** The default as written, null where the argument is required. */
  readonly defaultText: string | null;
}

export interface MethodSymbol {
  readonly kind: "method" | "constructor" | "operator" | "conversion";
  readonly name: string;
  readonly owner: TypeSymbol;
  readonly isStatic: boolean;
  readonly isExtension: boolean;
  readonly typeParameters: readonly CsType[];
  readonly constraints: ReadonlyMap<CsType, readonly string[]>;
  readonly parameters: readonly ParameterSymbol[];
  readonly returns: CsType;
  readonly implementation: Implementation;
}

export interface PropertySymbol {
  readonly kind: "property" | "indexer" | "constant";
  readonly name: string;
  readonly owner: TypeSymbol;
  readonly isStatic: boolean;
  readonly type: CsType;
  readonly parameters: readonly ParameterSymbol[];
  readonly get: Implementation | null;
  readonly set: Implementation | null;
}

export type MemberSymbol = MethodSymbol | PropertySymbol;

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

/** C#'s keywords for types. */
export const KEYWORD_TYPES: ReadonlyMap<string, string> = new Map(Object.entries({
  object: "System.Object",
  string: "System.String",
  bool: "System.Boolean",
  char: "System.Char",
  sbyte: "System.SByte",
  byte: "System.Byte",
  short: "System.Int16",
  ushort: "System.UInt16",
  int: "System.Int32",
  uint: "System.UInt32",
  long: "System.Int64",
  ulong: "System.UInt64",
  float: "System.Single",
  double: "System.Double",
  decimal: "System.Decimal",
  void: "System.Void",
}));

/** One declared type: all that the binder knows of it. */
export class TypeSymbol {
  readonly definition: TypeDefinition;
  /** Its own type parameters. */
  readonly parameters: readonly CsType[];
  readonly variance: readonly Variance[];
  /** The type with its own parameters as arguments. */
  readonly type: CsType;
  readonly #declarations: TypeDeclaration[] = [];
  #headers: HeaderText[] = [];
  #members: Map<string, MemberSymbol[]> | null = null;
  #bases: readonly CsType[] | null = null;
  #signature: { returns: CsType; parameters: readonly ParameterSymbol[] } | null | undefined;

  constructor(readonly header: HeaderText, readonly table: SymbolTable) {
    this.definition = definitionOf(header.name, header.parameters.map((_, i) => `T${i}`));
    this.definition.kind = header.kind;
    this.parameters = header.parameters.map((p) => typeParameter(p.name));
    this.variance = header.parameters.map((p) => p.variance);
    this.type = CsType.intern(this.definition, this.parameters);
  }

  /** @internal */
  add(declaration: TypeDeclaration, header: HeaderText): void {
    this.#declarations.push(declaration);
    this.#headers.push(header);
    this.#members = null;
    this.#bases = null;
  }

  get name(): string {
    return this.definition.name;
  }

  get isStatic(): boolean {
    return this.#headers.some((h) => h.isStatic);
  }

  get isAbstract(): boolean {
    return this.#headers.some((h) => h.isAbstract);
  }

  /** Base class and interfaces as declared, in terms of {@link parameters}. */
  get bases(): readonly CsType[] {
    return this.#bases ??= this.#headers.flatMap((header) => {
      const scope = this.#scope(header);
      return header.bases.map((base) => this.table.resolve(base, scope, this.name));
    });
  }

  /** A delegate's Invoke, in terms of {@link parameters}. */
  get signature(): { returns: CsType; parameters: readonly ParameterSymbol[] } | null {
    if (this.#signature === undefined) {
      const header = this.#headers.find((h) => h.signature !== null);
      if (!header) return this.#signature = null;
      const scope = this.#scope(header);
      this.#signature = {
        returns: this.table.resolve(header.signature!.returns, scope, this.name),
        parameters: header.signature!.parameters.map((p) => this.#parameter(p, scope)),
      };
    }
    return this.#signature;
  }

  /** Names and values of an enum. */
  get enumValues(): Readonly<Record<string, number>> | null {
    return this.#declarations.find((d) => d.values)?.values ?? null;
  }

  isForbidden(member: string): boolean {
    return this.#declarations.some((d) => d.forbidden?.includes(member));
  }

  /** Its own members of that name, without the bases'. "new" and "this" are constructors and indexers. */
  members(name: string): readonly MemberSymbol[] {
    return this.#allMembers().get(name) ?? [];
  }

  /** User-defined operators by sign; conversions by "implicit" and "explicit". */
  operators(sign: string): readonly MethodSymbol[] {
    return (this.#allMembers().get(`operator ${sign}`) ?? []) as MethodSymbol[];
  }

  memberNames(): Iterable<string> {
    return this.#allMembers().keys();
  }

  #allMembers(): Map<string, MemberSymbol[]> {
    if (this.#members) return this.#members;
    const members = this.#members = new Map<string, MemberSymbol[]>();
    this.#declarations.forEach((declaration, i) => {
      const scope = this.#scope(this.#headers[i]);
      for (const [signature, implementation] of Object.entries(declaration.members ?? {})) {
        const text = readMember(signature);
        const member = this.#member(text, implementation, scope);
        const operator = text.kind === "operator" || text.kind === "conversion";
        const key = operator ? `operator ${text.name}` : text.name;
        const list = members.get(key);
        if (list) list.push(member);
        else members.set(key, [member]);
      }
    });
    return members;
  }

  #scope(header: HeaderText): Map<string, CsType> {
    return new Map(header.parameters.map((p, i) => [p.name, this.parameters[i]]));
  }

  #parameter(text: ParameterText, scope: ReadonlyMap<string, CsType>): ParameterSymbol {
    const { name, mode, isParams, defaultText } = text;
    return {
      name,
      mode,
      isParams,
      defaultText,
      type: this.table.resolve(text.type, scope, this.name),
    };
  }

  #member(
    text: MemberText,
    implementation: Implementation | Accessors,
    outer: ReadonlyMap<string, CsType>,
  ): MemberSymbol {
    const scope = new Map(outer);
    const typeParameters = text.typeParameters.map((name) => {
      const parameter = typeParameter(name);
      scope.set(name, parameter);
      return parameter;
    });
    const parameters = text.parameters.map((p) => this.#parameter(p, scope));
    const type = this.table.resolve(text.type, scope, this.name);
    if (text.kind === "property" || text.kind === "indexer" || text.kind === "constant") {
      const { kind, name, isStatic } = text;
      const { get, set } = typeof implementation === "function"
        ? { get: implementation, set: undefined }
        : implementation;
      return {
        kind,
        name,
        owner: this,
        isStatic,
        type,
        parameters,
        get: text.canRead ? get ?? null : null,
        set: text.canWrite ? set ?? null : null,
      };
    }
    if (typeof implementation !== "function") {
      throw new TypeError(`${this.name}: ${text.name} needs a function`);
    }
    return {
      kind: text.kind,
      name: text.name,
      owner: this,
      isStatic: text.isStatic,
      isExtension: text.parameters[0]?.isThis ?? false,
      typeParameters,
      constraints: new Map(
        [...text.constraints].map(([name, list]) => [scope.get(name)!, list]),
      ),
      parameters,
      returns: text.kind === "constructor" ? this.type : type,
      implementation,
    };
  }
}

/** All declared types. */
export class SymbolTable {
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

  /** @internal A type as a declaration writes it. @throws ReferenceError naming the unknown type */
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
