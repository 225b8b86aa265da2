/**
 * C# values as JSON tokens, where a constructor or Add takes `object`.
 * @module
 */
import { CsArray } from "../../../csharp/runtime/array.ts";
import { spend } from "../../../csharp/runtime/budget.ts";
import { type CsType, typeOf } from "../../../csharp/runtime/type.ts";
import { box, runtimeType } from "../../../csharp/runtime/values.ts";
import { boxedElements } from "../../../csharp/runtime/sequence.ts";
import { argument } from "../../../csharp/runtime/errors.ts";
import { JToken } from "./token.ts";
import { JTokenType } from "./token_type.ts";
import { JArray, type JContainer, JValue, nullToken } from "./tree.ts";

const BYTE = typeOf("System.Byte");
const { Integer, Float, String, Boolean, Date, Bytes, Guid, Uri, TimeSpan, Null } = JTokenType;

const TYPES: ReadonlyMap<string, number> = new Map<string, number>([
  ...["SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64"].map(
    (name) => [`System.${name}`, Integer] as const,
  ),
  ["System.Numerics.BigInteger", Integer],
  ["System.Single", Float],
  ["System.Double", Float],
  ["System.Decimal", Float],
  ["System.String", String],
  ["System.Boolean", Boolean],
  ["System.DateTime", Date],
  ["System.DateTimeOffset", Date],
  ["System.Guid", Guid],
  ["System.Uri", Uri],
  ["System.TimeSpan", TimeSpan],
]);

/** `new JValue(object)`. @throws CsException for a value that JSON has no type for. */
export function valueToken(value: unknown, current: number | null = null): JValue {
  const type = leafType(value, current);
  if (type === undefined) {
    throw argument(`Could not determine JSON object type for type ${runtimeType(value)}.`);
  }
  return new JValue(value, type);
}

/** JSON's type of a simple boxed value; a string keeps being a comment or raw. */
export function leafType(value: unknown, current: number | null = null): number | undefined {
  if (value === null) return Null;
  const type = runtimeType(value)!;
  if (type.definition.kind === "enum") return Integer;
  if (isBytes(value)) return Bytes;
  if (typeof value === "string" && current !== null) {
    return current === JTokenType.Comment || current === JTokenType.Raw ? current : String;
  }
  return TYPES.get(type.definition.name);
}

function isBytes(value: unknown): value is CsArray {
  return value instanceof CsArray && value.elementType === BYTE;
}

/** A token as it is, anything else as a JValue. */
function contentToken(content: unknown): JToken {
  return content instanceof JToken ? content : valueToken(content);
}

/** Whether `content` stands for its elements: any enumerable but strings, tokens and byte[]. */
export function isManifold(content: unknown): boolean {
  return typeof content === "object" && content !== null && Symbol.iterator in content &&
    !(content instanceof JToken) && !isBytes(content);
}

/** JContainer.Add and its kin: the content, or each of its elements, from `index` on. */
export function insertContent(container: JContainer, index: number, content: unknown): void {
  if (!isManifold(content)) return container.insertToken(index, contentToken(content));
  for (const item of boxedElements(content)) {
    spend();
    insertContent(container, index++, item); // one step each, however many an item has, as Newtonsoft does
  }
}

export function addContent(container: JContainer, content: unknown): void {
  insertContent(container, container.count, content);
}

/** What a JProperty makes of its content: several values become an array. */
export function propertyContent(content: unknown): JToken {
  if (!isManifold(content)) {
    const token = contentToken(content);
    return token.parent === null ? token : token.clone();
  }
  const array = new JArray();
  addContent(array, content);
  return array;
}

/** The value of static type `type` as `implicit operator JToken` takes it. */
export function implicitToken(value: unknown, type: CsType): JToken {
  if (value !== null) {
    return valueToken(
      WIDENED.has(type.definition.name) ? BigInt(value as number | bigint) : box(value, type),
    );
  }
  return type.definition.name === "System.String" ? new JValue(null, String) : nullToken();
}

/** What JValue has no constructor of its own for goes to the one for long. */
const WIDENED = new Set(
  ["SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32"].map((name) => `System.${name}`),
);
