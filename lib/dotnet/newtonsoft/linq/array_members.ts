/**
 * The members of JArray and JConstructor.
 * @module
 */
import type { CsArray } from "../../../csharp/runtime/array.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { copyTo } from "../../collections/collection.ts";
import { CsEnumerator } from "../../../csharp/runtime/enumerator.ts";
import { argumentNull, notNull } from "../../../csharp/runtime/errors.ts";
import { addContent } from "./content.ts";
import { parseArray } from "./load.ts";
import { arrayFromObject } from "../serialize.ts";
import { JArray, JConstructor, type JContainer, nullToken } from "./tree.ts";

export const types = new Declarations();

function filled<C extends JContainer>(container: C, contents: Iterable<unknown>): C {
  for (const content of contents) addContent(container, content);
  return container;
}

types.of<JArray>().declare({
  type: "class Newtonsoft.Json.Linq.JArray : JContainer, IList<JToken>",
  members: {
    "new()": () => new JArray(),
    "new(JArray other)": (other: JArray | null) => {
      if (other === null) throw argumentNull("other");
      return other.clone();
    },
    "new(params object[] content)": (content: CsArray | null) =>
      filled(new JArray(), content?.items ?? [null]),
    "new(object content)": (content) => filled(new JArray(), [content]),
    "static JArray Parse(string json)": parseArray,
    "static JArray FromObject(object o)": arrayFromObject,
    "JToken this[int index] { get; set; }": {
      get: (self, index) => self.tokenAt(index),
      set: (self, index, value) => self.setTokenAt(index, value ?? nullToken()),
    },
    "bool IsReadOnly { get; }": () => false,
    "void Add(JToken item)": (self, item) => self.insertToken(self.count, item ?? nullToken()),
    "void Clear()": (self) => self.clear(),
    "bool Contains(JToken item)": (self, item) => self.indexOf(item) >= 0,
    "void CopyTo(JToken[] array, int arrayIndex)": (self, array, index) =>
      copyTo(self.children(), self.count, array, index),
    "IEnumerator<JToken> GetEnumerator()": (self) => CsEnumerator.over(self),
    "int IndexOf(JToken item)": (self, item) => self.indexOf(item),
    "void Insert(int index, JToken item)": (self, index, item) =>
      self.insertToken(index, item ?? nullToken()),
    "bool Remove(JToken item)": (self, item) => {
      const index = self.indexOf(item);
      if (index >= 0) self.removeTokenAt(index);
      return index >= 0;
    },
    "void RemoveAt(int index)": (self, index) => self.removeTokenAt(index),
  },
});

types.of<JConstructor>().declare({
  type: "class Newtonsoft.Json.Linq.JConstructor : JContainer",
  members: {
    "new(string name)": (name) => new JConstructor(notNull(name, "name")),
    "new(string name, params object[] content)": (name, content: CsArray | null) =>
      filled(new JConstructor(notNull(name, "name")), content?.items ?? [null]),
    "new(string name, object content)": (name, content) =>
      filled(new JConstructor(notNull(name, "name")), [content]),
    "string Name { get; set; }": {
      get: (self) => self.name,
      set: (self, name) => void (self.name = name),
    },
  },
});
