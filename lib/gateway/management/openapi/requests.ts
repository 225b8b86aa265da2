/**
 * The requests of an OpenAPI document's operations, as operations keep them: parameters, headers and bodies with the
 * types of a schema.
 * @module
 */
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from "../arm/json.ts";
import type { ImportedResponses } from "./responses.ts";

/** An operation of the document, and the path item that it stands in. */
export interface ImportedOperation {
  readonly document: JsonObject;
  readonly item: JsonObject;
  readonly operation: JsonObject;
}

/** The parts of an operation's resource that are about its request. */
export interface ImportedRequest {
  readonly request: JsonObject;
  /** Of path parameters, by name. */
  readonly templateParameters: ReadonlyMap<string, JsonObject>;
}

/** @param types where schemas go */
export function importedRequest(
  id: string,
  imported: ImportedOperation,
  types: ImportedResponses,
): ImportedRequest {
  const parameters = parametersOf(imported);
  const within = (place: string) =>
    parameters.filter((parameter) => parameter.in === place)
      .map((parameter) => types.parameter(parameter, `${id}-${place}-${parameter.name}`));
  const representations = contentsOf(imported, parameters).map(([contentType, schema]) => ({
    contentType,
    ...types.typeOf(schema, `${id}-request`),
  }));
  return {
    request: { queryParameters: within("query"), headers: within("header"), representations },
    templateParameters: new Map(
      within("path").map((parameter) => [String(parameter.name), { ...parameter, required: true }]),
    ),
  };
}

/** Those of the operation come before those of its path that have the same name and place. */
function parametersOf({ document, item, operation }: ImportedOperation): JsonObject[] {
  const shared = objectOf(objectOf(document.components).parameters ?? document.parameters);
  const found = new Map<string, JsonObject>();
  for (const value of [...listOf(item.parameters), ...listOf(operation.parameters)]) {
    const reference = textOf(objectOf(value).$ref)?.split("/").at(-1);
    const parameter = objectOf(reference === undefined ? value : shared[reference]);
    if (textOf(parameter.name)) found.set(`${parameter.in}/${parameter.name}`, parameter);
  }
  return [...found.values()];
}

/** Schemas of the body by content type: OpenAPI 3's requestBody, or Swagger 2's parameter in the body. */
function contentsOf(
  { document, operation }: ImportedOperation,
  parameters: readonly JsonObject[],
): [contentType: string, schema: Json | undefined][] {
  const inBody = parameters.find((parameter) => parameter.in === "body");
  if (inBody !== undefined) {
    const consumed = listOf(operation.consumes ?? document.consumes).map(String);
    const types = consumed.length > 0 ? consumed : ["application/json"];
    return types.map((type) => [type, inBody.schema]);
  }
  const reference = textOf(objectOf(operation.requestBody).$ref)?.split("/").at(-1);
  const shared = objectOf(objectOf(document.components).requestBodies);
  const body = objectOf(reference === undefined ? operation.requestBody : shared[reference]);
  if (!isObject(body.content)) return [];
  return Object.entries(body.content).map(([type, content]) => [type, objectOf(content).schema]);
}
