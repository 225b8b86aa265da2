/**
 * The internal cache, in this process's memory: volatile, as the documentation says of the real one.
 * @module
 */
import type { Cache } from "../contracts/ports.ts";
import { sizeOf } from "./size_of.ts";

/** Entries that are kept; beyond it the one set longest ago goes. Assumption: Azure gives sizes, not counts. */
export const MAX_ENTRIES = 50_000;

/** Bytes that are kept; beyond it those set longest ago go. Assumption: of the order of the Basic tier's 50 MB. */
export const MAX_CACHE_BYTES = 128 * 1024 * 1024;

interface Entry {
  readonly value: unknown;
  readonly expiresAt: number;
  readonly bytes: number;
}

export class MemoryCache implements Cache {
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** What the entries take, about. */
  get bytes(): number {
    return this.#bytes;
  }

  get(key: string, now: number): unknown {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (now < entry.expiresAt) return entry.value;
    this.delete(key);
    return undefined;
  }

  /** A value that is larger than the whole cache is not kept. */
  set(key: string, value: unknown, expiresAt: number): void {
    this.delete(key); // so that the map's order is the order of setting
    const bytes = ENTRY_BYTES + 2 * key.length + sizeOf(value);
    if (bytes > MAX_CACHE_BYTES) return;
    this.#entries.set(key, { value, expiresAt, bytes });
    this.#bytes += bytes;
    while (this.#bytes > MAX_CACHE_BYTES || this.#entries.size > MAX_ENTRIES) {
      this.delete(this.#entries.keys().next().value!);
    }
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }
}

const ENTRY_BYTES = 120;
