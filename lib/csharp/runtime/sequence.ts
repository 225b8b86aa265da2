/**
 * What every C# enumerable is in JavaScript, and lazy sequences.
 * @module
 */
import { hold } from "./budget.ts";
import { CsException } from "./exception.ts";
import { type CsType, typeOf } from "./type.ts";
import { type CsObject, iterate } from "./values.ts";

/** An object that implements IEnumerable<T>; iterating gives the unboxed form of `elementType`. */
export interface CsEnumerable extends CsObject, Iterable<unknown> {
  readonly elementType: CsType;
  /** The elements as another element type, for what implements IEnumerable<T> more than once. */
  elementsAs?(element: CsType): Iterable<unknown> | undefined;
}

const CHAR = typeOf("System.Char");
const OBJECT = typeOf("System.Object");

/** Of a sequence and what it closes over. */
const SEQUENCE_BYTES = 400;

/** A lazy IEnumerable<T>: each enumeration starts afresh. */
export class Sequence implements CsEnumerable {
  readonly csType: CsType;

  constructor(readonly elementType: CsType, private readonly start: () => Iterator<unknown>) {
    hold(SEQUENCE_BYTES);
    this.csType = typeOf("System.Collections.Generic.IEnumerable", elementType);
  }

  [Symbol.iterator](): Iterator<unknown> {
    return this.start();
  }
}

/** The element type of any enumerable; object when it is not known. */
export function elementTypeOf(sequence: unknown): CsType {
  if (typeof sequence === "string") return CHAR;
  return (sequence as Partial<CsEnumerable> | null)?.elementType ?? OBJECT;
}

/** The elements of `sequence` seen as IEnumerable<element>, in the unboxed form of `element`. */
export function elements(sequence: unknown, element: CsType): Iterable<unknown> {
  return iterate(sequence, element);
}

/** The elements of `sequence` seen as the non-generic IEnumerable: boxed. */
export function boxedElements(sequence: unknown): Iterable<unknown> {
  return iterate(sequence, OBJECT);
}

/** What an enumerator throws when its collection changed after it started. */
export function collectionModified(): CsException {
  return new CsException(
    "System.InvalidOperationException",
    "Collection was modified; enumeration operation may not execute.",
  );
}
