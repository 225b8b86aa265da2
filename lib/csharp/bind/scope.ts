/**
 * Names of locals: scopes within functions within functions.
 * @module
 */
import type { CsType } from "../runtime/type.ts";
import { CompileError } from "../syntax/errors.ts";
import type { AnyBound, Bound, BoundStatement } from "./bound.ts";

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
  constant: Bound | null;
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
  /** What its declaration gives it. */
  initialValue: Bound | null;
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
    readonly defaultValue: Bound | null;
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
  /** What its return statements give, before it is converted. */
  readonly returned: AnyBound[] = [];

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

type LocalOptions = Partial<
  Pick<LocalSymbol, "fixed" | "signature" | "initialized" | "alias" | "role">
>;

/** A block's names. */
export class Scope {
  readonly #names = new Map<string, LocalSymbol>();
  readonly locals: LocalSymbol[] = [];
  /** Type parameters of a generic local function, by name. */
  readonly types = new Map<string, CsType>();
  /** Instances of generic local functions: they exist from the start of the block. */
  readonly hoisted: BoundStatement[] = [];
  /** Names that statements of this block declare, now or later. */
  readonly upcoming = new Set<string>();
  /** Names that scopes within this one have declared: the same name may not be declared here any more. */
  readonly #inner = new Set<string>();

  /** Labels of this block's statements. */
  readonly labels = new Map<string, LabelSymbol>();
  /** Where declarations go instead: the switch block, for the statements of a section. */
  declaresIn: Scope | null = null;

  constructor(readonly parent: Scope | null, readonly owner: FunctionScope) {}

  /** The label of that name in this block or one around it within the function. */
  findLabel(name: string): LabelSymbol | undefined {
    const outer = this.parent?.owner === this.owner ? this.parent : null;
    return this.labels.get(name) ?? outer?.findLabel(name);
  }

  find(name: string): LocalSymbol | undefined {
    // deno-lint-ignore no-this-alias -- walks outward from here
    for (let scope: Scope | null = this; scope; scope = scope.parent) {
      const local = scope.#names.get(name);
      if (local) return local;
    }
  }

  findType(name: string): CsType | undefined {
    return this.types.get(name) ?? this.parent?.findType(name);
  }

  /** Whether a statement further on in this function declares the name. */
  isUpcoming(name: string): boolean {
    return this.upcoming.has(name) ||
      (this.parent !== null && this.parent.owner === this.owner && this.parent.isUpcoming(name));
  }

  /** Its own local of that name. */
  own(name: string): LocalSymbol | undefined {
    return this.#names.get(name) ?? this.declaresIn?.own(name);
  }

  /** @throws CompileError CS0128, CS0136 */
  declare(
    name: string,
    type: CsType,
    at: number,
    options: LocalOptions = {},
  ): LocalSymbol {
    if (this.declaresIn) return this.declaresIn.declare(name, type, at, options);
    if (this.#names.has(name)) {
      throw options.role
        ? new CompileError("CS0100", `The parameter name '${name}' is a duplicate`, at)
        : new CompileError(
          "CS0128",
          `A local variable or function named '${name}' is already defined in this scope`,
          at,
        );
    }
    if (this.parent?.find(name) || this.#inner.has(name)) {
      throw new CompileError(
        "CS0136",
        `A local or parameter named '${name}' cannot be declared in this scope because that name is used in an enclosing local scope to define a local or parameter`,
        at,
      );
    }
    for (let scope = this.parent; scope; scope = scope.parent) scope.#inner.add(name);
    const local = this.temporary(type, name, at, options);
    this.#names.set(name, local);
    return local;
  }

  /** A local that no name reaches. */
  temporary(
    type: CsType,
    name = "",
    at = -1,
    options: LocalOptions = {},
  ): LocalSymbol {
    const local: LocalSymbol = {
      name,
      type,
      owner: this.owner,
      slot: this.owner.newSlot(),
      role: options.role ?? "local",
      constant: null,
      initialValue: null,
      fixed: options.fixed ?? null,
      captured: false,
      reassigned: false,
      capturedEarly: false,
      initialized: options.initialized ?? false,
      signature: options.signature ?? null,
      alias: options.alias ?? null,
      declaredAt: at,
    };
    this.locals.push(local);
    return local;
  }
}
