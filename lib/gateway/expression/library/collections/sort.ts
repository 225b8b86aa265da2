/**
 * Sorting as List<T>.Sort and Array.Sort do it.
 * @module
 */
import { spend } from "../../runtime/budget.ts";
import { CsException } from "../../runtime/exception.ts";

/**
 * Sorts items[index .. index + length) in place. Equal elements keep their order, which .NET leaves open.
 * @throws CsException System.InvalidOperationException when the comparison throws.
 */
export function sortRange(
  items: unknown[],
  index: number,
  length: number,
  compare: (a: unknown, b: unknown) => number,
): void {
  spend(length);
  const counted = (a: unknown, b: unknown) => {
    spend();
    return compare(a, b);
  };
  try {
    if (index === 0 && length === items.length) items.sort(counted);
    else {
      const sorted = items.slice(index, index + length).sort(counted);
      for (let i = 0; i < length; i++) items[index + i] = sorted[i];
    }
  } catch (error) {
    if (!(error instanceof CsException)) throw error;
    throw new CsException(
      "System.InvalidOperationException",
      "Failed to compare two elements in the array.",
      error,
    );
  }
}

/** The index of `value` in sorted items[index .. index + length), or the complement of where it belongs. */
export function binarySearch(
  items: readonly unknown[],
  index: number,
  length: number,
  value: unknown,
  compare: (a: unknown, b: unknown) => number,
): number {
  let low = index;
  let high = index + length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compare(items[middle], value);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return ~low;
}
