/**
 * C# types at compile time and at run time: interned, so that `===` is type identity
 * (but for tuples with element names, which compare by {@link CsType.erased}).
 * @module
 */

export type TypeKind =
  | "class"
  | "struct"
  | "interface"
  | "enum"
  | "delegate"
  | "array"
  | "parameter";

/**
 * A type as .NET's metadata has it, apart from its type arguments. Types are known by name in the whole process, as in
 * .NET's own load context; the library (library.ts) that declares one says what it is.
 */
export interface TypeDefinition {
  /** Namespace-qualified, without arity: `System.Collections.Generic.List`. */
  readonly name: string;
  /** Names of the type parameters: `["T"]`. */
  readonly parameters: readonly string[];
  kind: TypeKind;
  /** Of an array: its number of dimensions. */
  readonly rank?: number;
  /** What its library declares of it; null where none has. */
  declared: DeclaredType | null;
}

/** What running code asks of a declared type; the binder knows more (symbols.ts). */
export interface DeclaredType {
  /** Its own type parameters. */
  readonly parameters: readonly CsType[];
  readonly variance: readonly ("in" | "out" | "")[];
  /** Base class and interfaces, in terms of {@link parameters}. */
  readonly bases: readonly CsType[];
  /** Members of an enum, in order of declaration. */
  readonly enumeration: Enumeration | null;
  /** What a struct's parameterless constructor makes; null where none is declared. */
  readonly makeDefault: ((typeArguments: readonly CsType[]) => unknown) | null;
}

export interface Enumeration {
  readonly names: readonly string[];
  readonly values: readonly number[];
  /** [Flags]: the text of a value joins the names of its bits. */
  readonly flags: boolean;
}

let nextId = 0;

/** One closed (or, with parameters as arguments, open) type. Make it with {@link typeOf}. */
export class CsType {
  readonly #id = nextId++;
  /** The same type without tuple element names. */
  readonly erased: CsType;
  /** Whether type parameters occur in it. */
  readonly isOpen: boolean;
  #fullName: string | null = null;

  private constructor(
    readonly definition: TypeDefinition,
    readonly typeArguments: readonly CsType[],
    /** Element names of a tuple type. */
    readonly tupleNames: readonly (string | null)[] | null,
    erased: CsType | null,
  ) {
    this.erased = erased ?? this;
    this.isOpen = definition.kind === "parameter" || typeArguments.some((t) => t.isOpen);
  }

  /** Types are not part of the values that have them. */
  csParts(): Iterable<unknown> {
    return [];
  }

  static readonly #interned = new Map<TypeDefinition, Map<string, CsType>>();

  /** @internal The one instance for this definition and these arguments. */
  static intern(
    definition: TypeDefinition,
    typeArguments: readonly CsType[],
    tupleNames: readonly (string | null)[] | null = null,
  ): CsType {
    let instances = this.#interned.get(definition);
    if (!instances) this.#interned.set(definition, instances = new Map());
    let key = "";
    for (const argument of typeArguments) key += argument.#id + ",";
    if (tupleNames) key += tupleNames.join();
    let type = instances.get(key);
    if (!type) {
      const plain = tupleNames === null && typeArguments.every((t) => t.erased === t);
      const erased = plain ? null : CsType.intern(definition, typeArguments.map((t) => t.erased));
      instances.set(key, type = new CsType(definition, typeArguments, tupleNames, erased));
    }
    return type;
  }

  /** As `Type.ToString()` gives it: `System.Collections.Generic.List`1[System.Int32]`, `System.Int32[]`. */
  get fullName(): string {
    return this.#fullName ??= this.#makeFullName();
  }

  #makeFullName(): string {
    const { name, kind, parameters, rank } = this.definition;
    if (kind === "array") return `${this.typeArguments[0].fullName}[${",".repeat(rank! - 1)}]`;
    const arity = parameters.length === 0 ? "" : `\`${parameters.length}`;
    const dot = name.lastIndexOf(".");
    const outer = name.slice(0, dot);
    // a nested type has its parameters from the type around it
    const nested = definitions.has(`${outer}\`${parameters.length}`);
    const plain = nested ? `${outer}${arity}+${name.slice(dot + 1)}` : name + arity;
    if (arity === "") return plain;
    return `${plain}[${this.typeArguments.map((t) => t.fullName).join(",")}]`;
  }

  toString(): string {
    return this.fullName;
  }

  /** A type is itself the C# value that GetType() and typeof give. */
  get csType(): CsType {
    return typeOf("System.RuntimeType");
  }

  csToString(): string {
    return this.fullName;
  }
}

const definitions = new Map<string, TypeDefinition>();

/** The definition of that name and arity, made empty when nothing has declared it yet. */
export function definitionOf(name: string, parameters: readonly string[] = []): TypeDefinition {
  const key = `${name}\`${parameters.length}`;
  let definition = definitions.get(key);
  if (!definition) {
    definitions.set(key, definition = { name, parameters, kind: "class", declared: null });
  }
  return definition;
}

/** The type of that namespace-qualified name: `typeOf("System.Int32")`, `typeOf("System.Collections.Generic.List", int)`. */
export function typeOf(name: string, ...typeArguments: CsType[]): CsType {
  return CsType.intern(definitionOf(name, typeArguments.map((_, i) => `T${i}`)), typeArguments);
}

const arrays: TypeDefinition[] = [];

/** The array of `element` with `rank` dimensions. */
export function arrayOf(element: CsType, rank = 1): CsType {
  const definition = arrays[rank] ??= {
    name: "System.Array",
    parameters: ["T"],
    kind: "array",
    rank,
    declared: null,
  };
  return CsType.intern(definition, [element]);
}

/** A new type parameter: two of the same name are different types. */
export function typeParameter(name: string): CsType {
  return CsType.intern({ name, parameters: [], kind: "parameter", declared: null }, []);
}

/** `type` with its parameters replaced. */
export function substitute(type: CsType, map: ReadonlyMap<CsType, CsType>): CsType {
  if (!type.isOpen) return type;
  if (type.definition.kind === "parameter") return map.get(type) ?? type;
  const typeArguments = type.typeArguments.map((t) => substitute(t, map));
  return CsType.intern(type.definition, typeArguments, type.tupleNames);
}
