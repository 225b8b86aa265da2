/**
 * JsonConvert's conversions between XML and JSON.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { addWriter } from "./serialize.ts";
import { parseWithPlaces } from "./linq/load.ts";
import { nullToken } from "./linq/tree.ts";
import { Formatting, writeToken } from "./write.ts";
import { argumentNull } from "../../csharp/runtime/errors.ts";
import { jsonToXml } from "./xml_from_json.ts";
import { xmlToJson } from "./xml_to_json.ts";
import { XDocument, XElement, type XObject } from "../xml/linq/tree.ts";
import { NodeView } from "../xml/xml_document.ts";

export const types = new Declarations();

function serialize(node: XObject | null, formatting: number, omitRoot: boolean): string {
  const isTree = node instanceof XDocument || node instanceof XElement;
  return writeToken(isTree ? xmlToJson(node, omitRoot) : nullToken(), formatting);
}

function deserialize(text: string | null, rootName: string | null): XDocument {
  if (text === null) throw argumentNull("value");
  return jsonToXml(parseWithPlaces(text), rootName);
}

addWriter((value) => {
  const node = value instanceof NodeView ? value.node : value;
  return node instanceof XDocument || node instanceof XElement ? xmlToJson(node) : undefined;
});

types.declare({
  type: "static class Newtonsoft.Json.JsonConvert",
  members: {
    "static string SerializeXNode(XObject node)": (node) => serialize(node, Formatting.None, false),
    "static string SerializeXNode(XObject node, Formatting formatting)": (node, formatting) =>
      serialize(node, formatting, false),
    "static string SerializeXNode(XObject node, Formatting formatting, bool omitRootObject)":
      serialize,
    "static string SerializeXmlNode(XmlNode node)": (view: NodeView | null) =>
      serialize(view?.node ?? null, Formatting.None, false),
    "static string SerializeXmlNode(XmlNode node, Formatting formatting)": (
      view: NodeView | null,
      formatting,
    ) => serialize(view?.node ?? null, formatting, false),
    "static string SerializeXmlNode(XmlNode node, Formatting formatting, bool omitRootObject)": (
      view: NodeView | null,
      formatting,
      omitRoot,
    ) => serialize(view?.node ?? null, formatting, omitRoot),
    "static XmlDocument DeserializeXmlNode(string value)": (text) =>
      new NodeView(deserialize(text, null)),
    "static XmlDocument DeserializeXmlNode(string value, string deserializeRootElementName)": (
      text,
      rootName,
    ) => new NodeView(deserialize(text, rootName)),
    "static XDocument DeserializeXNode(string value)": (text) => deserialize(text, null),
    "static XDocument DeserializeXNode(string value, string deserializeRootElementName)":
      deserialize,
  },
});
