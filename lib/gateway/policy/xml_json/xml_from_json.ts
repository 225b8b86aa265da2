/**
 * JSON as XML, by Newtonsoft's conventions: `@name` is an attribute, `#text` an element's text, an array an
 * element repeated.
 * @see https://www.newtonsoft.com/json/help/html/ConvertingJSONandXML.htm
 * @module
 */

import { realToText } from "../../../csharp/runtime/number/shortest.ts";

type Json = null | boolean | number | bigint | string | readonly Json[] | {
  readonly [name: string]: Json;
};

export interface XmlOptions {
  /** Stands between prefix and name in the JSON; default ":". */
  readonly namespaceSeparator: string;
  /** The key that holds namespace declarations, in place of "@xmlns"; "" for none. */
  readonly namespacePrefix: string;
  /** The key of an object whose members are attributes; "" for none. */
  readonly attributeBlock: string;
}

/** Around JSON that has no single root. Assumption: the documentation does not name it. */
const ROOT = "Document";

/** Nesting that is written; deeper JSON is refused. */
const MAX_DEPTH = 500;

/** The XML text of a JSON text. @throws SyntaxError; RangeError when it is nested too deep */
export function xmlFromJsonText(text: string, options: XmlOptions): string {
  return xmlFromJson(JSON.parse(text, exactInteger), options);
}

/** A reviver that keeps integers which a double cannot hold. */
function exactInteger(_name: string, value: unknown, context?: { source?: string }): unknown {
  const rounded = typeof value === "number" && !Number.isSafeInteger(value);
  const source = context?.source ?? "";
  return rounded && /^-?\d+$/.test(source) ? BigInt(source) : value;
}

/** The XML text of a JSON value. @throws RangeError when it is nested too deep */
export function xmlFromJson(value: unknown, options: XmlOptions): string {
  const json = value as Json;
  const root = isObject(json) ? Object.keys(json).filter((name) => name !== "?xml") : [];
  const single = root.length === 1 && !Array.isArray((json as Record<string, Json>)[root[0]]);
  if (single) return element(root[0], (json as Record<string, Json>)[root[0]], options, 0);
  return element(ROOT, Array.isArray(json) ? { item: json } : json, options, 0);
}

function element(name: string, value: Json, options: XmlOptions, depth: number): string {
  if (depth > MAX_DEPTH) throw new RangeError(`JSON is nested more than ${MAX_DEPTH} deep`);
  if (Array.isArray(value)) {
    return value.map((item) => element(name, item, options, depth + 1)).join("");
  }
  const tag = tagName(name, options);
  if (!isObject(value)) {
    const text = scalar(value);
    return text === "" ? `<${tag} />` : `<${tag}>${escapeXml(text)}</${tag}>`;
  }
  let attributes = "";
  let inside = "";
  for (const [key, member] of Object.entries(value)) {
    const declared = attributesOf(key, member, options);
    if (declared !== null) attributes += declared;
    else if (key === "#text") inside += escapeXml(scalar(member));
    else if (key === "#cdata-section") inside += `<![CDATA[${scalar(member)}]]>`;
    else inside += element(key, member, options, depth + 1);
  }
  return inside === "" ? `<${tag}${attributes} />` : `<${tag}${attributes}>${inside}</${tag}>`;
}

/** The attributes that a member stands for; null when it is no attribute. */
function attributesOf(key: string, member: Json, options: XmlOptions): string | null {
  if (key.startsWith("@") && !isObject(member)) {
    return ` ${tagName(key.slice(1), options)}="${escapeXml(scalar(member))}"`;
  }
  const { attributeBlock, namespacePrefix } = options;
  if (attributeBlock !== "" && key === attributeBlock && isObject(member)) {
    return Object.entries(member)
      .map(([name, value]) => ` ${tagName(name, options)}="${escapeXml(scalar(value))}"`).join("");
  }
  if (namespacePrefix === "" || !key.startsWith(namespacePrefix)) return null;
  const prefix = key.slice(namespacePrefix.length).replace(/^:/, "");
  return ` xmlns${prefix === "" ? "" : `:${prefix}`}="${escapeXml(scalar(member))}"`;
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function scalar(value: Json): string {
  if (typeof value === "number") return realToText(value);
  return value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}

const NAME_START = /[\p{L}_]/u;
const NAME_PART = /[\p{L}\p{N}._\-\u00b7]/u;

/** A name that XML allows: other characters become `_xHHHH_`, as XmlConvert.EncodeLocalName writes them. */
function tagName(name: string, { namespaceSeparator }: XmlOptions): string {
  const at = namespaceSeparator === "" ? -1 : name.indexOf(namespaceSeparator);
  if (at <= 0) return encodeName(name);
  return `${encodeName(name.slice(0, at))}:${
    encodeName(name.slice(at + namespaceSeparator.length))
  }`;
}

function encodeName(name: string): string {
  let encoded = "";
  for (const char of name) {
    const allowed = encoded === "" ? NAME_START : NAME_PART;
    encoded += allowed.test(char)
      ? char
      : `_x${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}_`;
  }
  return encoded === "" ? "_" : encoded;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
