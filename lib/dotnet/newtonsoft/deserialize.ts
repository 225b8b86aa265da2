/**
 * Tokens to objects of a given type, as JsonSerializer does it.
 * @module
 */
import { CsAnonymous } from "../../csharp/runtime/anonymous.ts";
import { CsArray } from "../../csharp/runtime/array.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import { defaultOf } from "../../csharp/runtime/defaults.ts";
import { toText } from "../../csharp/runtime/object.ts";
import { derivesFrom, isInstance } from "../../csharp/runtime/instance.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { CsDictionary } from "../collections/dictionary.ts";
import { CsHashSet } from "../collections/hash_set.ts";
import { KeyValuePair } from "../collections/key_value_pair.ts";
import { CsList } from "../collections/list.ts";
import { CsQueue, CsStack } from "../collections/queue_stack.ts";
import { ReadOnlyList } from "../collections/read_only.ts";
import { argument, invalidCast } from "../../csharp/runtime/errors.ts";
import { castNullable, castToken, castToText, castToUri } from "./linq/cast.ts";
import { dateFromJson } from "./date.ts";
import {
  bytesOfToken,
  CASTS_BY_TYPE,
  deserializeLeaf,
  enumOfToken,
  isBytes,
  keyOf,
  placeOf,
  readAsName,
  readFailure,
  type Source,
  STRING,
  URI,
} from "./deserialize_leaf.ts";
import { isNothing } from "./linq/leaf_cast.ts";
import { serializationException } from "./errors.ts";
import { JTOKEN, type JToken } from "./linq/token.ts";
import { JTokenType } from "./linq/token_type.ts";
import { JArray, JConstructor, JContainer, JObject, JProperty, JValue } from "./linq/tree.ts";

const OBJECT = typeOf("System.Object");

/** `token.ToObject<T>()`: simple types by the token's own conversions. */
export function deserializeToken(token: JToken, type: CsType): unknown {
  if (type === STRING) return castToText(token);
  if (type === URI) return castToUri(token);
  const nullable = type.definition.name === "System.Nullable";
  const plain = nullable ? type.typeArguments[0] : type;
  const cast = CASTS_BY_TYPE.get(plain);
  if (cast) return nullable ? castNullable(token, cast) : castToken(token, cast);
  if (plain.definition.kind === "enum") {
    return nullable && isNothing(token) ? null : enumOfToken(token, plain);
  }
  return deserialize(token, type, "tokens");
}

/**
 * The unboxed form of `type` read from a token. Tokens from a text must have been read without dates.
 * @throws CsException JsonReaderException, JsonSerializationException, InvalidCastException
 */
export function deserialize(token: JToken, type: CsType, source: Source): unknown {
  if (
    derivesFrom(type, JTOKEN) && !isInstance(token, type) && token.tokenType !== JTokenType.Null
  ) {
    throw invalidCast(`Unable to cast object of type '${token.csType}' to type '${type}'.`);
  }
  return read(token, type, source);
}

function read(token: JToken, type: CsType, source: Source): unknown {
  spend();
  if (type === OBJECT) return asObject(withDates(token, source));
  if (derivesFrom(type, JTOKEN)) return tokenAs(withDates(token, source), type);
  if (type.definition.name === "System.Nullable") {
    const isEmpty = isNothing(token) || (token as JValue).value === "";
    return isEmpty ? null : read(token, type.typeArguments[0], source);
  }
  if (isBytes(type)) return bytesOfToken(token);
  if (token instanceof JArray) return items(token, type, source);
  if (token instanceof JObject) return object(token, type, source);
  if (token instanceof JConstructor) return deserializeLeaf(nameOf(token), type, source);
  return deserializeLeaf(token as JValue, type, source);
}

function asObject(token: JToken): unknown {
  if (token instanceof JConstructor) return token.name;
  return token instanceof JValue ? token.value : withoutUndefined(token);
}

/** Without a serializer of its own a constructor is no more than its name. */
function nameOf(token: JConstructor): JValue {
  const name = new JValue(token.name, JTokenType.String);
  name.parent = token.parent;
  name.lineInfo = token.lineInfo;
  return name;
}

/** The token with the dates that a reader of tokens would have seen. */
function withDates(token: JToken, source: Source): JToken {
  if (source === "tokens") return token;
  if (token instanceof JProperty) withDates(token.value, source);
  else if (token instanceof JContainer) {
    if (!("plain" in token) || token.plain === null) {
      for (const child of token.children()) withDates(child, source);
    }
  } else if (token.tokenType === JTokenType.String) {
    const leaf = token as JValue;
    const date = dateFromJson(leaf.value as string);
    if (date !== null) {
      leaf.value = date;
      leaf.tokenType = JTokenType.Date;
    }
  }
  return token;
}

function tokenAs(token: JToken, type: CsType): JToken | null {
  if (isInstance(token, type)) return withoutUndefined(token.clone());
  if (token.tokenType === JTokenType.Null) return null;
  throw argument(
    `The value "${
      toText(token)
    }" is not of type "${type}" and cannot be used in this generic collection.`,
    "value",
  );
}

/** Copied by a writer of tokens, an undefined is a null. */
function withoutUndefined(token: JToken): JToken {
  if (token instanceof JValue) {
    if (token.tokenType === JTokenType.Undefined) token.tokenType = JTokenType.Null;
  } else if (token instanceof JContainer && !("plain" in token && token.plain !== null)) {
    for (const child of token.children()) withoutUndefined(child);
  }
  return token;
}

const ELEMENT_TYPES: ReadonlyMap<string, (type: CsType, items: unknown[]) => unknown> = new Map<
  string,
  (type: CsType, items: unknown[]) => unknown
>(Object.entries({
  List: (type, items) => new CsList(type, items),
  IList: (type, items) => new CsList(type, items),
  ICollection: (type, items) => new CsList(type, items),
  IEnumerable: (type, items) => new CsList(type, items),
  IReadOnlyList: (type, items) => new ReadOnlyList(type, new CsList(type, items)),
  IReadOnlyCollection: (type, items) => new ReadOnlyList(type, new CsList(type, items)),
  HashSet: (type, items) => CsHashSet.from(type, items),
  ISet: (type, items) => CsHashSet.from(type, items),
  Queue: (type, items) => filled(new CsQueue(type), items),
  Stack: (type, items) => filled(new CsStack(type), items),
}));

function filled<L extends { put(item: unknown): void }>(line: L, items: unknown[]): L {
  for (const item of items) line.put(item);
  return line;
}

function shortName(type: CsType): string {
  return type.definition.name.replace("System.Collections.Generic.", "");
}

/** @throws CsException when a container cannot become the type, whatever is in it */
export function checkFits(token: JContainer, type: CsType, source: Source): void {
  if (type === OBJECT || type.definition.name === "System.Nullable" || derivesFrom(type, JTOKEN)) {
    return;
  }
  if (token instanceof JArray) {
    if (!isBytes(type) && !holdsItems(type)) throw unfit(token, type, source, "[", ARRAY);
  } else if (!holdsMembers(type)) throw unfit(token, type, source, "{", OBJECT_WORDS);
}

function holdsItems(type: CsType): boolean {
  if (type.typeArguments.length !== 1) return false;
  return type.definition.kind === "array" || ELEMENT_TYPES.has(shortName(type));
}

const MAPS = new Set(["Dictionary", "IDictionary", "IReadOnlyDictionary"]);

function isAnonymous(type: CsType): boolean {
  return type.definition.name.startsWith("<>f__Anonymous");
}

function holdsMembers(type: CsType): boolean {
  const name = shortName(type);
  return MAPS.has(name) || name === "KeyValuePair" || isAnonymous(type);
}

function items(array: JArray, type: CsType, source: Source): unknown {
  checkFits(array, type, source);
  const [element] = type.typeArguments;
  const make = type.definition.kind === "array" ? CsArray.of : ELEMENT_TYPES.get(shortName(type))!;
  return make(element, array.children().map((child) => read(child, element, source)));
}

function object(token: JObject, type: CsType, source: Source): unknown {
  checkFits(token, type, source);
  if (MAPS.has(shortName(type))) return dictionary(token, type, source);
  const member = (name: string, type: CsType) => readMember(token, name, type, source);
  if (isAnonymous(type)) {
    const { parameters } = type.definition;
    return new CsAnonymous(type, parameters.map((name, i) => member(name, type.typeArguments[i])));
  }
  const [key, value] = type.typeArguments;
  return new KeyValuePair(type, member("Key", key), member("Value", value));
}

function dictionary(token: JObject, type: CsType, source: Source): CsDictionary {
  const [key, value] = type.typeArguments;
  const dictionary = new CsDictionary(key, value);
  for (const [name, property] of token.properties) {
    dictionary.setEntry(keyOf(name, key, property), read(property.value, value, source));
  }
  return dictionary;
}

/** A member by its name, or by a name that differs in case only. */
function readMember(token: JObject, name: string, type: CsType, source: Source): unknown {
  const lower = name.toLowerCase();
  const property = token.property(name) ??
    [...token.properties.values()].find((own) => own.name.toLowerCase() === lower);
  return property ? read(property.value, type, source) : defaultOf(type);
}

interface Words {
  readonly found: string;
  readonly needed: string;
  readonly cure: string;
}

const ARRAY: Words = {
  found: "JSON array (e.g. [1,2,3])",
  needed: 'JSON object (e.g. {"name":"value"})',
  cure:
    "to an array or a type that implements a collection interface (e.g. ICollection, IList) like " +
    "List<T> that can be deserialized from a JSON array. JsonArrayAttribute can also be added to the " +
    "type to force it to deserialize from a JSON array.",
};
const OBJECT_WORDS: Words = {
  found: 'JSON object (e.g. {"name":"value"})',
  needed: "JSON array (e.g. [1,2,3])",
  cure:
    "so that it is a normal .NET type (e.g. not a primitive type like integer, not a collection type " +
    "like an array or List<T>) that can be deserialized from a JSON object. JsonObjectAttribute can also " +
    "be added to the type to force it to deserialize from a JSON object.",
};

/** What an object or array gives where another kind of JSON is needed. */
function unfit(token: JToken, type: CsType, source: Source, open: string, words: Words) {
  const name = readAsName(type);
  if (name !== undefined) {
    return readFailure(
      source === "text"
        ? `Unexpected character encountered while parsing value: ${open}.`
        : `Error reading ${name}. Unexpected token: Start${open === "[" ? "Array" : "Object"}.`,
      token,
    );
  }
  const needed = CASTS_BY_TYPE.has(type)
    ? "JSON primitive value (e.g. string, number, boolean, null)"
    : words.needed;
  return serializationException(
    `Cannot deserialize the current ${words.found} into type '${type}' because the type requires a ` +
      `${needed} to deserialize correctly.\nTo fix this error either change the JSON to a ${needed} or ` +
      `change the deserialized type ${words.cure}\n`,
    placeOf(token),
  );
}
