/**
 * Hashed slots in .NET's order: in the order of insertion, but that a removed element's place goes to the
 * next one added, the last freed first.
 * @module
 */
import { chargeForUse, grow, hold, spend } from "../../csharp/runtime/budget.ts";

const FREE = Symbol("free");

/** An element takes some hundred bytes, and the collector its time: more than the loop that adds it. */
const STEPS_PER_ELEMENT = 16;

/** Of a table without elements. */
const EMPTY_BYTES = 600;
const STEPS_PER_TABLE = 10;

/** What Dictionary<K, V> and HashSet<T> are built of. */
export class Slots {
  readonly #index = new Map<unknown, number>();
  readonly #keys: unknown[] = [];
  readonly #values: unknown[] = [];
  readonly #free: number[] = [];
  /** Grows when an element is added: removal and replacement do not disturb enumerators. */
  version = 0;

  readonly hashKey: (key: unknown) => unknown;

  constructor(hashKey: (key: unknown) => unknown) {
    hold(EMPTY_BYTES);
    spend(STEPS_PER_TABLE);
    this.hashKey = (key) => {
      chargeForUse(key); // a text is read to its end
      return hashKey(key);
    };
  }

  csParts(): Iterable<unknown> {
    return [this.#index, this.#keys, this.#values, this.#free];
  }

  get size(): number {
    return this.#index.size;
  }

  has(key: unknown): boolean {
    return this.#index.has(this.hashKey(key));
  }

  /** The value beside the key; undefined when there is none. */
  get(key: unknown): unknown {
    const slot = this.#index.get(this.hashKey(key));
    return slot === undefined ? undefined : this.#values[slot];
  }

  /** The key as it was first added; undefined when there is none. */
  storedKey(key: unknown): unknown {
    const slot = this.#index.get(this.hashKey(key));
    return slot === undefined ? undefined : this.#keys[slot];
  }

  /** false when the key is there already; then nothing changes. */
  add(key: unknown, value: unknown): boolean {
    const hash = this.hashKey(key);
    if (this.#index.has(hash)) return false;
    this.#insert(hash, key, value);
    return true;
  }

  /** Adds, or replaces the value in place. */
  set(key: unknown, value: unknown): void {
    const hash = this.hashKey(key);
    const slot = this.#index.get(hash);
    if (slot === undefined) this.#insert(hash, key, value);
    else this.#values[slot] = value;
  }

  #insert(hash: unknown, key: unknown, value: unknown): void {
    const slot = this.#free.pop() ?? this.#keys.length;
    grow(slot + 1, value);
    if (typeof key === "string") hold(key.length);
    spend(STEPS_PER_ELEMENT);
    this.#keys[slot] = key;
    this.#values[slot] = value;
    this.#index.set(hash, slot);
    this.version++;
  }

  delete(key: unknown): boolean {
    const hash = this.hashKey(key);
    const slot = this.#index.get(hash);
    if (slot === undefined) return false;
    this.#index.delete(hash);
    this.#keys[slot] = FREE;
    this.#values[slot] = FREE;
    this.#free.push(slot);
    return true;
  }

  clear(): void {
    this.#index.clear();
    this.#keys.length = this.#values.length = this.#free.length = 0;
  }

  *entries(): IterableIterator<[key: unknown, value: unknown]> {
    spend(this.#keys.length >> 2);
    for (let i = 0; i < this.#keys.length; i++) {
      if (this.#keys[i] !== FREE) yield [this.#keys[i], this.#values[i]];
    }
  }
}
