/**
 * IMessageBody: reading a body as text, bytes, JSON, XML or a form.
 * @module
 */
import { BodyConsumedError, type MessageBody } from "../../contracts/message.ts";
import { parseQuery } from "../../contracts/url.ts";
import { byteArray } from "../../../csharp/runtime/array.ts";
import { CsException } from "../../../csharp/runtime/exception.ts";
import { allocate } from "../../../csharp/runtime/budget.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { arrayOf, type CsType, typeOf } from "../../../csharp/runtime/type.ts";
import { CsDictionary } from "../../../dotnet/collections/dictionary.ts";
import { CsList } from "../../../dotnet/collections/list.ts";
import { invalidOperation, notSupported } from "../../../csharp/runtime/errors.ts";
import { parseArray, parseObject, parseToken } from "../../../dotnet/newtonsoft/linq/load.ts";
import { parsePlain } from "../../../dotnet/newtonsoft/plain.ts";
import {
  JARRAY,
  JOBJECT,
  JTOKEN,
  type JToken,
  type Plain,
} from "../../../dotnet/newtonsoft/linq/token.ts";
import { fromPlain, JArray, JObject } from "../../../dotnet/newtonsoft/linq/tree.ts";
import { parseDocument, parseElement } from "../../../dotnet/xml/linq/parse.ts";
import type { View } from "./view.ts";

export const types = new Declarations();

const STRING = typeOf("System.String");
const LIST_OF_STRING = typeOf("System.Collections.Generic.IList", STRING);

/** What cachedParse keeps: plain values are shared, tokens are copied for each reader. */
type Parsed = { readonly plain: Plain } | { readonly token: JToken };

/** The body's JSON as a tree of the caller's own, read once. */
function readJson(body: MessageBody, text: string, parse: (text: string) => JToken): JToken {
  let parsed = body.cachedParse as Parsed | undefined;
  if (parsed === undefined) {
    const plain = parsePlain(text);
    parsed = plain === undefined ? { token: parse(text) } : { plain };
    body.cachedParse = parsed;
  }
  return "plain" in parsed ? fromPlain(parsed.plain) : parsed.token.clone();
}

function readObject(body: MessageBody, text: string): JToken {
  const token = readJson(body, text, parseObject);
  return token instanceof JObject ? token : parseObject(text);
}

function readArray(body: MessageBody, text: string): JToken {
  const token = readJson(body, text, parseArray);
  return token instanceof JArray ? token : parseArray(text);
}

const READERS: ReadonlyMap<CsType, (body: MessageBody, text: string) => unknown> = new Map([
  [STRING, (_body: MessageBody, text: string): unknown => text],
  [JOBJECT, readObject],
  [JARRAY, readArray],
  [JTOKEN, (body, text) => readJson(body, text, parseToken)],
  [typeOf("System.Xml.Linq.XDocument"), (_body, text) => parseDocument(text)],
  [typeOf("System.Xml.Linq.XElement"), (_body, text) => parseElement(text)],
  [typeOf("System.Xml.Linq.XNode"), (_body, text) => parseElement(text)],
]);
const BYTES = arrayOf(typeOf("System.Byte"));

/** @throws CsException System.InvalidOperationException when it was read before without preserveContent */
function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BodyConsumedError) throw invalidOperation(error.message);
    throw error;
  }
}

/** `body.As<type>(preserveContent)`. */
function readAs(body: MessageBody, preserve: boolean, type: CsType): unknown {
  if (type === BYTES) {
    const bytes = reading(() => body.bytes(preserve));
    allocate(bytes.length);
    return byteArray(bytes);
  }
  const read = READERS.get(type);
  if (!read) throw notSupported(`A message body cannot be read as ${type}.`);
  const text = reading(() => body.text(preserve));
  try {
    return read(body, text);
  } catch (error) {
    throw error instanceof CsException ? unreadable(error) : error;
  }
}

/** What the reader of bodies puts before the words of the library (connected-pawns.com, 2020: JSON; of XML an assumption). */
function unreadable(error: CsException): CsException {
  const format = error.typeName.startsWith("Newtonsoft.") ? "JSON" : "XML";
  const message = `The message body is not a valid ${format}. ${error.message}`;
  return new CsException(error.typeName, message);
}

function readForm(body: MessageBody, preserve: boolean): CsDictionary {
  const text = reading(() => body.text(preserve));
  const form = new CsDictionary(STRING, LIST_OF_STRING);
  for (const [name, values] of parseQuery(text)) {
    form.setEntry(name, new CsList(STRING, [...values]));
  }
  return form;
}

types.of<View<MessageBody>>().declare({
  type: "interface IMessageBody",
  members: {
    "T As<T>(bool preserveContent = false)": (self, preserve, call) =>
      readAs(self.of, preserve, call.types[0]),
    "IDictionary<string, IList<string>> AsFormUrlEncodedContent(bool preserveContent = false)": (
      self,
      preserve,
    ) => readForm(self.of, preserve),
  },
});
