/**
 * What every C# object can do: text, equality, hashing, order. Works on boxed values (values.ts), and,
 * where the static type is known, hands out functions for the unboxed form.
 * @module
 */
import { compareText } from "./collation.ts";
import { enumToText } from "./enumeration.ts";
import { argument } from "./errors.ts";
import { realToText } from "./number/shortest.ts";
import { chargeFor } from "./budget.ts";
import { type CsType, typeOf } from "./type.ts";
import { Box, type CsObject, runtimeType } from "./values.ts";

const CHAR = typeOf("System.Char");
const SINGLE = typeOf("System.Single");
const DOUBLE = typeOf("System.Double");
const STRING = typeOf("System.String");

/** `Convert.ToString(value, InvariantCulture)`: Object.ToString(), and "" for null. */
export function toText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "bigint":
      return String(value);
    case "boolean":
      return value ? "True" : "False";
    case "function":
      return runtimeType(value)!.fullName;
    default: {
      if (value === null || value === undefined) return "";
      if (value instanceof Box) return numericToText(value.value, value.csType);
      const object = value as CsObject;
      return object.csToString ? object.csToString() : String(runtimeType(object)!.fullName);
    }
  }
}

/** The text of an unboxed number of that type. */
function numericToText(value: number | bigint, type: CsType): string {
  if (type === CHAR) return String.fromCharCode(value as number);
  if (type === DOUBLE) return realToText(value as number);
  if (type === SINGLE) return realToText(value as number, true);
  if (type.definition.kind === "enum") return enumToText(type, value as number);
  return String(value);
}

/** {@link toText} for the unboxed form of `type`. */
export function textOf(type: CsType): (value: unknown) => string {
  const inner = underlying(type);
  if (inner.definition.kind === "delegate") return (value) => value === null ? "" : inner.fullName;
  if (inner === CHAR || inner === DOUBLE || inner === SINGLE || inner.definition.kind === "enum") {
    return (value) => typeof value === "number" ? numericToText(value, inner) : toText(value);
  }
  return toText;
}

function underlying(type: CsType): CsType {
  return type.definition.name === "System.Nullable" ? type.typeArguments[0] : type;
}

/** `Object.Equals(a, b)`. */
export function equals(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Box) {
    return b instanceof Box && a.csType === b.csType && sameNumber(a.value, b.value);
  }
  return (a as CsObject).csEquals?.(b) ?? false;
}

/** Number equality as Double.Equals sees it: NaN equals NaN, 0 equals -0. */
function sameNumber(a: unknown, b: unknown): boolean {
  return a === b || (a !== a && b !== b);
}

/** `EqualityComparer<T>.Default.Equals` for the unboxed form of `type`. */
export function equalsOf(type: CsType): (a: unknown, b: unknown) => boolean {
  return underlying(type) === DOUBLE || underlying(type) === SINGLE ? sameNumber : equals;
}

/**
 * A key for JavaScript's Map and Set: two values have the same key exactly if {@link equals} holds.
 * Keys of one type never meet those of another: what is not a string, boolean, int or long has a key
 * that starts with NUL, which a string's own key doubles.
 */
export function hashKey(value: unknown): unknown {
  if (typeof value === "string") return value.charCodeAt(0) === 0 ? `\0${value}` : value;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Box) {
    const number = typeof value.value === "number" ? value.value + 0 : value.value;
    return `\0${value.csType.fullName}:${number}`;
  }
  const key = (value as CsObject).csHashKey?.();
  return key === undefined ? value : `\0${runtimeType(value)!.fullName}:${typeof key}:${key}`;
}

/** {@link hashKey} for the unboxed form of `type`: values of one type only need keys among themselves. */
export function hashKeyOf(type: CsType): (value: unknown) => unknown {
  return type.definition.kind === "enum" || PLAIN.has(underlying(type).definition.name)
    ? (value) => value
    : hashKey;
}

const PLAIN = new Set([
  ..."String Boolean Char SByte Byte Int16 UInt16 Int32 UInt32 Int64 UInt64 Single Double".split(
    " ",
  )
    .map((name) => `System.${name}`),
]);

/** `value.GetHashCode()`: .NET's number for numbers and times; ours where .NET's differs by process. */
export function hashCode(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "bigint") {
    return Number(BigInt.asIntN(32, value) ^ BigInt.asIntN(32, value >> 32n));
  }
  if (value === null || value === undefined) return 0;
  if (value instanceof Box) return hashBox(value);
  const object = value as CsObject;
  if (object.csHashCode) return object.csHashCode();
  const own = object.csHashKey?.();
  if (typeof own === "bigint") return hashCode(own);
  const key = hashKey(value);
  return typeof key === "string" ? hashText(key) : identityHash(key as object);
}

function hashBox({ value, csType }: Box): number {
  if (typeof value === "bigint") return hashCode(value);
  if (csType === CHAR) return value | (value << 16);
  if (csType === DOUBLE || csType === SINGLE) return hashReal(value, csType === SINGLE);
  return value | 0;
}

const realBits = new DataView(new ArrayBuffer(8));

/** The bits of a real; all zeros are equal, and so are all NaNs. */
function hashReal(value: number, single: boolean): number {
  if (value !== value) return single ? 0x7f800000 : 0x7ff00000;
  if (single) {
    realBits.setFloat32(0, value + 0);
    return realBits.getInt32(0);
  }
  realBits.setFloat64(0, value + 0);
  return realBits.getInt32(0) ^ realBits.getInt32(4);
}

function hashText(text: string): number {
  chargeFor(text);
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

const identities = new WeakMap<object, number>();
let identified = 0;

/** A number of its own for each object: an odd factor permutes the 31-bit numbers. */
function identityHash(object: object): number {
  let hash = identities.get(object);
  if (hash === undefined) {
    identities.set(object, hash = Math.imul(++identified, 0x5bd1e995) & 0x7fffffff);
  }
  return hash;
}

/**
 * `Comparer<object>.Default.Compare(a, b)`: null first; strings by the invariant culture.
 * @throws CsException System.ArgumentException for values of different or unordered types.
 */
export function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  const type = runtimeType(a)!;
  if (isOrdered(a)) {
    if (type !== runtimeType(b) && !(a as CsObject).csCompare) {
      throw argument(`Object must be of type ${type.definition.name.replace("System.", "")}.`);
    }
    if (a instanceof Box) return compareBoxes(a, b as Box);
    if (typeof a === "string") return compareText(a, b as string);
    if (typeof a === "object") return (a as CsObject).csCompare!(b as CsObject);
    return compareNumbers(a as number, b as number);
  }
  if (isOrdered(b)) return -compare(b, a);
  throw argument("At least one object must implement IComparable.");
}

/** Types whose CompareTo gives the difference. */
const BY_DIFFERENCE = new Set(
  ["SByte", "Byte", "Int16", "UInt16", "Char"].map((name) => typeOf(`System.${name}`)),
);

function compareBoxes(a: Box, b: Box): number {
  return BY_DIFFERENCE.has(a.csType)
    ? (a.value as number) - (b.value as number)
    : compareNumbers(a.value, b.value);
}

function isOrdered(value: unknown): boolean {
  if (typeof value === "function") return false;
  return typeof value !== "object" || value instanceof Box ||
    (value as CsObject).csCompare !== undefined;
}

/** Order of numbers, longs and booleans; NaN before everything, as Double.CompareTo has it. */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return a !== a ? (b !== b ? 0 : -1) : b !== b ? 1 : 0;
}

/** `Comparer<T>.Default.Compare` for the unboxed form of `type`; null comes first. */
export function compareOf(type: CsType): (a: unknown, b: unknown) => number {
  const inner = underlying(type);
  if (inner === STRING) return nullsFirst(compareText as (a: unknown, b: unknown) => number);
  const plain = PLAIN.has(inner.definition.name) || inner.definition.kind === "enum";
  if (!plain) return compare;
  return inner === type
    ? compareNumbers as (a: unknown, b: unknown) => number
    : nullsFirst(compareNumbers as (a: unknown, b: unknown) => number);
}

function nullsFirst(order: (a: unknown, b: unknown) => number) {
  return (a: unknown, b: unknown) =>
    a === null || b === null ? (a === b ? 0 : a === null ? -1 : 1) : order(a, b);
}
