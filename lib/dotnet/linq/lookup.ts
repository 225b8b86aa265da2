/**
 * IGrouping<K, E> and ILookup<K, E>.
 * @module
 */
import { chargeForUse, hold, spend } from "../../csharp/runtime/budget.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { CsArray } from "../../csharp/runtime/array.ts";
import { type EqualityComparer, equalityFor } from "../collections/comparer.ts";
import type { CsEnumerable } from "../../csharp/runtime/sequence.ts";

export const types = new Declarations();

/** IGrouping<K, E>: the elements of one key. */
export class Grouping implements CsEnumerable {
  readonly csType: CsType;
  readonly items: unknown[] = [];

  constructor(keyType: CsType, readonly elementType: CsType, readonly key: unknown) {
    this.csType = typeOf("System.Linq.IGrouping", keyType, elementType);
  }

  get count(): number {
    return this.items.length;
  }

  [Symbol.iterator](): IterableIterator<unknown> {
    return this.items[Symbol.iterator]();
  }
}

const STEPS_PER_GROUP = 8;
const GROUP_BYTES = 200;
const ELEMENT_BYTES = 16;

/** ILookup<K, E>: groups in the order in which their keys first came. */
export class Lookup implements CsEnumerable {
  readonly csType: CsType;
  readonly elementType: CsType;
  readonly #groups = new Map<unknown, Grouping>();
  readonly #hashKey: (key: unknown) => unknown;

  constructor(
    readonly keyType: CsType,
    readonly valueType: CsType,
    comparer: EqualityComparer | null,
  ) {
    this.csType = typeOf("System.Linq.Lookup", keyType, valueType);
    this.elementType = typeOf("System.Linq.IGrouping", keyType, valueType);
    const equality = equalityFor(keyType, comparer);
    this.#hashKey = (key) => {
      chargeForUse(key);
      return key === null ? null : equality.hashKey(key);
    };
  }

  csParts(): Iterable<unknown> {
    return [this.#groups];
  }

  get count(): number {
    return this.#groups.size;
  }

  [Symbol.iterator](): IterableIterator<Grouping> {
    return this.#groups.values();
  }

  add(key: unknown, element: unknown): void {
    spend();
    const hash = this.#hashKey(key);
    let group = this.#groups.get(hash);
    if (!group) {
      spend(STEPS_PER_GROUP);
      hold(GROUP_BYTES);
      this.#groups.set(hash, group = new Grouping(this.keyType, this.valueType, key));
    }
    hold(ELEMENT_BYTES);
    group.items.push(element);
  }

  group(key: unknown): Grouping | undefined {
    return this.#groups.get(this.#hashKey(key));
  }

  /** The elements of that key; none when there is no such key. */
  get(key: unknown): Grouping | CsArray {
    return this.group(key) ?? CsArray.of(this.valueType, []);
  }
}

types.of<Grouping>().declare({
  type: "interface System.Linq.IGrouping<out K, out E> : IEnumerable<E>",
  members: { "K Key { get; }": (self) => self.key },
});

types.of<Lookup>().declare({
  type: "interface System.Linq.ILookup<K, E> : IEnumerable<IGrouping<K, E>>",
  members: {
    "int Count { get; }": (self) => self.count,
    "IEnumerable<E> this[K key] { get; }": (self, key) => self.get(key),
    "bool Contains(K key)": (self, key) => self.group(key) !== undefined,
  },
});

types.of<Lookup>().declare({
  type: "class System.Linq.Lookup<K, E> : ILookup<K, E>",
  members: {
    "int Count { get; }": (self) => self.count,
    "IEnumerable<E> this[K key] { get; }": (self, key) => self.get(key),
    "bool Contains(K key)": (self, key) => self.group(key) !== undefined,
  },
});
