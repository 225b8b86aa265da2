/**
 * Enumerable: operators that give one element or a yes or no.
 * @module
 */
import { spend } from "../../csharp/runtime/budget.ts";
import { type Call, Declarations } from "../../csharp/runtime/declare.ts";
import { defaultOf } from "../../csharp/runtime/defaults.ts";
import type { CsException } from "../../csharp/runtime/exception.ts";
import { type CsCollection, knownCount } from "../collections/collection.ts";
import { type EqualityComparer, equalityFor } from "../collections/comparer.ts";
import { CsList, OUT_OF_RANGE } from "../collections/list.ts";
import { outOfRange } from "../../csharp/runtime/errors.ts";
import { given, moreThanOne, moreThanOneMatch, noElements, noMatch, source } from "./source.ts";

export const types = new Declarations();

type Predicate = (item: unknown) => boolean;
/** undefined: there is none. */
type Pick = (items: Iterable<unknown>, predicate: Predicate | null) => unknown;

function first(items: Iterable<unknown>, predicate: Predicate | null): unknown {
  for (const item of items) {
    spend();
    if (predicate === null || predicate(item)) return item;
  }
}

function last(items: Iterable<unknown>, predicate: Predicate | null): unknown {
  let found: unknown;
  for (const item of items) {
    spend();
    if (predicate === null || predicate(item)) found = item;
  }
  return found;
}

function single(items: Iterable<unknown>, predicate: Predicate | null): unknown {
  let found: unknown;
  for (const item of items) {
    spend();
    if (predicate !== null && !predicate(item)) continue;
    if (found !== undefined) throw predicate === null ? moreThanOne() : moreThanOneMatch();
    found = item;
  }
  return found;
}

/** The four overloads of First, Last or Single: throwing or with a default, with a condition or without. */
function picking(name: string, pick: Pick) {
  const find = (
    sequence: unknown,
    predicate: Predicate | null,
    call: Call,
    missing: () => CsException,
  ) => {
    const item = pick(source(sequence, call.types[0]), predicate);
    if (item === undefined) throw missing();
    return item;
  };
  const findOrDefault = (sequence: unknown, predicate: Predicate | null, call: Call) => {
    const item = pick(source(sequence, call.types[0]), predicate);
    return item === undefined ? defaultOf(call.types[0]) : item;
  };
  return {
    [`static S ${name}<S>(this IEnumerable<S> source)`]: (sequence: unknown, call: Call) =>
      find(sequence, null, call, noElements),
    [`static S ${name}<S>(this IEnumerable<S> source, Func<S, bool> predicate)`]: (
      sequence: unknown,
      predicate: Predicate,
      call: Call,
    ) => find(sequence, given(predicate, "predicate"), call, noMatch),
    [`static S ${name}OrDefault<S>(this IEnumerable<S> source)`]: (
      sequence: unknown,
      call: Call,
    ) => findOrDefault(sequence, null, call),
    [`static S ${name}OrDefault<S>(this IEnumerable<S> source, Func<S, bool> predicate)`]: (
      sequence: unknown,
      predicate: Predicate,
      call: Call,
    ) => findOrDefault(sequence, given(predicate, "predicate"), call),
  };
}

function elementAt(items: Iterable<unknown>, index: number): unknown {
  if (index < 0) return undefined;
  if (Array.isArray(items)) return items[index];
  if (items instanceof CsList) return items.items[index];
  for (const item of items) {
    spend();
    if (index-- === 0) return item;
  }
}

function count(items: Iterable<unknown>, predicate: Predicate | null): number {
  let found = 0;
  for (const item of items) {
    spend();
    if (predicate === null || predicate(item)) found++;
  }
  return found;
}

function countAll(sequence: unknown, call: Call): number {
  const items = source(sequence, call.types[0]);
  return knownCount(sequence) ?? count(items, null);
}

function contains(
  sequence: unknown,
  value: unknown,
  comparer: EqualityComparer | null,
  call: Call,
): boolean {
  const items = source(sequence, call.types[0]);
  const own = (sequence as Partial<CsCollection>).contains;
  if (comparer === null && own) return own.call(sequence, value);
  const equality = equalityFor(call.types[0], comparer);
  return first(items, (item) => equality.equals(item, value)) !== undefined;
}

function sequenceEqual(
  left: unknown,
  right: unknown,
  comparer: EqualityComparer | null,
  call: Call,
): boolean {
  const a = source(left, call.types[0], "first")[Symbol.iterator]();
  const b = source(right, call.types[0], "second")[Symbol.iterator]();
  const equality = equalityFor(call.types[0], comparer);
  for (;;) {
    spend();
    const x = a.next();
    const y = b.next();
    if (x.done || y.done) return Boolean(x.done && y.done);
    if (!equality.equals(x.value, y.value)) return false;
  }
}

types.declare({
  type: "static class System.Linq.Enumerable",
  members: {
    ...picking("First", first),
    ...picking("Last", last),
    ...picking("Single", single),
    "static S ElementAt<S>(this IEnumerable<S> source, int index)": (sequence, index, call) => {
      const item = elementAt(source(sequence, call.types[0]), index);
      if (item === undefined) throw outOfRange("index", OUT_OF_RANGE);
      return item;
    },
    "static S ElementAtOrDefault<S>(this IEnumerable<S> source, int index)": (
      sequence,
      index,
      call,
    ) => {
      const item = elementAt(source(sequence, call.types[0]), index);
      return item === undefined ? defaultOf(call.types[0]) : item;
    },
    "static bool Any<S>(this IEnumerable<S> source)": (sequence, call) =>
      first(source(sequence, call.types[0]), null) !== undefined,
    "static bool Any<S>(this IEnumerable<S> source, Func<S, bool> predicate)": (
      sequence,
      predicate,
      call,
    ) => first(source(sequence, call.types[0]), given(predicate, "predicate")) !== undefined,
    "static bool All<S>(this IEnumerable<S> source, Func<S, bool> predicate)": (
      sequence,
      predicate,
      call,
    ) => {
      const items = source(sequence, call.types[0]);
      given(predicate, "predicate");
      return first(items, (item) => !predicate(item)) === undefined;
    },
    "static int Count<S>(this IEnumerable<S> source)": countAll,
    "static int Count<S>(this IEnumerable<S> source, Func<S, bool> predicate)": (
      sequence,
      predicate,
      call,
    ) => count(source(sequence, call.types[0]), given(predicate, "predicate")),
    "static long LongCount<S>(this IEnumerable<S> source)": (sequence, call) =>
      BigInt(countAll(sequence, call)),
    "static long LongCount<S>(this IEnumerable<S> source, Func<S, bool> predicate)": (
      sequence,
      predicate,
      call,
    ) => BigInt(count(source(sequence, call.types[0]), given(predicate, "predicate"))),
    "static bool Contains<S>(this IEnumerable<S> source, S value)": (sequence, value, call) =>
      contains(sequence, value, null, call),
    "static bool Contains<S>(this IEnumerable<S> source, S value, IEqualityComparer<S> comparer)":
      contains,
    "static bool SequenceEqual<S>(this IEnumerable<S> first, IEnumerable<S> second)": (
      left,
      right,
      call,
    ) => sequenceEqual(left, right, null, call),
    "static bool SequenceEqual<S>(this IEnumerable<S> first, IEnumerable<S> second, IEqualityComparer<S> comparer)":
      sequenceEqual,
  },
});
