/**
 * JSON to XML as Newtonsoft's XmlNodeConverter does it.
 * @module
 */
import { spend } from "../../csharp/runtime/budget.ts";
import { serializationException } from "./errors.ts";
import { pathOf } from "./position.ts";
import type { JToken } from "./linq/token.ts";
import { JTokenType } from "./linq/token_type.ts";
import { JArray, JContainer, JObject, type JValue } from "./linq/tree.ts";
import { valueText } from "../xml/linq/content.ts";
import { type XName, XNamespace } from "../xml/linq/names.ts";
import {
  XAttribute,
  XCData,
  XComment,
  type XContainer,
  XDeclaration,
  XDocument,
  XElement,
  XProcessingInstruction,
} from "../xml/linq/tree.ts";

/** Prefixes in scope. */
type Scope = ReadonlyMap<string, string>;

const TOP: Scope = new Map([["", ""], ["xml", XNamespace.xml.uri]]);

/**
 * The document for a JSON object; `rootName` adds a root around it.
 * @throws CsException JsonSerializationException for JSON that has no single root
 */
export function jsonToXml(token: JToken, rootName: string | null = null): XDocument {
  const document = new XDocument();
  if (!(token instanceof JObject)) {
    throw failure("XmlNodeConverter can only convert JSON that begins with an object.", token);
  }
  if (rootName !== null) {
    put(document, rootName, token, TOP);
    return document;
  }
  for (const [name, { value }] of token.properties) {
    if (document.root !== null && !/^[?#]/.test(name)) throw failure(MULTIPLE, value);
    put(document, name, value, TOP);
  }
  return document;
}

const MULTIPLE =
  "JSON root object has multiple properties. The root object must have a single property in order to " +
  "create a valid XML document. Consider specifying a DeserializeRootElementName.";

function failure(message: string, token: JToken) {
  const path = pathOf(token);
  return serializationException(
    message,
    token.lineInfo === null ? { path } : { path, ...token.lineInfo },
  );
}

function put(container: XContainer, name: string, token: JToken, scope: Scope): void {
  spend();
  switch (name) {
    case "":
      throw failure(
        "XmlNodeConverter cannot convert JSON with an empty property name to XML.",
        token,
      );
    case "#text":
      return container.addText(textOf(token));
    case "#whitespace":
    case "#significant-whitespace":
      return container.addText(textOf(token));
    case "#cdata-section":
      return container.addNode(new XCData(textOf(token)));
    case "#comment":
      return container.addNode(new XComment(textOf(token)));
    case "?xml":
      if (container instanceof XDocument) container.declaration = declarationOf(token);
      return;
  }
  if (name[0] === "?") {
    container.addNode(new XProcessingInstruction(name.slice(1), textOf(token)));
  } else if (token instanceof JArray) {
    if (container instanceof XDocument && token.count > 1) throw failure(MULTIPLE, token);
    for (const item of token.children()) put(container, name, item, scope);
  } else container.addNode(element(name, token, scope));
}

function textOf(token: JToken): string {
  if (token instanceof JContainer) {
    const start = token instanceof JArray ? "StartArray" : "StartObject";
    throw failure(`Cannot get an XML string value from token type '${start}'.`, token);
  }
  const { value } = token as JValue;
  return value === null ? "" : valueText(value);
}

function declarationOf(token: JToken): XDeclaration {
  const part = (name: string) => {
    const value = token instanceof JObject ? token.get(`@${name}`) : null;
    return value === null ? null : textOf(value);
  };
  return new XDeclaration(part("version"), part("encoding"), part("standalone"));
}

function element(name: string, token: JToken, outer: Scope): XElement {
  if (!(token instanceof JObject)) {
    const leaf = new XElement(nameOf(name, outer, true));
    if (token.tokenType !== JTokenType.Null) leaf.addText(textOf(token));
    return leaf;
  }
  const scope = new Map(outer);
  for (const [key, { value }] of token.properties) {
    if (key === "@xmlns") scope.set("", textOf(value));
    else if (key.startsWith("@xmlns:")) scope.set(key.slice(7), textOf(value));
  }
  const own = new XElement(nameOf(name, scope, true));
  for (const [key, { value }] of token.properties) {
    if (key[0] === "@") own.addAttribute(attribute(key.slice(1), value, scope));
    else put(own, key, value, scope);
  }
  return own;
}

function attribute(name: string, token: JToken, scope: Scope): XAttribute {
  const xname = name.startsWith("xmlns:")
    ? XNamespace.xmlns.name(name.slice(6))
    : name === "xmlns"
    ? XNamespace.none.name(name)
    : nameOf(name, scope, false);
  return new XAttribute(xname, textOf(token));
}

/** A name with its prefix resolved; characters that no name may have are encoded. */
function nameOf(text: string, scope: Scope, usesDefault: boolean): XName {
  const colon = text.indexOf(":");
  const uri = colon > 0 ? scope.get(text.slice(0, colon)) : usesDefault ? scope.get("") : "";
  if (uri === undefined) return XNamespace.none.name(encodeName(text));
  return XNamespace.get(uri).name(encodeName(text.slice(colon + 1)));
}

/** XmlConvert.EncodeLocalName: `a b` is `a_x0020_b`. */
function encodeName(text: string): string {
  return text.replace(
    /[^\p{L}\p{N}\p{M}_.\-\u00b7]|^[^\p{L}_]/gu,
    (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
  );
}
