/**
 * Newtonsoft.Json.Linq.Extensions: queries over sequences of tokens.
 * @module
 */
import { spend } from "../../../csharp/runtime/budget.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import type { CsType } from "../../../csharp/runtime/type.ts";
import { argument, argumentNull, nullReference } from "../../../csharp/runtime/errors.ts";
import { ancestors, descendants, TokenSequence } from "./navigate.ts";
import { JPROPERTY, JTOKEN, JToken } from "./token.ts";
import { childOf } from "./child.ts";
import { tokenValue } from "./token_value.ts";
import { JContainer, type JObject } from "./tree.ts";

export const types = new Declarations();

type Tokens = Iterable<JToken | null>;

function each(source: Tokens | null, expand: (token: JToken) => Iterable<JToken>) {
  return mapped(source, JTOKEN, expand);
}

function mapped(source: Tokens | null, type: CsType, expand: (token: JToken) => Iterable<unknown>) {
  if (source === null) throw argumentNull("source");
  return new TokenSequence(function* () {
    for (const token of source) {
      spend();
      if (token === null) throw nullReference();
      yield* expand(token);
    }
  }, type);
}

/** The children of each, and what has none itself; or with a key the child of that key where there is one. */
function valuesOf(key: unknown) {
  return (token: JToken): readonly JToken[] => {
    if (key === null) return token instanceof JContainer ? token.children() : [token];
    const child = childOf(token, key);
    return child === null ? [] : [child];
  };
}

function converted(source: Tokens, key: unknown, type: CsType) {
  const values = valuesOf(key);
  return mapped(source, type, (token) => values(token).map((value) => tokenValue(value, type)));
}

types.declare({
  type: "static class Newtonsoft.Json.Linq.Extensions",
  members: {
    "static IJEnumerable<JToken> Ancestors<T>(this IEnumerable<T> source) where T : JToken": (
      source,
    ) => each(source, (token) => ancestors(token, false)),
    "static IJEnumerable<JToken> AncestorsAndSelf<T>(this IEnumerable<T> source) where T : JToken":
      (source) => each(source, (token) => ancestors(token, true)),
    "static IJEnumerable<JToken> Descendants<T>(this IEnumerable<T> source) where T : JContainer": (
      source,
    ) => each(source, descendants),
    "static IJEnumerable<JToken> DescendantsAndSelf<T>(this IEnumerable<T> source) where T : JContainer":
      (source) => each(source, (token) => [token, ...descendants(token)]),
    "static IJEnumerable<JProperty> Properties(this IEnumerable<JObject> source)": (source) =>
      mapped(source, JPROPERTY, (object) => (object as JObject).children()),
    "static IJEnumerable<JToken> Values(this IEnumerable<JToken> source)": (source) =>
      each(source, valuesOf(null)),
    "static IJEnumerable<JToken> Values(this IEnumerable<JToken> source, object key)": (
      source,
      key,
    ) => each(source, valuesOf(key)),
    "static IEnumerable<U> Values<U>(this IEnumerable<JToken> source)": (source, call) =>
      converted(source, null, call.types[0]),
    "static IEnumerable<U> Values<U>(this IEnumerable<JToken> source, object key)": (
      source,
      key,
      call,
    ) => converted(source, key, call.types[0]),
    "static U Value<U>(this IEnumerable<JToken> value)": (source, call) => {
      if (source === null) throw argumentNull("value");
      if (!(source instanceof JToken)) throw argument("Source value must be a JToken.");
      return tokenValue(source, call.types[0]);
    },
    "static U Value<T, U>(this IEnumerable<T> value) where T : JToken": (source, call) => {
      if (source === null) throw argumentNull("value");
      if (!(source instanceof JToken)) throw argument("Source value must be a JToken.");
      return tokenValue(source, call.types[1]);
    },
    "static IJEnumerable<JToken> Children<T>(this IEnumerable<T> source) where T : JToken": (
      source,
    ) => each(source, (token) => token as Iterable<JToken>),
    "static IEnumerable<U> Children<T, U>(this IEnumerable<T> source) where T : JToken": (
      source,
      call,
    ) => {
      const type = call.types[1];
      return mapped(source, type, function* (token) {
        for (const child of token as Iterable<JToken>) yield tokenValue(child, type);
      });
    },
    "static IJEnumerable<JToken> AsJEnumerable(this IEnumerable<JToken> source)": (source) => {
      if (source === null) throw argumentNull("source");
      return new TokenSequence(() => source[Symbol.iterator](), JTOKEN);
    },
  },
});
