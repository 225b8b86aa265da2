/**
 * System.Xml.XmlDocument and its nodes, as views of the tree of System.Xml.Linq.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { argumentNull, notNull, nullReference } from "../../csharp/runtime/errors.ts";
import { descendants } from "./linq/axes.ts";
import { XName } from "./linq/names.ts";
import { parseDocument, parseElement } from "./linq/parse.ts";
import { NodeType } from "./linq/node_type.ts";
import {
  XAttribute,
  XComment,
  XContainer,
  XDocument,
  XElement,
  XNode,
  type XObject,
  XProcessingInstruction,
  XText,
} from "./linq/tree.ts";
import { nodeText } from "./linq/write.ts";
import { selectNodes, stringValue } from "./xpath/evaluate.ts";
import { namespacesOf } from "./xpath/members.ts";

export const types = new Declarations();

const PRESERVE_WHITESPACE = 1;
const XML_NODE = typeOf("System.Xml.XmlNode");
const TYPE_NAMES: readonly (readonly [number, string])[] = [
  [NodeType.Element, "XmlElement"],
  [NodeType.Attribute, "XmlAttribute"],
  [NodeType.Document, "XmlDocument"],
  [NodeType.Text, "XmlText"],
  [NodeType.CDATA, "XmlCDataSection"],
  [NodeType.Comment, "XmlComment"],
  [NodeType.ProcessingInstruction, "XmlProcessingInstruction"],
  [NodeType.DocumentType, "XmlDocumentType"],
  [NodeType.XmlDeclaration, "XmlDeclaration"],
];
const TYPES: ReadonlyMap<number, CsType> = new Map(
  TYPE_NAMES.map(([type, name]) => [type, typeOf(`System.Xml.${name}`)]),
);

/** A document's declaration as a node, which XmlDocument has and System.Xml.Linq has not. */
class DeclarationNode extends XProcessingInstruction {
  override readonly nodeType = NodeType.XmlDeclaration;

  constructor(readonly owner: XDocument) {
    super("xml", owner.declaration!.csToString().slice("<?xml ".length, -"?>".length));
  }
}

/** An XmlNode over a node of the tree. */
export class NodeView implements CsObject {
  constructor(public node: XObject) {}

  get csType(): CsType {
    return TYPES.get(this.node.nodeType) ?? XML_NODE;
  }

  csEquals(other: unknown): boolean {
    return other instanceof NodeView && other.node === this.node;
  }

  csHashKey(): string {
    return this.name;
  }

  get name(): string {
    const { node } = this;
    if (node instanceof XElement || node instanceof XAttribute) return prefixedName(node);
    if (node instanceof XProcessingInstruction) return node.target;
    return NAMES.get(node.nodeType) ?? "";
  }

  get value(): string | null {
    const { node } = this;
    if (node instanceof XText || node instanceof XComment || node instanceof XAttribute) {
      return node.value;
    }
    return node instanceof XProcessingInstruction ? node.data : null;
  }

  get children(): readonly XNode[] {
    const { node } = this;
    if (node instanceof XDocument && node.declaration !== null) {
      return [new DeclarationNode(node), ...node.nodes];
    }
    return node instanceof XContainer ? node.nodes : [];
  }
}

const NAMES: ReadonlyMap<number, string> = new Map([
  [NodeType.Text, "#text"],
  [NodeType.CDATA, "#cdata-section"],
  [NodeType.Comment, "#comment"],
  [NodeType.Document, "#document"],
]);

/** The name as it is written. */
function prefixedName(node: XElement | XAttribute): string {
  const text = nodeText(node, false);
  return /^<?([^\s=/>]+)/.exec(text)![1];
}

export function view(node: XObject | null | undefined): NodeView | null {
  return node ? new NodeView(node) : null;
}

/** XmlNodeList. */
class NodeList implements CsObject {
  readonly csType: CsType = typeOf("System.Xml.XmlNodeList");
  readonly elementType = XML_NODE;

  constructor(readonly nodes: readonly XObject[]) {}

  get count(): number {
    return this.nodes.length;
  }

  *[Symbol.iterator](): IterableIterator<NodeView> {
    for (const node of this.nodes) yield new NodeView(node);
  }
}

function innerText({ node }: NodeView): string {
  return stringValue(node);
}

function setInnerText({ node }: NodeView, text: string): void {
  if (node instanceof XElement || node instanceof XText || node instanceof XAttribute) {
    node.value = text ?? "";
  }
}

function innerXml({ node, children }: NodeView): string {
  if (node instanceof XAttribute) return node.value;
  return children.map((child) => nodeText(child, false)).join("");
}

function outerXml(self: NodeView): string {
  return self.node instanceof XDocument ? innerXml(self) : nodeText(self.node, false);
}

/** Text becomes nodes in an element, text in an attribute. @throws CsException XmlException */
function setInnerXml(self: NodeView, text: string | null): void {
  const { node } = self;
  if (node instanceof XDocument) return load(self, text);
  if (node instanceof XAttribute) node.value = text ?? "";
  if (!(node instanceof XElement)) return;
  const parsed = parseElement(`<x>${text ?? ""}</x>`, PRESERVE_WHITESPACE);
  node.removeNodes();
  node.content = [];
  for (const child of [...parsed.nodes]) {
    child.remove();
    node.addNode(child);
  }
}

function named(self: NodeView, wanted: string | null): NodeList {
  const name = notNull(wanted, "key");
  const root = self.node as XContainer;
  const found = [...descendants(root, null)].filter((element) =>
    name === "*" || prefixedName(element) === name
  );
  return new NodeList(found);
}

export function attributeOf({ node }: NodeView, name: string | null): XAttribute | null {
  if (!(node instanceof XElement)) return null;
  return node.attributes.find((attribute) => prefixedName(attribute) === name) ?? null;
}

function setAttribute(self: NodeView, name: string | null, value: string | null): void {
  if (name === null) throw nullReference();
  const existing = attributeOf(self, name);
  if (existing) existing.value = value ?? "";
  else (self.node as XElement).addAttribute(new XAttribute(XName.get(name), value ?? ""));
}

function nameParts({ node }: NodeView) {
  return node instanceof XElement || node instanceof XAttribute ? node.name : null;
}

function beside({ node }: NodeView, distance: number): NodeView | null {
  if (node instanceof DeclarationNode) return distance > 0 ? view(node.owner.nodes[0]) : null;
  return node instanceof XNode ? view(node.sibling(distance)) : null;
}

function load(self: NodeView, text: string | null): void {
  if (text === null) throw argumentNull("xml");
  self.node = parseDocument(text);
}

types.declare({
  type: "class System.Xml.XPath.XPathException : SystemException",
});

types.of<NodeList>().declare({
  type: "abstract class System.Xml.XmlNodeList : System.Collections.IEnumerable",
  members: {
    "int Count { get; }": (self) => self.count,
    "XmlNode Item(int index)": (self, index) => view(self.nodes[index]),
    "XmlNode this[int i] { get; }": (self, index) => view(self.nodes[index]),
  },
});

/** XmlAttributeCollection. */
class AttributeList extends NodeList {
  override readonly csType = typeOf("System.Xml.XmlAttributeCollection");

  constructor(private readonly owner: XElement) {
    super(owner.attributes);
  }

  named(name: string | null): NodeView | null {
    return view(attributeOf(new NodeView(this.owner), name));
  }
}

types.of<AttributeList>().declare({
  type: "class System.Xml.XmlAttributeCollection : System.Collections.IEnumerable",
  members: {
    "int Count { get; }": (self) => self.count,
    "XmlAttribute this[int i] { get; }": (self, index) => view(self.nodes[index]),
    "XmlAttribute this[string name] { get; }": (self, name) => self.named(name),
    "XmlNode GetNamedItem(string name)": (self, name) => self.named(name),
  },
});

types.of<NodeView>().declare({
  type: "abstract class System.Xml.XmlNode : System.Collections.IEnumerable",
  members: {
    "string Name { get; }": (self) => self.name,
    "string LocalName { get; }": (self) => nameParts(self)?.local ?? self.name,
    "string NamespaceURI { get; }": (self) => nameParts(self)?.namespace.uri ?? "",
    "string Prefix { get; }": (self) => self.name.includes(":") ? self.name.split(":")[0] : "",
    "XmlNodeType NodeType { get; }": (self) => self.node.nodeType,
    "string Value { get; set; }": { get: (self) => self.value, set: setInnerText },
    "string InnerText { get; set; }": { get: innerText, set: setInnerText },
    "string InnerXml { get; set; }": { get: innerXml, set: setInnerXml },
    "string OuterXml { get; }": outerXml,
    "bool HasChildNodes { get; }": (self) => self.children.length > 0,
    "XmlNodeList ChildNodes { get; }": (self) => new NodeList(self.children),
    "XmlNode FirstChild { get; }": (self) => view(self.children[0]),
    "XmlNode LastChild { get; }": (self) => view(self.children.at(-1)),
    "XmlNode NextSibling { get; }": (self) => beside(self, 1),
    "XmlNode PreviousSibling { get; }": (self) => beside(self, -1),
    "XmlNode ParentNode { get; }": (self) => view(self.node.parent),
    "XmlDocument OwnerDocument { get; }": (self) => view(self.node.document),
    "XmlAttributeCollection Attributes { get; }": (self) =>
      self.node instanceof XElement ? new AttributeList(self.node) : null,
    "XmlElement this[string name] { get; }": (self, name) =>
      view(
        self.children.find((child) => child instanceof XElement && prefixedName(child) === name),
      ),
    "XmlNodeList SelectNodes(string xpath)": (self, path) =>
      new NodeList(selectNodes(self.node, path ?? "")),
    "XmlNodeList SelectNodes(string xpath, XmlNamespaceManager nsmgr)": (
      self,
      path,
      manager,
    ) => new NodeList(selectNodes(self.node, path ?? "", namespacesOf(manager))),
    "XmlNode SelectSingleNode(string xpath)": (self, path) =>
      view(selectNodes(self.node, path ?? "")[0]),
    "XmlNode SelectSingleNode(string xpath, XmlNamespaceManager nsmgr)": (
      self,
      path,
      manager,
    ) => view(selectNodes(self.node, path ?? "", namespacesOf(manager))[0]),
  },
});

for (const [type, name] of TYPE_NAMES) {
  if (type !== NodeType.Element && type !== NodeType.Document) {
    types.declare({ type: `class System.Xml.${name} : XmlNode` });
  }
}

types.of<NodeView>().declare({
  type: "class System.Xml.XmlElement : XmlNode",
  members: {
    "bool HasAttributes { get; }": (self) => (self.node as XElement).attributes.length > 0,
    "bool HasAttribute(string name)": (self, name) => attributeOf(self, name) !== null,
    "string GetAttribute(string name)": (self, name) => attributeOf(self, name)?.value ?? "",
    "void SetAttribute(string name, string value)": setAttribute,
    "XmlNodeList GetElementsByTagName(string name)": named,
  },
});

types.of<NodeView>().declare({
  type: "class System.Xml.XmlDocument : XmlNode",
  members: {
    "new()": () => new NodeView(new XDocument()),
    "void LoadXml(string xml)": load,
    "XmlNameTable NameTable { get; }": () => ({ csType: typeOf("System.Xml.NameTable") }),
    "XmlElement DocumentElement { get; }": (self) => view((self.node as XDocument).root),
    "XmlNodeList GetElementsByTagName(string name)": named,
  },
});
