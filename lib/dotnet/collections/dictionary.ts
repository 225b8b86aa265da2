/**
 * The state and basic operations of Dictionary<K, V>, and what every dictionary offers.
 * @module
 */
import { CsException } from "../../csharp/runtime/exception.ts";
import { equalsOf, textOf } from "../../csharp/runtime/object.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { argument, argumentNull, notSupported } from "../../csharp/runtime/errors.ts";
import type { CsCollection } from "./collection.ts";
import { type EqualityComparer, equalityFor } from "./comparer.ts";
import { KeyValuePair, pairType } from "./key_value_pair.ts";
import { collectionModified } from "../../csharp/runtime/sequence.ts";
import { Slots } from "./slots.ts";

/** What an IDictionary<K, V> or IReadOnlyDictionary<K, V> is in JavaScript. */
export interface CsMap {
  readonly mapCount: number;
  readonly keyType: CsType;
  readonly valueType: CsType;
  /** undefined when there is none. */
  lookUp(key: unknown): unknown;
  entries(): Iterable<readonly [key: unknown, value: unknown]>;
  /** @throws CsException when the key is there already. */
  addEntry(key: unknown, value: unknown): void;
  setEntry(key: unknown, value: unknown): void;
  deleteEntry(key: unknown): boolean;
}

/** Dictionary<K, V>: keys and values in their unboxed forms. */
export class CsDictionary implements CsMap, CsCollection {
  readonly csType: CsType;
  readonly elementType: CsType;
  readonly isReadOnly = false;
  readonly slots: Slots;

  constructor(
    readonly keyType: CsType,
    readonly valueType: CsType,
    readonly comparer: EqualityComparer = equalityFor(keyType),
  ) {
    this.csType = typeOf("System.Collections.Generic.Dictionary", keyType, valueType);
    this.elementType = pairType(keyType, valueType);
    this.slots = new Slots((key) => {
      if (key === null) throw argumentNull("key");
      return comparer.hashKey(key);
    });
  }

  csParts(): Iterable<unknown> {
    return [this.slots];
  }

  get count(): number {
    return this.slots.size;
  }

  get mapCount(): number {
    return this.slots.size;
  }

  lookUp(key: unknown): unknown {
    return this.slots.get(key);
  }

  addEntry(key: unknown, value: unknown): void {
    if (this.slots.add(key, value)) return;
    throw argument(
      `An item with the same key has already been added. Key: ${textOf(this.keyType)(key)}`,
    );
  }

  setEntry(key: unknown, value: unknown): void {
    this.slots.set(key, value);
  }

  deleteEntry(key: unknown): boolean {
    return this.slots.delete(key);
  }

  *entries(): IterableIterator<[key: unknown, value: unknown]> {
    const { version } = this.slots;
    for (const entry of this.slots.entries()) {
      yield entry;
      if (this.slots.version !== version) throw collectionModified();
    }
  }

  *[Symbol.iterator](): IterableIterator<KeyValuePair> {
    for (const [key, value] of this.entries()) {
      yield new KeyValuePair(this.elementType, key, value);
    }
  }

  contains(item: unknown): boolean {
    const { key, value } = item as KeyValuePair;
    const own = this.slots.get(key);
    return own !== undefined && equalsOf(this.valueType)(own, value);
  }

  add(item: unknown): void {
    const { key, value } = item as KeyValuePair;
    this.addEntry(key, value);
  }

  remove(item: unknown): boolean {
    return this.contains(item) && this.slots.delete((item as KeyValuePair).key);
  }

  clear(): void {
    this.slots.clear();
  }
}

/** The value beside `key`. @throws CsException KeyNotFoundException */
export function valueAt(map: CsMap, key: unknown): unknown {
  const value = map.lookUp(key);
  if (value === undefined) throw keyNotFound(textOf(map.keyType)(key));
  return value;
}

export function keyNotFound(key: string): CsException {
  return new CsException(
    "System.Collections.Generic.KeyNotFoundException",
    `The given key '${key}' was not present in the dictionary.`,
  );
}

/** Keys or Values of a dictionary: a live, read-only view. */
export class MapView implements CsCollection {
  readonly csType: CsType;
  readonly elementType: CsType;
  readonly isReadOnly = true;

  constructor(private readonly map: CsMap, private readonly side: 0 | 1) {
    const { keyType, valueType } = map;
    this.elementType = side === 0 ? keyType : valueType;
    this.csType = typeOf(
      `System.Collections.Generic.Dictionary.${side === 0 ? "KeyCollection" : "ValueCollection"}`,
      keyType,
      valueType,
    );
  }

  get count(): number {
    return this.map.mapCount;
  }

  *[Symbol.iterator](): IterableIterator<unknown> {
    for (const entry of this.map.entries()) yield entry[this.side];
  }

  contains(item: unknown): boolean {
    if (this.side === 0) return this.map.lookUp(item) !== undefined;
    const equals = equalsOf(this.elementType);
    for (const value of this) if (equals(value, item)) return true;
    return false;
  }

  add(): never {
    throw notSupported(
      `Mutating a ${
        this.side === 0 ? "key" : "value"
      } collection derived from a dictionary is not allowed.`,
    );
  }

  remove(): never {
    return this.add();
  }

  clear(): never {
    return this.add();
  }
}
