/**
 * The members of JObject and JProperty.
 * @module
 */
import type { CsArray } from "../../runtime/array.ts";
import { declare } from "../../runtime/declare.ts";
import { typeOf } from "../../runtime/type.ts";
import type { Ref } from "../../runtime/values.ts";
import { MapView } from "../collections/dictionary.ts";
import type { CsMap } from "../collections/dictionary.ts";
import { CsEnumerator } from "../collections/enumerator.ts";
import { KeyValuePair, pairType } from "../collections/key_value_pair.ts";
import { Sequence } from "../collections/sequence.ts";
import { argumentNull } from "../errors.ts";
import { equalsBy } from "../text_search.ts";
import { addContent, propertyContent } from "./content.ts";
import { parseObject } from "./load.ts";
import { objectFromObject } from "./serialize.ts";
import { JPROPERTY, JTOKEN, type JToken } from "./token.ts";
import { JObject, JProperty, nullToken } from "./tree.ts";

const STRING = typeOf("System.String");
const ENTRY = pairType(STRING, JTOKEN);

function named(self: JObject, name: string | null, parameter = "propertyName"): string {
  if (name === null) throw argumentNull(parameter);
  return name;
}

/** The property of that name, or else the first that the comparison accepts. */
function findProperty(self: JObject, name: string | null, comparison: number): JProperty | null {
  if (name === null) return null;
  const exact = self.property(name);
  if (exact || comparison === ORDINAL) return exact ?? null;
  for (const [own, property] of self.properties) {
    if (equalsBy(own, name, comparison)) return property;
  }
  return null;
}

const ORDINAL = 4;

function add(self: JObject, name: string | null, value: JToken | null): void {
  self.add(named(self, name), value ?? nullToken());
}

function tryGet(self: JObject, name: string, result: Ref, comparison = ORDINAL): boolean {
  result.value = findProperty(self, name, comparison)?.value ?? null;
  return result.value !== null;
}

function* entries(self: JObject): IterableIterator<KeyValuePair> {
  for (const property of self) {
    const { name, value } = property as JProperty;
    yield new KeyValuePair(ENTRY, name, value);
  }
}

function withContent(contents: Iterable<unknown>): JObject {
  const object = new JObject();
  for (const content of contents) addContent(object, content);
  return object;
}

/** A JObject as IDictionary<string, JToken>. */
function view(self: JObject): CsMap {
  return {
    keyType: STRING,
    valueType: JTOKEN,
    mapCount: self.count,
    lookUp: (key) => self.get(key as string) ?? undefined,
    *entries() {
      for (const property of self) {
        yield [(property as JProperty).name, (property as JProperty).value];
      }
    },
    addEntry: (key, value) => add(self, key as string, value as JToken),
    setEntry: (key, value) => self.set(key as string, value as JToken),
    deleteEntry: (key) => remove(self, key as string),
  };
}

function remove(self: JObject, name: string | null): boolean {
  const property = self.property(named(self, name));
  if (!property) return false;
  self.removeTokenAt(self.indexOf(property));
  return true;
}

declare({
  type:
    "class Newtonsoft.Json.Linq.JObject : JContainer, IDictionary<string, JToken>, IEnumerable<KeyValuePair<string, JToken>>",
  members: {
    "new()": () => new JObject(),
    "new(JObject other)": (other: JObject | null) => {
      if (other === null) throw argumentNull("other");
      return other.clone();
    },
    "new(params object[] content)": (content: CsArray) => withContent(content.items),
    "new(object content)": (content) => withContent([content]),
    "static JObject Parse(string json)": parseObject,
    "static JObject FromObject(object o)": objectFromObject,
    "JToken this[string propertyName] { get; set; }": {
      get: (self: JObject, name) => self.get(named(self, name)),
      set: (self: JObject, name, value) => self.set(named(self, name), value ?? nullToken()),
    },
    "void Add(string propertyName, JToken value)": add,
    "bool ContainsKey(string propertyName)": (self: JObject, name) =>
      self.property(named(self, name)) !== undefined,
    "bool Remove(string propertyName)": remove,
    "bool TryGetValue(string propertyName, out JToken value)": (self, name, result) =>
      tryGet(self, name, result),
    "bool TryGetValue(string propertyName, StringComparison comparison, out JToken value)": (
      self,
      name,
      comparison,
      result,
    ) => tryGet(self, name, result, comparison),
    "JToken GetValue(string propertyName)": (self: JObject, name) =>
      findProperty(self, name, ORDINAL)?.value ?? null,
    "JToken GetValue(string propertyName, StringComparison comparison)": (
      self: JObject,
      name,
      comparison,
    ) => findProperty(self, name, comparison)?.value ?? null,
    "JProperty Property(string name)": (self: JObject, name) => findProperty(self, name, ORDINAL),
    "JProperty Property(string name, StringComparison comparison)": findProperty,
    "IEnumerable<JProperty> Properties()": (self: JObject) =>
      new Sequence(JPROPERTY, () => self[Symbol.iterator]()),
    "JEnumerable<JToken> PropertyValues()": (self: JObject) =>
      new Sequence(JTOKEN, function* () {
        for (const property of self) yield (property as JProperty).value;
      }),
    "ICollection<string> Keys { get; }": (self: JObject) => new MapView(view(self), 0),
    "ICollection<JToken> Values { get; }": (self: JObject) => new MapView(view(self), 1),
    "IEnumerator<KeyValuePair<string, JToken>> GetEnumerator()": (self: JObject) =>
      new CsEnumerator(ENTRY, entries(self)),
    "JObject DeepClone()": (self: JObject) => self.clone(),
  },
});

function newProperty(name: string | null, content: JToken): JProperty {
  if (name === null) throw argumentNull("name");
  return new JProperty(name, content);
}

declare({
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
    "string Name { get; }": (self: JProperty) => self.name,
    "JToken Value { get; set; }": {
      get: (self: JProperty) => self.value,
      set: (self: JProperty, value: JToken | null) => void (self.value = value ?? nullToken()),
    },
  },
});
