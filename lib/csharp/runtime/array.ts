/**
 * C# arrays: one JavaScript array in row-major order, elements in the unboxed form of the element type; of bytes a
 * Uint8Array.
 * @module
 */
import { newBytes } from "../../core/bytes.ts";
import { checkSize, hold, needRoom, spend } from "./budget.ts";
import { CsException } from "./exception.ts";
import { arrayOf, type CsType, typeOf } from "./type.ts";
import type { CsObject } from "./values.ts";

const BYTE = typeOf("System.Byte");
const BYTE_ARRAY = arrayOf(BYTE);

/** Of an element of a JavaScript array. */
const ELEMENT_BYTES = 8;

/** Of an array without its elements. The collector's time is most of what it takes. */
const ARRAY_BYTES = 80;
const STEPS_PER_ARRAY = 3;

/** What a JavaScript array and a Uint8Array have in common. */
export interface Elements extends Iterable<unknown> {
  readonly length: number;
  [index: number]: unknown;
  at(index: number): unknown;
  every(test: (value: unknown, index: number) => boolean): boolean;
  fill(value: unknown, start?: number, end?: number): this;
  findIndex(test: (value: unknown, index: number) => boolean): number;
  findLastIndex(test: (value: unknown, index: number) => boolean): number;
  forEach(action: (value: unknown, index: number) => void): void;
  includes(value: unknown): boolean;
  indexOf(value: unknown): number;
  join(separator?: string): string;
  slice(start?: number, end?: number): Elements;
  [Symbol.iterator](): IterableIterator<unknown>;
}

export class CsArray implements CsObject {
  /** Of bytes a Uint8Array, of everything else a JavaScript array. */
  readonly items: Elements;

  constructor(
    /** The array type itself: `arrayOf(element)`. */
    readonly csType: CsType,
    items: Elements,
    /** Lengths by dimension, of arrays with more than one. */
    readonly lengths: readonly number[] | null = null,
  ) {
    hold(ARRAY_BYTES);
    spend(STEPS_PER_ARRAY);
    if (csType.typeArguments[0] === BYTE) {
      this.items = items instanceof Uint8Array ? items : Uint8Array.from(items as number[]);
      hold(items.length);
    } else {
      this.items = items;
      hold(items.length * ELEMENT_BYTES);
    }
  }

  /** A one-dimensional array of these elements. */
  static of(element: CsType, items: Elements): CsArray {
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
  return new CsArray(arrayOf(element), itemsOf(element, length, defaultValue));
}

/** An array with these lengths of default values; none of them is negative. @throws LimitExceededError */
export function newMultiArray(
  type: CsType,
  lengths: readonly number[],
  defaultValue: unknown,
): CsArray {
  const count = lengths.reduce((product, length) => product * length, 1);
  return new CsArray(type, itemsOf(type.typeArguments[0], count, defaultValue), lengths);
}

/** Looks whether there is room before it makes them; who holds them counts them. */
function itemsOf(element: CsType, length: number, defaultValue: unknown): Elements {
  checkSize(length);
  needRoom(element === BYTE ? length : length * ELEMENT_BYTES);
  spend(length >> 6);
  return element === BYTE ? newBytes(length) : new Array(length).fill(defaultValue);
}

/** A `byte[]` with a copy of these bytes. */
export function byteArray(bytes: ArrayLike<number>): CsArray {
  const copy = newBytes(bytes.length);
  copy.set(bytes);
  return ownBytes(copy);
}

/** A `byte[]` of bytes that nobody else holds. */
export function ownBytes(bytes: Uint8Array): CsArray {
  return new CsArray(BYTE_ARRAY, bytes);
}
