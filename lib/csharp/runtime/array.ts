/**
 * C# arrays: one JavaScript array in row-major order, elements in the unboxed form of the element type.
 * @module
 */
import { checkSize, hold } from "./budget.ts";
import { CsException } from "./exception.ts";
import { arrayOf, type CsType, typeOf } from "./type.ts";
import type { CsObject } from "./values.ts";

const BYTE = typeOf("System.Byte");

/** Of an element of a JavaScript array. */
const ELEMENT_BYTES = 8;

export class CsArray implements CsObject {
  constructor(
    /** The array type itself: `arrayOf(element)`. */
    readonly csType: CsType,
    readonly items: unknown[],
    /** Lengths by dimension, of arrays with more than one. */
    readonly lengths: readonly number[] | null = null,
  ) {
    hold(items.length * ELEMENT_BYTES);
  }

  /** A one-dimensional array of these elements. */
  static of(element: CsType, items: unknown[]): CsArray {
    return new CsArray(arrayOf(element), items);
  }

  get elementType(): CsType {
    return this.csType.typeArguments[0];
  }

  get length(): number {
    return this.items.length;
  }

  [Symbol.iterator](): IterableIterator<unknown> {
    return this.items[Symbol.iterator]();
  }
}

/** An array of `length` default values. @throws CsException when negative, LimitExceededError when too long. */
export function newArray(element: CsType, length: number, defaultValue: unknown): CsArray {
  if (length < 0) {
    throw new CsException(
      "System.OverflowException",
      "Arithmetic operation resulted in an overflow.",
    );
  }
  checkSize(length);
  return CsArray.of(element, new Array(length).fill(defaultValue));
}

/** A `byte[]` of these bytes. */
export function byteArray(bytes: Iterable<number>): CsArray {
  return CsArray.of(BYTE, Array.from(bytes));
}
