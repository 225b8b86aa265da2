/**
 * XML to JSON as Newtonsoft's XmlNodeConverter does it. Comments are left out.
 * @module
 */
import { spend } from "../../csharp/runtime/budget.ts";
import type { JToken } from "./linq/token.ts";
import { JTokenType } from "./linq/token_type.ts";
import { JArray, JObject, JValue, nullToken } from "./linq/tree.ts";
import {
  type XAttribute,
  XCData,
  type XContainer,
  XDocument,
  XElement,
  type XNode,
  XProcessingInstruction,
  XText,
} from "../xml/linq/tree.ts";
import { qualifiedName } from "../xml/linq/write.ts";

const JSON_NAMESPACE = "http://james.newtonking.com/projects/json";

/** The JSON of a document or element: an object with the root's name, or without it the root's value. */
export function xmlToJson(node: XDocument | XElement, omitRoot = false): JToken {
  if (node instanceof XElement) {
    if (omitRoot) return elementJson(node);
    const object = new JObject();
    object.add(nameOf(node), elementJson(node));
    return object;
  }
  if (omitRoot && node.root !== null) return elementJson(node.root);
  const object = new JObject();
  if (node.declaration !== null) object.add("?xml", declarationJson(node));
  putChildren(node, object);
  return object;
}

function declarationJson({ declaration }: XDocument): JObject {
  const { version, encoding, standalone } = declaration!;
  const object = new JObject();
  for (const [name, value] of Object.entries({ version, encoding, standalone })) {
    if (value !== null) object.add(`@${name}`, text(value));
  }
  return object;
}

/** The name as it is written, with XmlConvert's encoding of odd characters undone. */
function nameOf(node: XElement | XAttribute): string {
  return qualifiedName(node).replace(
    /_x([\da-fA-F]{4})_/g,
    (_, hex: string) => String.fromCharCode(parseInt(hex, 16)),
  );
}

function text(value: string): JValue {
  return new JValue(value, JTokenType.String);
}

function elementJson(element: XElement): JToken {
  spend();
  const attributes = element.attributes.filter((one) => !isJsonMark(one));
  const { nodes } = element;
  if (attributes.length === 0) {
    if (element.content === null) return nullToken();
    if (nodes.length === 0) return text("");
    const only = nodes.length === 1 ? nodes[0] : null;
    if (only instanceof XText && !(only instanceof XCData)) return text(only.value);
  }
  const object = new JObject();
  for (const attribute of attributes) {
    object.set(`@${nameOf(attribute)}`, text(attribute.value));
  }
  putChildren(element, object);
  return object;
}

/** `json:Array="true"` and the declaration of its prefix. */
function isJsonMark({ name, value }: XAttribute): boolean {
  return name.namespace.uri === JSON_NAMESPACE || value === JSON_NAMESPACE;
}

/** Children by name in the order in which the names first came; several of one name are an array. */
function putChildren(container: XContainer, object: JObject): void {
  const groups = new Map<string, XNode[]>();
  for (const node of container.nodes) {
    const name = propertyName(node);
    if (name === null) continue;
    const group = groups.get(name);
    if (group) group.push(node);
    else groups.set(name, [node]);
  }
  for (const [name, nodes] of groups) object.set(name, groupJson(nodes));
}

function groupJson(nodes: readonly XNode[]): JToken {
  const [first] = nodes;
  if (nodes.length === 1 && !(first instanceof XElement && isArrayItem(first))) {
    return nodeJson(first);
  }
  const array = new JArray();
  for (const node of nodes) array.insertToken(array.count, nodeJson(node));
  return array;
}

function isArrayItem(element: XElement): boolean {
  return element.attributes.some(({ name, value }) =>
    name.namespace.uri === JSON_NAMESPACE && name.local === "Array" && value === "true"
  );
}

function nodeJson(node: XNode): JToken {
  if (node instanceof XElement) return elementJson(node);
  return text(node instanceof XText ? node.value : (node as XProcessingInstruction).data);
}

/** null for what is left out. */
function propertyName(node: XNode): string | null {
  if (node instanceof XElement) return nameOf(node);
  if (node instanceof XCData) return "#cdata-section";
  if (node instanceof XText) return node.value.trim() === "" ? "#significant-whitespace" : "#text";
  return node instanceof XProcessingInstruction ? `?${node.target}` : null;
}
