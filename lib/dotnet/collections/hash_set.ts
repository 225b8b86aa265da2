/**
 * HashSet<T> and ISet<T>.
 * @module
 */
import { spend } from "../../csharp/runtime/budget.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { defaultOf } from "../../csharp/runtime/defaults.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { iterate } from "../../csharp/runtime/values.ts";
import { argumentNull, outOfRange } from "../../csharp/runtime/errors.ts";
import { checkCapacity, copyTo, type CsCollection } from "./collection.ts";
import { type EqualityComparer, equalityFor } from "./comparer.ts";
import { CsEnumerator } from "../../csharp/runtime/enumerator.ts";
import { collectionModified } from "../../csharp/runtime/sequence.ts";
import { Slots } from "./slots.ts";

export const types = new Declarations();

/** HashSet<T>: items in the unboxed form of T. */
export class CsHashSet implements CsCollection {
  readonly csType: CsType;
  readonly isReadOnly = false;
  readonly slots: Slots;

  constructor(
    readonly elementType: CsType,
    readonly comparer: EqualityComparer = equalityFor(elementType),
  ) {
    this.csType = typeOf("System.Collections.Generic.HashSet", elementType);
    this.slots = new Slots((item) => item === null ? null : comparer.hashKey(item));
  }

  static from(element: CsType, sequence: unknown, comparer: EqualityComparer | null = null) {
    return new CsHashSet(element, equalityFor(element, comparer)).union(sequence, "collection");
  }

  csParts(): Iterable<unknown> {
    return [this.slots];
  }

  get count(): number {
    return this.slots.size;
  }

  *[Symbol.iterator](): IterableIterator<unknown> {
    const { version } = this.slots;
    for (const [item] of this.slots.entries()) {
      yield item;
      if (this.slots.version !== version) throw collectionModified();
    }
  }

  add(item: unknown): boolean {
    return this.slots.add(item, item);
  }

  contains(item: unknown): boolean {
    return this.slots.has(item);
  }

  remove(item: unknown): boolean {
    return this.slots.delete(item);
  }

  clear(): void {
    this.slots.clear();
  }

  union(other: unknown, parameter = "other"): this {
    for (const item of operand(other, parameter)) this.add(item);
    return this;
  }

  /** `other` as a set that compares as this one does. */
  likeThis(other: unknown): CsHashSet {
    return new CsHashSet(this.elementType, this.comparer).union(other);
  }

  retain(keep: (item: unknown) => boolean): number {
    const gone = [...this.slots.entries()].filter(([item]) => !keep(item));
    for (const [item] of gone) this.slots.delete(item);
    return gone.length;
  }
}

function* operand(sequence: unknown, parameter: string): IterableIterator<unknown> {
  if (sequence === null) throw argumentNull(parameter);
  for (const item of iterate(sequence)) {
    spend();
    yield item;
  }
}

function isSubset(set: CsHashSet, of: CsHashSet): boolean {
  for (const [item] of set.slots.entries()) if (!of.contains(item)) return false;
  return true;
}

const setOperations = {
  "void UnionWith(IEnumerable<T> other)": (self: CsHashSet, other: unknown) =>
    void self.union(other),
  "void IntersectWith(IEnumerable<T> other)": (self: CsHashSet, other: unknown) => {
    const kept = self.likeThis(other);
    self.retain((item) => kept.contains(item));
  },
  "void ExceptWith(IEnumerable<T> other)": (self: CsHashSet, other: unknown) => {
    for (const item of [...operand(other, "other")]) self.remove(item);
  },
  "void SymmetricExceptWith(IEnumerable<T> other)": (self: CsHashSet, other: unknown) => {
    for (const item of self.likeThis(other)) self.remove(item) || self.add(item);
  },
  "bool IsSubsetOf(IEnumerable<T> other)": (self: CsHashSet, other: unknown) =>
    isSubset(self, self.likeThis(other)),
  "bool IsProperSubsetOf(IEnumerable<T> other)": (self: CsHashSet, other: unknown) => {
    const set = self.likeThis(other);
    return set.count > self.count && isSubset(self, set);
  },
  "bool IsSupersetOf(IEnumerable<T> other)": (self: CsHashSet, other: unknown) =>
    isSubset(self.likeThis(other), self),
  "bool IsProperSupersetOf(IEnumerable<T> other)": (self: CsHashSet, other: unknown) => {
    const set = self.likeThis(other);
    return set.count < self.count && isSubset(set, self);
  },
  "bool Overlaps(IEnumerable<T> other)": (self: CsHashSet, other: unknown) => {
    for (const item of operand(other, "other")) if (self.contains(item)) return true;
    return false;
  },
  "bool SetEquals(IEnumerable<T> other)": (self: CsHashSet, other: unknown) => {
    const set = self.likeThis(other);
    return set.count === self.count && isSubset(self, set);
  },
};

types.of<CsHashSet>().declare({
  type: "interface System.Collections.Generic.ISet<T> : ICollection<T>",
  members: {
    "bool Add(T item)": (self, item) => self.add(item),
    ...setOperations,
  },
});

types.of<CsHashSet>().declare({
  type: "class System.Collections.Generic.HashSet<T> : ISet<T>, IReadOnlyCollection<T>",
  members: {
    "new()": (call) => new CsHashSet(call.types[0]),
    "new(int capacity)": (capacity, call) => {
      checkCapacity(capacity);
      return new CsHashSet(call.types[0]);
    },
    "new(IEqualityComparer<T> comparer)": (comparer, call) =>
      new CsHashSet(call.types[0], equalityFor(call.types[0], comparer)),
    "new(IEnumerable<T> collection)": (sequence, call) => CsHashSet.from(call.types[0], sequence),
    "new(IEnumerable<T> collection, IEqualityComparer<T> comparer)": (sequence, comparer, call) =>
      CsHashSet.from(call.types[0], sequence, comparer),
    "int Count { get; }": (self) => self.count,
    "IEqualityComparer<T> Comparer { get; }": (self) => self.comparer,
    "bool Add(T item)": (self, item) => self.add(item),
    "void Clear()": (self) => self.clear(),
    "bool Contains(T item)": (self, item) => self.contains(item),
    "void CopyTo(T[] array)": (self, array) => copyTo(self, self.count, array, 0),
    "void CopyTo(T[] array, int arrayIndex)": (self, array, index) =>
      copyTo(self, self.count, array, index),
    "void CopyTo(T[] array, int arrayIndex, int count)": (self, array, index, count) => {
      if (array !== null && index >= 0 && count < 0) {
        throw outOfRange("count", "Non-negative number required.");
      }
      const items = count < self.count ? [...self].slice(0, count) : self;
      copyTo(items, count, array, index);
    },
    "IEnumerator<T> GetEnumerator()": (self) => CsEnumerator.over(self),
    "bool Remove(T item)": (self, item) => self.remove(item),
    "int RemoveWhere(Predicate<T> match)": (self, match) => {
      if (match === null) throw argumentNull("match");
      spend(self.count);
      return self.retain((item) => !match(item));
    },
    "void TrimExcess()": () => {},
    "bool TryGetValue(T equalValue, out T actualValue)": (self, item, result, call) => {
      const found = self.contains(item);
      result.value = found ? self.slots.storedKey(item) : defaultOf(call.types[0]);
      return found;
    },
    ...setOperations,
  },
});
