/**
 * The internal cache, in this process's memory: volatile, as the documentation says of the real one.
 * @module
 */
import { BoundedMap } from "../../core/bounded_map.ts";
import type { Cache } from "../contracts/ports.ts";
import { settled, sizeOf } from "./size_of.ts";

/** Entries that are kept; beyond it the one set longest ago goes. Assumption: Azure gives sizes, not counts. */
export const MAX_ENTRIES = 50_000;

/** Bytes that are kept; beyond it those set longest ago go. Assumption: of the order of the Basic tier's 50 MB. */
export const MAX_CACHE_BYTES = 128 * 1024 * 1024;

interface Entry {
  readonly value: unknown;
  readonly expiresAt: number;
}

export class MemoryCache implements Cache {
  readonly #entries = new BoundedMap<Entry>({ entries: MAX_ENTRIES, bytes: MAX_CACHE_BYTES });

  get size(): number {
    return this.#entries.size;
  }

  /** What the entries take, about. */
  get bytes(): number {
    return this.#entries.bytes;
  }

  get(key: string, now: number): unknown {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (now < entry.expiresAt) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  /** A value that is larger than the whole cache is not kept. */
  set(key: string, value: unknown, expiresAt: number, mostBytes = Infinity): void {
    const bytes = sizeOf(value);
    const counted = bytes === Infinity ? mostBytes : bytes;
    const kept = counted > MAX_CACHE_BYTES ? value : settled(value);
    this.#entries.set(key, { value: kept, expiresAt }, counted);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
