/**
 * Symbols: one declared type (declare.ts) and its members with resolved C# types.
 * A member's signature is read when its name is first asked for.
 * @module
 */
import type { Accessors, Implementation, TypeDeclaration } from "./declare.ts";
import {
  type HeaderText,
  memberName,
  type MemberText,
  type ParameterMode,
  type ParameterText,
  readMember,
  type TypeText,
  type Variance,
} from "./signature.ts";
import {
  CsType,
  type DeclaredType,
  definitionOf,
  type Enumeration,
  type TypeDefinition,
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

/** What a type argument must be: a base type or interface, or one of C#'s kinds. */
export type Constraint = CsType | "struct" | "class" | "new()";

export interface MethodSymbol {
  readonly kind: "method" | "constructor" | "operator" | "conversion";
  readonly name: string;
  readonly owner: TypeSymbol;
  readonly isStatic: boolean;
  readonly isExtension: boolean;
  readonly typeParameters: readonly CsType[];
  readonly constraints: ReadonlyMap<CsType, readonly Constraint[]>;
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

/** Finds the types that a declaration names. */
export interface TypeResolver {
  /** `within` is the declared type's name. @throws ReferenceError naming the unknown type */
  resolve(text: TypeText, scope: ReadonlyMap<string, CsType>, within: string): CsType;
}

/** A member whose signature has not been read. */
interface WrittenMember {
  readonly signature: string;
  readonly implementation: Implementation | Accessors;
  /** Of the declaration that it stands in. */
  readonly header: HeaderText;
}

/** What the type's library declares of it. */
export function symbolOf(type: CsType): TypeSymbol | null {
  return type.definition.declared as TypeSymbol | null;
}

/** One declared type: all that the binder knows of it. */
export class TypeSymbol implements DeclaredType {
  readonly definition: TypeDefinition;
  /** Its own type parameters. */
  readonly parameters: readonly CsType[];
  readonly variance: readonly Variance[];
  /** The type with its own parameters as arguments. */
  readonly type: CsType;
  readonly #declarations: TypeDeclaration[] = [];
  #headers: HeaderText[] = [];
  #written: Map<string, WrittenMember[]> | null = null;
  readonly #members = new Map<string, MemberSymbol[]>();
  #enumeration: Enumeration | null | undefined;
  #bases: readonly CsType[] | null = null;
  #signature: { returns: CsType; parameters: readonly ParameterSymbol[] } | null | undefined;

  constructor(readonly header: HeaderText, readonly resolver: TypeResolver) {
    this.definition = definitionOf(header.name, header.parameters.map((_, i) => `T${i}`));
    if (this.definition.declared !== null) {
      throw new TypeError(`${header.name} is declared by two libraries`);
    }
    this.definition.kind = header.kind;
    this.definition.declared = this;
    this.parameters = header.parameters.map((p) => typeParameter(p.name));
    this.variance = header.parameters.map((p) => p.variance);
    this.type = CsType.intern(this.definition, this.parameters);
  }

  /** @internal */
  add(declaration: TypeDeclaration, header: HeaderText): void {
    this.#declarations.push(declaration);
    this.#headers.push(header);
    this.#written = null;
    this.#members.clear();
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

  get isSealed(): boolean {
    return this.#headers.some((h) => h.isSealed);
  }

  /** Base class and interfaces as declared, in terms of {@link parameters}. */
  get bases(): readonly CsType[] {
    return this.#bases ??= this.#headers.flatMap((header) => {
      const scope = this.#scope(header);
      return header.bases.map((base) => this.resolver.resolve(base, scope, this.name));
    });
  }

  /** A delegate's Invoke, in terms of {@link parameters}. */
  get signature(): { returns: CsType; parameters: readonly ParameterSymbol[] } | null {
    if (this.#signature === undefined) {
      const header = this.#headers.find((h) => h.signature !== null);
      if (!header) return this.#signature = null;
      const scope = this.#scope(header);
      this.#signature = {
        returns: this.resolver.resolve(header.signature!.returns, scope, this.name),
        parameters: header.signature!.parameters.map((p) => this.#parameter(p, scope)),
      };
    }
    return this.#signature;
  }

  get enumeration(): Enumeration | null {
    if (this.#enumeration === undefined) {
      const { values, flags = false } = this.#declarations.find((d) => d.values) ?? {};
      this.#enumeration = values
        ? { names: Object.keys(values), values: Object.values(values), flags }
        : null;
    }
    return this.#enumeration;
  }

  get makeDefault(): ((typeArguments: readonly CsType[]) => unknown) | null {
    const create = this.members("new").find((one) => one.parameters.length === 0);
    if (!create || !("implementation" in create)) return null;
    return (types) => create.implementation({ types });
  }

  /** Whether the real type has the member, which the library leaves out. */
  leavesOut(member: string): boolean {
    return this.#declarations.some((d) => d.leftOut?.includes(member));
  }

  /** Its own members of that name, without the bases'. "new" and "this" are constructors and indexers. */
  members(name: string): readonly MemberSymbol[] {
    const written = this.#writtenMembers().get(name);
    if (written === undefined) return [];
    return this.#members.getOrInsertComputed(
      name,
      () =>
        written.map(({ signature, implementation, header }) =>
          this.#member(readMember(signature), implementation, this.#scope(header))
        ),
    );
  }

  /** User-defined operators by sign; conversions by "implicit" and "explicit". */
  operators(sign: string): readonly MethodSymbol[] {
    return this.members(`operator ${sign}`) as readonly MethodSymbol[];
  }

  memberNames(): Iterable<string> {
    return this.#writtenMembers().keys();
  }

  /** By name, unread: an expression asks for few of the members that its types have. */
  #writtenMembers(): ReadonlyMap<string, WrittenMember[]> {
    if (this.#written) return this.#written;
    const written = this.#written = new Map<string, WrittenMember[]>();
    this.#declarations.forEach((declaration, i) => {
      const header = this.#headers[i];
      for (const [signature, implementation] of Object.entries(declaration.members ?? {})) {
        written.getOrInsertComputed(memberName(signature), () => [])
          .push({ signature, implementation, header });
      }
    });
    return written;
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
      type: this.resolver.resolve(text.type, scope, this.name),
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
    const type = this.resolver.resolve(text.type, scope, this.name);
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
        [...text.constraints].map(([name, list]) => [
          scope.get(name)!,
          list.map((one) =>
            typeof one === "string" ? one : this.resolver.resolve(one, scope, this.name)
          ),
        ]),
      ),
      parameters,
      returns: text.kind === "constructor" ? this.type : type,
      implementation,
    };
  }
}
