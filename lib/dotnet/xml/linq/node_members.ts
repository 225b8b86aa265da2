/**
 * The members of XObject, XNode, XContainer and the leaves.
 * @module
 */
import type { CsArray } from "../../../csharp/runtime/array.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { Sequence } from "../../../csharp/runtime/sequence.ts";
import { argumentNull, invalidOperation, notNull } from "../../../csharp/runtime/errors.ts";
import {
  ancestors,
  descendantNodes,
  descendants,
  documentOrder,
  elements,
  firstElement,
  nodesAfter,
  nodesBefore,
  onlyElements,
} from "./axes.ts";
import { addContent, insertContent } from "./content.ts";
import { deepEquals } from "./equality.ts";
import type { XName } from "./names.ts";
import { NodeType } from "./node_type.ts";
import {
  XCData,
  XComment,
  type XContainer,
  XDeclaration,
  XDocumentType,
  XELEMENT,
  XNODE,
  type XNode,
  type XObject,
  XProcessingInstruction,
  XText,
} from "./tree.ts";
import { nodeText } from "./write.ts";

export const types = new Declarations();

/** SaveOptions. */
const SaveOptions = { None: 0, DisableFormatting: 1, OmitDuplicateNamespaces: 2 };

/** IEnumerable<XElement>, made anew for each enumeration. */
export const elementSequence = (items: () => Iterable<unknown>) =>
  new Sequence(XELEMENT, () => items()[Symbol.iterator]());
export const nodeSequence = (items: () => Iterable<unknown>) =>
  new Sequence(XNODE, () => items()[Symbol.iterator]());

function parentOf(node: XNode): XContainer {
  if (node.parent === null) throw invalidOperation("The parent is missing.");
  return node.parent;
}

/** Adds content beside a node: 0 before it, 1 after it. */
function addBeside(node: XNode, content: unknown, offset: 0 | 1): void {
  const parent = parentOf(node);
  insertContent(parent, parent.nodes.indexOf(node) + offset, content);
}

function replaceWith(node: XNode, content: unknown): void {
  const parent = parentOf(node);
  const index = parent.nodes.indexOf(node);
  parent.removeNode(node);
  insertContent(parent, index, content);
}

types.declare({ type: "enum System.Xml.XmlNodeType", values: NodeType });
types.declare({ type: "enum System.Xml.Linq.SaveOptions", values: SaveOptions, flags: true });
types.declare({
  type: "enum System.Xml.Linq.LoadOptions",
  values: { None: 0, PreserveWhitespace: 1, SetBaseUri: 2, SetLineInfo: 4 },
  flags: true,
});

types.of<XObject>().declare({
  type: "abstract class System.Xml.Linq.XObject",
  members: {
    "XmlNodeType NodeType { get; }": (self) => self.nodeType,
    "XElement Parent { get; }": (self) => self.parentElement,
    "XDocument Document { get; }": (self) => self.document,
    "string BaseUri { get; }": () => "",
  },
});

types.of<XNode>().declare({
  type: "abstract class System.Xml.Linq.XNode : XObject",
  members: {
    "static bool DeepEquals(XNode n1, XNode n2)": deepEquals,
    "static int CompareDocumentOrder(XNode n1, XNode n2)": (a, b) => Math.sign(documentOrder(a, b)),
    "XNode NextNode { get; }": (self) => self.sibling(1),
    "XNode PreviousNode { get; }": (self) => self.sibling(-1),
    "void AddAfterSelf(object content)": (self, content) => addBeside(self, content, 1),
    "void AddAfterSelf(params object[] content)": (self, content: CsArray) =>
      addBeside(self, content, 1),
    "void AddBeforeSelf(object content)": (self, content) => addBeside(self, content, 0),
    "void AddBeforeSelf(params object[] content)": (self, content: CsArray) =>
      addBeside(self, content, 0),
    "IEnumerable<XElement> Ancestors()": (self) =>
      elementSequence(() => ancestors(self, null, false)),
    "IEnumerable<XElement> Ancestors(XName name)": (self, name) =>
      elementSequence(() => ancestors(self, name, false)),
    "IEnumerable<XElement> ElementsAfterSelf()": (self) =>
      elementSequence(() => onlyElements(nodesAfter(self), null)),
    "IEnumerable<XElement> ElementsAfterSelf(XName name)": (self, name) =>
      elementSequence(() => onlyElements(nodesAfter(self), name)),
    "IEnumerable<XElement> ElementsBeforeSelf()": (self) =>
      elementSequence(() => onlyElements(nodesBefore(self), null)),
    "IEnumerable<XElement> ElementsBeforeSelf(XName name)": (self, name) =>
      elementSequence(() => onlyElements(nodesBefore(self), name)),
    "IEnumerable<XNode> NodesAfterSelf()": (self) => nodeSequence(() => nodesAfter(self)),
    "IEnumerable<XNode> NodesBeforeSelf()": (self) => nodeSequence(() => nodesBefore(self)),
    "bool IsAfter(XNode node)": (self, node) => documentOrder(self, node) > 0,
    "bool IsBefore(XNode node)": (self, node) => documentOrder(self, node) < 0,
    "void Remove()": (self) => self.remove(),
    "void ReplaceWith(object content)": replaceWith,
    "void ReplaceWith(params object[] content)": replaceWith,
    "string ToString()": (self) => nodeText(self, true),
    "string ToString(SaveOptions options)": (self, options) =>
      nodeText(self, (options & SaveOptions.DisableFormatting) === 0),
  },
});

types.of<XContainer>().declare({
  type: "abstract class System.Xml.Linq.XContainer : XNode",
  members: {
    "XNode FirstNode { get; }": (self) => self.nodes[0] ?? null,
    "XNode LastNode { get; }": (self) => self.nodes.at(-1) ?? null,
    "void Add(object content)": addContent,
    "void Add(params object[] content)": addContent,
    "void AddFirst(object content)": (self, content) => insertContent(self, 0, content),
    "void AddFirst(params object[] content)": (self, content) => insertContent(self, 0, content),
    "IEnumerable<XNode> DescendantNodes()": (self) => nodeSequence(() => descendantNodes(self)),
    "IEnumerable<XElement> Descendants()": (self) => elementSequence(() => descendants(self, null)),
    "IEnumerable<XElement> Descendants(XName name)": (self, name: XName | null) =>
      elementSequence(() => name === null ? [] : descendants(self, name)),
    "XElement Element(XName name)": (self, name) => firstElement(self, name),
    "IEnumerable<XElement> Elements()": (self) => elementSequence(() => elements(self, null)),
    "IEnumerable<XElement> Elements(XName name)": (self, name: XName | null) =>
      elementSequence(() => name === null ? [] : elements(self, name)),
    "IEnumerable<XNode> Nodes()": (self) => nodeSequence(() => [...self.nodes]),
    "void RemoveNodes()": (self) => self.removeNodes(),
    "void ReplaceNodes(object content)": replaceNodes,
    "void ReplaceNodes(params object[] content)": replaceNodes,
  },
});

function replaceNodes(self: XContainer, content: unknown): void {
  self.removeNodes();
  addContent(self, content);
}

function text(value: string | null): string {
  if (value === null) throw argumentNull("value");
  return value;
}

/** The property `Value` of a node that is text. */
const valueProperty = {
  get: (self: XText) => self.value,
  set: (self: XText, value: string | null) => void (self.value = text(value)),
};

types.declare({
  type: "class System.Xml.Linq.XText : XNode",
  members: {
    "new(string value)": (value) => new XText(text(value)),
    "new(XText other)": (other: XText | null) => notNull(other, "other").clone(),
    "string Value { get; set; }": valueProperty,
  },
});
types.declare({
  type: "class System.Xml.Linq.XCData : XText",
  members: {
    "new(string value)": (value) => new XCData(text(value)),
    "new(XCData other)": (other: XCData | null) => notNull(other, "other").clone(),
  },
});
types.declare({
  type: "class System.Xml.Linq.XComment : XNode",
  members: {
    "new(string value)": (value) => new XComment(text(value)),
    "new(XComment other)": (other: XComment | null) => notNull(other, "other").clone(),
    "string Value { get; set; }": valueProperty,
  },
});
types.of<XProcessingInstruction>().declare({
  type: "class System.Xml.Linq.XProcessingInstruction : XNode",
  members: {
    "new(string target, string data)": (target, data) =>
      new XProcessingInstruction(text(target), text(data)),
    "new(XProcessingInstruction other)": (other: XProcessingInstruction | null) =>
      notNull(other, "other").clone(),
    "string Target { get; set; }": {
      get: (self) => self.target,
      set: (self, target) => void (self.target = text(target)),
    },
    "string Data { get; set; }": {
      get: (self) => self.data,
      set: (self, data) => void (self.data = text(data)),
    },
  },
});
types.of<XDocumentType>().declare({
  type: "class System.Xml.Linq.XDocumentType : XNode",
  members: {
    "new(string name, string publicId, string systemId, string internalSubset)": (
      name,
      publicId,
      systemId,
      subset,
    ) => new XDocumentType(notNull(name, "name"), publicId, systemId, subset),
    "new(XDocumentType other)": (other: XDocumentType | null) => notNull(other, "other").clone(),
    "string Name { get; }": (self) => self.name,
    "string PublicId { get; }": (self) => self.publicId,
    "string SystemId { get; }": (self) => self.systemId,
    "string InternalSubset { get; }": (self) => self.internalSubset,
  },
});
types.of<XDeclaration>().declare({
  type: "class System.Xml.Linq.XDeclaration",
  members: {
    "new(string version, string encoding, string standalone)": (version, encoding, standalone) =>
      new XDeclaration(version, encoding, standalone),
    "new(XDeclaration other)": (other: XDeclaration | null) => {
      const { version, encoding, standalone } = notNull(other, "other");
      return new XDeclaration(version, encoding, standalone);
    },
    "string Version { get; }": (self) => self.version,
    "string Encoding { get; }": (self) => self.encoding,
    "string Standalone { get; }": (self) => self.standalone,
    "string ToString()": (self) => self.csToString(),
  },
});
