/**
 * Enumerable: operators that leave elements out.
 * @module
 */
import { type Call, Declarations } from "../../csharp/runtime/declare.ts";
import { defaultOf } from "../../csharp/runtime/defaults.ts";
import { buffer, given, lazy, source } from "./source.ts";

export const types = new Declarations();

type Predicate = (item: unknown, index: number) => boolean;

function* where(items: Iterable<unknown>, predicate: Predicate) {
  let index = 0;
  for (const item of items) if (predicate(item, index++)) yield item;
}

function* take(items: Iterable<unknown>, count: number) {
  if (count <= 0) return;
  for (const item of items) {
    yield item;
    if (--count === 0) return;
  }
}

function* skip(items: Iterable<unknown>, count: number) {
  for (const item of items) if (--count < 0) yield item;
}

function* takeWhile(items: Iterable<unknown>, predicate: Predicate) {
  let index = 0;
  for (const item of items) {
    if (!predicate(item, index++)) return;
    yield item;
  }
}

function* skipWhile(items: Iterable<unknown>, predicate: Predicate) {
  let index = 0;
  let skipping = true;
  for (const item of items) {
    skipping &&= predicate(item, index++);
    if (!skipping) yield item;
  }
}

function* defaultIfEmpty(items: Iterable<unknown>, value: unknown) {
  let empty = true;
  for (const item of items) {
    empty = false;
    yield item;
  }
  if (empty) yield value;
}

type Filter = (items: Iterable<unknown>, predicate: Predicate) => Iterable<unknown>;

/** Both overloads: with the element, and with the element and its index. */
function filtering(name: string, filter: Filter) {
  const implementation = (
    sequence: unknown,
    predicate: Predicate,
    call: Call,
  ) => {
    const items = source(sequence, call.types[0]);
    given(predicate, "predicate");
    return lazy(call.types[0], () => filter(items, predicate));
  };
  return {
    [`static IEnumerable<S> ${name}<S>(this IEnumerable<S> source, Func<S, bool> predicate)`]:
      implementation,
    [`static IEnumerable<S> ${name}<S>(this IEnumerable<S> source, Func<S, int, bool> predicate)`]:
      implementation,
  };
}

types.declare({
  type: "static class System.Linq.Enumerable",
  members: {
    ...filtering("Where", where),
    ...filtering("TakeWhile", takeWhile),
    ...filtering("SkipWhile", skipWhile),
    "static IEnumerable<S> Take<S>(this IEnumerable<S> source, int count)": (
      sequence,
      count,
      call,
    ) => {
      const items = source(sequence, call.types[0]);
      return lazy(call.types[0], () => take(items, count));
    },
    "static IEnumerable<S> Skip<S>(this IEnumerable<S> source, int count)": (
      sequence,
      count,
      call,
    ) => {
      const items = source(sequence, call.types[0]);
      return lazy(call.types[0], () => skip(items, count));
    },
    "static IEnumerable<S> DefaultIfEmpty<S>(this IEnumerable<S> source)": (sequence, call) => {
      const items = source(sequence, call.types[0]);
      return lazy(call.types[0], () => defaultIfEmpty(items, defaultOf(call.types[0])));
    },
    "static IEnumerable<S> DefaultIfEmpty<S>(this IEnumerable<S> source, S defaultValue)": (
      sequence,
      value,
      call,
    ) => {
      const items = source(sequence, call.types[0]);
      return lazy(call.types[0], () => defaultIfEmpty(items, value));
    },
    "static IEnumerable<S> Reverse<S>(this IEnumerable<S> source)": (sequence, call) => {
      const items = source(sequence, call.types[0]);
      return lazy(call.types[0], () => buffer(items).toReversed());
    },
  },
});
