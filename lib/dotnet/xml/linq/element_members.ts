/**
 * The members of XElement, XAttribute and XDocument.
 * @module
 */
import { chargeForElements } from "../../../csharp/runtime/budget.ts";
import type { CsArray } from "../../../csharp/runtime/array.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { Sequence } from "../../../csharp/runtime/sequence.ts";
import { argumentNull, notNull } from "../../../csharp/runtime/errors.ts";
import { ancestors, descendantNodes, descendantsAndSelf } from "./axes.ts";
import { addContent, valueText } from "./content.ts";
import { type XName, XNamespace } from "./names.ts";
import { elementSequence, nodeSequence } from "./node_members.ts";
import { parseDocument, parseElement } from "./parse.ts";
import {
  XATTRIBUTE,
  XAttribute,
  type XContainer,
  type XDeclaration,
  XDocument,
  XDocumentType,
  XElement,
} from "./tree.ts";
import { namespacesInScope, nodeText } from "./write.ts";

export const types = new Declarations();

function named(name: XName | null): XName {
  if (name === null) throw argumentNull("name");
  return name;
}

function filled<C extends XContainer>(container: C, content: unknown): C {
  addContent(container, content);
  return container;
}

const attributes = (items: () => Iterable<XAttribute>) =>
  new Sequence(XATTRIBUTE, () => items()[Symbol.iterator]());

function attributesNamed(self: XElement, name: XName | null): readonly XAttribute[] {
  const attribute = name === null ? null : self.attribute(name);
  return attribute === null ? [] : [attribute];
}

/** null removes it. */
function setAttribute(self: XElement, name: XName, value: unknown): void {
  const attribute = self.attribute(named(name));
  if (value === null) attribute?.remove();
  else if (attribute) attribute.value = valueText(value);
  else self.addAttribute(new XAttribute(name, valueText(value)));
}

/** null removes it. */
function setElement(self: XElement, name: XName, value: unknown): void {
  const element = self.nodes.find((node) =>
    node instanceof XElement && node.name === named(name)
  ) as
    | XElement
    | undefined;
  if (value === null) element?.remove();
  else if (element) element.value = valueText(value);
  else self.addNode(filled(new XElement(name), valueText(value)));
}

function setValue(self: XElement | XAttribute, value: unknown): void {
  if (value === null) throw argumentNull("value");
  self.value = valueText(value);
}

function removeAttributes(self: XElement): void {
  for (const attribute of [...self.attributes]) attribute.remove();
}

function replaceAll(self: XElement, content: unknown): void {
  self.removeNodes();
  removeAttributes(self);
  addContent(self, content);
}

/** The prefix in force for that namespace; null when there is none. */
function prefixOf(self: XElement, ns: XNamespace | null): string | null {
  const { uri } = notNull(ns, "ns");
  for (const [prefix, own] of [...namespacesInScope(self)].reverse()) {
    if (own === uri && prefix !== "") return prefix;
  }
  return null;
}

const valueOf = {
  get: (self: XElement | XAttribute) => self.value,
  set: setValue,
};

types.of<XElement>().declare({
  type: "class System.Xml.Linq.XElement : XContainer",
  members: {
    "static IEnumerable<XElement> EmptySequence { get; }": () => elementSequence(() => []),
    "new(XName name)": (name) => new XElement(named(name)),
    "new(XName name, object content)": (name, content) =>
      filled(new XElement(named(name)), content),
    "new(XName name, params object[] content)": (name, content: CsArray) =>
      filled(new XElement(named(name)), content),
    "new(XElement other)": (other: XElement | null) => {
      if (other === null) throw argumentNull("other");
      return other.clone();
    },
    "static XElement Parse(string text)": (text) => parseElement(text),
    "static XElement Parse(string text, LoadOptions options)": parseElement,
    "XName Name { get; set; }": {
      get: (self) => self.name,
      set: (self, name) => void (self.name = named(name)),
    },
    "string Value { get; set; }": valueOf,
    "bool HasAttributes { get; }": (self) => self.attributes.length > 0,
    "bool HasElements { get; }": (self) => self.nodes.some((node) => node instanceof XElement),
    "bool IsEmpty { get; }": (self) => self.content === null,
    "XAttribute FirstAttribute { get; }": (self) => self.attributes[0] ?? null,
    "XAttribute LastAttribute { get; }": (self) => self.attributes.at(-1) ?? null,
    "XAttribute Attribute(XName name)": (self, name) => self.attribute(name),
    "IEnumerable<XAttribute> Attributes()": (self) => attributes(() => [...self.attributes]),
    "IEnumerable<XAttribute> Attributes(XName name)": (self, name) =>
      attributes(() => attributesNamed(self, name)),
    "IEnumerable<XElement> AncestorsAndSelf()": (self) =>
      elementSequence(() => ancestors(self, null, true)),
    "IEnumerable<XElement> AncestorsAndSelf(XName name)": (self, name) =>
      elementSequence(() => ancestors(self, name, true)),
    "IEnumerable<XElement> DescendantsAndSelf()": (self) =>
      elementSequence(() => descendantsAndSelf(self, null)),
    "IEnumerable<XElement> DescendantsAndSelf(XName name)": (self, name) =>
      elementSequence(() => descendantsAndSelf(self, name)),
    "IEnumerable<XNode> DescendantNodesAndSelf()": (self) =>
      nodeSequence(() => [self, ...descendantNodes(self)]),
    "XNamespace GetDefaultNamespace()": (self) =>
      XNamespace.get(namespacesInScope(self).get("") ?? ""),
    "XNamespace GetNamespaceOfPrefix(string prefix)": (self, prefix) => {
      const uri = namespacesInScope(self).get(notNull(prefix, "prefix"));
      return uri === undefined ? null : XNamespace.get(uri);
    },
    "string GetPrefixOfNamespace(XNamespace ns)": prefixOf,
    "void RemoveAll()": (self) => replaceAll(self, null),
    "void RemoveAttributes()": removeAttributes,
    "void ReplaceAll(object content)": replaceAll,
    "void ReplaceAll(params object[] content)": replaceAll,
    "void ReplaceAttributes(object content)": (self, content) => {
      removeAttributes(self);
      addContent(self, content);
    },
    "void ReplaceAttributes(params object[] content)": (self, content) => {
      removeAttributes(self);
      addContent(self, content);
    },
    "void SetAttributeValue(XName name, object value)": setAttribute,
    "void SetElementValue(XName name, object value)": setElement,
    "void SetValue(object value)": setValue,
  },
});

function neighbour(self: XAttribute, distance: number): XAttribute | null {
  const all = self.owner?.attributes ?? [];
  chargeForElements(all.length);
  return all[all.indexOf(self) + distance] ?? null;
}

types.of<XAttribute>().declare({
  type: "class System.Xml.Linq.XAttribute : XObject",
  members: {
    "static IEnumerable<XAttribute> EmptySequence { get; }": () => attributes(() => []),
    "new(XName name, object value)": (name, value) => {
      if (value === null) throw argumentNull("value");
      return new XAttribute(named(name), valueText(value));
    },
    "new(XAttribute other)": (other: XAttribute | null) => notNull(other, "other").clone(),
    "XName Name { get; }": (self) => self.name,
    "string Value { get; set; }": valueOf,
    "bool IsNamespaceDeclaration { get; }": (self) => self.isNamespaceDeclaration,
    "XAttribute NextAttribute { get; }": (self) => neighbour(self, 1),
    "XAttribute PreviousAttribute { get; }": (self) => neighbour(self, -1),
    "void Remove()": (self) => self.remove(),
    "void SetValue(object value)": setValue,
    "string ToString()": (self) => nodeText(self, true),
  },
});

types.of<XDocument>().declare({
  type: "class System.Xml.Linq.XDocument : XContainer",
  members: {
    "new()": () => new XDocument(),
    "new(params object[] content)": (content: CsArray) => filled(new XDocument(), content),
    "new(XDeclaration declaration, params object[] content)": (
      declaration: XDeclaration | null,
      content: CsArray,
    ) => {
      const document = filled(new XDocument(), content);
      document.declaration = declaration;
      return document;
    },
    "new(XDocument other)": (other: XDocument | null) => {
      if (other === null) throw argumentNull("other");
      return other.clone();
    },
    "static XDocument Parse(string text)": (text) => parseDocument(text),
    "static XDocument Parse(string text, LoadOptions options)": parseDocument,
    "XElement Root { get; }": (self) => self.root,
    "XDeclaration Declaration { get; set; }": {
      get: (self) => self.declaration,
      set: (self, declaration) => void (self.declaration = declaration),
    },
    "XDocumentType DocumentType { get; }": (self) =>
      self.nodes.find((node) => node instanceof XDocumentType) ?? null,
  },
  leftOut: ["Load"],
});
