/**
 * What changes an XmlDocument: new nodes, and where they go.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import {
  argument,
  argumentNull,
  invalidOperation,
  nullReference,
} from "../../csharp/runtime/errors.ts";
import { XName, XNamespace } from "./linq/names.ts";
import { parseDocument } from "./linq/parse.ts";
import {
  XAttribute,
  XCData,
  XComment,
  XContainer,
  XDocument,
  XElement,
  XNode,
  XText,
} from "./linq/tree.ts";
import { attributeOf, NodeView, view } from "./xml_document.ts";

export const types = new Declarations();

/** The node to put somewhere, out of where it was. */
function taken(child: NodeView | null): XNode {
  if (child === null) throw argumentNull("newChild");
  if (!(child.node instanceof XNode)) {
    throw invalidOperation(
      "The specified node cannot be inserted as the valid child of this node.",
    );
  }
  if (child.node.parent !== null) child.node.remove();
  return child.node;
}

function insert(
  self: NodeView,
  child: NodeView | null,
  index: (nodes: readonly XNode[]) => number,
) {
  const { node } = self;
  if (!(node instanceof XContainer)) {
    throw invalidOperation("The current node cannot contain other nodes.");
  }
  if (node instanceof XDocument && node.root !== null && child?.node instanceof XElement) {
    throw invalidOperation("This document already has a 'DocumentElement' node.");
  }
  const own = taken(child);
  node.insertNode(index(node.nodes), own);
  return child;
}

/** Where a child stands. @throws CsException System.ArgumentException when it is another's */
function placeOf(self: NodeView, child: NodeView | null): number {
  const index = self.children.indexOf(child?.node as XNode);
  if (index < 0) throw argument("The reference node is not a child of this node.");
  return index;
}

function remove(self: NodeView, child: NodeView | null): NodeView {
  if (child === null || child.node.parent !== self.node) {
    throw argument("The node to be removed is not a child of this node.");
  }
  const container = self.node as XContainer;
  container.removeNode(child.node as XNode);
  container.content ??= [];
  return child;
}

function clear({ node }: NodeView): void {
  if (!(node instanceof XContainer)) return;
  node.removeNodes();
  node.content = [];
  if (node instanceof XElement) {
    for (const attribute of [...node.attributes]) {
      attribute.remove();
    }
  }
}

function copy(view: NodeView | null, deep: boolean): NodeView {
  if (view === null) throw invalidOperation("Cannot import a null node.");
  const clone = (view.node as XNode | XAttribute).clone();
  if (!deep && clone instanceof XContainer) clone.removeNodes();
  return new NodeView(clone);
}

/** A name as XmlDocument's methods take it. */
function nameOf(qualified: string | null, uri: string | null): XName {
  if (qualified === null) throw nullReference();
  return XNamespace.get(uri ?? "").name(qualified.slice(qualified.indexOf(":") + 1));
}

/** An element that declares the prefix it is given. */
function element(qualified: string | null, uri: string | null = null): NodeView {
  if (qualified === null) throw argumentNull("name");
  const made = new XElement(nameOf(qualified, uri));
  const colon = qualified.indexOf(":");
  if (colon > 0 && uri) {
    made.addAttribute(new XAttribute(XNamespace.xmlns.name(qualified.slice(0, colon)), uri));
  }
  return new NodeView(made);
}

types.of<NodeView>().declare({
  type: "abstract class System.Xml.XmlNode",
  members: {
    "XmlNode AppendChild(XmlNode newChild)": (self, child) =>
      insert(self, child, (nodes) => nodes.length),
    "XmlNode PrependChild(XmlNode newChild)": (self, child) => insert(self, child, () => 0),
    "XmlNode InsertBefore(XmlNode newChild, XmlNode refChild)": (self, child, before) =>
      insert(self, child, (nodes) => before === null ? nodes.length : placeOf(self, before)),
    "XmlNode InsertAfter(XmlNode newChild, XmlNode refChild)": (self, child, after) =>
      insert(self, child, () => after === null ? 0 : placeOf(self, after) + 1),
    "XmlNode RemoveChild(XmlNode oldChild)": remove,
    "XmlNode ReplaceChild(XmlNode newChild, XmlNode oldChild)": (self, child, old) => {
      const index = placeOf(self, old);
      remove(self, old);
      insert(self, child, () => index);
      return old;
    },
    "void RemoveAll()": clear,
    "XmlNode CloneNode(bool deep)": copy,
    "XmlNode Clone()": (self) => copy(self, true),
  },
});

types.of<NodeView>().declare({
  type: "class System.Xml.XmlElement",
  members: {
    "void RemoveAttribute(string name)": (self, name) => attributeOf(self, name)?.remove(),
    "XmlAttribute GetAttributeNode(string name)": (self, name) => view(attributeOf(self, name)),
    "XmlAttribute SetAttributeNode(XmlAttribute newAttr)": (
      self,
      attribute: NodeView,
    ) => {
      attributeOf(self, attribute.name)?.remove();
      (self.node as XElement).addAttribute(attribute.node as XAttribute);
      return null;
    },
    "void RemoveAllAttributes()": (self) => {
      for (const attribute of [...(self.node as XElement).attributes]) attribute.remove();
    },
    "bool IsEmpty { get; }": (self) => (self.node as XElement).content === null,
  },
});

types.of<{ owner: XElement }>().declare({
  type: "class System.Xml.XmlAttributeCollection",
  members: {
    "XmlAttribute Append(XmlAttribute node)": (self, node: NodeView) => {
      attributeOf(new NodeView(self.owner), node.name)?.remove();
      self.owner.addAttribute(node.node as XAttribute);
      return node;
    },
  },
});

types.of<NodeView>().declare({
  type: "class System.Xml.XmlDocument",
  members: {
    "XmlElement CreateElement(string name)": (_self, name) => element(name),
    "XmlElement CreateElement(string qualifiedName, string namespaceURI)": (_self, name, uri) =>
      element(name, uri),
    "XmlElement CreateElement(string prefix, string localName, string namespaceURI)": (
      _self,
      prefix,
      local,
      uri,
    ) => element(prefix ? `${prefix}:${local}` : local, uri),
    "XmlAttribute CreateAttribute(string name)": (_self, name) =>
      new NodeView(new XAttribute(nameOf(name, null), "")),
    "XmlAttribute CreateAttribute(string qualifiedName, string namespaceURI)": (_self, name, uri) =>
      new NodeView(new XAttribute(nameOf(name, uri), "")),
    "XmlText CreateTextNode(string text)": (_self, text) => new NodeView(new XText(text ?? "")),
    "XmlComment CreateComment(string data)": (_self, text) =>
      new NodeView(new XComment(text ?? "")),
    "XmlCDataSection CreateCDataSection(string data)": (_self, text) =>
      new NodeView(new XCData(text ?? "")),
    "XmlNode ImportNode(XmlNode node, bool deep)": (_self, node: NodeView | null, deep) =>
      copy(node, deep),
    "void Load(TextReader txtReader)": (
      self,
      input: { readToEnd(): string } | null,
    ) => {
      // .NET reads no reader as one without text
      self.node = parseDocument(input?.readToEnd() ?? "");
    },
  },
});
