/**
 * Enumerable: Distinct, Union, Intersect, Except. Elements keep the order in which they first came.
 * @module
 */
import { chargeForUse } from "../../csharp/runtime/budget.ts";
import { type Call, Declarations } from "../../csharp/runtime/declare.ts";
import type { CsType } from "../../csharp/runtime/type.ts";
import { type EqualityComparer, equalityFor } from "../collections/comparer.ts";
import { lazy, source } from "./source.ts";

export const types = new Declarations();

function keyOf(type: CsType, comparer: EqualityComparer | null): (value: unknown) => unknown {
  const equality = equalityFor(type, comparer);
  return (value) => {
    chargeForUse(value);
    return value === null ? null : equality.hashKey(value);
  };
}

function* distinct(items: Iterable<unknown>, key: (value: unknown) => unknown, seen: Set<unknown>) {
  for (const item of items) {
    const own = key(item);
    if (seen.has(own)) continue;
    seen.add(own);
    yield item;
  }
}

function* union(
  first: Iterable<unknown>,
  second: Iterable<unknown>,
  key: (value: unknown) => unknown,
) {
  const seen = new Set<unknown>();
  yield* distinct(first, key, seen);
  yield* distinct(second, key, seen);
}

function* intersect(
  first: Iterable<unknown>,
  second: Iterable<unknown>,
  key: (value: unknown) => unknown,
) {
  const wanted = new Set<unknown>();
  for (const item of second) wanted.add(key(item));
  for (const item of first) if (wanted.delete(key(item))) yield item;
}

function* except(
  first: Iterable<unknown>,
  second: Iterable<unknown>,
  key: (value: unknown) => unknown,
) {
  const seen = new Set<unknown>();
  for (const item of second) seen.add(key(item));
  yield* distinct(first, key, seen);
}

type Combine = typeof union;

function combining(name: string, combine: Combine) {
  const implementation = (
    left: unknown,
    right: unknown,
    comparer: EqualityComparer | null,
    call: Call,
  ) => {
    const type = call.types[0];
    const first = source(left, type, "first");
    const second = source(right, type, "second");
    return lazy(type, () => combine(first, second, keyOf(type, comparer)));
  };
  const parameters = "this IEnumerable<S> first, IEnumerable<S> second";
  return {
    [`static IEnumerable<S> ${name}<S>(${parameters})`]: (
      left: unknown,
      right: unknown,
      call: Call,
    ) => implementation(left, right, null, call),
    [`static IEnumerable<S> ${name}<S>(${parameters}, IEqualityComparer<S> comparer)`]:
      implementation,
  };
}

function distinctOf(sequence: unknown, comparer: EqualityComparer | null, call: Call) {
  const items = source(sequence, call.types[0]);
  const key = keyOf(call.types[0], comparer);
  return lazy(call.types[0], () => distinct(items, key, new Set()));
}

types.declare({
  type: "static class System.Linq.Enumerable",
  members: {
    "static IEnumerable<S> Distinct<S>(this IEnumerable<S> source)": (sequence, call) =>
      distinctOf(sequence, null, call),
    "static IEnumerable<S> Distinct<S>(this IEnumerable<S> source, IEqualityComparer<S> comparer)":
      distinctOf,
    ...combining("Union", union),
    ...combining("Intersect", intersect),
    ...combining("Except", except),
  },
});
