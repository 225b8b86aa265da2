/**
 * A document as the nodes that an XmlReader stops at.
 * @module
 */
import { spend } from "../../csharp/runtime/budget.ts";
import { XNamespace } from "./linq/names.ts";
import type { Readable } from "./linq/parse.ts";
import { NodeType } from "./linq/node_type.ts";
import {
  XAttribute,
  XContainer,
  type XDeclaration,
  XDocument,
  XDocumentType,
  XElement,
  type XNode,
  XProcessingInstruction,
  XText,
} from "./linq/tree.ts";
import { qualifiedName } from "./linq/write.ts";

/** An attribute, or what an XML declaration has instead. */
export interface ReaderAttribute {
  readonly name: string;
  readonly local: string;
  readonly uri: string;
  readonly value: string;
}

/** One stop of the reader. */
export interface ReaderEvent {
  readonly type: number;
  readonly depth: number;
  /** As it is written, with its prefix. */
  readonly name: string;
  readonly local: string;
  readonly uri: string;
  readonly value: string;
  /** Whether it can have a value at all. */
  readonly hasValue: boolean;
  readonly isEmpty: boolean;
  readonly attributes: readonly ReaderAttribute[];
  /** Index of the stop behind everything that an element holds: its end, or itself where it is empty. */
  end: number;
  /** null for an XML declaration. */
  readonly node: XNode | null;
}

/** All stops, in order. A node that stands alone is read as if it were a document's root. */
export function readerEvents({ root, open }: Readable): ReaderEvent[] {
  const events: ReaderEvent[] = [];
  if (root instanceof XDocument && root.declaration !== null) {
    events.push(declared(root.declaration));
  }
  const nodes = root instanceof XDocument ? root.nodes : [root];
  for (const node of nodes) add(events, node, 0, open);
  return events;
}

type Open = Readable["open"];

const PLAIN = { uri: "", isEmpty: false, attributes: [], end: -1 } as const;

function add(events: ReaderEvent[], node: XNode, depth: number, open: Open): void {
  spend();
  if (node instanceof XElement) return addElement(events, node, depth, open);
  const { type, name, value } = leafOf(node);
  events.push({ ...PLAIN, type, depth, name, local: name, value, hasValue: true, node });
}

function leafOf(node: XNode): { type: number; name: string; value: string } {
  if (node instanceof XProcessingInstruction) {
    return { type: node.nodeType, name: node.target, value: node.data };
  }
  if (node instanceof XDocumentType) {
    return { type: node.nodeType, name: node.name, value: node.internalSubset ?? "" };
  }
  const { value = "" } = node as XNode & { value?: string };
  const isSpace = node instanceof XText && node.nodeType === NodeType.Text &&
    !/[^ \t\r\n]/.test(value);
  return { type: isSpace ? spaceType(node) : node.nodeType, name: "", value };
}

/** White space counts where `xml:space="preserve"` is in force. */
function spaceType(node: XNode): number {
  const name = XNamespace.xml.name("space");
  for (let at = node.parentElement; at !== null; at = at.parentElement) {
    const space = at.attribute(name)?.value;
    if (space === "preserve") return NodeType.SignificantWhitespace;
    if (space === "default") break;
  }
  return NodeType.Whitespace;
}

function addElement(events: ReaderEvent[], node: XElement, depth: number, open: Open): void {
  const { namespace: { uri }, local } = node.name;
  const isOpen = open.has(node);
  const isEmpty = node.content === null && !isOpen;
  const shared = {
    name: qualifiedName(node),
    local,
    uri,
    depth,
    value: "",
    hasValue: false,
    isEmpty,
    node,
  };
  const attributes = node.attributes.map(attributeOf);
  const start = { ...shared, type: NodeType.Element, attributes, end: events.length };
  events.push(start);
  if (isEmpty) return;
  for (const child of (node as XContainer).nodes) add(events, child, depth + 1, open);
  start.end = events.length;
  if (isOpen) return;
  events.push({ ...shared, type: NodeType.EndElement, attributes: [], end: -1 });
}

function attributeOf(attribute: XAttribute): ReaderAttribute {
  const { namespace, local } = attribute.name;
  const isDeclaration = attribute.isNamespaceDeclaration;
  return {
    name: qualifiedName(attribute),
    local,
    uri: isDeclaration ? XNamespace.xmlns.uri : namespace.uri,
    value: attribute.value,
  };
}

function declared({ version, encoding, standalone }: XDeclaration): ReaderEvent {
  const attributes = Object.entries({ version, encoding, standalone }).flatMap(([name, value]) =>
    value === null ? [] : [{ name, local: name, uri: "", value }]
  );
  const value = attributes.map(({ name, value }) => `${name}="${value}"`).join(" ");
  const type = NodeType.XmlDeclaration;
  return {
    ...PLAIN,
    type,
    depth: 0,
    name: "xml",
    local: "xml",
    value,
    hasValue: true,
    attributes,
    node: null,
  };
}
