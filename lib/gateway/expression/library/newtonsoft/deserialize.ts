/**
 * Tokens to objects of a given type, as JsonSerializer does it.
 * @module
 */
import { CsAnonymous } from "../../compile/anonymous.ts";
import { CsArray } from "../../runtime/array.ts";
import { spend } from "../../runtime/budget.ts";
import { defaultOf } from "../../runtime/defaults.ts";
import { CsException } from "../../runtime/exception.ts";
import { derivesFrom, isInstance } from "../../runtime/instance.ts";
import { toText } from "../../runtime/object.ts";
import { type CsType, typeOf } from "../../runtime/type.ts";
import { Box } from "../../runtime/values.ts";
import { CsDictionary } from "../collections/dictionary.ts";
import { CsHashSet } from "../collections/hash_set.ts";
import { KeyValuePair } from "../collections/key_value_pair.ts";
import { CsList } from "../collections/list.ts";
import { CsQueue, CsStack } from "../collections/queue_stack.ts";
import { enumInfo } from "../enum_names.ts";
import { type Cast, castNullable, CASTS, castToken, castToText } from "./cast.ts";
import { readerException, serializationException } from "./errors.ts";
import { fromBase64 } from "../bytes.ts";
import { pathOf } from "./position.ts";
import { JTOKEN, type JToken } from "./token.ts";
import { JTokenType, tokenTypeName } from "./token_type.ts";
import { JArray, JContainer, JObject, JValue } from "./tree.ts";

const STRING = typeOf("System.String");
const BYTE = typeOf("System.Byte");
const OBJECT = typeOf("System.Object");
const CASTS_BY_TYPE: ReadonlyMap<CsType, Cast> = new Map(
  CASTS.map((cast) => [typeOf(`System.${cast.name}`), cast]),
);

/** How other parts of the library (XML) read their own types. */
type Reader = (token: JToken, type: CsType) => unknown;
const readers: Reader[] = [];

/** Adds a way to read types that have one of their own; undefined where it is not for it. */
export function addReader(reader: Reader): void {
  readers.push(reader);
}

/** `token.ToObject<T>()`: simple types by the token's own conversions. */
export function deserializeToken(token: JToken, type: CsType): unknown {
  if (type === STRING) return castToText(token);
  const nullable = type.definition.name === "System.Nullable";
  const cast = CASTS_BY_TYPE.get(nullable ? type.typeArguments[0] : type);
  if (cast) return nullable ? castNullable(token, cast) : castToken(token, cast);
  return deserialize(token, type);
}

/** The unboxed form of `type` read from a token. @throws CsException */
export function deserialize(token: JToken, type: CsType): unknown {
  spend();
  if (type === OBJECT) return token instanceof JValue ? token.value : token;
  if (derivesFrom(type, JTOKEN)) return tokenAs(token, type);
  for (const reader of readers) {
    const value = reader(token, type);
    if (value !== undefined) return value;
  }
  if (type.definition.name === "System.Nullable") {
    if (isNothing(token)) return null;
    return deserialize(token, type.typeArguments[0]);
  }
  if (token instanceof JArray) return items(token, type);
  if (token instanceof JObject) return object(token, type);
  return simple(token as JValue, type);
}

function isNothing(token: JToken): boolean {
  return token.tokenType === JTokenType.Null || token.tokenType === JTokenType.Undefined;
}

function tokenAs(token: JToken, type: CsType): JToken | null {
  if (isInstance(token, type)) return token.clone();
  if (isNothing(token)) return null;
  throw serializationException(
    `Deserialized JSON type '${token.csType}' is not compatible with expected type '${type}'.`,
    placeOf(token),
  );
}

/** Where a token stands, for messages. */
function placeOf(token: JToken) {
  const path = pathOf(token);
  return token.lineInfo === null ? { path } : { path, ...token.lineInfo };
}

const ELEMENT_TYPES: Readonly<Record<string, (type: CsType, items: unknown[]) => unknown>> = {
  List: (type, items) => new CsList(type, items),
  IList: (type, items) => new CsList(type, items),
  ICollection: (type, items) => new CsList(type, items),
  IEnumerable: (type, items) => new CsList(type, items),
  IReadOnlyList: (type, items) => new CsList(type, items),
  IReadOnlyCollection: (type, items) => new CsList(type, items),
  HashSet: (type, items) => CsHashSet.from(type, items),
  ISet: (type, items) => CsHashSet.from(type, items),
  Queue: (type, items) => filled(new CsQueue(type), items),
  Stack: (type, items) => filled(new CsStack(type), items),
};

function filled<L extends { put(item: unknown): void }>(line: L, items: unknown[]): L {
  for (const item of items) line.put(item);
  return line;
}

function shortName(type: CsType): string {
  return type.definition.name.replace("System.Collections.Generic.", "");
}

function items(array: JArray, type: CsType): unknown {
  const [element] = type.typeArguments;
  const { kind } = type.definition;
  const make = kind === "array" ? CsArray.of : ELEMENT_TYPES[shortName(type)];
  if (!make || type.typeArguments.length !== 1) throw needs(array, type, "array", "object");
  return make(element, array.children().map((child) => deserialize(child, element)));
}

function needs(token: JToken, type: CsType, found: "array" | "object", needed: string) {
  const sample = { array: "[1,2,3]", object: '{"name":"value"}', primitive: "" };
  const isSimple = CASTS_BY_TYPE.has(type) || type === STRING;
  const text =
    `Cannot deserialize the current JSON ${found} (e.g. ${
      sample[found]
    }) into type '${type}' because the type ` +
    (isSimple
      ? `requires a JSON primitive value (e.g. string, number, boolean, null) to deserialize correctly.`
      : `requires a JSON ${needed} (e.g. ${
        sample[needed as "array" | "object"]
      }) to deserialize correctly.`) +
    `\nTo fix this error either change the JSON to a JSON ${
      isSimple
        ? "primitive value (e.g. string, number, boolean, null)"
        : `${needed} (e.g. ${sample[needed as "array" | "object"]})`
    } or change the deserialized type ` +
    (found === "array"
      ? "to an array or a type that implements a collection interface (e.g. ICollection, IList) like List<T> " +
        "that can be deserialized from a JSON array. JsonArrayAttribute can also be added to the type to force " +
        "it to deserialize from a JSON array."
      : "so that it is a normal .NET type (e.g. not a primitive type like integer, not a collection type like " +
        "an array or List<T>) that can be deserialized from a JSON object. JsonObjectAttribute can also be added " +
        "to the type to force it to deserialize from a JSON object.") +
    "\n";
  return serializationException(text, placeOf(token));
}

function object(token: JObject, type: CsType): unknown {
  const name = shortName(type);
  if (name === "Dictionary" || name === "IDictionary" || name === "IReadOnlyDictionary") {
    return dictionary(token, type);
  }
  if (name === "KeyValuePair") {
    const [key, value] = type.typeArguments;
    return new KeyValuePair(type, member(token, "Key", key), member(token, "Value", value));
  }
  if (type.definition.name.startsWith("<>f__Anonymous")) return anonymous(token, type);
  throw needs(token, type, "object", "array");
}

function dictionary(token: JObject, type: CsType): CsDictionary {
  const [key, value] = type.typeArguments;
  const dictionary = new CsDictionary(key, value);
  for (const [name, property] of token.properties) {
    const read = key === STRING ? name : simple(new JValue(name, JTokenType.String), key);
    dictionary.setEntry(read, deserialize(property.value, value));
  }
  return dictionary;
}

/** A member by its name, or by a name that differs in case only. */
function member(token: JObject, name: string, type: CsType): unknown {
  const lower = name.toLowerCase();
  const property = token.property(name) ??
    [...token.properties.values()].find((own) => own.name.toLowerCase() === lower);
  return property ? deserialize(property.value, type) : defaultOf(type);
}

/** An object like the sample that was given. */
function anonymous(token: JObject, type: CsType): CsAnonymous {
  const values = type.definition.parameters.map((name, i) =>
    member(token, name, type.typeArguments[i])
  );
  return new CsAnonymous(type, values);
}

/** A simple value, as the reader's ReadAs methods and ConvertUtils do it. */
function simple(token: JValue, type: CsType): unknown {
  const { definition } = type;
  const isValueType = definition.kind === "struct" || definition.kind === "enum";
  if (isNothing(token)) {
    if (!isValueType) return null;
    throw serializationException(
      `Error converting value {null} to type '${type}'.`,
      placeOf(token),
      new CsException(
        "System.InvalidCastException",
        `Null object cannot be converted to a value type.`,
      ),
    );
  }
  if (type === STRING) return textOf(token);
  if (definition.kind === "enum") return enumValue(token, type);
  if (definition.kind === "array" && type.typeArguments[0] === BYTE) return bytes(token, type);
  const cast = CASTS_BY_TYPE.get(type);
  if (!cast || token instanceof JContainer) throw unconverted(token, type);
  if (token.value === "" && isValueType) throw unconverted(token, type);
  try {
    return castToken(token, cast);
  } catch (error) {
    if (!(error instanceof CsException)) throw error;
    throw readFailure(token, cast.name) ?? unconverted(token, type, error);
  }
}

/** A string stays, a date comes back as JSON has it, true is "true". */
function textOf(token: JValue): string {
  if (token.tokenType === JTokenType.Boolean) return token.value ? "true" : "false";
  return castToText(token)!;
}

const READ_AS: Readonly<Record<string, string>> = {
  Int32: "integer",
  Double: "double",
  Boolean: "boolean",
  Decimal: "decimal",
  DateTime: "DateTime",
  DateTimeOffset: "DateTimeOffset",
};

/** The reader's own message for what it reads as a type of its own. */
function readFailure(token: JValue, name: string): CsException | null {
  const kind = READ_AS[name];
  if (!kind || token.lineInfo === null || token.tokenType !== JTokenType.String) return null;
  return readerException(`Could not convert string to ${kind}: ${toText(token.value)}.`, {
    path: pathOf(token),
    ...token.lineInfo,
  });
}

function unconverted(token: JToken, type: CsType, inner: CsException | null = null) {
  const { value } = token as JValue;
  const shown = typeof value === "string" ? `"${value}"` : toText(value);
  return serializationException(
    `Error converting value ${shown} to type '${type}'.`,
    placeOf(token),
    inner,
  );
}

function enumValue(token: JValue, type: CsType): number {
  const { value } = token;
  if (typeof value === "string") {
    const info = enumInfo(type.definition.name)!;
    const index = info.names.findIndex((name) => name.toLowerCase() === value.toLowerCase());
    if (index >= 0) return info.values[index];
    if (/^-?\d+$/.test(value)) return Number(value);
    throw unconverted(token, type);
  }
  if (token.tokenType !== JTokenType.Integer) throw unconverted(token, type);
  return Number(value instanceof Box ? value.value : value);
}

function bytes(token: JValue, type: CsType): CsArray {
  if (token.value instanceof CsArray) return token.value;
  if (typeof token.value !== "string") {
    throw serializationException(
      `Error reading bytes. Unexpected token: ${tokenTypeName(token.tokenType)}.`,
      placeOf(token),
    );
  }
  return new CsArray(type, fromBase64(token.value));
}
