/**
 * C# types at compile time and at run time: interned, so that `===` is type identity.
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

/** What a declaration (declare.ts) fills in for a type. */
export interface TypeDefinition {
  /** Namespace-qualified, without arity: `System.Collections.Generic.List`. */
  readonly name: string;
  /** Names of the type parameters: `["T"]`. */
  readonly parameters: readonly string[];
  kind: TypeKind;
}

/** One closed (or, with parameters as arguments, open) type. Make it with {@link typeOf}. */
export class CsType {
  private constructor(
    readonly definition: TypeDefinition,
    readonly typeArguments: readonly CsType[],
  ) {}

  static readonly #interned = new Map<string, CsType>();

  /** @internal The one instance for this definition and these arguments. */
  static intern(definition: TypeDefinition, typeArguments: readonly CsType[]): CsType {
    const key = `${definition.name}\`${definition.parameters.length}${
      definition.kind === "parameter" ? "!" : ""
    }[${typeArguments.map((t) => t.fullName).join(",")}]`;
    let type = this.#interned.get(key);
    if (!type) this.#interned.set(key, type = new CsType(definition, typeArguments));
    return type;
  }

  /** As `Type.ToString()` gives it: `System.Collections.Generic.List`1[System.Int32]`, `System.Int32[]`. */
  get fullName(): string {
    const { name, kind, parameters } = this.definition;
    if (kind === "array") return `${this.typeArguments[0].fullName}[]`;
    if (parameters.length === 0) return name;
    return `${name}\`${parameters.length}[${this.typeArguments.map((t) => t.fullName).join(",")}]`;
  }

  toString(): string {
    return this.fullName;
  }
}

const definitions = new Map<string, TypeDefinition>();

/** The definition of that name and arity, made empty when nothing has declared it yet. */
export function definitionOf(name: string, parameters: readonly string[] = []): TypeDefinition {
  const key = `${name}\`${parameters.length}`;
  let definition = definitions.get(key);
  if (!definition) definitions.set(key, definition = { name, parameters, kind: "class" });
  return definition;
}

/** The type of that namespace-qualified name: `typeOf("System.Int32")`, `typeOf("System.Collections.Generic.List", int)`. */
export function typeOf(name: string, ...typeArguments: CsType[]): CsType {
  return CsType.intern(definitionOf(name, typeArguments.map((_, i) => `T${i}`)), typeArguments);
}

const ARRAY: TypeDefinition = { name: "System.Array", parameters: ["T"], kind: "array" };

/** The one-dimensional array of `element`. */
export function arrayOf(element: CsType): CsType {
  return CsType.intern(ARRAY, [element]);
}
