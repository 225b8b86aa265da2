/**
 * What compiled code runs on: one array a function call, locals in their slots.
 * @module
 */
import { CsException } from "../runtime/exception.ts";
import type { Ref } from "../runtime/values.ts";
import { type FunctionScope, livesInCell, type LocalSymbol } from "../bind/scope.ts";

export type Frame = unknown[];
/** An expression's code. */
export type Code<T = unknown> = (frame: Frame) => T;
/** Stores a value. */
export type Store = (frame: Frame, value: unknown) => void;

export function nullReference(): CsException {
  return new CsException(
    "System.NullReferenceException",
    "Object reference not set to an instance of an object.",
  );
}

export function indexOutOfRange(): CsException {
  return new CsException(
    "System.IndexOutOfRangeException",
    "Index was outside the bounds of the array.",
  );
}

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
