/**
 * How a library (library.ts) declares its types: C# signatures beside their JavaScript.
 *
 * ```ts
 * export const types = new Declarations();
 * types.declare({
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

/** What one file declares: its part of a library. */
export class Declarations {
  readonly #all: TypeDeclaration[] = [];

  /** Adds a type, or more members to a type declared elsewhere (then `type` may leave out the bases). */
  declare(declaration: TypeDeclaration): void {
    this.#all.push(declaration);
  }

  get all(): readonly TypeDeclaration[] {
    return this.#all;
  }
}
