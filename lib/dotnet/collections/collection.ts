/**
 * ICollection<T> and IList<T>, and their read-only kin: what implements them in JavaScript.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { checkSize } from "../../csharp/runtime/budget.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { equalsOf } from "../../csharp/runtime/object.ts";
import { box, iterate } from "../../csharp/runtime/values.ts";
import { argument, argumentNull, notSupported, outOfRange } from "../../csharp/runtime/errors.ts";
import type { CsEnumerable } from "../../csharp/runtime/sequence.ts";

export const types = new Declarations();

/** What an ICollection<T> is in JavaScript. Items are in the unboxed form of T. */
export interface CsCollection extends CsEnumerable {
  readonly count: number;
  readonly isReadOnly: boolean;
  contains(item: unknown): boolean;
  add(item: unknown): void;
  remove(item: unknown): boolean;
  clear(): void;
}

/** What an IList<T> is in JavaScript. */
export interface CsListLike extends CsCollection {
  get(index: number): unknown;
  set(index: number, item: unknown): void;
  indexOf(item: unknown): number;
  insert(index: number, item: unknown): void;
  removeAt(index: number): void;
}

/** An array seen as IList<T>: fixed in size. */
class ArrayAsList implements CsListLike {
  readonly isReadOnly = true;

  constructor(private readonly array: CsArray) {}

  get csType() {
    return this.array.csType;
  }

  get elementType() {
    return this.array.elementType;
  }

  get count(): number {
    return this.array.items.length;
  }

  [Symbol.iterator](): Iterator<unknown> {
    return this.array[Symbol.iterator]();
  }

  get(index: number): unknown {
    this.#check(index);
    return this.array.items[index];
  }

  set(index: number, item: unknown): void {
    this.#check(index);
    this.array.items[index] = item;
  }

  indexOf(item: unknown): number {
    const equals = equalsOf(this.elementType);
    return this.array.items.findIndex((own) => equals(own, item));
  }

  contains(item: unknown): boolean {
    return this.indexOf(item) >= 0;
  }

  add(): never {
    throw notSupported("Collection was of a fixed size.");
  }

  remove(): never {
    return this.add();
  }

  clear(): never {
    return this.add();
  }

  insert(): never {
    return this.add();
  }

  removeAt(): never {
    return this.add();
  }

  #check(index: number): void {
    if (index < 0 || index >= this.array.items.length) throw outOfRange("index", OUT_OF_RANGE);
  }
}

const OUT_OF_RANGE =
  "Index was out of range. Must be non-negative and less than the size of the collection.";

/** `value` as ICollection<T> or IList<T>. */
export function asList(value: unknown): CsListLike {
  return value instanceof CsArray ? new ArrayAsList(value) : value as CsListLike;
}

/** The number of elements where it is known without enumerating; undefined otherwise. */
export function knownCount(value: unknown): number | undefined {
  if (value instanceof CsArray) return value.items.length;
  const count = (value as Partial<CsCollection> | null)?.count;
  return typeof count === "number" ? count : undefined;
}

/** `CopyTo(array, index)`. @throws CsException when it does not fit. */
/** Checks the places that a collection is asked to have from the start. @throws CsException, LimitExceededError */
export function checkCapacity(capacity: number, message?: string): void {
  if (capacity < 0) throw outOfRange("capacity", message);
  checkSize(capacity);
}

export function copyTo(source: Iterable<unknown>, count: number, array: CsArray, index: number) {
  if (array === null) throw argumentNull("array");
  if (index < 0) throw outOfRange("index", "Non-negative number required.");
  if (array.items.length - index < count) {
    throw argument(
      "Destination array is not long enough to copy all the items in the collection. " +
        "Check array index and length.",
    );
  }
  for (const item of source) array.items[index++] = item;
}

types.declare({
  type: "interface System.Collections.ICollection : System.Collections.IEnumerable",
  members: { "int Count { get; }": (self) => asList(self).count },
});

types.declare({
  type: "interface System.Collections.IList : System.Collections.ICollection",
  members: {
    "object this[int index] { get; }": (self, index) =>
      box(asList(self).get(index), asList(self).elementType),
  },
});

types.declare({
  type: "interface System.Collections.Generic.ICollection<T> : IEnumerable<T>",
  members: {
    "int Count { get; }": (self) => asList(self).count,
    "bool IsReadOnly { get; }": (self) => asList(self).isReadOnly,
    "void Add(T item)": (self, item) => asList(self).add(item),
    "void Clear()": (self) => asList(self).clear(),
    "bool Contains(T item)": (self, item) => asList(self).contains(item),
    "bool Remove(T item)": (self, item) => asList(self).remove(item),
    "void CopyTo(T[] array, int arrayIndex)": (self, array, index) =>
      copyTo(iterate(self), asList(self).count, array, index),
  },
});

types.declare({
  type: "interface System.Collections.Generic.IList<T> : ICollection<T>",
  members: {
    "T this[int index] { get; set; }": {
      get: (self, index) => asList(self).get(index),
      set: (self, index, item) => asList(self).set(index, item),
    },
    "int IndexOf(T item)": (self, item) => asList(self).indexOf(item),
    "void Insert(int index, T item)": (self, index, item) => asList(self).insert(index, item),
    "void RemoveAt(int index)": (self, index) => asList(self).removeAt(index),
  },
});

types.declare({
  type: "interface System.Collections.Generic.IReadOnlyCollection<out T> : IEnumerable<T>",
  members: { "int Count { get; }": (self) => asList(self).count },
});

types.declare({
  type: "interface System.Collections.Generic.IReadOnlyList<out T> : IReadOnlyCollection<T>",
  members: { "T this[int index] { get; }": (self, index) => asList(self).get(index) },
});
