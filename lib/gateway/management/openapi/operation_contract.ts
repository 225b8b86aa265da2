/**
 * From an operation's resource and its API's schemas to what its messages are held to.
 * @module
 */
import type {
  BodyContract,
  OperationContract,
  ParameterContract,
  SchemaReference,
} from "../../contracts/operation_contract.ts";
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from "../arm/json.ts";
import type { Entity } from "../model.ts";

/** An API's schemas, by lower-case id. */
export type Schemas = ReadonlyMap<string, Entity>;

/** The contract, worked out when it is first asked for. */
export function operationContract(
  operation: JsonObject,
  schemas: Schemas,
): () => OperationContract {
  let contract: OperationContract | null = null;
  return () => contract ??= contractOf(operation, schemas);
}

function contractOf(operation: JsonObject, schemas: Schemas): OperationContract {
  const parameters = (list: Json | undefined) =>
    listOf(list).map(objectOf).map((parameter) => parameterOf(parameter, schemas));
  const bodies = (list: Json | undefined) =>
    listOf(list).map(objectOf).map((representation): BodyContract => ({
      contentType: mediaType(String(representation.contentType)),
      schema: referenceOf(representation, schemas),
    }));
  const request = objectOf(operation.request);
  return {
    path: parameters(operation.templateParameters),
    query: parameters(request.queryParameters),
    headers: parameters(request.headers),
    bodies: bodies(request.representations),
    responses: listOf(operation.responses).map(objectOf).map((response) => ({
      statusCode: Number(response.statusCode),
      headers: parameters(response.headers),
      bodies: bodies(response.representations),
    })),
  };
}

function parameterOf(parameter: JsonObject, schemas: Schemas): ParameterContract {
  return {
    name: String(parameter.name).replace(/^\*/, ""),
    required: parameter.required === true,
    schema: referenceOf(parameter, schemas) ?? ownSchema(parameter),
  };
}

/** JSON types that a parameter's own `type` may name; others say nothing of its values. */
const TYPES = ["string", "integer", "number", "boolean", "array", "object"];

/** What a parameter says without a schema: its type, and the values that it may have. */
function ownSchema({ name, type, values }: JsonObject): SchemaReference | null {
  const choices = listOf(values);
  const named = String(type).toLowerCase();
  if (choices.length === 0 && (!TYPES.includes(named) || named === "string")) return null;
  const document = {
    ...(TYPES.includes(named) && { type: named }),
    ...(choices.length > 0 && { enum: choices.map((value) => valueOf(String(value), named)) }),
  };
  return { kind: "definition", document, pointer: "#", definition: String(name) };
}

function valueOf(text: string, type: string): Json {
  return type === "integer" || type === "number" || type === "boolean" ? JSON.parse(text) : text;
}

function referenceOf({ schemaId, typeName }: JsonObject, schemas: Schemas): SchemaReference | null {
  if (textOf(schemaId) === undefined || textOf(typeName) === undefined) return null;
  const schema = schemas.get(String(schemaId).toLowerCase());
  if (schema === undefined) return { kind: "missing-schema" };
  return definitionIn(objectOf(schema.properties.document), String(typeName));
}

function definitionIn(document: JsonObject, definition: string): SchemaReference {
  const inOpenApi = isObject(objectOf(document.components).schemas);
  const definitions = objectOf(
    inOpenApi ? objectOf(document.components).schemas : document.definitions,
  );
  if (!Object.hasOwn(definitions, definition)) return { kind: "missing-definition", definition };
  const name = encodeURIComponent(definition.replaceAll("~", "~0").replaceAll("/", "~1"));
  const pointer = `#/${inOpenApi ? "components/schemas" : "definitions"}/${name}`;
  return { kind: "definition", document, pointer, definition };
}

function mediaType(contentType: string): string {
  return contentType.split(";")[0].trim().toLowerCase();
}
