/**
 * Enumerable: GroupBy, ToLookup, Join, GroupJoin.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import type { CsType } from "../../csharp/runtime/type.ts";
import type { EqualityComparer } from "../collections/comparer.ts";
import { Sequence } from "../../csharp/runtime/sequence.ts";
import { given, lazy, source } from "./source.ts";
import { type Grouping, Lookup } from "./lookup.ts";

export const types = new Declarations();

type Selector = (item: unknown) => unknown;

/** How elements become groups. `element` null takes them as they are. */
interface Grouped {
  readonly keyType: CsType;
  readonly elementType: CsType;
  readonly key: Selector;
  readonly element: Selector | null;
  readonly comparer: EqualityComparer | null;
}

function lookUp(items: Iterable<unknown>, how: Grouped): Lookup {
  const lookup = new Lookup(how.keyType, how.elementType, how.comparer);
  for (const item of items) {
    lookup.add(how.key(item), how.element === null ? item : how.element(item));
  }
  return lookup;
}

/** A group for each key, made at once. @throws CsException System.ArgumentNullException */
function toLookup(sequence: unknown, sourceType: CsType, how: Grouped): Lookup {
  const items = source(sequence, sourceType);
  given(how.key, "keySelector");
  return lookUp(items, how);
}

function groupBy(sequence: unknown, sourceType: CsType, how: Grouped): Sequence {
  const items = source(sequence, sourceType);
  given(how.key, "keySelector");
  const groupType = new Lookup(how.keyType, how.elementType, null).elementType;
  return lazy(groupType, () => lookUp(items, how));
}

function groupResults(
  sequence: unknown,
  sourceType: CsType,
  how: Grouped,
  resultType: CsType,
  result: (key: unknown, group: unknown) => unknown,
): Sequence {
  const items = source(sequence, sourceType);
  given(how.key, "keySelector");
  given(result, "resultSelector");
  return lazy(resultType, function* () {
    for (const group of lookUp(items, how)) yield result(group.key, group);
  });
}

interface Joined {
  readonly types: readonly CsType[];
  readonly outerKey: Selector;
  readonly innerKey: Selector;
  readonly comparer: EqualityComparer | null;
}

/** Each outer element with the inner ones of its key; null keys match nothing. */
function* matches(outer: Iterable<unknown>, inner: Iterable<unknown>, how: Joined) {
  const [, innerType, keyType] = how.types;
  const lookup = new Lookup(keyType, innerType, how.comparer);
  for (const item of inner) {
    const key = how.innerKey(item);
    if (key !== null) lookup.add(key, item);
  }
  for (const item of outer) {
    const key = how.outerKey(item);
    yield [item, key === null ? undefined : lookup.group(key)] as const;
  }
}

/** What is joined, once nothing is missing; looked at in the order of the parameters. */
function sides(outer: unknown, inner: unknown, how: Joined, result: unknown) {
  const left = source(outer, how.types[0], "outer");
  const right = source(inner, how.types[1], "inner");
  given(how.outerKey, "outerKeySelector");
  given(how.innerKey, "innerKeySelector");
  given(result, "resultSelector");
  return [left, right] as const;
}

function join(
  outer: unknown,
  inner: unknown,
  how: Joined,
  result: (a: unknown, b: unknown) => unknown,
): Sequence {
  const [left, right] = sides(outer, inner, how, result);
  return lazy(how.types[3], function* () {
    for (const [item, group] of matches(left, right, how)) {
      for (const other of group?.items ?? []) yield result(item, other);
    }
  });
}

function groupJoin(
  outer: unknown,
  inner: unknown,
  how: Joined,
  result: (item: unknown, group: unknown) => unknown,
): Sequence {
  const [left, right] = sides(outer, inner, how, result);
  const none = new Sequence(how.types[1], () => [][Symbol.iterator]());
  return lazy(how.types[3], function* () {
    for (const [item, group] of matches(left, right, how)) {
      yield result(item, (group as Grouping | undefined) ?? none);
    }
  });
}

const BY_KEY = "this IEnumerable<S> source, Func<S, K> keySelector";
const BY_ELEMENT = `${BY_KEY}, Func<S, E> elementSelector`;
const COMPARER = "IEqualityComparer<K> comparer";
const JOIN =
  "this IEnumerable<O> outer, IEnumerable<I> inner, Func<O, K> outerKeySelector, Func<I, K> innerKeySelector";

types.declare({
  type: "static class System.Linq.Enumerable",
  members: {
    [`static IEnumerable<IGrouping<K, S>> GroupBy<S, K>(${BY_KEY})`]: (sequence, key, call) => {
      const [elementType, keyType] = call.types;
      const how = { keyType, elementType, key, element: null, comparer: null };
      return groupBy(sequence, elementType, how);
    },
    [`static IEnumerable<IGrouping<K, S>> GroupBy<S, K>(${BY_KEY}, ${COMPARER})`]: (
      sequence,
      key,
      comparer,
      call,
    ) => {
      const [elementType, keyType] = call.types;
      return groupBy(sequence, elementType, { keyType, elementType, key, element: null, comparer });
    },
    [`static IEnumerable<IGrouping<K, E>> GroupBy<S, K, E>(${BY_ELEMENT})`]: (
      sequence,
      key,
      element,
      call,
    ) => {
      const [sourceType, keyType, elementType] = call.types;
      given(element, "elementSelector");
      const how = { keyType, elementType, key, element, comparer: null };
      return groupBy(sequence, sourceType, how);
    },
    [`static IEnumerable<IGrouping<K, E>> GroupBy<S, K, E>(${BY_ELEMENT}, ${COMPARER})`]: (
      sequence,
      key,
      element,
      comparer,
      call,
    ) => {
      const [sourceType, keyType, elementType] = call.types;
      given(element, "elementSelector");
      return groupBy(sequence, sourceType, { keyType, elementType, key, element, comparer });
    },
    [`static IEnumerable<R> GroupBy<S, K, R>(${BY_KEY}, Func<K, IEnumerable<S>, R> resultSelector)`]:
      (sequence, key, result, call) => {
        const [elementType, keyType, resultType] = call.types;
        const how = { keyType, elementType, key, element: null, comparer: null };
        return groupResults(sequence, elementType, how, resultType, result);
      },
    [`static IEnumerable<R> GroupBy<S, K, R>(${BY_KEY}, Func<K, IEnumerable<S>, R> resultSelector, ${COMPARER})`]:
      (sequence, key, result, comparer, call) => {
        const [elementType, keyType, resultType] = call.types;
        const how = { keyType, elementType, key, element: null, comparer };
        return groupResults(sequence, elementType, how, resultType, result);
      },
    [`static IEnumerable<R> GroupBy<S, K, E, R>(${BY_ELEMENT}, Func<K, IEnumerable<E>, R> resultSelector)`]:
      (sequence, key, element, result, call) => {
        const [sourceType, keyType, elementType, resultType] = call.types;
        given(element, "elementSelector");
        const how = { keyType, elementType, key, element, comparer: null };
        return groupResults(sequence, sourceType, how, resultType, result);
      },
    [`static IEnumerable<R> GroupBy<S, K, E, R>(${BY_ELEMENT}, Func<K, IEnumerable<E>, R> resultSelector, ${COMPARER})`]:
      (sequence, key, element, result, comparer, call) => {
        const [sourceType, keyType, elementType, resultType] = call.types;
        given(element, "elementSelector");
        const how = { keyType, elementType, key, element, comparer };
        return groupResults(sequence, sourceType, how, resultType, result);
      },
    [`static ILookup<K, S> ToLookup<S, K>(${BY_KEY})`]: (sequence, key, call) => {
      const [elementType, keyType] = call.types;
      const how = { keyType, elementType, key, element: null, comparer: null };
      return toLookup(sequence, elementType, how);
    },
    [`static ILookup<K, S> ToLookup<S, K>(${BY_KEY}, ${COMPARER})`]: (
      sequence,
      key,
      comparer,
      call,
    ) => {
      const [elementType, keyType] = call.types;
      const how = { keyType, elementType, key, element: null, comparer };
      return toLookup(sequence, elementType, how);
    },
    [`static ILookup<K, E> ToLookup<S, K, E>(${BY_ELEMENT})`]: (sequence, key, element, call) => {
      const [sourceType, keyType, elementType] = call.types;
      const how = { keyType, elementType, key, element, comparer: null };
      given(element, "elementSelector");
      return toLookup(sequence, sourceType, how);
    },
    [`static ILookup<K, E> ToLookup<S, K, E>(${BY_ELEMENT}, ${COMPARER})`]: (
      sequence,
      key,
      element,
      comparer,
      call,
    ) => {
      const [sourceType, keyType, elementType] = call.types;
      const how = { keyType, elementType, key, element, comparer };
      given(element, "elementSelector");
      return toLookup(sequence, sourceType, how);
    },
    [`static IEnumerable<R> Join<O, I, K, R>(${JOIN}, Func<O, I, R> resultSelector)`]: (
      outer,
      inner,
      outerKey,
      innerKey,
      result,
      { types },
    ) => join(outer, inner, { types, outerKey, innerKey, comparer: null }, result),
    [`static IEnumerable<R> Join<O, I, K, R>(${JOIN}, Func<O, I, R> resultSelector, ${COMPARER})`]:
      (outer, inner, outerKey, innerKey, result, comparer, { types }) =>
        join(outer, inner, { types, outerKey, innerKey, comparer }, result),
    [`static IEnumerable<R> GroupJoin<O, I, K, R>(${JOIN}, Func<O, IEnumerable<I>, R> resultSelector)`]:
      (outer, inner, outerKey, innerKey, result, { types }) =>
        groupJoin(outer, inner, { types, outerKey, innerKey, comparer: null }, result),
    [`static IEnumerable<R> GroupJoin<O, I, K, R>(${JOIN}, Func<O, IEnumerable<I>, R> resultSelector, ${COMPARER})`]:
      (outer, inner, outerKey, innerKey, result, comparer, { types }) =>
        groupJoin(outer, inner, { types, outerKey, innerKey, comparer }, result),
  },
});
