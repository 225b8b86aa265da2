/**
 * Tables that text is looked up in.
 * @module
 */

/**
 * The entries, and nothing else: an object literal has `constructor`, `toString` and their like besides, and text
 * from a caller, a policy, a path or a file may say just that.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * const SIZES: Record<string, number> = table({ small: 1, large: 9 });
 * assert.equal(SIZES["constructor"], undefined);
 * ```
 */
export function table<T extends object>(entries: T): T {
  return Object.freeze(Object.assign(Object.create(null), entries));
}
