/**
 * Headers, query, matched parameters, claims and variables as IReadOnlyDictionary, and GetValueOrDefault.
 * @module
 */
import { hold, spend } from "../../../csharp/runtime/budget.ts";
import type { PolicyContext } from "../../contracts/context.ts";
import type { HeaderMap } from "../../contracts/message.ts";
import { CsArray } from "../../../csharp/runtime/array.ts";
import { Declarations, type Implementation } from "../../../csharp/runtime/declare.ts";
import { defaultOf } from "../../../csharp/runtime/defaults.ts";
import { castTo, isInstance } from "../../../csharp/runtime/instance.ts";
import { arrayOf, type CsType, typeOf } from "../../../csharp/runtime/type.ts";
import { box } from "../../../csharp/runtime/values.ts";
import { escapeData } from "../../../dotnet/net/escape.ts";
import { type CsMap, keyNotFound } from "../../../dotnet/collections/dictionary.ts";
import { KeyValuePair, pairType } from "../../../dotnet/collections/key_value_pair.ts";
import type { CsEnumerable } from "../../../csharp/runtime/sequence.ts";
import { argumentNull, notSupported, nullReference } from "../../../csharp/runtime/errors.ts";

export const types = new Declarations();

const STRING = typeOf("System.String");
const OBJECT = typeOf("System.Object");
const STRINGS = arrayOf(STRING);

interface MapTypes {
  readonly csType: CsType;
  readonly elementType: CsType;
}

const mapTypes = new Map<CsType, MapTypes>();

/** The types that belong to a value type; found once, since every read of `context.Variables` asks. */
function typesOf(valueType: CsType): MapTypes {
  let types = mapTypes.get(valueType);
  if (types === undefined) {
    types = {
      csType: typeOf("System.Collections.Generic.IReadOnlyDictionary", STRING, valueType),
      elementType: pairType(STRING, valueType),
    };
    mapTypes.set(valueType, types);
  }
  return types;
}

/** An IReadOnlyDictionary<string, V> over something of the gateway's. */
export abstract class ReadOnlyMap implements CsMap, CsEnumerable {
  readonly csType: CsType;
  readonly elementType: CsType;
  readonly keyType = STRING;

  constructor(readonly valueType: CsType) {
    const { csType, elementType } = typesOf(valueType);
    this.csType = csType;
    this.elementType = elementType;
  }

  abstract get mapCount(): number;
  abstract entries(): Iterable<readonly [key: string, value: unknown]>;
  /** undefined when there is none. */
  protected abstract find(name: string): unknown;

  get count(): number {
    return this.mapCount;
  }

  lookUp(key: unknown): unknown {
    if (key === null) throw argumentNull("key");
    return this.find(key as string);
  }

  *[Symbol.iterator](): IterableIterator<KeyValuePair> {
    for (const [key, value] of this.entries()) {
      yield new KeyValuePair(this.elementType, key, value);
    }
  }

  addEntry(): never {
    throw notSupported("Collection is read-only.");
  }

  setEntry(): never {
    return this.addEntry();
  }

  deleteEntry(): never {
    return this.addEntry();
  }
}

/** Values by name, names without regard to case, as of headers, query parameters and claims. */
export abstract class MultiMap extends ReadOnlyMap {
  constructor() {
    super(STRINGS);
  }

  /** The values of that name; undefined when there are none. */
  abstract valuesOf(name: string): readonly string[] | undefined;

  protected find(name: string): CsArray | undefined {
    const values = this.valuesOf(name);
    return values && CsArray.of(STRING, [...values]);
  }
}

export class HeaderDictionary extends MultiMap {
  constructor(private readonly headers: HeaderMap) {
    super();
  }

  get mapCount(): number {
    return this.headers.size;
  }

  valuesOf(name: string): readonly string[] | undefined {
    return this.headers.values(name);
  }

  *entries(): IterableIterator<readonly [string, unknown]> {
    for (const [name, values] of this.headers) yield [name, CsArray.of(STRING, [...values])];
  }
}

/** Over a Map of lists: query parameters, claims. */
export class ListDictionary extends MultiMap {
  constructor(private readonly lists: ReadonlyMap<string, readonly string[]>) {
    super();
  }

  get mapCount(): number {
    return this.lists.size;
  }

  valuesOf(name: string): readonly string[] | undefined {
    return findIgnoringCase(this.lists, name);
  }

  *entries(): IterableIterator<readonly [string, unknown]> {
    for (const [name, values] of this.lists) yield [name, CsArray.of(STRING, [...values])];
  }
}

/** Matched parameters. */
export class TextDictionary extends ReadOnlyMap {
  constructor(private readonly texts: ReadonlyMap<string, string>) {
    super(STRING);
  }

  get mapCount(): number {
    return this.texts.size;
  }

  find(name: string): string | undefined {
    return findIgnoringCase(this.texts, name);
  }

  entries(): Iterable<readonly [string, string]> {
    return this.texts;
  }
}

function findIgnoringCase<V>(map: ReadonlyMap<string, V>, name: string): V | undefined {
  const exact = map.get(name);
  if (exact !== undefined) return exact;
  const lower = name.toLowerCase();
  for (const [own, value] of map) if (own.toLowerCase() === lower) return value;
}

/** context.Variables: boxed values; names with regard to case. */
export class VariableDictionary extends ReadOnlyMap {
  constructor(private readonly context: PolicyContext) {
    super(OBJECT);
  }

  get mapCount(): number {
    return this.context.variables.size;
  }

  find(name: string): unknown {
    return this.context.variables.get(name);
  }

  entries(): Iterable<readonly [string, unknown]> {
    return this.context.variables;
  }

  /** What the indexer gives. @throws CsException KeyNotFoundException, unless the fidelity switch says null */
  at(name: string | null): unknown {
    const value = this.lookUp(name);
    if (value !== undefined) return value;
    if (this.context.fidelity?.missingVariable === "null") return null;
    throw keyNotFound(name!);
  }

  get defaultsOnWrongType(): boolean {
    return this.context.fidelity?.variableOfWrongType === "default";
  }
}

/** A dictionary that an extension method is called on. @throws CsException System.NullReferenceException */
function present(map: CsMap | null): CsMap {
  if (map === null) throw nullReference();
  return map;
}

function joined(of: CsMap | null, name: string, fallback: string | null): string | null {
  const map = present(of);
  if (map instanceof MultiMap) {
    if (name === null) throw argumentNull("key");
    const values = map.valuesOf(name);
    return values === undefined ? fallback : values.join(",");
  }
  const values = map.lookUp(name) as CsArray | undefined;
  return values === undefined ? fallback : values.items.join(",");
}

/** @throws CsException System.InvalidCastException when there is a value of another type */
function typedValue(of: CsMap | null, key: string, fallback: unknown, type: CsType): unknown {
  const map = present(of);
  const found = map.lookUp(key);
  if (found === undefined) return fallback;
  const value = box(found, map.valueType);
  const lenient = map instanceof VariableDictionary && map.defaultsOnWrongType;
  return lenient && value !== null && !isInstance(value, type) ? fallback : castTo(value, type);
}

const VARIABLES = "this IReadOnlyDictionary<string, object> variables, string key";
const HEADERS = "this IReadOnlyDictionary<string, string[]> dictionary, string key";
const TEXTS = "this IReadOnlyDictionary<string, string> dictionary, string key";

/** On strings alone: what .NET Core's extension does on every dictionary stays an error, as on .NET Framework. */
function textsOf(type: string): Record<string, Implementation> {
  const receiver = `this ${type}<string, string> dictionary, string key`;
  return {
    [`static string GetValueOrDefault(${receiver})`]: (map, key) =>
      present(map).lookUp(key) ?? null,
    [`static string GetValueOrDefault(${receiver}, string defaultValue)`]: (map, key, fallback) => {
      const value = present(map).lookUp(key);
      return value === undefined ? fallback : value;
    },
  };
}

/** As a form encodes it: a space is "+". */
function formContent(map: CsMap): string {
  const pairs: string[] = [];
  for (const [name, values] of map.entries()) {
    for (const value of listItems(values)) pairs.push(`${formText(name)}=${formText(value)}`);
  }
  return pairs.join("&");
}

function listItems(list: unknown): unknown[] {
  return list === null ? [] : [...list as Iterable<unknown>];
}

/** Of a name or a value, without its characters. */
const STEPS_PER_TEXT = 4;
const CHARACTERS_PER_STEP = 8;

function formText(value: unknown): string {
  const text = value === null ? "" : String(value);
  spend(STEPS_PER_TEXT + Math.floor(text.length / CHARACTERS_PER_STEP));
  const escaped = escapeData(text).replaceAll("%20", "+");
  hold(escaped.length);
  return escaped;
}

const FORM = "this IDictionary<string, IList<string>> form";

types.declare({
  type: "static class FormExtensions",
  members: {
    [`static string ToFormUrlEncodedContent(${FORM})`]: (form: CsMap | null) =>
      form === null ? null : formContent(form),
    [`static string ToQueryString(${FORM})`]: (form: CsMap | null) => {
      const content = form === null ? "" : formContent(form);
      return content === "" ? null : `?${content}`;
    },
  },
});

types.declare({
  type: "static class DictionaryExtensions",
  members: {
    [`static string GetValueOrDefault(${HEADERS})`]: (map, name) => joined(map, name, null),
    [`static string GetValueOrDefault(${HEADERS}, string defaultValue)`]: joined,
    // Microsoft's deployed samples (Apim-Samples' pf-authz fragments) read all of a claim's values this way
    [`static string[] GetValueOrDefault(${HEADERS}, string[] defaultValue)`]: (
      map,
      key,
      fallback,
    ) => present(map).lookUp(key) ?? fallback,
    [`static string GetValueOrDefault(${TEXTS})`]: (map, name) => present(map).lookUp(name) ?? null,
    [`static string GetValueOrDefault(${TEXTS}, string defaultValue)`]: (
      map,
      name,
      fallback,
    ) => present(map).lookUp(name) ?? fallback,
    // pagopa/pagopa-infra's policies call these on what JsonConvert made; Dictionary's own keeps the call unambiguous
    ...textsOf("IDictionary"),
    ...textsOf("Dictionary"),
    [`static object GetValueOrDefault(${VARIABLES})`]: (map, key) =>
      present(map).lookUp(key) ?? null,
    [`static T GetValueOrDefault<T>(${VARIABLES})`]: (map, key, call) =>
      typedValue(map, key, defaultOf(call.types[0]), call.types[0]),
    [`static T GetValueOrDefault<T>(${VARIABLES}, T defaultValue)`]: (map, key, fallback, call) =>
      typedValue(map, key, fallback, call.types[0]),
  },
});

types.of<VariableDictionary>().declare({
  type: "interface IVariables : IReadOnlyDictionary<string, object>",
  members: {
    "object this[string key] { get; }": (self, key) => self.at(key),
  },
});
