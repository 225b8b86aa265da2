/**
 * Sorting as List<T>.Sort and Array.Sort do it.
 * @module
 */
import type { Elements } from "../../csharp/runtime/array.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { argument } from "../../csharp/runtime/errors.ts";

type Compare = (a: unknown, b: unknown) => number;

/**
 * Sorts items[index .. index + length) in place, equal elements in the order that .NET leaves them in.
 * @throws CsException System.InvalidOperationException when the comparison throws.
 */
export function sortRange(items: Elements, index: number, length: number, compare: Compare): void {
  spend(length);
  const whole = index === 0 && length === items.length;
  const range = whole ? items : items.slice(index, index + length);
  try {
    new IntroSort(range, (a, b) => {
      spend();
      return compare(a, b);
    }).run();
  } catch (error) {
    if (!(error instanceof CsException) || error.message === INCONSISTENT) throw error;
    throw new CsException(
      "System.InvalidOperationException",
      "Failed to compare two elements in the array.",
      error,
    );
  }
  if (!whole) { for (let i = 0; i < length; i++) items[index + i] = range[i]; }
}

/** Ranges up to this length are sorted by insertion. */
const SHORT = 16;

/** Quicksort by the median of three; insertion sort for short ranges, heap sort where it goes too deep. */
class IntroSort {
  constructor(private readonly items: Elements, private readonly compare: Compare) {}

  run(): void {
    const { length } = this.items;
    if (length > 1) this.#sort(0, length, 2 * (32 - Math.clz32(length)));
  }

  /** Sorts [low, end). */
  #sort(low: number, end: number, depth: number): void {
    while (end - low > SHORT) {
      if (depth-- === 0) return this.#heapSort(low, end - low);
      const pivot = this.#partition(low, end - 1);
      this.#sort(pivot + 1, end, depth);
      end = pivot;
    }
    switch (end - low) {
      case 0:
      case 1:
        return;
      case 2:
        return this.#order(low, low + 1);
      case 3:
        return this.#medianOfThree(low, low + 1, low + 2);
      default:
        this.#insertionSort(low, end);
    }
  }

  #order(i: number, j: number): void {
    if (this.compare(this.items[i], this.items[j]) > 0) this.#swap(i, j);
  }

  #medianOfThree(i: number, j: number, k: number): void {
    this.#order(i, j);
    this.#order(i, k);
    this.#order(j, k);
  }

  #swap(i: number, j: number): void {
    const { items } = this;
    [items[i], items[j]] = [items[j], items[i]];
  }

  /** Where the pivot ends up: what comes before it is not greater, what comes after it not less. */
  #partition(low: number, high: number): number {
    const { items, compare } = this;
    const middle = low + ((high - low) >> 1);
    this.#medianOfThree(low, middle, high);
    const pivot = items[middle];
    this.#swap(middle, high - 1);
    let left = low;
    let right = high - 1;
    for (;;) {
      do if (++left > high) throw inconsistent(); while (compare(items[left], pivot) < 0);
      do if (--right < low) throw inconsistent(); while (compare(pivot, items[right]) < 0);
      if (left >= right) break;
      this.#swap(left, right);
    }
    this.#swap(left, high - 1);
    return left;
  }

  #insertionSort(low: number, end: number): void {
    const { items, compare } = this;
    for (let i = low + 1; i < end; i++) {
      const item = items[i];
      let j = i;
      for (; j > low && compare(item, items[j - 1]) < 0; j--) items[j] = items[j - 1];
      items[j] = item;
    }
  }

  #heapSort(low: number, length: number): void {
    for (let i = length >> 1; i >= 1; i--) this.#sink(low, i, length);
    for (let i = length; i > 1; i--) {
      this.#swap(low, low + i - 1);
      this.#sink(low, 1, i - 1);
    }
  }

  /** Lets the heap's element at `i`, counted from 1, sink to its place. */
  #sink(low: number, i: number, length: number): void {
    const { items, compare } = this;
    const item = items[low + i - 1];
    while (i <= length >> 1) {
      let child = 2 * i;
      if (child < length && compare(items[low + child - 1], items[low + child]) < 0) child++;
      if (compare(item, items[low + child - 1]) >= 0) break;
      items[low + i - 1] = items[low + child - 1];
      i = child;
    }
    items[low + i - 1] = item;
  }
}

const INCONSISTENT =
  "Unable to sort because the IComparer.Compare() method returns inconsistent results.";

function inconsistent(): CsException {
  return argument(INCONSISTENT);
}

/** The index of `value` in sorted items[index .. index + length), or the complement of where it belongs. */
export function binarySearch(
  items: Elements,
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
