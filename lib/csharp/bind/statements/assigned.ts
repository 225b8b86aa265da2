/**
 * Which locals have a value at a point of the program, and the errors about those that have none.
 * @module
 */
import { type CompileError, error } from "../../syntax/errors.ts";
import type { LocalSymbol } from "../variables.ts";

/** One bit a local that has a value. */
export type State = bigint;

/** What cannot be reached: there every variable counts as assigned. */
export const UNREACHABLE: State = -1n;
/** In a local function, what is outside of it counts as assigned. */
export const EVERYTHING: State = (1n << 4096n) - 1n;

/** What holds where control comes from either. */
export function join(a: State, b: State): State {
  return a & b;
}

export class Assigned {
  readonly #bits = new Map<LocalSymbol, bigint>();
  readonly #reported = new Set<LocalSymbol>();
  /** Locals whose declarations stand before, or around: what is not among them came with its value. */
  readonly #declared = new Set<LocalSymbol>();

  constructor(readonly errors: CompileError[]) {}

  #bit(local: LocalSymbol): bigint {
    let bit = this.#bits.get(local);
    if (bit === undefined) this.#bits.set(local, bit = 1n << BigInt(this.#bits.size));
    return bit;
  }

  declare(local: LocalSymbol): void {
    this.#declared.add(local);
  }

  assign(local: LocalSymbol, state: State): State {
    return state | this.#bit(local);
  }

  unassign(local: LocalSymbol, state: State): State {
    return state === UNREACHABLE ? state : state & ~this.#bit(local);
  }

  /** Notes CS0165 or CS0269 where the local may have no value. */
  read(local: LocalSymbol, state: State, at: number): void {
    if (local.signature || local.role === "parameter" || local.name === "") return;
    if (local.initialized && !this.#declared.has(local)) return;
    if ((state & this.#bit(local)) !== 0n || this.#reported.has(local)) return;
    this.#reported.add(local);
    this.errors.push(
      local.role === "reference"
        ? error("CS0269", at, local.name)
        : error("CS0165", at, local.name),
    );
  }

  /** Notes CS0177 for out parameters without a value where control leaves their function. */
  leave(outs: readonly LocalSymbol[], state: State, at: number): void {
    for (const local of outs) {
      if ((state & this.#bit(local)) !== 0n || this.#reported.has(local)) continue;
      this.#reported.add(local);
      this.errors.push(
        error("CS0177", at, local.name),
      );
    }
  }
}
