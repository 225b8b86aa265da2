/**
 * The members of JObject and JProperty.
 * @module
 */
import { spend } from "../../../csharp/runtime/budget.ts";
import type { CsArray } from "../../../csharp/runtime/array.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import type { Ref } from "../../../csharp/runtime/values.ts";
import { MapView } from "../../collections/dictionary.ts";
import { CsEnumerator } from "../../../csharp/runtime/enumerator.ts";
import { pairType } from "../../collections/key_value_pair.ts";
import { Sequence } from "../../../csharp/runtime/sequence.ts";
import { argumentNull } from "../../../csharp/runtime/errors.ts";
import { equalsBy } from "../../system/string/search.ts";
import { addContent, propertyContent } from "./content.ts";
import { parseObject } from "./load.ts";
import { objectFromObject } from "../serialize.ts";
import { JPROPERTY, JTOKEN, type JToken } from "./token.ts";
import { JObject, JProperty, nullToken } from "./tree.ts";

export const types = new Declarations();

const STRING = typeOf("System.String");
const ENTRY = pairType(STRING, JTOKEN);

/** The property of that name, or else the first that the comparison accepts. */
function findProperty(self: JObject, name: string | null, comparison: number): JProperty | null {
  if (name === null) return null;
  const exact = self.property(name);
  if (exact || comparison === ORDINAL) return exact ?? null;
  for (const [own, property] of self.properties) {
    spend(STEPS_PER_COMPARISON);
    if (equalsBy(own, name, comparison)) return property;
  }
  return null;
}

const ORDINAL = 4;

/** Of two names, by the rules of a culture. */
const STEPS_PER_COMPARISON = 16;

function tryGet(self: JObject, name: string | null, result: Ref, comparison = ORDINAL): boolean {
  result.value = name === null ? null : findProperty(self, name, comparison)?.value ?? null;
  return result.value !== null;
}

function withContent(contents: Iterable<unknown>): JObject {
  const object = new JObject();
  for (const content of contents) addContent(object, content);
  return object;
}

types.of<JObject>().declare({
  type:
    "class Newtonsoft.Json.Linq.JObject : JContainer, IDictionary<string, JToken>, IEnumerable<KeyValuePair<string, JToken>>",
  members: {
    "new()": () => new JObject(),
    "new(JObject other)": (other: JObject | null) => {
      if (other === null) throw argumentNull("other");
      return other.clone();
    },
    "new(params object[] content)": (content: CsArray | null) =>
      withContent(content?.items ?? [null]),
    "new(object content)": (content) => withContent([content]),
    "static JObject Parse(string json)": parseObject,
    "static JObject FromObject(object o)": objectFromObject,
    "JToken this[string propertyName] { get; set; }": {
      get: (self, name) => self.lookUp(name) ?? null,
      set: (self, name, value) => self.setEntry(name, value),
    },
    "void Add(string propertyName, JToken value)": (self, name, value) =>
      self.addEntry(name, value),
    "bool ContainsKey(string propertyName)": (self, name) => self.lookUp(name) !== undefined,
    "bool Remove(string propertyName)": (self, name) => self.deleteEntry(name),
    "bool TryGetValue(string propertyName, out JToken value)": (self, name, result) =>
      tryGet(self, name, result),
    "bool TryGetValue(string propertyName, StringComparison comparison, out JToken value)": (
      self,
      name,
      comparison,
      result,
    ) => tryGet(self, name, result, comparison),
    "JToken GetValue(string propertyName)": (self, name) =>
      findProperty(self, name, ORDINAL)?.value ?? null,
    "JToken GetValue(string propertyName, StringComparison comparison)": (
      self,
      name,
      comparison,
    ) => findProperty(self, name, comparison)?.value ?? null,
    "JProperty Property(string name)": (self, name) => findProperty(self, name, ORDINAL),
    "JProperty Property(string name, StringComparison comparison)": findProperty,
    "IEnumerable<JProperty> Properties()": (self) =>
      new Sequence(JPROPERTY, () => self[Symbol.iterator]()),
    "JEnumerable<JToken> PropertyValues()": (self) =>
      new Sequence(JTOKEN, function* () {
        for (const property of self) yield (property as JProperty).value;
      }),
    "ICollection<string> Keys { get; }": (self) => new MapView(self, 0),
    "ICollection<JToken> Values { get; }": (self) => new MapView(self, 1),
    "IEnumerator<KeyValuePair<string, JToken>> GetEnumerator()": (self) =>
      CsEnumerator.over(self, ENTRY),
    "JObject DeepClone()": (self) => self.clone(),
  },
});

function newProperty(name: string | null, content: JToken): JProperty {
  if (name === null) throw argumentNull("name");
  return new JProperty(name, content);
}

types.of<JProperty>().declare({
  type: "class Newtonsoft.Json.Linq.JProperty : JContainer",
  members: {
    "new(JProperty other)": (other: JProperty | null) => {
      if (other === null) throw argumentNull("other");
      return other.clone();
    },
    "new(string name, params object[] content)": (name, content: CsArray) =>
      newProperty(name, propertyContent(content)),
    "new(string name, object content)": (name, content) =>
      newProperty(name, propertyContent(content)),
    "string Name { get; }": (self) => self.name,
    "JToken Value { get; set; }": {
      get: (self) => self.value,
      set: (self, value: JToken | null) => void (self.value = value ?? nullToken()),
    },
  },
});
