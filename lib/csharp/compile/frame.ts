/**
 * What compiled code runs on: one array a function call, locals in their slots.
 * @module
 */
import type { Ref } from "../runtime/values.ts";
import { type FunctionScope, livesInCell, type LocalSymbol } from "../bind/variables.ts";

export type Frame = unknown[];
/** An expression's code. */
export type Code<T = unknown> = (frame: Frame) => T;
/** Stores a value. */
export type Store = (frame: Frame, value: unknown) => void;

/** Reads a local as `within` sees it. */
export function readLocal(local: LocalSymbol, within: FunctionScope): Code {
  const slot = within.slotOf(local);
  return livesInCell(local) ? (f) => (f[slot] as Ref).value : (f) => f[slot];
}

export function storeLocal(local: LocalSymbol, within: FunctionScope): Store {
  const slot = within.slotOf(local);
  return livesInCell(local)
    ? (f, value) => void ((f[slot] as Ref).value = value)
    : (f, value) => void (f[slot] = value);
}

/** Makes fresh cells for those of the locals that nested functions share; null when there are none. */
export function makeCells(locals: readonly LocalSymbol[]): ((frame: Frame) => void) | null {
  const slots = locals.filter((local) => local.role === "local" && livesInCell(local)).map((
    local,
  ) => local.slot);
  if (slots.length === 0) return null;
  return (f) => {
    for (const slot of slots) f[slot] = { value: undefined };
  };
}
