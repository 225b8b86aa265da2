/**
 * The members of JToken and JContainer, and IJEnumerable<T>.
 * @module
 */
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { toText } from "../../../csharp/runtime/object.ts";
import { box } from "../../../csharp/runtime/values.ts";
import { Sequence } from "../../../csharp/runtime/sequence.ts";
import { argumentNull, invalidOperation } from "../../../csharp/runtime/errors.ts";
import { addContent, insertContent } from "./content.ts";
import { childOf, end, setChild } from "./child.ts";
import { deepEquals } from "./equality.ts";
import { deserializeToken } from "../deserialize.ts";
import { selectToken, selectTokens } from "../json_path/select.ts";
import { parseToken } from "./load.ts";
import { merge } from "./merge.ts";
import {
  addBeside,
  ancestors,
  descendants,
  remove,
  replace,
  sibling,
  siblingsAfter,
  siblingsBefore,
  TokenSequence,
} from "./navigate.ts";
import { pathOf } from "../position.ts";
import { tokenFromObject } from "../serialize.ts";
import { JTOKEN, type JToken } from "./token.ts";
import { tokenValue } from "./token_value.ts";
import { JContainer } from "./tree.ts";
import { Formatting, writeToken } from "../write.ts";
import { isInstance } from "../../../csharp/runtime/instance.ts";
import { TokenEquality } from "./token_comparer.ts";

export const types = new Declarations();

const tokens = (items: () => Iterable<JToken>) =>
  new Sequence(JTOKEN, () => items()[Symbol.iterator]());

const byKey = {
  "IJEnumerable<JToken> this[object key] { get; }": (self: Iterable<JToken>, key: unknown) =>
    new TokenSequence(function* () {
      for (const token of self) {
        const child = childOf(token, key);
        if (child !== null) yield child;
      }
    }),
};

types.declare({
  type: "interface Newtonsoft.Json.Linq.IJEnumerable<out T> : IEnumerable<T>",
  members: byKey,
});

types.declare({
  type: "struct Newtonsoft.Json.Linq.JEnumerable<T> : IJEnumerable<T>",
  members: {
    "new()": (call) => new TokenSequence(() => [][Symbol.iterator](), call.types[0]),
    ...byKey,
  },
});

types.declare({ type: "abstract class Newtonsoft.Json.JsonConverter" });
types.declare({ type: "enum Newtonsoft.Json.Formatting", values: Formatting });

types.of<JToken>().declare({
  type: "abstract class Newtonsoft.Json.Linq.JToken : IJEnumerable<JToken>, System.ICloneable",
  members: {
    "static JToken Parse(string json)": parseToken,
    "static JToken FromObject(object o)": tokenFromObject,
    "static bool DeepEquals(JToken t1, JToken t2)": deepEquals,
    "static JTokenEqualityComparer EqualityComparer { get; }": () => new TokenEquality(),
    "JContainer Parent { get; }": (self) => self.parent,
    "JToken Root { get; }": (self) => self.root,
    "JTokenType Type { get; }": (self) => self.tokenType,
    "bool HasValues { get; }": (self) => self.hasValues,
    "JToken Next { get; }": (self) => sibling(self, 1),
    "JToken Previous { get; }": (self) => sibling(self, -1),
    "string Path { get; }": pathOf,
    "JToken First { get; }": (self) => end(self, 0),
    "JToken Last { get; }": (self) => end(self, -1),
    "JToken this[object key] { get; set; }": { get: childOf, set: setChild },
    "void AddAfterSelf(object content)": (self, content) => addBeside(self, content, 1),
    "void AddBeforeSelf(object content)": (self, content) => addBeside(self, content, 0),
    "IEnumerable<JToken> Ancestors()": (self) => tokens(() => ancestors(self, false)),
    "IEnumerable<JToken> AncestorsAndSelf()": (self) => tokens(() => ancestors(self, true)),
    "IEnumerable<JToken> AfterSelf()": (self) => tokens(() => siblingsAfter(self)),
    "IEnumerable<JToken> BeforeSelf()": (self) => tokens(() => siblingsBefore(self)),
    "JEnumerable<JToken> Children()": (self) => new TokenSequence(() => self[Symbol.iterator]()),
    "JEnumerable<T> Children<T>() where T : JToken": (self, call) =>
      new TokenSequence(function* () {
        for (const child of self) if (isInstance(child, call.types[0])) yield child;
      }, call.types[0]),
    "T Value<T>(object key)": (self, key, call) => tokenValue(childOf(self, key), call.types[0]),
    "IEnumerable<T> Values<T>()": (self, call) => {
      if (!(self instanceof JContainer)) {
        throw invalidOperation(`Cannot access child value on ${self.csType}.`);
      }
      const [type] = call.types;
      return new Sequence(type, function* () {
        for (const child of self) yield tokenValue(child, type);
      });
    },
    "void Remove()": remove,
    "void Replace(JToken value)": replace,
    "JToken DeepClone()": (self) => self.clone(),
    "object Clone()": (self) => self.clone(),
    "object ToObject(Type objectType)": (self, type) => {
      if (type === null) throw argumentNull("objectType");
      return box(deserializeToken(self, type), type);
    },
    "T ToObject<T>()": (self, call) => deserializeToken(self, call.types[0]),
    "JToken SelectToken(string path)": (self, path) => selectToken(self, path),
    "JToken SelectToken(string path, bool errorWhenNoMatch)": (self, path, strict) =>
      selectToken(self, path, strict),
    "IEnumerable<JToken> SelectTokens(string path)": (self, path) => {
      selectTokens(self, path); // a path that is none fails at once
      return tokens(() => selectTokens(self, path));
    },
    "IEnumerable<JToken> SelectTokens(string path, bool errorWhenNoMatch)": (
      self,
      path,
      strict,
    ) => {
      selectTokens(self, path);
      return tokens(() => selectTokens(self, path, strict));
    },
    "string ToString()": (self) => toText(self),
    "string ToString(Formatting formatting, params JsonConverter[] converters)": (
      self,
      formatting,
    ) => writeToken(self, formatting),
  },
});

types.of<JContainer>().declare({
  type: "abstract class Newtonsoft.Json.Linq.JContainer : JToken, IList<JToken>",
  members: {
    "int Count { get; }": (self) => self.count,
    "void Add(object content)": addContent,
    "void AddFirst(object content)": (self, content) => insertContent(self, 0, content),
    "IEnumerable<JToken> Descendants()": (self) => tokens(() => descendants(self)),
    "IEnumerable<JToken> DescendantsAndSelf()": (self) =>
      tokens(() => [self, ...descendants(self)]),
    "void RemoveAll()": (self) => self.clear(),
    "void ReplaceAll(object content)": (self, content) => {
      self.clear();
      addContent(self, content);
    },
    "void Merge(object content)": (self, content) => merge(self, content, null),
    "void Merge(object content, JsonMergeSettings settings)": merge,
  },
});
