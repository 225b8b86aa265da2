/**
 * How a library (library.ts) declares its types: C# signatures beside their JavaScript.
 *
 * ```ts
 * export const types = new Declarations();
 * types.of<CsList>().declare({
 *   type: "class System.Collections.Generic.List<T> : IList<T>, IReadOnlyList<T>",
 *   members: {
 *     "new()": (call) => new CsList(call.types[0], []),
 *     "new(IEnumerable<T> collection)": (collection, call) => ...,
 *     "int Count { get; }": (self) => self.items.length,
 *     "T this[int index] { get; set; }": { get: (self, index) => ..., set: (self, index, value) => ... },
 *     "const int MaxValue": () => 2147483647,
 *     "static readonly Guid Empty": () => ...,
 *     "static bool TryParse(string s, out int result)": (s, result) => { result.value = 1; return true; },
 *     "void Add(T item)": (self, item) => void self.items.push(item),
 *     "static implicit operator string(JToken value)": (value) => ...,
 *     "static IEnumerable<R> Select<S, R>(this IEnumerable<S> source, Func<S, R> selector)": (source, selector, call) => ...,
 *   },
 * });
 * ```
 *
 * TypeScript reads the signatures as well: a parameter that may be null in C# may be null here, and a `long` is a bigint.
 *
 * Arguments come in the unboxed form of the declared parameter types (values.ts), results go back the same way;
 * the last argument is always a {@link Call}. `params` arrives as a `CsArray` (array.ts). Optional parameters (`int count = 1`)
 * arrive with their defaults; `out` and `ref` parameters arrive as `Ref` ({ value }, values.ts). A delegate type is
 * declared as `delegate R System.Func<in T, out R>(T arg)`. What `object` does on any value (ToString(), Equals(object),
 * GetHashCode()) goes through object.ts; the evaluation's clock and chance are in ambient.ts.
 * Short names resolve in the library's `usings`; a declaration may name any type, declared before or after it.
 * A member absent here is a compile error that names it.
 * @module
 */
import type { CsType } from "./type.ts";
import type { Ref } from "./values.ts";

/** What a member's JavaScript may know of the call besides its arguments. */
export interface Call {
  /** Type arguments: the declaring type's first, then the method's own. */
  readonly types: readonly CsType[];
}

// deno-lint-ignore no-explicit-any -- the signature beside it types each implementation
export type Implementation = (...args: any[]) => unknown;
export type Accessors = { readonly get?: Implementation; readonly set?: Implementation };

export interface TypeDeclaration {
  /** `class|struct|interface|enum|static class|delegate`, the qualified name with type parameters, and its bases. */
  readonly type: string;
  readonly members?: Readonly<Record<string, Implementation | Accessors>>;
  /** Members of an enum, in order. */
  readonly values?: Readonly<Record<string, number>>;
  /** true for an enum with [Flags]: its text joins the names of its bits. */
  readonly flags?: boolean;
  /** Members that the real type has and this one does not: the diagnostic says so. */
  readonly leftOut?: readonly string[];
}

/** The JavaScript forms of C#'s own types (values.ts), unboxed; of any other type nothing is known here. */
interface Forms {
  string: string | null;
  object: unknown;
  bool: boolean;
  char: number;
  sbyte: number;
  byte: number;
  short: number;
  ushort: number;
  int: number;
  uint: number;
  float: number;
  double: number;
  long: bigint;
  ulong: bigint;
}

type FormOf<T extends string> = T extends keyof Forms ? Forms[T]
  : T extends `${infer N extends keyof Forms}?` ? Forms[N] | null
  // deno-lint-ignore no-explicit-any -- a class of the library's, which the implementation names
  : any;

/** `string text = ""`, `out int value`, `params object[] args`: the last word is the name. */
type ParameterOf<P extends string> = P extends `${infer Rest} = ${string}` ? ParameterOf<Rest>
  : P extends `out ${infer T} ${string}` ? Ref<FormOf<T>>
  : P extends `ref ${infer T} ${string}` ? Ref<FormOf<T>>
  : P extends `this ${infer T} ${string}` ? FormOf<T>
  : P extends `${infer T} ${string}` ? FormOf<T>
  : never;

type ParametersOf<L extends string, Found extends unknown[] = []> = L extends "" ? Found
  : L extends `${infer P}, ${infer Rest}` ? ParametersOf<Rest, [...Found, ParameterOf<P>]>
  : [...Found, ParameterOf<L>];

/** null for lists with type arguments or tuples, whose commas need not separate parameters. */
type ListOf<S extends string> = S extends `${string}(${infer L})${string}`
  ? L extends `${string}${"<" | "("}${string}` ? null : ParametersOf<L>
  : null;

type Static<L> = L extends unknown[] ? (...args: [...L, Call]) => unknown : Implementation;
type Instance<Self, L> = L extends unknown[] ? (self: Self, ...args: [...L, Call]) => unknown
  : OnSelf<Self>;
// deno-lint-ignore no-explicit-any -- an indexer's or a list that is not read
type OnSelf<Self> = (self: Self, ...args: any[]) => unknown;
type Property<Self> = OnSelf<Self> | { readonly get?: OnSelf<Self>; readonly set?: OnSelf<Self> };

/** The JavaScript of the member with that signature. */
type MemberOf<Self, S> = S extends `static ${string}` | `new(${string}` | `const ${string}`
  ? S extends `${string}{${string}` ? Implementation | Accessors
  : S extends string ? Static<ListOf<S>>
  : never
  : S extends `${string}{${string}` ? Property<Self>
  : S extends `${string}(${string}` ? Instance<Self, ListOf<S>>
  : Property<Self>;

/** A declaration whose members' parameters have the types that their signatures say. */
type Typed<Self, M> = Omit<TypeDeclaration, "members"> & {
  readonly members?: { readonly [S in keyof M]: MemberOf<Self, S> };
};

/** What one file declares: its part of a library. */
export class Declarations {
  readonly #all: TypeDeclaration[] = [];

  /** Adds a type, or more members to a type declared elsewhere (then `type` may leave out the bases). */
  // deno-lint-ignore no-explicit-any -- each member says what it is called on
  declare<M>(declaration: Typed<any, M>): void {
    this.#all.push(declaration as TypeDeclaration);
  }

  /** The same for a type whose values are of the class `Self`. */
  of<Self>(): { declare<M>(declaration: Typed<Self, M>): void } {
    return { declare: (declaration) => void this.#all.push(declaration as TypeDeclaration) };
  }

  get all(): readonly TypeDeclaration[] {
    return this.#all;
  }
}
