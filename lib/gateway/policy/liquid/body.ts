/**
 * A message's body as liquid templates see it: JSON or XML as nested values.
 * @module
 */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { SaxesParser } from "saxes";
import type { RequestMessage, ResponseMessage } from "../../contracts/message.ts";
import { chargeFor, chargeForJson, hold, spend } from "../../expression/values.ts";

/** What the values that an XML text holds take for each of its characters. */
const BYTES_PER_CHARACTER = 4;

/** The parsed body; null when there is none. @throws PolicyError when it is not what its type says. */
export function readBody({ headers, body }: RequestMessage | ResponseMessage): unknown {
  if (body === null || body.consumed) return null;
  const text = body.text();
  if (text.trim() === "") return null;
  const type = headers.get("Content-Type") ?? "";
  try {
    if (/xml/i.test(type)) return parseXml(text);
    if (/json/i.test(type) || /^\s*[[{]/.test(text)) {
      chargeForJson(text);
      return printable(JSON.parse(text));
    }
  } catch (error) {
    if (!isFaultOfBody(error)) throw error;
    throw FAILURE.liquid(`The body cannot be read: ${error.message}`);
  }
  throw FAILURE.liquid(`A liquid template needs a JSON or XML body, not '${type}'.`);
}

/** What JSON's reader and the XML parser throw: neither a limit nor a defect. */
function isFaultOfBody(error: unknown): error is Error {
  return error instanceof SyntaxError || error instanceof Error && error.constructor === Error;
}

const PRINTED = { value: () => "[object Object]" };

/** The JSON value, in which no object that has a member `toString` or `valueOf` of its own fails to be printed. */
function printable(value: unknown): unknown {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one !== "object" || one === null) continue;
    if (Array.isArray(one)) {
      spend(one.length >> 4);
      for (const item of one) left.push(item);
    } else {
      spend();
      if (Object.hasOwn(one, "toString") || Object.hasOwn(one, "valueOf")) {
        Object.defineProperty(one, Symbol.toPrimitive, PRINTED);
      }
      for (const item of Object.values(one)) left.push(item);
    }
  }
  return value;
}

type XmlValue = string | { [name: string]: XmlValue | XmlValue[] };

/** An element that has not ended. */
interface Open {
  readonly values: Map<string, XmlValue | XmlValue[]>;
  text: string;
}

/** An element with children becomes an object by local names (repeated ones become lists), one without its text. */
function parseXml(text: string): XmlValue {
  chargeFor(text);
  hold(text.length * BYTES_PER_CHARACTER);
  const parser = new SaxesParser();
  const open: Open[] = [{ values: new Map(), text: "" }];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ attributes }) => {
    spend();
    open.push({ values: new Map(Object.entries(attributes as Record<string, string>)), text: "" });
  });
  parser.on("text", (value) => void (open.at(-1)!.text += value));
  parser.on("cdata", (value) => void (open.at(-1)!.text += value));
  parser.on("closetag", ({ name }) => {
    const { values, text } = open.pop()!;
    const value = values.size === 0 ? text : printableMembers(values);
    const parent = open.at(-1)!.values;
    const local = name.slice(name.indexOf(":") + 1);
    const existing = parent.get(local);
    if (Array.isArray(existing)) existing.push(value);
    else parent.set(local, existing === undefined ? value : [existing, value]);
  });
  parser.write(text).close();
  return printableMembers(open[0].values);
}

/** An object whose keys are its own, whatever they are called. */
function printableMembers(values: ReadonlyMap<string, XmlValue | XmlValue[]>): XmlValue {
  const members = Object.fromEntries(values);
  const hides = values.has("toString") || values.has("valueOf");
  return hides ? Object.defineProperty(members, Symbol.toPrimitive, PRINTED) : members;
}
