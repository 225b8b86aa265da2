/**
 * The variables of a program: locals, parameters and local functions, and the functions that own them.
 * @module
 */
import type { CsType } from "../runtime/type.ts";

/** A constant. */
export interface Literal {
  readonly kind: "constant";
  /** In the unboxed form of the type (values.ts). */
  readonly value: unknown;
  readonly type: CsType;
}

/** Where a reference comes from: literals are one object, computed values are new ones, a local has what it holds. */
export type Origin = "literal" | "fresh" | "unknown" | LocalSymbol;

/** A local variable, parameter, or local function. */
export interface LocalSymbol {
  readonly name: string;
  type: CsType;
  readonly owner: FunctionScope;
  /** Place in the owner's frame. */
  readonly slot: number;
  /** A parameter has its value from the start; one by reference is the caller's cell. */
  readonly role: "local" | "parameter" | "reference";
  /** Value of a `const`. */
  constant: Literal | null;
  /** Why it cannot be assigned, where it cannot. */
  fixed: "foreach iteration variable" | "using variable" | "range variable" | null;
  /** Some nested function uses it, and it may change after that function was made: it lives in a cell. */
  captured: boolean;
  /** Assigned other than by its declaration. */
  reassigned: boolean;
  /** Used by a local function, which may run before the declaration has. */
  capturedEarly: boolean;
  /** Has a value from the start: parameters, and locals declared with one. */
  initialized: boolean;
  /** Where the value that its declaration gives it comes from; "unset" where it gives none. */
  origin: Origin | "unset";
  /** The local function that this is. */
  readonly signature: LocalFunctionSignature | null;
  /** Of a query's range variable: the transparent identifier that holds it, and where. */
  readonly alias: { readonly of: LocalSymbol; readonly path: readonly number[] } | null;
  /** Offset of its declaration: uses before it are errors. */
  readonly declaredAt: number;
}

export interface LocalFunctionSignature {
  readonly parameters: readonly {
    readonly name: string;
    readonly type: CsType;
    readonly mode: "value" | "ref" | "out" | "in";
    readonly isParams: boolean;
    readonly defaultValue: Literal | { readonly kind: "default"; readonly type: CsType } | null;
  }[];
  readonly returns: CsType;
  readonly typeParameters: readonly CsType[];
  /** Of a generic function: the function for these type arguments. */
  readonly instantiate: ((typeArguments: readonly CsType[]) => LocalSymbol) | null;
}

/** A place in a block that a `goto` may go to. */
export interface LabelSymbol {
  readonly name: string;
  /** How many `finally` blocks of the function stand around it. */
  readonly finallyDepth: number;
  /** Some goto goes there. */
  targeted: boolean;
}

/** Whether the local's slot holds a cell `{ value }` that functions share. */
export function livesInCell(local: LocalSymbol): boolean {
  if (local.role === "reference") return true;
  if (!local.captured) return false;
  return local.reassigned ||
    (local.role === "local" && (local.capturedEarly || !local.initialized));
}

/** One function body: the expression itself, a lambda, or a local function. */
export class FunctionScope {
  #size = 0;
  /** Outer locals that it uses, and where it keeps them in its own frame. */
  readonly captures = new Map<LocalSymbol, number>();
  /** null: still to be inferred. */
  returns: CsType | null = null;
  /** Element type of an iterator: what `yield return` gives. */
  yields: CsType | null = null;

  constructor(readonly parent: FunctionScope | null, readonly isLocalFunction = false) {}

  get size(): number {
    return this.#size;
  }

  newSlot(): number {
    return this.#size++;
  }

  /** Notes that this function uses `local`, and every function between here and its owner with it. */
  use(local: LocalSymbol): void {
    // deno-lint-ignore no-this-alias -- walks outward from here
    for (let scope: FunctionScope = this; scope !== local.owner; scope = scope.parent!) {
      local.captured = true;
      if (scope.isLocalFunction) local.capturedEarly = true;
      if (!scope.captures.has(local)) scope.captures.set(local, scope.newSlot());
    }
  }

  /** Where `local` is in this function's frame. */
  slotOf(local: LocalSymbol): number {
    return local.owner === this ? local.slot : this.captures.get(local)!;
  }
}
