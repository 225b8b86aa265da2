/**
 * The members of List<T>.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { equalsOf } from "../../csharp/runtime/object.ts";
import { argumentNull, outOfRange } from "../../csharp/runtime/errors.ts";
import { type OrderComparer, orderFor } from "./comparer.ts";
import { checkCapacity, copyTo } from "./collection.ts";
import { defaultOf } from "../../csharp/runtime/defaults.ts";
import { CsEnumerator } from "../../csharp/runtime/enumerator.ts";
import { checkLast, COUNT_OUT_OF_RANGE, CsList, OUT_OF_RANGE } from "./list.ts";
import { ReadOnlyList } from "./read_only.ts";
import { collectionModified } from "../../csharp/runtime/sequence.ts";
import { binarySearch, sortRange } from "./sort.ts";

export const types = new Declarations();

const NON_NEGATIVE = "Non-negative number required.";

type Predicate = (item: unknown) => boolean;

function needed<F>(delegate: F | null, parameter: string): F {
  if (delegate === null) throw argumentNull(parameter);
  return delegate;
}

/** Index of the first match in [start, start + count), -1 when there is none. */
function findIndex(list: CsList, start: number, count: number, match: Predicate): number {
  needed(match, "match");
  if (start < 0 || start > list.count) throw outOfRange("startIndex", OUT_OF_RANGE);
  if (count < 0 || start > list.count - count) {
    throw outOfRange("count", COUNT_OUT_OF_RANGE);
  }
  spend(count);
  for (let i = start; i < start + count; i++) if (match(list.items[i])) return i;
  return -1;
}

function findLastIndex(list: CsList, start: number, count: number, match: Predicate): number {
  needed(match, "match");
  checkLast(list.count, start, count);
  spend(list.count);
  for (let i = start; i > start - count && i >= 0; i--) if (match(list.items[i])) return i;
  return -1;
}

function lastIndexOf(list: CsList, item: unknown, start: number): number {
  const equals = equalsOf(list.elementType);
  for (let i = Math.min(start, list.count - 1); i >= 0; i--) {
    if (equals(list.items[i], item)) return i;
  }
  return -1;
}

function sort(list: CsList, index: number, count: number, compare: OrderComparer["compare"]): void {
  list.checkRange(index, count);
  sortRange(list.items, index, count, compare);
  list.version++;
}

function reverse(list: CsList, index: number, count: number): void {
  list.checkRange(index, count);
  const { items } = list;
  for (let i = index, j = index + count - 1; i < j; i++, j--) {
    [items[i], items[j]] = [items[j], items[i]];
  }
  list.version++;
}

function removeAll(list: CsList, match: Predicate): number {
  needed(match, "match");
  spend(list.count);
  const kept = list.items.filter((item) => !match(item));
  const removed = list.count - kept.length;
  if (removed > 0) list.version++;
  list.items = kept;
  return removed;
}

function forEach(list: CsList, action: (item: unknown) => void): void {
  needed(action, "action");
  const { version } = list;
  for (let i = 0; i < list.count && list.version === version; i++) {
    spend();
    action(list.items[i]);
  }
  if (list.version !== version) throw collectionModified();
}

types.of<CsList>().declare({
  type:
    "class System.Collections.Generic.List<T> : IList<T>, IReadOnlyList<T>, System.Collections.IList",
  members: {
    "new()": (call) => new CsList(call.types[0], []),
    "new(int capacity)": (capacity, call) => {
      checkCapacity(capacity, NON_NEGATIVE);
      const list = new CsList(call.types[0], []);
      list.capacity = capacity;
      return list;
    },
    "new(IEnumerable<T> collection)": (sequence, call) => CsList.from(call.types[0], sequence),
    "int Count { get; }": (self) => self.count,
    "int Capacity { get; set; }": {
      get: (self) => self.capacity,
      set: (self, capacity) => {
        if (capacity < self.count) {
          throw outOfRange("value", "capacity was less than the current size.");
        }
        checkCapacity(capacity);
        self.capacity = capacity;
      },
    },
    "T this[int index] { get; set; }": {
      get: (self, index) => self.get(index),
      set: (self, index, item) => self.set(index, item),
    },
    "void Add(T item)": (self, item) => self.add(item),
    "void AddRange(IEnumerable<T> collection)": (self, sequence) => self.addRange(sequence),
    "System.Collections.ObjectModel.ReadOnlyCollection<T> AsReadOnly()": (self, call) =>
      new ReadOnlyList(call.types[0], self),
    "int BinarySearch(T item)": (self, item, call) =>
      binarySearch(self.items, 0, self.count, item, orderFor(call.types[0]).compare),
    "int BinarySearch(T item, IComparer<T> comparer)": (self, item, comparer, call) => {
      const order = orderFor(call.types[0], comparer);
      return binarySearch(self.items, 0, self.count, item, (a, b) => order.compare(a, b));
    },
    "int BinarySearch(int index, int count, T item, IComparer<T> comparer)": (
      self,
      index,
      count,
      item,
      comparer,
      call,
    ) => {
      self.checkRange(index, count);
      const order = orderFor(call.types[0], comparer);
      return binarySearch(self.items, index, count, item, (a, b) => order.compare(a, b));
    },
    "void Clear()": (self) => self.clear(),
    "bool Contains(T item)": (self, item) => self.contains(item),
    "List<R> ConvertAll<R>(Converter<T, R> converter)": (self, converter, call) => {
      needed(converter, "converter");
      spend(self.count);
      return new CsList(call.types[1], self.items.map((item) => converter(item)));
    },
    "void CopyTo(T[] array)": (self, array) => copyTo(self.items, self.count, array, 0),
    "void CopyTo(T[] array, int arrayIndex)": (self, array, index) =>
      copyTo(self.items, self.count, array, index),
    "void CopyTo(int index, T[] array, int arrayIndex, int count)": (
      self,
      index,
      array,
      arrayIndex,
      count,
    ) => {
      self.checkRange(index, count);
      copyTo(self.items.slice(index, index + count), count, array, arrayIndex);
    },
    "bool Exists(Predicate<T> match)": (self, match) => findIndex(self, 0, self.count, match) >= 0,
    "T Find(Predicate<T> match)": (self, match, call) => {
      const index = findIndex(self, 0, self.count, match);
      return index < 0 ? defaultOf(call.types[0]) : self.items[index];
    },
    "List<T> FindAll(Predicate<T> match)": (self, match, call) => {
      needed(match, "match");
      spend(self.count);
      return new CsList(call.types[0], self.items.filter((item) => match(item)));
    },
    "int FindIndex(Predicate<T> match)": (self, match) => findIndex(self, 0, self.count, match),
    "int FindIndex(int startIndex, Predicate<T> match)": (self, start, match) =>
      findIndex(self, start, self.count - start, match),
    "int FindIndex(int startIndex, int count, Predicate<T> match)": (
      self,
      start,
      count,
      match,
    ) => findIndex(self, start, count, match),
    "T FindLast(Predicate<T> match)": (self, match, call) => {
      const index = findLastIndex(self, self.count - 1, self.count, match);
      return index < 0 ? defaultOf(call.types[0]) : self.items[index];
    },
    "int FindLastIndex(Predicate<T> match)": (self, match) =>
      findLastIndex(self, self.count - 1, self.count, match),
    "int FindLastIndex(int startIndex, Predicate<T> match)": (self, start, match) =>
      findLastIndex(self, start, start + 1, match),
    "int FindLastIndex(int startIndex, int count, Predicate<T> match)": (
      self,
      start,
      count,
      match,
    ) => findLastIndex(self, start, count, match),
    "void ForEach(Action<T> action)": forEach,
    "IEnumerator<T> GetEnumerator()": (self) => CsEnumerator.over(self),
    "List<T> GetRange(int index, int count)": (self, index, count, call) => {
      self.checkRange(index, count);
      return new CsList(call.types[0], self.items.slice(index, index + count));
    },
    "int IndexOf(T item)": (self, item) => self.indexOf(item),
    "int IndexOf(T item, int index)": (self, item, index) => {
      if (index > self.count) throw outOfRange("index", OUT_OF_RANGE);
      return self.indexOf(item, index);
    },
    "int IndexOf(T item, int index, int count)": (self, item, index, count) => {
      if (index > self.count) throw outOfRange("index", OUT_OF_RANGE);
      if (count < 0 || index > self.count - count) throw outOfRange("count", COUNT_OUT_OF_RANGE);
      const found = self.indexOf(item, index);
      return found < index + count ? found : -1;
    },
    "void Insert(int index, T item)": (self, index, item) => self.insert(index, item),
    "void InsertRange(int index, IEnumerable<T> collection)": (self, index, sequence) =>
      self.insertRange(index, sequence),
    "int LastIndexOf(T item)": (self, item) => lastIndexOf(self, item, self.count - 1),
    "int LastIndexOf(T item, int index)": (self, item, index) => {
      if (index >= self.count) throw outOfRange("index", OUT_OF_RANGE);
      if (self.count > 0 && index < 0) throw outOfRange("index", NON_NEGATIVE);
      return lastIndexOf(self, item, index);
    },
    "int LastIndexOf(T item, int index, int count)": (self, item, index, count) => {
      if (self.count === 0) return -1;
      if (index < 0) throw outOfRange("index", NON_NEGATIVE);
      if (count < 0) throw outOfRange("count", NON_NEGATIVE);
      if (index >= self.count) throw outOfRange("index", "Larger than collection size.");
      if (count > index + 1) throw outOfRange("count", "Larger than collection size.");
      const found = lastIndexOf(self, item, index);
      return found > index - count ? found : -1;
    },
    "bool Remove(T item)": (self, item) => self.remove(item),
    "int RemoveAll(Predicate<T> match)": removeAll,
    "void RemoveAt(int index)": (self, index) => self.removeAt(index),
    "void RemoveRange(int index, int count)": (self, index, count) => {
      self.checkRange(index, count);
      self.items.splice(index, count);
      self.version++;
    },
    "void Reverse()": (self) => reverse(self, 0, self.count),
    "void Reverse(int index, int count)": reverse,
    "void Sort()": (self, call) => sort(self, 0, self.count, orderFor(call.types[0]).compare),
    "void Sort(IComparer<T> comparer)": (self, comparer, call) => {
      const order = orderFor(call.types[0], comparer);
      sort(self, 0, self.count, (a, b) => order.compare(a, b));
    },
    "void Sort(Comparison<T> comparison)": (self, comparison) =>
      sort(self, 0, self.count, needed(comparison, "comparison")),
    "void Sort(int index, int count, IComparer<T> comparer)": (
      self,
      index,
      count,
      comparer,
      call,
    ) => {
      const order = orderFor(call.types[0], comparer);
      sort(self, index, count, (a, b) => order.compare(a, b));
    },
    "T[] ToArray()": (self, call) => CsArray.of(call.types[0], self.items.slice()),
    "void TrimExcess()": (self) => {
      if (self.count < Math.trunc(self.capacity * 0.9)) self.capacity = self.count;
    },
    "bool TrueForAll(Predicate<T> match)": (self, match) => {
      needed(match, "match");
      spend(self.count);
      return self.items.every((item) => match(item));
    },
  },
});
