/**
 * XML as JSON, by Newtonsoft's conventions or in a form that is friendlier to JavaScript.
 * @see https://www.newtonsoft.com/json/help/html/ConvertingJSONandXML.htm
 * @module
 */
import { SaxesParser } from "saxes";

export interface JsonOptions {
  /**
   * `direct` keeps the declaration, prefixes and `@` before attributes. `javascript-friendly` leaves out the
   * declaration and the marks. Assumption: the documentation does not tell the two apart.
   */
  readonly kind: "direct" | "javascript-friendly";
  /** Whether child elements become arrays even when there is one. */
  readonly alwaysArray: boolean;
}

type Json = string | null | Json[] | { [name: string]: Json };

interface Open {
  readonly members: { [name: string]: Json };
  text: string;
  isCData: boolean;
}

/** Elements that may stand inside each other. */
const MAX_DEPTH = 500;

/** The value of an XML document. @throws Error when it is not well-formed, or nested too deep */
export function jsonFromXml(text: string, { kind, alwaysArray }: JsonOptions): unknown {
  const direct = kind === "direct";
  const parser = new SaxesParser();
  const open: Open[] = [newElement()];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("xmldecl", ({ version, encoding, standalone }) => {
    if (!direct) return;
    const declaration: { [name: string]: string } = {};
    if (version) declaration["@version"] = version;
    if (encoding) declaration["@encoding"] = encoding;
    if (standalone) declaration["@standalone"] = standalone;
    open[0].members["?xml"] = declaration;
  });
  parser.on("opentag", ({ attributes }) => {
    if (open.length > MAX_DEPTH) throw new RangeError(`nested more than ${MAX_DEPTH} deep`);
    const element = newElement();
    for (const [name, value] of Object.entries(attributes as Record<string, string>)) {
      element.members[direct ? `@${name}` : name] = value;
    }
    open.push(element);
  });
  parser.on("text", (value) => void (open.at(-1)!.text += value));
  parser.on("cdata", (value) => {
    open.at(-1)!.text += value;
    open.at(-1)!.isCData = true;
  });
  parser.on("closetag", ({ name, isSelfClosing }) => {
    const value = valueOf(open.pop()!, direct, isSelfClosing);
    const isRoot = open.length === 1;
    add(open.at(-1)!.members, name, value, alwaysArray && !isRoot);
  });
  parser.write(text.trimStart()).close();
  return open[0].members;
}

function newElement(): Open {
  return { members: Object.create(null), text: "", isCData: false };
}

/** As in Newtonsoft, `<a/>` is null and `<a></a>` the empty string. */
function valueOf({ members, text, isCData }: Open, direct: boolean, selfClosing: boolean): Json {
  const names = Object.keys(members);
  const content = isCData ? text : text.trim() === "" ? "" : text;
  if (names.length === 0 && !(isCData && direct)) return selfClosing ? null : content;
  if (content !== "") members[direct && isCData ? "#cdata-section" : "#text"] = content;
  return members;
}

function add(
  members: { [name: string]: Json },
  name: string,
  value: Json,
  asArray: boolean,
): void {
  const existing = members[name];
  if (existing === undefined) members[name] = asArray ? [value] : value;
  else if (Array.isArray(existing)) existing.push(value);
  else members[name] = [existing, value];
}
