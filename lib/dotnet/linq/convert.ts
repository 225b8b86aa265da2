/**
 * Enumerable: operators that build a collection or change the element type.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import type { CsType } from "../../csharp/runtime/type.ts";
import { type EqualityComparer, equalityFor } from "../collections/comparer.ts";
import { CsDictionary } from "../collections/dictionary.ts";
import { CsHashSet } from "../collections/hash_set.ts";
import { CsList } from "../collections/list.ts";
import { boxedElements, elementTypeOf } from "../../csharp/runtime/sequence.ts";
import { castTo, isInstance } from "../../csharp/runtime/instance.ts";
import { argumentNull } from "../../csharp/runtime/errors.ts";
import { buffer, given, lazy, source } from "./source.ts";

export const types = new Declarations();

type Selector = (item: unknown) => unknown;

function toDictionary(
  items: Iterable<unknown>,
  keyType: CsType,
  valueType: CsType,
  key: Selector,
  value: Selector,
  comparer: EqualityComparer | null,
): CsDictionary {
  given(key, "keySelector");
  given(value, "elementSelector");
  const dictionary = new CsDictionary(keyType, valueType, equalityFor(keyType, comparer));
  for (const item of items) {
    spend();
    dictionary.addEntry(key(item), value(item));
  }
  return dictionary;
}

const itself: Selector = (item) => item;

const BY_KEY = "this IEnumerable<S> source, Func<S, K> keySelector";
const BY_VALUE = `${BY_KEY}, Func<S, V> elementSelector`;
const COMPARER = "IEqualityComparer<K> comparer";

types.declare({
  type: "static class System.Linq.Enumerable",
  members: {
    "static S[] ToArray<S>(this IEnumerable<S> source)": (sequence, call) =>
      CsArray.of(call.types[0], [...buffer(source(sequence, call.types[0]))]),
    "static List<S> ToList<S>(this IEnumerable<S> source)": (sequence, call) =>
      new CsList(call.types[0], [...buffer(source(sequence, call.types[0]))]),
    "static HashSet<S> ToHashSet<S>(this IEnumerable<S> source)": (sequence, call) =>
      CsHashSet.from(call.types[0], source(sequence, call.types[0])),
    "static HashSet<S> ToHashSet<S>(this IEnumerable<S> source, IEqualityComparer<S> comparer)": (
      sequence,
      comparer,
      call,
    ) => CsHashSet.from(call.types[0], source(sequence, call.types[0]), comparer),
    [`static Dictionary<K, S> ToDictionary<S, K>(${BY_KEY})`]: (sequence, key, { types }) =>
      toDictionary(source(sequence, types[0]), types[1], types[0], key, itself, null),
    [`static Dictionary<K, S> ToDictionary<S, K>(${BY_KEY}, ${COMPARER})`]: (
      sequence,
      key,
      comparer,
      { types },
    ) => toDictionary(source(sequence, types[0]), types[1], types[0], key, itself, comparer),
    [`static Dictionary<K, V> ToDictionary<S, K, V>(${BY_VALUE})`]: (
      sequence,
      key,
      value,
      { types },
    ) => toDictionary(source(sequence, types[0]), types[1], types[2], key, value, null),
    [`static Dictionary<K, V> ToDictionary<S, K, V>(${BY_VALUE}, ${COMPARER})`]: (
      sequence,
      key,
      value,
      comparer,
      { types },
    ) => toDictionary(source(sequence, types[0]), types[1], types[2], key, value, comparer),
    "static IEnumerable<R> Cast<R>(this System.Collections.IEnumerable source)": (
      sequence,
      call,
    ) => {
      if (sequence === null) throw argumentNull("source");
      const type = call.types[0];
      if (elementTypeOf(sequence) === type) return sequence;
      return lazy(type, function* () {
        for (const item of boxedElements(sequence)) yield castTo(item, type);
      });
    },
    "static IEnumerable<R> OfType<R>(this System.Collections.IEnumerable source)": (
      sequence,
      call,
    ) => {
      if (sequence === null) throw argumentNull("source");
      const type = call.types[0];
      return lazy(type, function* () {
        for (const item of boxedElements(sequence)) {
          if (isInstance(item, type)) yield castTo(item, type);
        }
      });
    },
  },
});
