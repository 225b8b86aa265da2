/**
 * The state and basic operations of List<T>.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { chargeForCopy, chargeForElements, grow, hold } from "../../csharp/runtime/budget.ts";
import { equalsOf } from "../../csharp/runtime/object.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { argument, argumentNull, outOfRange } from "../../csharp/runtime/errors.ts";
import type { CsListLike } from "./collection.ts";
import { collectionModified, elements } from "../../csharp/runtime/sequence.ts";

/** List<T>: items in the unboxed form of T. */
export class CsList implements CsListLike {
  readonly csType: CsType;
  readonly isReadOnly = false;
  /** Grows with every change, so that enumerators notice. */
  version = 0;
  #reserved: number;

  constructor(readonly elementType: CsType, public items: unknown[]) {
    this.csType = typeOf("System.Collections.Generic.List", elementType);
    this.#reserved = items.length;
  }

  /** Places for elements; .NET's doubling starts at 4. */
  get capacity(): number {
    while (this.#reserved < this.items.length) this.#reserved = Math.max(4, this.#reserved * 2);
    return this.#reserved;
  }

  set capacity(places: number) {
    this.#reserved = places;
  }

  /** A list of the elements of any IEnumerable<element>. */
  static from(element: CsType, sequence: unknown): CsList {
    return new CsList(element, copyItems(sequence, element));
  }

  get count(): number {
    return this.items.length;
  }

  *[Symbol.iterator](): IterableIterator<unknown> {
    const version = this.version;
    for (let i = 0; i < this.items.length; i++) {
      yield this.items[i];
      if (this.version !== version) throw collectionModified();
    }
  }

  get(index: number): unknown {
    this.check(index);
    return this.items[index];
  }

  set(index: number, item: unknown): void {
    this.check(index);
    this.items[index] = item;
    this.version++;
  }

  add(item: unknown): void {
    grow(this.items.push(item), item);
    this.version++;
  }

  addRange(sequence: unknown): void {
    for (const item of copyItems(sequence, this.elementType)) grow(this.items.push(item), item);
    this.version++;
  }

  insert(index: number, item: unknown): void {
    if (index < 0 || index > this.items.length) {
      throw outOfRange("index", "Index must be within the bounds of the List.");
    }
    this.items.splice(index, 0, item);
    grow(this.items.length, item);
    chargeForCopy(this.items);
    this.version++;
  }

  insertRange(index: number, sequence: unknown): void {
    const items = copyItems(sequence, this.elementType, "collection");
    if (index < 0 || index > this.items.length) throw outOfRange("index", OUT_OF_RANGE);
    chargeForElements(this.items.length);
    hold((this.items.length + items.length) * 8);
    this.items = [...this.items.slice(0, index), ...items, ...this.items.slice(index)];
    this.version++;
  }

  /** @throws CsException System.ArgumentOutOfRangeException for a negative start */
  indexOf(item: unknown, from = 0): number {
    if (from < 0) {
      throw outOfRange(
        "startIndex",
        "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
      );
    }
    const equals = equalsOf(this.elementType);
    for (let i = from; i < this.items.length; i++) if (equals(this.items[i], item)) return i;
    return -1;
  }

  contains(item: unknown): boolean {
    return this.indexOf(item) >= 0;
  }

  remove(item: unknown): boolean {
    const index = this.indexOf(item);
    if (index >= 0) this.removeAt(index);
    return index >= 0;
  }

  removeAt(index: number): void {
    this.check(index);
    this.items.splice(index, 1);
    chargeForCopy(this.items);
    this.version++;
  }

  clear(): void {
    this.items = [];
    this.version++;
  }

  /** @throws CsException when there is no such element. */
  check(index: number): void {
    if (index < 0 || index >= this.items.length) throw outOfRange("index", OUT_OF_RANGE);
  }

  /** @throws CsException when [index, index + count) is not within the list. */
  checkRange(index: number, count: number): void {
    if (index < 0) throw outOfRange("index", "Non-negative number required.");
    if (count < 0) throw outOfRange("count", "Non-negative number required.");
    if (index + count > this.items.length) {
      throw argument(
        "Offset and length were out of bounds for the array or count is greater than the number " +
          "of elements from index to the end of the source collection.",
      );
    }
  }
}

export const COUNT_OUT_OF_RANGE =
  "Count must be positive and count must refer to a location within the string/array/collection.";

export const OUT_OF_RANGE =
  "Index was out of range. Must be non-negative and less than the size of the collection.";

/** Checks a search that goes back from `start`. @throws CsException System.ArgumentOutOfRangeException */
export function checkLast(length: number, start: number, count: number): void {
  const within = length === 0 ? start === -1 : start >= 0 && start < length;
  if (!within) throw outOfRange("startIndex", OUT_OF_RANGE);
  if (count < 0 || start - count + 1 < 0) throw outOfRange("count", COUNT_OUT_OF_RANGE);
}

/** A new JavaScript array of the elements of any IEnumerable<element>. */
export function copyItems(sequence: unknown, element: CsType, parameter = "collection"): unknown[] {
  if (sequence === null) throw argumentNull(parameter);
  if (sequence instanceof CsArray || sequence instanceof CsList) {
    hold(sequence.items.length * 8);
    return [...sequence.items];
  }
  const items: unknown[] = [];
  for (const item of elements(sequence, element)) grow(items.push(item), item);
  return items;
}
