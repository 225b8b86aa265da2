/**
 * What an operation's resource says about its responses: the bodies that mock-response answers with.
 * @see https://learn.microsoft.com/azure/api-management/mock-response-policy
 * @module
 */
import { table } from "../../../core/table.ts";
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from "../arm/json.ts";
import type { Entity } from "../model.ts";
import type { MockReply } from "../../contracts/mock_reply.ts";

/** Values that a sample made from a schema may come to. */
const MAX_VALUES = 1_000;

/** @param schemas the API's schemas, by lower-case id */
export function mockReplies(
  operation: JsonObject,
  schemas: ReadonlyMap<string, Entity>,
): MockReply[] {
  return listOf(operation.responses).map(objectOf).flatMap((response) =>
    listOf(response.representations).map(objectOf).map((representation): MockReply => ({
      statusCode: Number(response.statusCode),
      contentType: String(representation.contentType),
      bodies: bodiesOf(representation, schemas),
    }))
  );
}

/** The examples, else one made from the schema, else none. */
function bodiesOf(
  { examples, schemaId, typeName }: JsonObject,
  schemas: ReadonlyMap<string, Entity>,
): string[] {
  const values = Object.values(objectOf(examples)).map((example): Json =>
    isObject(example) ? example.value ?? example : example ?? null
  );
  if (values.length > 0) return values.map(written);
  const document = objectOf(schemas.get(String(schemaId).toLowerCase())?.properties.document);
  const types = objectOf(objectOf(document.components).schemas ?? document.definitions);
  const schema = types[String(typeName)];
  return isObject(schema) ? [written(new Sampler(types).sample(schema, [String(typeName)]))] : [];
}

function written(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

const SCALARS: Readonly<Record<string, Json>> = table({
  integer: 0,
  number: 0,
  boolean: true,
});

const FORMATS: Readonly<Record<string, string>> = table({
  date: "2000-01-01",
  "date-time": "2000-01-01T00:00:00Z",
  uuid: "00000000-0000-0000-0000-000000000000",
});

/** Makes values that fit schemas of OpenAPI. The live service's samples are not documented: an assumption. */
class Sampler {
  #left = MAX_VALUES;

  constructor(private readonly types: JsonObject) {}

  /** @param within the types around it: one that holds itself ends there */
  sample(schema: JsonObject, within: readonly string[]): Json {
    if (--this.#left < 0) return null;
    const { $ref, properties, items, allOf } = schema;
    const part = (inner: Json | undefined) => this.sample(objectOf(inner), within);
    const type = textOf($ref)?.split("/").at(-1);
    if (type !== undefined) {
      return within.includes(type)
        ? null
        : this.sample(objectOf(this.types[type]), [...within, type]);
    }
    const given = schema.example ?? schema.default ?? listOf(schema.enum)[0];
    if (given !== undefined) return given;
    if (allOf !== undefined) return Object.assign({}, ...listOf(allOf).map(part));
    if (items !== undefined) return [part(items)];
    if (properties !== undefined) {
      return Object.fromEntries(
        Object.entries(objectOf(properties)).map(([name, inner]) => [name, part(inner)]),
      );
    }
    return scalar(schema);
  }
}

function scalar(schema: JsonObject): Json {
  const type = String(schema.type);
  if (type === "string") return FORMATS[String(schema.format)] ?? "string";
  return Object.hasOwn(SCALARS, type) ? SCALARS[type] : type === "array" ? [] : {};
}
