/**
 * JsonConvert and its settings.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { derivesFrom } from "../../csharp/runtime/instance.ts";
import { toText } from "../../csharp/runtime/object.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { Box, box, type CsObject, runtimeType } from "../../csharp/runtime/values.ts";
import { argument, argumentNull } from "../../csharp/runtime/errors.ts";
import { leafType } from "./linq/content.ts";
import { checkFits, deserialize } from "./deserialize.ts";
import { serializationException } from "./errors.ts";
import { leafText } from "./linq/leaf_text.ts";
import { readCurrent } from "./linq/load.ts";
import { parsePlain } from "./plain.ts";
import { JsonTextReader } from "./reader.ts";
import { serialize, type SerializeOptions } from "./serialize.ts";
import { JTOKEN, JToken } from "./linq/token.ts";
import { fromPlain, JArray, type JContainer, JObject } from "./linq/tree.ts";
import { Formatting, writeToken } from "./write.ts";

export const types = new Declarations();

const OBJECT = typeOf("System.Object");
const NULL_IGNORE = 1;
const DEFAULT_IGNORE = 1;
const DATES_NONE = 0;
const DATES_DATETIME = 1;

/** JsonSerializerSettings. */
export class SerializerSettings implements CsObject {
  readonly csType = typeOf("Newtonsoft.Json.JsonSerializerSettings");
  formatting: number = Formatting.None;
  nulls = 0;
  defaults = 0;
  dates = DATES_DATETIME;
  dateFormat: string | null = null;

  get options(): SerializeOptions {
    return {
      ignoreNulls: this.nulls === NULL_IGNORE,
      ignoreDefaults: (this.defaults & DEFAULT_IGNORE) !== 0,
      dateFormat: this.dateFormat,
    };
  }
}

function serializeObject(
  value: unknown,
  formatting: number | null,
  settings: SerializerSettings | null,
): string {
  const token = value instanceof JToken && !settings ? value : serialize(value, settings?.options);
  return writeToken(token, formatting ?? settings?.formatting ?? Formatting.None);
}

/** JsonConvert.DeserializeObject(text, type): null for text without content. */
function deserializeText(
  text: string | null,
  type: CsType,
  settings: SerializerSettings | null = null,
): unknown {
  if (text === null) throw argumentNull("value");
  spend(text.length >> 6);
  const plain = parsePlain(text);
  if (plain !== undefined) {
    try {
      return deserialize(fromPlain(plain), type, "text");
    } catch {
      // read again below, for the error's line and position
    }
  }
  const reader = new JsonTextReader(text, false);
  while (reader.read() && reader.tokenType === "Comment");
  if (reader.tokenType === "None") return nothing(type);
  const source = settings?.dates === DATES_NONE ? "tokens" : "text";
  if (isToken(type, reader)) {
    const token = readCurrent(reader, true);
    finish(reader);
    return deserialize(token, type, source);
  }
  const value = deserialize(readAll(reader, type), type, source);
  finish(reader);
  return value;
}

/** Whether the result is a token, which is read whole before anybody asks for its kind. */
function isToken(type: CsType, { tokenType }: JsonTextReader): boolean {
  return derivesFrom(type, JTOKEN) || (type === OBJECT && tokenType === "StartArray");
}

/** @throws CsException when more than comments follows */
function finish(reader: JsonTextReader): void {
  while (reader.read()) {
    if (reader.tokenType !== "Comment") {
      throw reader.error(
        "Additional text found in JSON string after finishing deserializing object.",
      );
    }
  }
}

/** The token that the reader stands on. A text that ends too early fails as the serializer does. */
function readAll(reader: JsonTextReader, type: CsType): JToken {
  const isToken = derivesFrom(type, JTOKEN) ||
    (type === OBJECT && reader.tokenType === "StartArray");
  if (isToken) return readCurrent(reader, true);
  if (reader.tokenType === "StartObject") checkStart(reader, new JObject(), type);
  else if (reader.tokenType === "StartArray") checkStart(reader, new JArray(), type);
  try {
    return readCurrent(reader);
  } catch (error) {
    const { open } = reader;
    const cut = error instanceof CsException && CUT.test(error.message);
    if (!cut || open === null) throw error;
    const message = error.message.startsWith("Error")
      ? "Unexpected end when reading JSON."
      : `Unexpected end when deserializing ${open.toLowerCase()}.`;
    throw serializationException(message, reader.place);
  }
}

const CUT = /^(Unexpected end of content|Error reading J\w+ from JsonReader\. Path)/;

/** Refuses a container that the type cannot be read from before anything in it is looked at. */
function checkStart(reader: JsonTextReader, start: JContainer, type: CsType): void {
  start.lineInfo = reader.lineInfo;
  checkFits(start, type, "text");
}

function nothing(type: CsType): null {
  const { kind, name } = type.definition;
  if ((kind === "struct" || kind === "enum") && name !== "System.Nullable") {
    throw serializationException(
      `No JSON content found and type '${type}' is not nullable.`,
      { path: "", line: 0, position: 0 },
    );
  }
  return null;
}

types.declare({
  type: "static class Newtonsoft.Json.JsonConvert",
  members: {
    "const string True": () => "true",
    "const string False": () => "false",
    "const string Null": () => "null",
    "const string Undefined": () => "undefined",
    "static string SerializeObject(object value)": (value) => serializeObject(value, null, null),
    "static string SerializeObject(object value, Formatting formatting)": (value, formatting) =>
      serializeObject(value, formatting, null),
    "static string SerializeObject(object value, JsonSerializerSettings settings)": (
      value,
      settings,
    ) => serializeObject(value, null, settings),
    "static string SerializeObject(object value, Formatting formatting, JsonSerializerSettings settings)":
      serializeObject,
    "static object DeserializeObject(string value)": (text) => deserializeText(text, OBJECT),
    "static object DeserializeObject(string value, JsonSerializerSettings settings)": (
      text,
      settings,
    ) => deserializeText(text, OBJECT, settings),
    "static object DeserializeObject(string value, Type type)": (text, type) =>
      box(deserializeText(text, type ?? OBJECT), type ?? OBJECT),
    "static T DeserializeObject<T>(string value)": (text, call) =>
      deserializeText(text, call.types[0]),
    "static T DeserializeObject<T>(string value, JsonSerializerSettings settings)": (
      text,
      settings,
      call,
    ) => deserializeText(text, call.types[0], settings),
    "static T DeserializeAnonymousType<T>(string value, T anonymousTypeObject)": (
      text,
      _sample,
      call,
    ) => deserializeText(text, call.types[0]),
    "static string ToString(object value)": simpleText,
    "static string ToString(string value)": (value) => leafText(value ?? ""),
  },
});

/** @throws CsException System.ArgumentException for what takes a serializer */
function simpleText(value: unknown): string {
  const type = runtimeType(value);
  if (type?.definition.name === "System.Char") return leafText(toText(value));
  if (value instanceof CsArray || leafType(value) === undefined) {
    throw argument(
      `Unsupported type: ${type}. Use the JsonSerializer class to get the object's JSON representation.`,
    );
  }
  return value instanceof Box && !Number.isFinite(Number(value.value))
    ? toText(value)
    : leafText(value);
}

types.declare({
  type: "enum Newtonsoft.Json.NullValueHandling",
  values: { Include: 0, Ignore: NULL_IGNORE },
});
types.declare({
  type: "enum Newtonsoft.Json.DefaultValueHandling",
  values: { Include: 0, Ignore: DEFAULT_IGNORE, Populate: 2, IgnoreAndPopulate: 3 },
  flags: true,
});
types.declare({
  type: "enum Newtonsoft.Json.DateParseHandling",
  values: { None: DATES_NONE, DateTime: DATES_DATETIME, DateTimeOffset: 2 },
});

/** A property of the settings kept in a field. */
function field(name: keyof SerializerSettings) {
  return {
    get: (self: SerializerSettings) => self[name],
    set: (self: SerializerSettings, value: unknown) => void Object.assign(self, { [name]: value }),
  };
}

types.declare({
  type: "class Newtonsoft.Json.JsonSerializerSettings",
  members: {
    "new()": () => new SerializerSettings(),
    "Formatting Formatting { get; set; }": field("formatting"),
    "NullValueHandling NullValueHandling { get; set; }": field("nulls"),
    "DefaultValueHandling DefaultValueHandling { get; set; }": field("defaults"),
    "DateParseHandling DateParseHandling { get; set; }": field("dates"),
    "string DateFormatString { get; set; }": field("dateFormat"),
  },
});
