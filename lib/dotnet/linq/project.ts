/**
 * Enumerable: operators that make other elements or join sequences end to end, and the generators.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { elements } from "../../csharp/runtime/sequence.ts";
import { outOfRange } from "../../csharp/runtime/errors.ts";
import { given, lazy, source } from "./source.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import { CsArray } from "../../csharp/runtime/array.ts";

export const types = new Declarations();

type Selector = (item: unknown, index: number) => unknown;

const INT = typeOf("System.Int32");

function* select(items: Iterable<unknown>, selector: Selector) {
  let index = 0;
  for (const item of items) yield selector(item, index++);
}

function* zip(
  first: Iterable<unknown>,
  second: Iterable<unknown>,
  combine: (a: unknown, b: unknown) => unknown,
) {
  const others = second[Symbol.iterator]();
  try {
    for (const item of first) {
      const other = others.next();
      if (other.done) return;
      yield combine(item, other.value);
    }
  } finally {
    others.return?.();
  }
}

function* concat(first: Iterable<unknown>, second: Iterable<unknown>) {
  yield* first;
  yield* second;
}

function* count(start: number, length: number) {
  for (let i = 0; i < length; i++) yield start + i;
}

function* repeat(value: unknown, length: number) {
  for (let i = 0; i < length; i++) yield value;
}

types.declare({
  type: "static class System.Linq.Enumerable",
  members: {
    "static IEnumerable<R> Select<S, R>(this IEnumerable<S> source, Func<S, R> selector)": (
      sequence,
      selector,
      call,
    ) => {
      const items = source(sequence, call.types[0]);
      given(selector, "selector");
      return lazy(call.types[1], () => select(items, (item) => selector(item)));
    },
    "static IEnumerable<R> Select<S, R>(this IEnumerable<S> source, Func<S, int, R> selector)": (
      sequence,
      selector,
      call,
    ) => {
      const items = source(sequence, call.types[0]);
      given(selector, "selector");
      return lazy(call.types[1], () => select(items, selector));
    },
    "static IEnumerable<R> SelectMany<S, R>(this IEnumerable<S> source, Func<S, IEnumerable<R>> selector)":
      (sequence, selector, call) => {
        const items = source(sequence, call.types[0]);
        given(selector, "selector");
        return lazy(call.types[1], function* () {
          for (const item of items) yield* elements(selector(item), call.types[1]);
        });
      },
    "static IEnumerable<R> SelectMany<S, R>(this IEnumerable<S> source, Func<S, int, IEnumerable<R>> selector)":
      (sequence, selector, call) => {
        const items = source(sequence, call.types[0]);
        given(selector, "selector");
        return lazy(call.types[1], function* () {
          let index = 0;
          for (const item of items) yield* elements(selector(item, index++), call.types[1]);
        });
      },
    "static IEnumerable<R> SelectMany<S, C, R>(this IEnumerable<S> source, Func<S, IEnumerable<C>> collectionSelector, Func<S, C, R> resultSelector)":
      (sequence, collection, result, call) => {
        const items = source(sequence, call.types[0]);
        given(collection, "collectionSelector");
        given(result, "resultSelector");
        return lazy(call.types[2], function* () {
          for (const item of items) {
            for (const inner of elements(collection(item), call.types[1])) {
              yield result(item, inner);
            }
          }
        });
      },
    "static IEnumerable<R> SelectMany<S, C, R>(this IEnumerable<S> source, Func<S, int, IEnumerable<C>> collectionSelector, Func<S, C, R> resultSelector)":
      (sequence, collection, result, call) => {
        const items = source(sequence, call.types[0]);
        given(collection, "collectionSelector");
        given(result, "resultSelector");
        return lazy(call.types[2], function* () {
          let index = 0;
          for (const item of items) {
            for (const inner of elements(collection(item, index++), call.types[1])) {
              yield result(item, inner);
            }
          }
        });
      },
    "static IEnumerable<R> Zip<A, B, R>(this IEnumerable<A> first, IEnumerable<B> second, Func<A, B, R> resultSelector)":
      (first, second, combine, call) => {
        const left = source(first, call.types[0], "first");
        const right = source(second, call.types[1], "second");
        given(combine, "resultSelector");
        return lazy(call.types[2], () => zip(left, right, combine));
      },
    "static IEnumerable<S> Concat<S>(this IEnumerable<S> first, IEnumerable<S> second)": (
      first,
      second,
      call,
    ) => {
      const left = source(first, call.types[0], "first");
      const right = source(second, call.types[0], "second");
      return lazy(call.types[0], () => concat(left, right));
    },
    "static IEnumerable<S> Append<S>(this IEnumerable<S> source, S element)": (
      sequence,
      item,
      call,
    ) => {
      const items = source(sequence, call.types[0]);
      return lazy(call.types[0], () => concat(items, [item]));
    },
    "static IEnumerable<S> Prepend<S>(this IEnumerable<S> source, S element)": (
      sequence,
      item,
      call,
    ) => {
      const items = source(sequence, call.types[0]);
      return lazy(call.types[0], () => concat([item], items));
    },
    "static IEnumerable<S> AsEnumerable<S>(this IEnumerable<S> source)": (sequence) => sequence,
    "static IEnumerable<int> Range(int start, int count)": (start, length) => {
      if (length < 0 || start + length - 1 > 0x7fffffff) throw outOfRange("count");
      return lazy(INT, () => count(start, length));
    },
    "static IEnumerable<R> Repeat<R>(R element, int count)": (value, length, call) => {
      if (length < 0) throw outOfRange("count");
      return lazy(call.types[0], () => repeat(value, length));
    },
    "static IEnumerable<R> Empty<R>()": (call) => CsArray.of(call.types[0], []),
  },
});
