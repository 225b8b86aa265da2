/**
 * Culture-sensitive comparison under the invariant culture: ICU's root collation, as in .NET.
 * @module
 */
import { spend } from "./budget.ts";
const VARIANT = new Intl.Collator("en", { sensitivity: "variant" });
const IGNORE_CASE = new Intl.Collator("en", { sensitivity: "accent" });

/** Negative, zero or positive: "a" < "A" < "b" < "B". */
export function compareText(a: string, b: string, ignoreCase = false): number {
  const length = Math.min(a.length, b.length);
  if (length > 64) spend(length >> 2); // by the rules of a language, letter by letter
  if (a === b) return 0;
  return (ignoreCase ? IGNORE_CASE : VARIANT).compare(a, b);
}

/** -1, 0 or 1 where either may be null: null comes first. */
export function compareNullableText(
  a: string | null,
  b: string | null,
  ignoreCase = false,
): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return compareText(a, b, ignoreCase);
}
