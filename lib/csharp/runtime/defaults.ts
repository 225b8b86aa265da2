/**
 * `default(T)`: zero, false, null, or what a struct's declared parameterless constructor makes.
 * @module
 */
import type { CsType } from "./type.ts";

const PRIMITIVES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ..."SByte Byte Int16 UInt16 Int32 UInt32 Single Double Char".split(" ").map((
    name,
  ) => [`System.${name}`, 0] as const),
  ["System.Int64", 0n],
  ["System.UInt64", 0n],
  ["System.Boolean", false],
  ["System.Nullable", null],
]);

const known = new WeakMap<CsType, unknown>();

/** The default value of `type` in its unboxed form. Values are immutable, so the same one serves everybody. */
export function defaultOf(type: CsType): unknown {
  if (known.has(type)) return known.get(type);
  const value = makeDefault(type);
  known.set(type, value);
  return value;
}

function makeDefault(type: CsType): unknown {
  const { kind, name } = type.definition;
  const primitive = PRIMITIVES.get(name);
  if (primitive !== undefined) return primitive;
  if (kind === "enum") return 0;
  if (kind !== "struct") return null;
  return type.definition.declared?.makeDefault?.(type.typeArguments) ?? null;
}
