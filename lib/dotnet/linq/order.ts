/**
 * Enumerable: OrderBy and ThenBy. Sorting is stable and happens when the result is enumerated.
 * @module
 */
import { spend } from "../../csharp/runtime/budget.ts";
import { type Call, Declarations } from "../../csharp/runtime/declare.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { type OrderComparer, orderFor } from "../collections/comparer.ts";
import type { CsEnumerable } from "../../csharp/runtime/sequence.ts";
import { buffer, given, source } from "./source.ts";

export const types = new Declarations();

/** One OrderBy or ThenBy: an order of the keys, ascending or descending. */
interface Level {
  readonly key: (item: unknown) => unknown;
  readonly comparer: OrderComparer;
  readonly sign: 1 | -1;
}

/** IOrderedEnumerable<T>. */
class Ordered implements CsEnumerable {
  readonly csType: CsType;

  constructor(
    readonly elementType: CsType,
    readonly items: Iterable<unknown>,
    readonly levels: readonly Level[],
  ) {
    this.csType = typeOf("System.Linq.IOrderedEnumerable", elementType);
  }

  *[Symbol.iterator](): IterableIterator<unknown> {
    const items = buffer(this.items);
    const keys = this.levels.map(({ key }) => items.map((item) => key(item)));
    const order = items.map((_, i) => i);
    order.sort((a, b) => {
      spend();
      for (let l = 0; l < this.levels.length; l++) {
        const { comparer, sign } = this.levels[l];
        const difference = comparer.compare(keys[l][a], keys[l][b]);
        if (difference !== 0) return sign * difference;
      }
      return a - b;
    });
    for (const i of order) yield items[i];
  }
}

type Selector = (item: unknown) => unknown;

function orderBy(sign: 1 | -1) {
  return (sequence: unknown, key: Selector, comparer: OrderComparer | null, call: Call) => {
    const items = source(sequence, call.types[0]);
    given(key, "keySelector");
    return new Ordered(call.types[0], items, [
      { key, comparer: orderFor(call.types[1], comparer), sign },
    ]);
  };
}

function thenBy(sign: 1 | -1) {
  return (ordered: Ordered, key: Selector, comparer: OrderComparer | null, call: Call) => {
    source(ordered, call.types[0]);
    given(key, "keySelector");
    return new Ordered(ordered.elementType, ordered.items, [
      ...ordered.levels,
      { key, comparer: orderFor(call.types[1], comparer), sign },
    ]);
  };
}

function overloads(name: string, on: string, implementation: ReturnType<typeof orderBy>) {
  const parameters = `this ${on}<S> source, Func<S, K> keySelector`;
  return {
    [`static IOrderedEnumerable<S> ${name}<S, K>(${parameters})`]: (
      sequence: unknown,
      key: Selector,
      call: Call,
    ) => implementation(sequence, key, null, call),
    [`static IOrderedEnumerable<S> ${name}<S, K>(${parameters}, IComparer<K> comparer)`]:
      implementation,
  };
}

type Order = ReturnType<typeof orderBy>;

types.declare({ type: "interface System.Linq.IOrderedEnumerable<out T> : IEnumerable<T>" });

types.declare({
  type: "static class System.Linq.Enumerable",
  members: {
    ...overloads("OrderBy", "IEnumerable", orderBy(1)),
    ...overloads("OrderByDescending", "IEnumerable", orderBy(-1)),
    ...overloads("ThenBy", "IOrderedEnumerable", thenBy(1) as Order),
    ...overloads("ThenByDescending", "IOrderedEnumerable", thenBy(-1) as Order),
  },
});
