/**
 * The members of Dictionary<K, V> and of the dictionary interfaces.
 * @module
 */
import { spend } from "../../csharp/runtime/budget.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { defaultOf } from "../../csharp/runtime/defaults.ts";
import { equalsOf } from "../../csharp/runtime/object.ts";
import type { CsType } from "../../csharp/runtime/type.ts";
import type { Ref } from "../../csharp/runtime/values.ts";
import { argumentNull } from "../../csharp/runtime/errors.ts";
import { checkCapacity } from "./collection.ts";
import { type EqualityComparer, equalityFor } from "./comparer.ts";
import { CsDictionary, type CsMap, MapView, valueAt } from "./dictionary.ts";
import { CsEnumerator } from "../../csharp/runtime/enumerator.ts";

export const types = new Declarations();

function create(types: readonly CsType[], comparer: EqualityComparer | null = null) {
  return new CsDictionary(types[0], types[1], equalityFor(types[0], comparer));
}

function copyOf(
  source: CsMap | null,
  types: readonly CsType[],
  comparer: EqualityComparer | null = null,
): CsDictionary {
  if (source === null) throw argumentNull("dictionary");
  const copy = create(types, comparer);
  for (const [key, value] of source.entries()) {
    spend();
    copy.addEntry(key, value);
  }
  return copy;
}

function tryGetValue(self: CsMap, key: unknown, result: Ref, type: CsType): boolean {
  const value = self.lookUp(key);
  result.value = value === undefined ? defaultOf(type) : value;
  return value !== undefined;
}

types.of<CsDictionary>().declare({
  type:
    "class System.Collections.Generic.Dictionary<K, V> : IDictionary<K, V>, IReadOnlyDictionary<K, V>, System.Collections.ICollection",
  members: {
    "new()": (call) => create(call.types),
    "new(int capacity)": (capacity, call) => {
      checkCapacity(capacity);
      return create(call.types);
    },
    "new(IEqualityComparer<K> comparer)": (comparer, call) => create(call.types, comparer),
    "new(int capacity, IEqualityComparer<K> comparer)": (capacity, comparer, call) => {
      checkCapacity(capacity);
      return create(call.types, comparer);
    },
    "new(IDictionary<K, V> dictionary)": (source, call) => copyOf(source, call.types),
    "new(IDictionary<K, V> dictionary, IEqualityComparer<K> comparer)": (source, comparer, call) =>
      copyOf(source, call.types, comparer),
    "int Count { get; }": (self) => self.count,
    "IEqualityComparer<K> Comparer { get; }": (self) => self.comparer,
    "V this[K key] { get; set; }": {
      get: (self, key) => valueAt(self, key),
      set: (self, key, value) => self.setEntry(key, value),
    },
    "Dictionary.KeyCollection<K, V> Keys { get; }": (self) => new MapView(self, 0),
    "Dictionary.ValueCollection<K, V> Values { get; }": (self) => new MapView(self, 1),
    "void Add(K key, V value)": (self, key, value) => self.addEntry(key, value),
    "void Clear()": (self) => self.clear(),
    "bool ContainsKey(K key)": (self, key) => self.slots.has(key),
    "bool ContainsValue(V value)": (self, value) => {
      const equals = equalsOf(self.valueType);
      spend(self.count);
      for (const [, own] of self.slots.entries()) if (equals(own, value)) return true;
      return false;
    },
    "IEnumerator<KeyValuePair<K, V>> GetEnumerator()": (self) => CsEnumerator.over(self),
    "bool Remove(K key)": (self, key) => self.deleteEntry(key),
    "bool TryGetValue(K key, out V value)": (self, key, result, call) =>
      tryGetValue(self, key, result, call.types[1]),
  },
});

for (const [name, side] of [["KeyCollection", "K"], ["ValueCollection", "V"]]) {
  types.of<MapView>().declare({
    type:
      `class System.Collections.Generic.Dictionary.${name}<K, V> : ICollection<${side}>, IReadOnlyCollection<${side}>`,
    members: {
      "int Count { get; }": (self) => self.count,
      [`IEnumerator<${side}> GetEnumerator()`]: (self: MapView) => CsEnumerator.over(self),
    },
  });
}

types.of<CsMap>().declare({
  type: "interface System.Collections.Generic.IDictionary<K, V> : ICollection<KeyValuePair<K, V>>",
  members: {
    "V this[K key] { get; set; }": {
      get: (self, key) => valueAt(self, key),
      set: (self, key, value) => self.setEntry(key, value),
    },
    "ICollection<K> Keys { get; }": (self) => new MapView(self, 0),
    "ICollection<V> Values { get; }": (self) => new MapView(self, 1),
    "void Add(K key, V value)": (self, key, value) => self.addEntry(key, value),
    "bool ContainsKey(K key)": (self, key) => self.lookUp(key) !== undefined,
    "bool Remove(K key)": (self, key) => self.deleteEntry(key),
    "bool TryGetValue(K key, out V value)": (self, key, result, call) =>
      tryGetValue(self, key, result, call.types[1]),
  },
});

types.of<CsMap>().declare({
  type:
    "interface System.Collections.Generic.IReadOnlyDictionary<K, V> : IReadOnlyCollection<KeyValuePair<K, V>>",
  members: {
    "V this[K key] { get; }": (self, key) => valueAt(self, key),
    "IEnumerable<K> Keys { get; }": (self) => new MapView(self, 0),
    "IEnumerable<V> Values { get; }": (self) => new MapView(self, 1),
    "bool ContainsKey(K key)": (self, key) => self.lookUp(key) !== undefined,
    "bool TryGetValue(K key, out V value)": (self, key, result, call) =>
      tryGetValue(self, key, result, call.types[1]),
  },
});
