/**
 * Type tests and casts of boxed values at run time: `is`, `as`, unboxing and reference casts.
 * @module
 */
import { CsException } from "./exception.ts";
import { baseTypes } from "./bases.ts";
import { type CsType, typeOf } from "./type.ts";
import { Box, runtimeType } from "./values.ts";

const OBJECT = typeOf("System.Object");
const INT = typeOf("System.Int32");

/** `value is type` for a boxed value; null is an instance of nothing. */
export function isInstance(value: unknown, type: CsType): boolean {
  if (value === null) return false;
  return derivesFrom(runtimeType(value)!, type);
}

/**
 * The unboxed form of `type`: an unboxing or a reference cast, without conversion of values.
 * @throws CsException System.InvalidCastException; NullReferenceException for null where `type` has none.
 */
export function castTo(value: unknown, type: CsType): unknown {
  const { kind, name } = type.definition;
  const nullable = name === "System.Nullable";
  const isValueType = kind === "struct" || kind === "enum";
  if (value === null) {
    if (!isValueType || nullable) return null;
    throw new CsException(
      "System.NullReferenceException",
      "Object reference not set to an instance of an object.",
    );
  }
  if (!isInstance(value, type)) {
    const plain = asUnderlying(value, type);
    if (plain !== null) return plain;
    throw new CsException(
      "System.InvalidCastException",
      `Unable to cast object of type '${runtimeType(value)}' to type '${type}'.`,
    );
  }
  return isValueType && value instanceof Box ? value.value : value;
}

/** Unboxing does not tell an enum from the integers that it is made of; null where that is no matter. */
function asUnderlying(value: unknown, type: CsType): unknown {
  const own = runtimeType(value)!;
  if (own.definition.kind !== "enum" && type.definition.kind !== "enum") return null;
  if (enumBase(own) !== enumBase(type)) return null;
  return value instanceof Box ? value.value : value;
}

/** Every declared enum is an int. */
function enumBase(type: CsType): CsType {
  return type.definition.kind === "enum" ? INT : type;
}

const answers = new WeakMap<CsType, Map<CsType, boolean>>();

/** Whether an instance of `type` can stand where `base` is expected, by identity, inheritance or variance. */
export function derivesFrom(type: CsType, base: CsType): boolean {
  if (type === base || base === OBJECT) return true;
  let known = answers.get(type);
  if (!known) answers.set(type, known = new Map());
  let answer = known.get(base);
  if (answer === undefined) known.set(base, answer = findBase(type.erased, base.erased));
  return answer;
}

function findBase(type: CsType, base: CsType): boolean {
  if (base.definition.name === "System.Nullable") return derivesFrom(type, base.typeArguments[0]);
  const array = type.definition.kind === "array";
  return matches(type, base, array) || baseTypes(type).some((one) => matches(one, base, array));
}

/** Identity and variance; an array and its interfaces are covariant. */
function matches(type: CsType, base: CsType, ofArray: boolean): boolean {
  if (type === base) return true;
  if (type.definition !== base.definition) return false;
  const variance = type.definition.declared?.variance ?? [];
  return type.typeArguments.every((own, i) => {
    const other = base.typeArguments[i];
    if (own === other) return true;
    if (isValue(own) || isValue(other)) return false;
    if (ofArray || variance[i] === "out") return derivesFrom(own, other);
    return variance[i] === "in" && derivesFrom(other, own);
  });
}

function isValue(type: CsType): boolean {
  const { kind } = type.definition;
  return kind === "struct" || kind === "enum";
}
