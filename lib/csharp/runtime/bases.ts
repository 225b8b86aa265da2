/**
 * Which types a type derives from.
 * @module
 */
import { type CsType, substitute, typeOf } from "./type.ts";

const inherited = new WeakMap<CsType, readonly CsType[]>();

/** All base types of `type`, nearest first, closed over its arguments; ends with object for what is no interface. */
export function baseTypes(type: CsType): readonly CsType[] {
  let bases = inherited.get(type);
  if (bases) return bases;
  const found = new Set<CsType>();
  const add = (one: CsType) => {
    for (const base of directBases(one)) {
      if (found.has(base)) continue;
      found.add(base);
      add(base);
    }
  };
  add(type);
  inherited.set(type, bases = [...found]);
  return bases;
}

const OBJECT = typeOf("System.Object");
const VALUE_TYPE = typeOf("System.ValueType");
const ENUM = typeOf("System.Enum");
const ARRAY = typeOf("System.Array");
const DELEGATE = typeOf("System.Delegate");

/** The base class (first) and interfaces of `type`, closed over its arguments. */
export function directBases(type: CsType): readonly CsType[] {
  const { kind, rank, declared } = type.definition;
  if (kind === "array") {
    const element = type.typeArguments[0];
    return rank === 1
      ? [
        ARRAY,
        typeOf("System.Collections.Generic.IList", element),
        typeOf("System.Collections.Generic.IReadOnlyList", element),
      ]
      : [ARRAY];
  }
  if (kind === "parameter") return [OBJECT];
  const bases = (declared?.bases ?? []).map((base) =>
    substitute(base, new Map(declared!.parameters.map((p, i) => [p, type.typeArguments[i]])))
  );
  if (kind === "interface" || type === OBJECT) return bases;
  if (bases.some((base) => base.definition.kind === "class")) return bases;
  const base = kind === "enum"
    ? ENUM
    : kind === "struct"
    ? VALUE_TYPE
    : kind === "delegate"
    ? DELEGATE
    : OBJECT;
  return [base, ...bases];
}
