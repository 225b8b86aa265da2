/**
 * Text to tokens: JToken.Parse, JObject.Parse, JArray.Parse.
 * @module
 */
import { spend } from "../../../csharp/runtime/budget.ts";
import type { CsException } from "../../../csharp/runtime/exception.ts";
import { argumentNull } from "../../../csharp/runtime/errors.ts";
import { writerException } from "../errors.ts";
import { parsePlain } from "../plain.ts";
import { JsonTextReader } from "../reader.ts";
import type { JToken } from "./token.ts";
import { JTokenType, tokenTypeName } from "./token_type.ts";
import {
  fromPlain,
  JArray,
  JConstructor,
  type JContainer,
  JObject,
  JProperty,
  JValue,
  nullToken,
} from "./tree.ts";

/** @throws CsException JsonReaderException, ArgumentNullException */
export function parseToken(text: string | null): JToken {
  return parseWith(text, readToken);
}

/** @throws CsException JsonReaderException, ArgumentNullException */
export function parseObject(text: string | null): JObject {
  return parseWith(text, readObject, (token) => token instanceof JObject) as JObject;
}

/** @throws CsException JsonReaderException, ArgumentNullException */
export function parseArray(text: string | null): JArray {
  return parseWith(text, readArray, (token) => token instanceof JArray) as JArray;
}

function parseWith(
  text: string | null,
  read: (reader: JsonTextReader) => JToken,
  accepts: (token: JToken) => boolean = () => true,
): JToken {
  if (text === null) throw argumentNull("s");
  spend(text.length >> 6);
  const plain = parsePlain(text);
  if (plain !== undefined) {
    const token = fromPlain(plain);
    if (accepts(token)) return token;
  }
  const reader = new JsonTextReader(text);
  const token = read(reader);
  while (reader.read()); // only comments may follow: the reader throws at anything else
  return token;
}

/** The token of a text, each with its line and position. @throws CsException JsonReaderException */
export function parseWithPlaces(text: string): JToken {
  return readToken(new JsonTextReader(text));
}

/** JToken.ReadFrom: a comment before everything else is what it finds. */
function readToken(reader: JsonTextReader): JToken {
  if (!reader.read()) throw reader.error("Error reading JToken from JsonReader.");
  return readCurrent(reader);
}

/**
 * The token that the reader stands on, with all that it holds.
 * @param lenient as JTokenWriter has it: takes comments in arrays, and a text that ends after a value
 */
export function readCurrent(reader: JsonTextReader, lenient = false): JToken {
  switch (reader.tokenType) {
    case "StartObject":
      return fill(reader, new JObject(), lenient);
    case "StartArray":
      return fill(reader, new JArray(), lenient);
    case "StartConstructor":
      return fill(reader, new JConstructor(reader.value as string), lenient);
    default: {
      const value = leaf(reader);
      if (value) return value;
      throw reader.error(
        `Error reading JToken from JsonReader. Unexpected token: ${reader.tokenType}.`,
      );
    }
  }
}

function readObject(reader: JsonTextReader): JObject {
  return readAs(reader, "JObject", "an object", "StartObject") as JObject;
}

function readArray(reader: JsonTextReader): JArray {
  return readAs(reader, "JArray", "an array", "StartArray") as JArray;
}

function readAs(reader: JsonTextReader, name: string, kind: string, start: string): JToken {
  if (!reader.read()) throw reader.error(`Error reading ${name} from JsonReader.`);
  while (reader.tokenType === "Comment" && reader.read());
  if (reader.tokenType !== start) {
    throw reader.error(
      `Error reading ${name} from JsonReader. Current JsonReader item is not ${kind}: ${reader.tokenType}.`,
    );
  }
  return readCurrent(reader);
}

const LEAVES: ReadonlyMap<string, number> = new Map<string, number>(Object.entries({
  String: JTokenType.String,
  Integer: JTokenType.Integer,
  Float: JTokenType.Float,
  Date: JTokenType.Date,
  Boolean: JTokenType.Boolean,
  Null: JTokenType.Null,
  Undefined: JTokenType.Undefined,
  Comment: JTokenType.Comment,
}));

function leaf(reader: JsonTextReader): JValue | null {
  const type = LEAVES.get(reader.tokenType);
  if (type === undefined) return null;
  const value = new JValue(reader.value, type);
  const isNumber = type === JTokenType.Integer || type === JTokenType.Float;
  value.lineInfo = isNumber
    ? { ...reader.lineInfo, numberText: reader.numberText }
    : reader.lineInfo;
  return value;
}

/** Reads the content of `root`, whose start the reader stands on, to its end. */
function fill<C extends JContainer>(reader: JsonTextReader, root: C, lenient: boolean): C {
  const name = tokenTypeName(root.tokenType);
  root.lineInfo = reader.lineInfo;
  if (!reader.read()) {
    throw lenient ? incomplete() : reader.error(`Error reading J${name} from JsonReader.`);
  }
  // the containers that are open; a name waits for its value
  const open: JContainer[] = [root];
  let waiting: string | null = null;
  const put = (token: JToken) => {
    const container = open[open.length - 1];
    if (container instanceof JObject) {
      const existing = container.property(waiting!);
      if (existing) existing.value = token;
      else container.insertToken(container.count, new JProperty(waiting!, token));
      waiting = null;
    } else container.insertToken(container.count, token);
  };
  do {
    spend();
    switch (reader.tokenType) {
      case "Comment": {
        const container = open[open.length - 1];
        if (lenient && container instanceof JArray) put(leaf(reader)!);
        break;
      }
      case "PropertyName":
        waiting = reader.value as string;
        break;
      case "EndObject":
      case "EndArray":
      case "EndConstructor":
        open.pop();
        if (open.length === 0) return root;
        break;
      case "StartObject":
      case "StartArray":
      case "StartConstructor": {
        const token = reader.tokenType === "StartObject"
          ? new JObject()
          : reader.tokenType === "StartArray"
          ? new JArray()
          : new JConstructor(reader.value as string);
        token.lineInfo = reader.lineInfo;
        put(token);
        open.push(token);
        break;
      }
      default:
        put(leaf(reader) ?? nullToken());
    }
  } while (reader.read());
  if (!lenient) throw reader.error(`Unexpected end of content while loading J${name}.`);
  if (reader.tokenType !== "None") throw incomplete();
  return root;
}

function incomplete(): CsException {
  return writerException("Unexpected end when reading token.");
}
