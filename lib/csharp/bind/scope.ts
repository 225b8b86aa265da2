/**
 * Names of locals: scopes within functions within functions.
 * @module
 */
import type { CsType } from "../runtime/type.ts";
import { error } from "../syntax/errors.ts";
import type { BoundStatement } from "./bound.ts";
import type { FunctionScope, LabelSymbol, LocalSymbol } from "./variables.ts";

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

  /** All locals that can be seen from here. */
  names(): string[] {
    return [...this.#names.keys(), ...this.parent?.names() ?? []];
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
      throw options.role ? error("CS0100", at, name) : error("CS0128", at, name);
    }
    if (this.parent?.find(name) || this.#inner.has(name)) {
      throw error("CS0136", at, name);
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
      origin: "unset",
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
