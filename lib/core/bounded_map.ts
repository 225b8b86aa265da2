/**
 * What callers and policies may have kept, within a number of entries and of bytes.
 * @module
 */
import { ownText } from "./own_text.ts";

const ENTRY_BYTES = 120;

export interface BoundedMapLimits {
  readonly entries: number;
  /** Of keys and values together, about. */
  readonly bytes: number;
}

interface Kept<V> {
  readonly value: V;
  readonly bytes: number;
}

/** Values by text. Where they are too many or take too much, those set longest ago go. */
export class BoundedMap<V> {
  readonly #kept = new Map<string, Kept<V>>();
  #bytes = 0;

  constructor(readonly limits: BoundedMapLimits) {}

  get size(): number {
    return this.#kept.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  has(key: string): boolean {
    return this.#kept.has(key);
  }

  get(key: string): V | undefined {
    return this.#kept.get(key)?.value;
  }

  /**
   * What takes more than all may take is not kept, nor what was there before.
   * @param bytes of the value; of the key they are added
   * @returns whether it is kept
   */
  set(key: string, value: V, bytes: number): boolean {
    this.delete(key); // so that the map's order is the order of setting
    const all = ENTRY_BYTES + 2 * key.length + bytes;
    if (all > this.limits.bytes) return false;
    this.#kept.set(ownText(key), { value, bytes: all });
    this.#bytes += all;
    while (this.#bytes > this.limits.bytes || this.#kept.size > this.limits.entries) {
      this.delete(this.#kept.keys().next().value!);
    }
    return true;
  }

  delete(key: string): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    this.#bytes -= kept.bytes;
  }

  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }
}
