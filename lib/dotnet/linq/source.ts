/**
 * What the query operators share: checked sources, counted steps, lazy results.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import type { CsException } from "../../csharp/runtime/exception.ts";
import type { CsType } from "../../csharp/runtime/type.ts";
import { elements, Sequence } from "../../csharp/runtime/sequence.ts";
import { argumentNull, invalidOperation } from "../../csharp/runtime/errors.ts";

/** `sequence` as an iterable of `element`. @throws CsException ArgumentNullException */
export function source(
  sequence: unknown,
  element: CsType,
  parameter = "source",
): Iterable<unknown> {
  if (sequence === null) throw argumentNull(parameter);
  return sequence instanceof CsArray ? sequence.items : elements(sequence, element);
}

/** A delegate that may not be null. @throws CsException ArgumentNullException */
export function given<F>(delegate: F | null, parameter: string): F {
  if (delegate === null) throw argumentNull(parameter);
  return delegate;
}

/** A lazy IEnumerable<element> whose every element costs a step. */
export function lazy(element: CsType, generate: () => Iterable<unknown>): Sequence {
  return new Sequence(element, () => new Counted(generate()[Symbol.iterator]()));
}

class Counted implements IterableIterator<unknown> {
  constructor(private readonly items: Iterator<unknown>) {}

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<unknown> {
    spend();
    return this.items.next();
  }

  return(): IteratorResult<unknown> {
    this.items.return?.();
    return { done: true, value: undefined };
  }
}

/** A JavaScript array of the elements; not to be changed. */
export function buffer(items: Iterable<unknown>): readonly unknown[] {
  if (Array.isArray(items)) {
    spend(items.length);
    return items;
  }
  const copy: unknown[] = [];
  for (const item of items) {
    spend();
    copy.push(item);
  }
  return copy;
}

export function noElements(): CsException {
  return invalidOperation("Sequence contains no elements");
}

export function noMatch(): CsException {
  return invalidOperation("Sequence contains no matching element");
}

export function moreThanOne(): CsException {
  return invalidOperation("Sequence contains more than one element");
}

export function moreThanOneMatch(): CsException {
  return invalidOperation("Sequence contains more than one matching element");
}
