/**
 * Objects to tokens, as JsonSerializer does it.
 * @module
 */
import { CsAnonymous } from "../../csharp/runtime/anonymous.ts";
import { CsTuple } from "../../csharp/runtime/tuple.ts";
import { CsArray } from "../../csharp/runtime/array.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import { defaultOf } from "../../csharp/runtime/defaults.ts";
import { equals, toText } from "../../csharp/runtime/object.ts";
import { baseTypes } from "../../csharp/runtime/bases.ts";
import { type PropertySymbol, symbolOf } from "../../csharp/runtime/symbols.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { Box, box, type CsObject, runtimeType } from "../../csharp/runtime/values.ts";
import type { CsMap } from "../collections/dictionary.ts";
import { boxedElements } from "../../csharp/runtime/sequence.ts";
import { argument, argumentNull } from "../../csharp/runtime/errors.ts";
import { DateTime, DateTimeOffset } from "../time/date_time.ts";
import { leafType } from "./linq/content.ts";
import { dateToJson } from "./date.ts";
import { serializationException } from "./errors.ts";
import { JToken } from "./linq/token.ts";
import { JTokenType, tokenTypeName } from "./linq/token_type.ts";
import { JArray, JObject, JValue, nullToken } from "./linq/tree.ts";

/** JsonSerializerSettings, as far as they change what is written. */
export interface SerializeOptions {
  readonly ignoreNulls: boolean;
  readonly ignoreDefaults: boolean;
  /** Null: ISO 8601. */
  readonly dateFormat: string | null;
}

const DEFAULT_OPTIONS: SerializeOptions = {
  ignoreNulls: false,
  ignoreDefaults: false,
  dateFormat: null,
};

const CHAR = typeOf("System.Char");
const MAX_DEPTH = 400;

/** How other parts of the library (XML) write their own types. */
type Writer = (value: CsObject) => JToken | undefined;
const writers: Writer[] = [];

/** Adds a way to write objects that have one of their own. */
export function addWriter(writer: Writer): void {
  writers.push(writer);
}

/** JToken.FromObject. @throws CsException */
export function tokenFromObject(value: unknown): JToken {
  if (value === null) throw argumentNull("o");
  return serialize(value);
}

export function objectFromObject(value: unknown): JObject {
  const token = tokenFromObject(value);
  if (token instanceof JObject) return token;
  throw wrongKind(token, "JObject");
}

export function arrayFromObject(value: unknown): JArray {
  const token = tokenFromObject(value);
  if (token instanceof JArray) return token;
  throw wrongKind(token, "JArray");
}

function wrongKind(token: JToken, expected: string) {
  return argument(
    `Object serialized to ${tokenTypeName(token.tokenType)}. ${expected} instance expected.`,
  );
}

/** The token of any boxed value. @throws CsException JsonSerializationException */
export function serialize(
  value: unknown,
  options: SerializeOptions = DEFAULT_OPTIONS,
  depth = 0,
): JToken {
  spend();
  if (value === null) return nullToken();
  if (value instanceof JToken) return value.clone();
  if (value instanceof Box && value.csType === CHAR) {
    return new JValue(toText(value), JTokenType.String);
  }
  const type = leafType(value);
  if (type !== undefined) return leaf(value, type, options);
  if (depth > MAX_DEPTH) {
    throw serializationException(
      `Self referencing loop detected with type '${runtimeType(value)}'.`,
    );
  }
  const object = value as CsObject;
  for (const writer of writers) {
    const token = writer(object);
    if (token) return token;
  }
  if (isMap(object)) return serializeMap(object, options, depth);
  if (Symbol.iterator in object) return serializeItems(object, options, depth);
  return serializeProperties(object, options, depth);
}

function leaf(value: unknown, type: number, { dateFormat }: SerializeOptions): JValue {
  if (value instanceof Box && value.csType.definition.kind === "enum") {
    return new JValue(value.value, type);
  }
  if (dateFormat !== null && (value instanceof DateTime || value instanceof DateTimeOffset)) {
    return new JValue(value.csFormat(dateFormat), JTokenType.String);
  }
  return new JValue(value, type);
}

function isMap(value: object): value is CsObject & CsMap {
  return "lookUp" in value && "keyType" in value;
}

function put(
  target: JObject,
  name: string,
  value: unknown,
  options: SerializeOptions,
  depth: number,
) {
  target.set(name, serialize(value, options, depth + 1));
}

function serializeMap(map: CsMap, options: SerializeOptions, depth: number): JObject {
  const object = new JObject();
  for (const [key, value] of map.entries()) {
    const name = keyText(box(key, map.keyType), options);
    put(object, name, box(value, map.valueType), options, depth);
  }
  return object;
}

function keyText(key: unknown, { dateFormat }: SerializeOptions): string {
  if (!(key instanceof DateTime || key instanceof DateTimeOffset)) return toText(key);
  return dateFormat === null ? dateToJson(key) : key.csFormat(dateFormat);
}

function serializeItems(items: object, options: SerializeOptions, depth: number): JArray {
  if (items instanceof CsArray && items.lengths) return dimension(items, options, depth);
  const array = new JArray();
  for (const item of boxedElements(items)) {
    array.insertToken(array.count, serialize(item, options, depth + 1));
  }
  return array;
}

/** An array of several dimensions as arrays of arrays. */
function dimension(array: CsArray, options: SerializeOptions, depth: number): JArray {
  const lengths = array.lengths!;
  let at = 0;
  const level = (rank: number): JArray => {
    const items = new JArray();
    for (let i = 0; i < lengths[rank]; i++) {
      const token = rank === lengths.length - 1
        ? serialize(box(array.items[at++], array.elementType), options, depth + 1)
        : level(rank + 1);
      items.insertToken(items.count, token);
    }
    return items;
  };
  return level(0);
}

function serializeProperties(value: CsObject, options: SerializeOptions, depth: number): JObject {
  const object = new JObject();
  for (const { name, value: member, type } of memberValues(value)) {
    if (member === null && options.ignoreNulls) continue;
    if (options.ignoreDefaults && equals(member, box(defaultOf(type), type))) continue;
    put(object, name, member, options, depth);
  }
  return object;
}

/** A public property, its value boxed. */
interface Member {
  readonly name: string;
  readonly value: unknown;
  readonly type: CsType;
}

function memberValues(value: CsObject): Iterable<Member> {
  const own = runtimeType(value)!;
  const { definition, typeArguments } = own;
  if (value instanceof CsAnonymous) return members(value.values, (i) => definition.parameters[i]);
  if (value instanceof CsTuple && definition.name === "System.ValueTuple") {
    return members(value.items, (i) => `Item${i + 1}`);
  }
  return declaredValues(value, own);

  function members(values: readonly unknown[], nameAt: (index: number) => string): Member[] {
    return typeArguments.map((type, i) => ({ name: nameAt(i), value: box(values[i], type), type }));
  }
}

function* declaredValues(value: CsObject, own: CsType): IterableIterator<Member> {
  const seen = new Set<string>();
  for (const type of [own, ...baseTypes(own)]) {
    for (const property of readable(type)) {
      if (seen.has(property.name)) continue;
      seen.add(property.name);
      const closedType = closed(property.type, type);
      const got = property.get!(value, { types: type.typeArguments });
      yield { name: property.name, value: box(got, closedType), type: closedType };
    }
  }
}

function* readable(type: CsType): IterableIterator<PropertySymbol> {
  const symbol = symbolOf(type);
  for (const name of symbol?.memberNames() ?? []) {
    for (const member of symbol!.members(name)) {
      if (member.kind === "property" && !member.isStatic && member.get) yield member;
    }
  }
}

/** A member's type with the type parameters of its owner replaced. */
function closed(type: CsType, owner: CsType): CsType {
  const index = symbolOf(owner)!.parameters.indexOf(type);
  return index < 0 ? type : owner.typeArguments[index];
}
