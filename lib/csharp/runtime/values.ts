/**
 * How C# values look in JavaScript.
 *
 * | C# | unboxed (the static type is known) | boxed (static type object, an interface, dynamic) |
 * | --- | --- | --- |
 * | string | string | string |
 * | bool | boolean | boolean |
 * | int | number | number |
 * | long | bigint | bigint |
 * | sbyte, byte, short, ushort, uint, float, double, char (its UTF-16 code), enums | number | `Box` |
 * | ulong | bigint | `Box` |
 * | Nullable<T> | T's form or null | T's form or null |
 * | T[] | `CsArray` (array.ts) | the same object |
 * | out, ref arguments | a {@link Ref} to the variable | |
 * | everything else (Decimal, DateTime, Guid, List<T>, JToken ...) | an object with `csType` | the same object |
 * | delegates | a JavaScript function of the unboxed arguments | the same function |
 * | null | null | null |
 *
 * `undefined` is never a C# value.
 * @module
 */
import { type CsType, typeOf } from "./type.ts";
import { CsException } from "./exception.ts";

/**
 * An object that knows its C# type: every class of the library implements it. The optional methods are
 * .NET's virtual ones; runtime/object.ts calls them and has the defaults.
 */
export interface CsObject {
  readonly csType: CsType;
  /** `Object.ToString()` under the invariant culture. Default: the type's full name. */
  csToString?(): string;
  /** `Object.Equals(other)` with another boxed value, never null. Default: identity. */
  csEquals?(other: unknown): boolean;
  /** The same for equal values of this type, different for others. Needed beside csEquals. Default: identity. */
  csHashKey?(): string | number | bigint;
  /** `Object.GetHashCode()`, where .NET's does not differ by process. Default: from {@link csHashKey}. */
  csHashCode?(): number;
  /** `IComparable.CompareTo(other)`. @throws CsException System.ArgumentException for another type. */
  csCompare?(other: unknown): number;
  /** `IFormattable.ToString(format, InvariantCulture)`; null or "" is the general format. */
  csFormat?(format: string | null): string;
  /** What `==` on references compares, where several JavaScript objects are one in C#. Default: the object itself. */
  readonly csIdentity?: unknown;
  /** What it refers to, where its fields do not show that: for who counts memory. */
  csParts?(): Iterable<unknown>;
  /** `IConvertible`: the base type of that name ("Int32"), unboxed; undefined for a type that is none. */
  csConvert?(name: string): unknown;
}

/** A boxed value whose JavaScript form does not tell its C# type. */
export class Box implements CsObject {
  constructor(readonly csType: CsType, readonly value: number | bigint) {}
}

const STRING = typeOf("System.String");
const BOOLEAN = typeOf("System.Boolean");
const INT32 = typeOf("System.Int32");
const INT64 = typeOf("System.Int64");
const OBJECT = typeOf("System.Object");
const CHAR = typeOf("System.Char");

/** A variable handed over by `out` or `ref`: the callee reads and sets `value`, in the unboxed form. */
export interface Ref<T = unknown> {
  value: T;
}

/** `value.GetType()` of a boxed value; null for null. */
export function runtimeType(value: unknown): CsType | null {
  switch (typeof value) {
    case "string":
      return STRING;
    case "boolean":
      return BOOLEAN;
    case "number":
      return INT32;
    case "bigint":
      return INT64;
    case "object":
      return value === null ? null : (value as CsObject).csType ?? OBJECT;
    default: // a delegate, which learns its type when it is converted to object
      return (value as Partial<CsObject>).csType ?? OBJECT;
  }
}

/** From the form of static type `type` to the boxed form. Nullable<T> is boxed as T. */
export function box(value: unknown, type: CsType): unknown {
  if (typeof value !== "number" && typeof value !== "bigint") return value;
  if (type.definition.name === "System.Nullable") return box(value, type.typeArguments[0]);
  if (type === INT32 || type === INT64) return value;
  return isNumeric(type) ? new Box(type, value) : value; // an object-typed slot holds boxed values already
}

const NUMERIC = new Set(
  [
    "SByte",
    "Byte",
    "Int16",
    "UInt16",
    "Int32",
    "UInt32",
    "Int64",
    "UInt64",
    "Single",
    "Double",
    "Char",
  ].map(
    (name) => `System.${name}`,
  ),
);

function isNumeric(type: CsType): boolean {
  return type.definition.kind === "enum" || NUMERIC.has(type.definition.name);
}

/** From the boxed form to `type`'s own, exactly as a C# unboxing cast: no conversion. @throws CsException */
export function unbox(value: unknown, type: CsType): unknown {
  if (value === null) {
    throw new CsException(
      "System.NullReferenceException",
      "Object reference not set to an instance of an object.",
    );
  }
  if (runtimeType(value) !== type.erased) {
    throw new CsException(
      "System.InvalidCastException",
      `Unable to cast object of type '${runtimeType(value)}' to type '${type}'.`,
    );
  }
  return value instanceof Box ? value.value : value;
}

/** What an enumerable may tell of its elements. */
interface Enumerable extends Iterable<unknown> {
  /** The type in whose unboxed form it gives its elements. */
  readonly elementType?: CsType;
  /** The elements as another type, for what implements IEnumerable<T> more than once. */
  elementsAs?(element: CsType): Iterable<unknown> | undefined;
}

/**
 * The elements of any C# enumerable, in the unboxed form of its element type, or of `element` where that is
 * given. A string gives char codes.
 */
export function iterate(sequence: unknown, element?: CsType): Iterable<unknown> {
  if (typeof sequence === "string") {
    return element === OBJECT ? boxEach(charCodes(sequence), CHAR) : charCodes(sequence);
  }
  if (sequence === null) {
    throw new CsException(
      "System.NullReferenceException",
      "Object reference not set to an instance of an object.",
    );
  }
  const enumerable = sequence as Enumerable;
  if (element === undefined) return enumerable;
  const own = enumerable.elementsAs?.(element);
  if (own) return own;
  const { elementType } = enumerable;
  return element === OBJECT && elementType !== undefined && elementType !== OBJECT
    ? boxEach(enumerable, elementType)
    : enumerable;
}

function* boxEach(sequence: Iterable<unknown>, type: CsType): IterableIterator<unknown> {
  for (const item of sequence) yield box(item, type);
}

function* charCodes(text: string): IterableIterator<number> {
  for (let i = 0; i < text.length; i++) yield text.charCodeAt(i);
}
