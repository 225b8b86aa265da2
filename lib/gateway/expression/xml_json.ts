/**
 * XML as JSON and JSON as XML for the policies `xml-to-json` and `json-to-xml`: the conversions of .NET's
 * Newtonsoft library, with what a live service was seen to do otherwise.
 * @see https://www.newtonsoft.com/json/help/html/ConvertingJSONandXML.htm
 * @module
 */
import { spend } from "../../csharp/runtime/budget.ts";
import { LimitExceededError } from "../../csharp/runtime/limit.ts";
import { readCurrent } from "../../dotnet/newtonsoft/linq/load.ts";
import type { JToken } from "../../dotnet/newtonsoft/linq/token.ts";
import { JTokenType } from "../../dotnet/newtonsoft/linq/token_type.ts";
import { JArray, JObject, JValue, nullToken } from "../../dotnet/newtonsoft/linq/tree.ts";
import { JsonTextReader } from "../../dotnet/newtonsoft/reader.ts";
import { writeToken } from "../../dotnet/newtonsoft/write.ts";
import { jsonToXml } from "../../dotnet/newtonsoft/xml_from_json.ts";
import { xmlToJson } from "../../dotnet/newtonsoft/xml_to_json.ts";
import { parseDocument } from "../../dotnet/xml/linq/parse.ts";
import { nodeText } from "../../dotnet/xml/linq/write.ts";
import type { Fidelity } from "../contracts/fidelity.ts";

export interface JsonOptions {
  /**
   * `direct` keeps the declaration and `@` before attributes. `javascript-friendly` leaves out the declaration
   * and the marks. Assumption: the documentation does not tell the two apart.
   */
  readonly kind: "direct" | "javascript-friendly";
  /** Whether child elements become arrays even when there is one. */
  readonly alwaysArray: boolean;
  readonly conventions: Fidelity["xmlJsonConventions"];
}

/** The JSON text of an XML text. @throws CsException System.Xml.XmlException */
export function jsonTextFromXml(text: string, options: JsonOptions): string {
  const document = xmlToJson(parseDocument(text.trimStart())) as JObject;
  const shaped = new JObject();
  for (const [name, { value }] of document.properties) {
    if (name === "?xml") putDeclaration(shaped, value as JObject, options);
    else shaped.set(nameInJson(name, options), elementJson(value, options));
  }
  return writeToken(shaped);
}

/** A live service put the declaration's parts beside the root, without marks. */
function putDeclaration(into: JObject, parts: JObject, options: JsonOptions): void {
  if (options.kind !== "direct") return;
  if (options.conventions === "newtonsoft") into.set("?xml", parts.clone());
  else {
    for (const [name, { value }] of parts.properties) into.set(name.slice(1), value.clone());
  }
}

function elementJson(token: JToken, options: JsonOptions): JToken {
  spend(STEPS_PER_MEMBER);
  if (token instanceof JArray) {
    const list = new JArray();
    for (const item of token.children()) list.insertToken(list.count, elementJson(item, options));
    return list;
  }
  if (!(token instanceof JObject)) return token.clone();
  const friendly = options.kind === "javascript-friendly";
  const only = [...token.properties];
  if (friendly && only.length === 1 && only[0][0] === "#cdata-section") {
    return only[0][1].value.clone();
  }
  const object = new JObject();
  for (const [name, { value }] of only) {
    const isMark = /^[@#?]/.test(name);
    const shaped = isMark ? value.clone() : elementJson(value, options);
    const asArray = options.alwaysArray && !isMark && !(shaped instanceof JArray);
    add(object, friendly ? unmarked(name, options) : nameInJson(name, options), shaped, asArray);
  }
  return object;
}

function unmarked(name: string, options: JsonOptions): string {
  if (name === "#cdata-section") return "#text";
  return nameInJson(name[0] === "@" ? name.slice(1) : name, options);
}

/** Prefixes end with `$` on a live service. */
function nameInJson(name: string, { conventions }: JsonOptions): string {
  return conventions === "newtonsoft" ? name : name.replace(":", "$");
}

/** Without marks, an attribute and an element may have one name: then both are in a list. */
function add(object: JObject, name: string, value: JToken, asArray: boolean): void {
  const existing = object.get(name);
  if (existing === null && !asArray) return object.set(name, value);
  const list = existing instanceof JArray ? existing : new JArray();
  if (existing !== null && list !== existing) list.insertToken(0, existing.clone());
  const items = value instanceof JArray ? [...value.children()] : [value];
  for (const item of items) list.insertToken(list.count, item.clone());
  if (list !== existing) object.set(name, list);
}

export interface XmlOptions {
  /** Whether text that is a date is written as XML Schema writes dates. */
  readonly parseDate: boolean;
  /** Stands between prefix and name in the JSON. */
  readonly namespaceSeparator: string;
  /** What the names of namespace declarations begin with, beside "@xmlns"; "" for nothing. */
  readonly namespacePrefix: string;
  /** The key of an object whose members are attributes; "" for none. */
  readonly attributeBlock: string;
  readonly conventions: Fidelity["xmlJsonConventions"];
}

/** Around JSON that has no single root, as a live service was seen to do. */
const ROOT = "Document";

/** The element of an item of JSON that is a list. Assumption. */
const ITEM = "item";

/** Of what is made of a member. */
const STEPS_PER_MEMBER = 4;

/** Nesting that is written; deeper JSON is refused. */
const MAX_DEPTH = 500;

const XSI = "http://www.w3.org/2001/XMLSchema-instance";

/** The XML text of a JSON text. @throws CsException JsonReaderException, LimitExceededError */
export function xmlTextFromJson(text: string, options: XmlOptions): string {
  const reader = new JsonTextReader(text, options.parseDate);
  if (!reader.read()) throw reader.error("Error reading JToken from JsonReader.");
  const token = readCurrent(reader);
  while (reader.read()); // only comments may follow: the reader throws at anything else
  const [name, root, declaration] = rootOf(token);
  const object = new JObject();
  const declared = new Prefixes(root, options);
  object.set(nameInXml(name, options, declared), memberXml(root, options, null, 0));
  const document = jsonToXml(object);
  return declaration + nodeText(document, false);
}

/** The root's name and value, and the text before it. */
function rootOf(token: JToken): [string, JToken, string] {
  if (token instanceof JArray) {
    const object = new JObject();
    object.set(ITEM, token.clone());
    return [ROOT, object, ""];
  }
  if (!(token instanceof JObject)) return [ROOT, token, ""];
  const object = new JObject();
  let declaration = "";
  for (const [name, { value }] of token.properties) {
    if (name === "?xml") declaration = declarationText(value);
    else object.set(name, value.clone());
  }
  const members = [...object.properties];
  const [first] = members;
  const isSingle = members.length === 1 && !(first[1].value instanceof JArray) &&
    !/^[@#?]/.test(first[0]);
  return isSingle ? [first[0], first[1].value, declaration] : [ROOT, object, declaration];
}

function declarationText(parts: JToken): string {
  const object = new JObject();
  object.set("?xml", parts.clone());
  return jsonToXml(object).declaration!.csToString();
}

/** A member's value in the library's conventions. @param prefixes those in scope */
function memberXml(
  token: JToken,
  options: XmlOptions,
  prefixes: Prefixes | null,
  depth: number,
): JToken {
  spend(STEPS_PER_MEMBER);
  if (depth > MAX_DEPTH) {
    throw new LimitExceededError("depth", `the JSON is nested more than ${MAX_DEPTH} deep`);
  }
  const live = options.conventions === "as-seen";
  if (token instanceof JArray) {
    if (token.count === 0 && live) return nullToken(); // an element without content
    const list = new JArray();
    for (const item of token.children()) {
      list.insertToken(list.count, memberXml(item, options, prefixes, depth + 1));
    }
    return list;
  }
  if (token instanceof JObject) return objectXml(token, options, prefixes, depth);
  if (!live) return token.clone();
  const { value, tokenType } = token as JValue;
  if (tokenType === JTokenType.Null) return nil();
  return typeof value === "boolean" ? text(value ? "True" : "False") : token.clone();
}

function text(value: string): JValue {
  return new JValue(value, JTokenType.String);
}

function nil(): JObject {
  const object = new JObject();
  object.set("@xsi:nil", text("true"));
  object.set("@xmlns:xsi", text(XSI));
  return object;
}

function objectXml(
  token: JObject,
  options: XmlOptions,
  outer: Prefixes | null,
  depth: number,
): JObject {
  const members: [name: string, value: JToken][] = [];
  for (const [name, { value }] of token.properties) {
    if (options.attributeBlock !== "" && name === options.attributeBlock) {
      if (value instanceof JObject) {
        for (const [own, { value: item }] of value.properties) members.push([`@${own}`, item]);
        continue;
      }
    }
    members.push([declarationName(name, options) ?? name, value]);
  }
  const prefixes = new Prefixes(token, options, outer);
  const object = new JObject();
  for (const [name, value] of members) {
    const isMark = /^[@#?]/.test(name);
    const shaped = isMark ? value.clone() : memberXml(value, options, prefixes, depth + 1);
    const known = isMark ? prefixes : new Prefixes(value, options, prefixes);
    object.set(nameInXml(name, options, known), shaped);
  }
  return object;
}

/** The prefixes that an element declares, and those around it. */
class Prefixes {
  readonly #own = new Set<string>();

  constructor(token: JToken, options: XmlOptions, private readonly outer: Prefixes | null = null) {
    if (!(token instanceof JObject)) return;
    for (const [name] of token.properties) {
      spend();
      const declared = declarationName(name, options) ?? name;
      if (declared.startsWith("@xmlns:")) this.#own.add(declared.slice(7));
    }
  }

  has(prefix: string): boolean {
    return this.#own.has(prefix) || this.outer !== null && this.outer.has(prefix);
  }
}

/** `@xmlns:p` for a name that declares the prefix p; null for any other. */
function declarationName(
  name: string,
  { namespacePrefix, namespaceSeparator }: XmlOptions,
): string | null {
  if (namespacePrefix === "" || !name.startsWith(namespacePrefix)) return null;
  let prefix = name.slice(namespacePrefix.length);
  for (const separator of [":", namespaceSeparator]) {
    if (separator !== "" && prefix.startsWith(separator)) prefix = prefix.slice(separator.length);
  }
  return prefix === "" ? "@xmlns" : `@xmlns:${prefix}`;
}

/** A prefix is one only where it is declared: `first_name` has none. */
function nameInXml(
  name: string,
  { namespaceSeparator: separator }: XmlOptions,
  prefixes: Prefixes,
): string {
  if (separator === "" || separator === ":") return name;
  const mark = name[0] === "@" ? "@" : "";
  const at = name.indexOf(separator, mark.length);
  if (at < 0 || !prefixes.has(name.slice(mark.length, at))) return name;
  return `${name.slice(0, at)}:${name.slice(at + separator.length)}`;
}
