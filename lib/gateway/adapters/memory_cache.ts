/**
 * The internal cache, in this process's memory: volatile, as the documentation says of the real one.
 * @module
 */
import type { Cache } from "../contracts/ports.ts";

/** Entries that are kept; beyond it the one set longest ago goes. Assumption: Azure gives sizes, not counts. */
export const MAX_ENTRIES = 50_000;

export class MemoryCache implements Cache {
  readonly #entries = new Map<string, { value: unknown; expiresAt: number }>();

  get size(): number {
    return this.#entries.size;
  }

  get(key: string, now: number): unknown {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (now < entry.expiresAt) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: unknown, expiresAt: number): void {
    this.#entries.delete(key); // so that the map's order is the order of setting
    this.#entries.set(key, { value, expiresAt });
    if (this.#entries.size > MAX_ENTRIES) this.#entries.delete(this.#entries.keys().next().value!);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
