/**
 * Enumerable: Aggregate, Min, Max.
 * @module
 */
import { spend } from "../../csharp/runtime/budget.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { defaultOf } from "../../csharp/runtime/defaults.ts";
import type { CsType } from "../../csharp/runtime/type.ts";
import { orderFor } from "../collections/comparer.ts";
import { given, noElements, source } from "./source.ts";

export const types = new Declarations();

type Fold = (accumulated: unknown, item: unknown) => unknown;

function fold(items: Iterable<unknown>, seed: unknown, step: Fold): unknown {
  let result = seed;
  for (const item of items) {
    spend();
    result = result === undefined ? item : step(result, item);
  }
  return result;
}

/** Nulls do not count. @throws CsException when a type without null has no elements. */
function extreme(items: Iterable<unknown>, type: CsType, sign: 1 | -1): unknown {
  const order = orderFor(type);
  let best: unknown;
  for (const item of items) {
    spend();
    if (item === null) continue;
    if (best === undefined || order.compare(item, best) * sign > 0) best = item;
  }
  if (best !== undefined) return best;
  if (defaultOf(type) === null) return null;
  throw noElements();
}

function* mapped(items: Iterable<unknown>, selector: (item: unknown) => unknown) {
  for (const item of items) yield selector(item);
}

function extremes(name: string, sign: 1 | -1) {
  return {
    [`static S ${name}<S>(this IEnumerable<S> source)`]: (
      sequence: unknown,
      call: { types: readonly CsType[] },
    ) => extreme(source(sequence, call.types[0]), call.types[0], sign),
    [`static R ${name}<S, R>(this IEnumerable<S> source, Func<S, R> selector)`]: (
      sequence: unknown,
      selector: (item: unknown) => unknown,
      call: { types: readonly CsType[] },
    ) => {
      const items = source(sequence, call.types[0]);
      return extreme(mapped(items, given(selector, "selector")), call.types[1], sign);
    },
  };
}

types.declare({
  type: "static class System.Linq.Enumerable",
  members: {
    ...extremes("Max", 1),
    ...extremes("Min", -1),
    "static S Aggregate<S>(this IEnumerable<S> source, Func<S, S, S> func)": (
      sequence,
      step,
      call,
    ) => {
      const result = fold(source(sequence, call.types[0]), undefined, given(step, "func"));
      if (result === undefined) throw noElements();
      return result;
    },
    "static A Aggregate<S, A>(this IEnumerable<S> source, A seed, Func<A, S, A> func)": (
      sequence,
      seed,
      step,
      call,
    ) => fold(source(sequence, call.types[0]), seed, given(step, "func")),
    "static R Aggregate<S, A, R>(this IEnumerable<S> source, A seed, Func<A, S, A> func, Func<A, R> resultSelector)":
      (sequence, seed, step, result, call) =>
        given(result, "resultSelector")(
          fold(source(sequence, call.types[0]), seed, given(step, "func")),
        ),
  },
});
