/**
 * System.Array. Element access and creation are the compiler's; the interfaces of T[] are symbols.ts's.
 * @module
 */
import { CsArray, type Elements, newArray } from "../../csharp/runtime/array.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import { numericConversion } from "../../csharp/runtime/arithmetic.ts";
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { defaultOf } from "../../csharp/runtime/defaults.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { castTo, isInstance } from "../../csharp/runtime/instance.ts";
import { compare, equals, equalsOf } from "../../csharp/runtime/object.ts";
import { baseTypes } from "../../csharp/runtime/bases.ts";
import type { CsType } from "../../csharp/runtime/type.ts";
import { Box, box, type Ref, runtimeType, unbox } from "../../csharp/runtime/values.ts";
import { asList } from "../collections/collection.ts";
import { type OrderComparer, orderFor } from "../collections/comparer.ts";
import { CsEnumerator } from "../../csharp/runtime/enumerator.ts";
import { ReadOnlyList } from "../collections/read_only.ts";
import { checkLast } from "../collections/list.ts";
import { binarySearch, sortRange } from "../collections/sort.ts";
import {
  argument,
  argumentNull,
  indexOutOfRange,
  invalidCast,
  notNull,
  outOfRange,
} from "../../csharp/runtime/errors.ts";

export const types = new Declarations();

type Predicate = (item: unknown) => boolean;

function itemsOf(array: CsArray | null, parameter = "array"): Elements {
  if (array === null) throw argumentNull(parameter);
  spend(array.items.length);
  return array.items;
}

function given<F>(delegate: F | null, parameter = "match"): F {
  if (delegate === null) throw argumentNull(parameter);
  return delegate;
}

function checkRange(items: Elements, index: number, length: number): void {
  if (index < 0) throw outOfRange("index", "Non-negative number required.");
  if (length < 0) throw outOfRange("length", "Non-negative number required.");
  if (index + length > items.length) {
    throw argument(
      "Offset and length were out of bounds for the array or count is greater than the number " +
        "of elements from index to the end of the source collection.",
    );
  }
}

function findIndex(array: CsArray, start: number, count: number, match: Predicate): number {
  const items = itemsOf(array);
  if (start < 0 || start > items.length) {
    throw outOfRange("startIndex", INDEX);
  }
  if (count < 0 || start > items.length - count) throw outOfRange("count", COUNT);
  given(match);
  for (let i = start; i < start + count; i++) if (match(items[i])) return i;
  return -1;
}

const INDEX =
  "Index was out of range. Must be non-negative and less than or equal to the size of the collection.";
const COUNT =
  "Count must be positive and count must refer to a location within the string/array/collection.";

function findLastIndex(array: CsArray, start: number, count: number, match: Predicate): number {
  const items = itemsOf(array);
  given(match);
  checkLast(items.length, start, count);
  for (let i = start; i > start - count && i >= 0; i--) if (match(items[i])) return i;
  return -1;
}

function indexOf(array: CsArray, value: unknown, start: number, count: number): number {
  const items = itemsOf(array);
  if (start < 0 || start > items.length) throw outOfRange("startIndex", INDEX);
  if (count < 0 || start + count > items.length) throw outOfRange("count", COUNT);
  const equals = equalsOf(array.elementType);
  for (let i = start; i < start + count; i++) if (equals(items[i], value)) return i;
  return -1;
}

function lastIndexOf(array: CsArray, value: unknown, start: number, count: number): number {
  const items = itemsOf(array);
  if (items.length === 0 && (start === -1 || start === 0)) return -1;
  checkLast(items.length, start, count);
  const equals = equalsOf(array.elementType);
  for (let i = start; i > start - count; i--) if (equals(items[i], value)) return i;
  return -1;
}

function reverse(array: CsArray, index: number, length: number): void {
  const items = itemsOf(array);
  checkRange(items, index, length);
  for (let i = index, j = index + length - 1; i < j; i++, j--) {
    [items[i], items[j]] = [items[j], items[i]];
  }
}

function sort(array: CsArray, index: number, length: number, comparer: OrderComparer | null) {
  const items = itemsOf(array);
  checkRange(items, index, length);
  const order = orderFor(array.elementType, comparer);
  sortRange(items, index, length, (a, b) => order.compare(a, b));
}

function sortWithItems(keys: CsArray, items: CsArray | null, comparer: OrderComparer | null): void {
  const values = itemsOf(keys, "keys");
  if (items !== null && items.items.length < values.length) {
    throw argument("Offset and length were out of bounds.");
  }
  const order = orderFor(keys.elementType, comparer);
  const pairs: unknown[] = Array.from(values, (key, i) => [key, items?.items[i]]);
  sortRange(
    pairs,
    0,
    pairs.length,
    (a, b) => order.compare((a as unknown[])[0], (b as unknown[])[0]),
  );
  (pairs as unknown[][]).forEach(([key, item], i) => {
    values[i] = key;
    if (items !== null) items.items[i] = item;
  });
}

function copy(from: CsArray, start: number, to: CsArray, index: number, length: number): void {
  if (from === null) throw argumentNull("sourceArray");
  if (to === null) throw argumentNull("destinationArray");
  if (length < 0) throw outOfRange("length", "Non-negative number required.");
  if (start < 0) throw outOfRange("sourceIndex", "Non-negative number required.");
  if (index < 0) throw outOfRange("destinationIndex", "Non-negative number required.");
  if (start + length > from.items.length) {
    throw argument(
      "Source array was not long enough. Check the source index, length, and the array's lower bounds.",
      "sourceArray",
    );
  }
  if (index + length > to.items.length) {
    throw argument(
      "Destination array was not long enough. Check the destination index, length, and the array's lower bounds.",
      "destinationArray",
    );
  }
  spend(length);
  const convert = elementConversion(from.elementType, to.elementType);
  const moved = from.items.slice(start, start + length);
  moved.forEach((item, i) => to.items[index + i] = convert(item));
}

const isValueType = ({ definition: { kind } }: CsType) => kind === "struct" || kind === "enum";

/**
 * Between arrays of two types: numbers widen, values are boxed and unboxed, references stay as they are.
 * @throws CsException System.ArrayTypeMismatchException
 */
function elementConversion(from: CsType, to: CsType): (item: unknown) => unknown {
  if (from === to) return (item) => item;
  const widen = widening(from, to);
  if (widen) return widen;
  if (isValueType(from) && (isValueType(to) || !derives(from, to))) {
    throw new CsException(
      "System.ArrayTypeMismatchException",
      "Source array type cannot be assigned to destination array type.",
    );
  }
  if (isValueType(to)) return (item) => unbox(item, to);
  return (item) => castTo(box(item, from), to);
}

function derives(type: CsType, from: CsType): boolean {
  return baseTypes(type).includes(from);
}

const NUMERIC = ["SByte", "Int16", "Int32", "Int64", "Single", "Double"];
const UNSIGNED = ["Byte", "UInt16", "UInt32", "UInt64", "Single", "Double"];
/** What each primitive type converts to without loss of range. */
const WIDER: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...NUMERIC.map((name, i) => [name, new Set(NUMERIC.slice(i + 1))] as const),
  ["Byte", new Set([...UNSIGNED.slice(1), "Char", "Int16", "Int32", "Int64"])],
  ["UInt16", new Set([...UNSIGNED.slice(2), "Char", "Int32", "Int64"])],
  ["UInt32", new Set([...UNSIGNED.slice(3), "Int64"])],
  ["UInt64", new Set(UNSIGNED.slice(4))],
  ["Char", new Set([...UNSIGNED.slice(1), "Int32", "Int64"])],
]);

const primitive = (type: CsType) => type.definition.name.replace("System.", "");

/** The conversion of a primitive type to a wider one; undefined when it is none. */
function widening(from: CsType, to: CsType): ((item: unknown) => unknown) | undefined {
  if (!WIDER.get(primitive(from))?.has(primitive(to))) return undefined;
  return numericConversion(from, to, false) as (item: unknown) => unknown;
}

function dimension(array: CsArray, index: number): number {
  const lengths = array.lengths ?? [array.items.length];
  if (index < 0 || index >= lengths.length) throw indexOutOfRange();
  return lengths[index];
}

function element(array: CsArray, index: number): number {
  if (index < 0 || index >= array.items.length) throw indexOutOfRange();
  return index;
}

function setValue(array: CsArray, value: unknown, index: number): void {
  const at = element(array, index);
  array.items[at] = stored(value, array.elementType);
}

/** A boxed value as an element. @throws CsException System.InvalidCastException, System.ArgumentException */
function stored(value: unknown, type: CsType): unknown {
  if (value === null) return defaultOf(type);
  const own = runtimeType(value)!;
  if (!isValueType(type)) {
    if (isInstance(value, type)) return value;
    throw invalidCast("Object cannot be stored in an array of this type.");
  }
  const widen = widening(own, type);
  if (widen) return widen(value instanceof Box ? value.value : value);
  if (own !== type && WIDER.has(primitive(own)) && WIDER.has(primitive(type))) {
    throw argument(
      "Cannot widen from source type to target type either because the source type is a not a primitive type or the conversion cannot be accomplished.",
    );
  }
  return type.definition.name === "System.Nullable" ? value : unbox(value, type);
}

/** The members that take any array, its elements boxed. */
const untyped: Record<string, Implementation> = {
  "static int IndexOf(Array array, object value)": (array, value) =>
    itemsOf(array).findIndex((item) => equals(box(item, array.elementType), value)),
  "static int LastIndexOf(Array array, object value)": (array, value) =>
    itemsOf(array).findLastIndex((item) => equals(box(item, array.elementType), value)),
  "static int BinarySearch(Array array, object value)": (array, value) =>
    binarySearch(
      Array.from(itemsOf(array), (item) => box(item, array.elementType)),
      0,
      array.items.length,
      value,
      compare,
    ),
  "static void Sort(Array array)": (array) => sort(array, 0, itemsOf(array).length, null),
};

types.of<CsArray>().declare({
  type: "abstract class System.Array : System.Collections.IList",
  members: {
    "int Length { get; }": (self) => self.items.length,
    "long LongLength { get; }": (self) => BigInt(self.items.length),
    "int Rank { get; }": (self) => self.lengths?.length ?? 1,
    "bool IsFixedSize { get; }": () => true,
    "bool IsReadOnly { get; }": () => false,
    "bool IsSynchronized { get; }": () => false,
    "object SyncRoot { get; }": (self) => self,
    "void Initialize()": () => {},
    "int GetLength(int dimension)": dimension,
    "long GetLongLength(int dimension)": (self, index) => BigInt(dimension(self, index)),
    "int GetLowerBound(int dimension)": (self, index) => dimension(self, index) * 0,
    "int GetUpperBound(int dimension)": (self, index) => dimension(self, index) - 1,
    "object GetValue(int index)": (self, index) =>
      box(self.items[element(self, index)], self.elementType),
    "void SetValue(object value, int index)": setValue,
    "System.Collections.IEnumerator GetEnumerator()": (self) => CsEnumerator.over(self),
    "static System.Collections.ObjectModel.ReadOnlyCollection<T> AsReadOnly<T>(T[] array)": (
      array,
      call,
    ) => new ReadOnlyList(call.types[0], asList(notNull(array, "array"))),
    "object Clone()": (self) => new CsArray(self.csType, self.items.slice(), self.lengths),
    "void CopyTo(Array array, int index)": (self, array, index) => {
      if (array === null) throw argumentNull("destinationArray");
      copy(self, 0, array, index, self.items.length);
    },

    "static int BinarySearch<T>(T[] array, T value)": (array, value, call) =>
      binarySearch(itemsOf(array), 0, array.items.length, value, orderFor(call.types[0]).compare),
    "static int BinarySearch<T>(T[] array, T value, IComparer<T> comparer)": (
      array,
      value,
      comparer,
      call,
    ) => {
      const order = orderFor(call.types[0], comparer);
      const compare = (a: unknown, b: unknown) => order.compare(a, b);
      return binarySearch(itemsOf(array), 0, array.items.length, value, compare);
    },
    "static void Clear(Array array, int index, int length)": (array: CsArray, index, length) => {
      const items = itemsOf(array);
      if (index < 0 || length < 0 || index + length > items.length) throw indexOutOfRange();
      items.fill(defaultOf(array.elementType), index, index + length);
    },
    "static R[] ConvertAll<T, R>(T[] array, Converter<T, R> converter)": (
      array,
      converter,
      call,
    ) => {
      const items = itemsOf(array);
      given(converter, "converter");
      return CsArray.of(call.types[1], Array.from(items, (item) => converter(item)));
    },
    "static void Copy(Array sourceArray, Array destinationArray, int length)": (from, to, length) =>
      copy(from, 0, to, 0, length),
    "static void Copy(Array sourceArray, int sourceIndex, Array destinationArray, int destinationIndex, int length)":
      copy,
    "static void ConstrainedCopy(Array sourceArray, int sourceIndex, Array destinationArray, int destinationIndex, int length)":
      copy,
    "static T[] Empty<T>()": (call) => CsArray.of(call.types[0], []),
    "static bool Exists<T>(T[] array, Predicate<T> match)": (array, match) =>
      findIndex(array, 0, itemsOf(array).length, match) >= 0,
    "static T Find<T>(T[] array, Predicate<T> match)": (array, match, call) => {
      const index = findIndex(array, 0, itemsOf(array).length, match);
      return index < 0 ? defaultOf(call.types[0]) : array.items[index];
    },
    "static T[] FindAll<T>(T[] array, Predicate<T> match)": (array, match, call) =>
      CsArray.of(
        call.types[0],
        [...itemsOf(array)].filter((item) => given<Predicate>(match)(item)),
      ),
    "static int FindIndex<T>(T[] array, Predicate<T> match)": (array, match) =>
      findIndex(array, 0, itemsOf(array).length, match),
    "static int FindIndex<T>(T[] array, int startIndex, Predicate<T> match)": (
      array,
      start,
      match,
    ) => findIndex(array, start, itemsOf(array).length - start, match),
    "static int FindIndex<T>(T[] array, int startIndex, int count, Predicate<T> match)": findIndex,
    "static T FindLast<T>(T[] array, Predicate<T> match)": (array, match, call) => {
      const { length } = itemsOf(array);
      const index = findLastIndex(array, length - 1, length, match);
      return index < 0 ? defaultOf(call.types[0]) : array.items[index];
    },
    "static int FindLastIndex<T>(T[] array, Predicate<T> match)": (array, match) => {
      const { length } = itemsOf(array);
      return findLastIndex(array, length - 1, length, match);
    },
    "static int FindLastIndex<T>(T[] array, int startIndex, Predicate<T> match)": (
      array,
      start,
      match,
    ) => findLastIndex(array, start, start + 1, match),
    "static void ForEach<T>(T[] array, Action<T> action)": (array, action) => {
      const items = itemsOf(array);
      given(action, "action");
      items.forEach((item) => action(item));
    },
    "static int IndexOf<T>(T[] array, T value)": (array, value) =>
      indexOf(array, value, 0, itemsOf(array).length),
    "static int IndexOf<T>(T[] array, T value, int startIndex)": (array, value, start) =>
      indexOf(array, value, start, Math.max(0, itemsOf(array).length - start)),
    "static int IndexOf<T>(T[] array, T value, int startIndex, int count)": indexOf,
    "static int LastIndexOf<T>(T[] array, T value)": (array, value) =>
      lastIndexOf(array, value, itemsOf(array).length - 1, array.items.length),
    "static int LastIndexOf<T>(T[] array, T value, int startIndex)": (array, value, start) =>
      lastIndexOf(array, value, start, start + 1),
    "static int LastIndexOf<T>(T[] array, T value, int startIndex, int count)": lastIndexOf,
    ...untyped,
    "static void Resize<T>(ref T[] array, int newSize)": (array: Ref, size, call) => {
      if (size < 0) throw outOfRange("newSize", "Non-negative number required.");
      const resized = newArray(call.types[0], size, defaultOf(call.types[0]));
      const old = (array.value as CsArray | null)?.items ?? [];
      for (let i = 0; i < Math.min(size, old.length); i++) resized.items[i] = old[i];
      array.value = resized;
    },
    "static void Reverse(Array array)": (array) => reverse(array, 0, itemsOf(array).length),
    "static void Reverse(Array array, int index, int length)": reverse,
    "static void Sort<T>(T[] array)": (array) => sort(array, 0, itemsOf(array).length, null),
    "static void Sort<T>(T[] array, IComparer<T> comparer)": (array, comparer) =>
      sort(array, 0, itemsOf(array).length, comparer),
    "static void Sort<T>(T[] array, Comparison<T> comparison)": (array, comparison) => {
      const items = itemsOf(array);
      sortRange(items, 0, items.length, given(comparison, "comparison"));
    },
    "static void Sort<T>(T[] array, int index, int length)": (array, index, length) =>
      sort(array, index, length, null),
    "static void Sort<T>(T[] array, int index, int length, IComparer<T> comparer)": sort,
    "static void Sort<K, V>(K[] keys, V[] items)": (keys, items) =>
      sortWithItems(keys, items, null),
    "static void Sort<K, V>(K[] keys, V[] items, IComparer<K> comparer)": sortWithItems,
    "static bool TrueForAll<T>(T[] array, Predicate<T> match)": (array, match) =>
      itemsOf(array).every((item) => given<Predicate>(match)(item)),
  },
});
