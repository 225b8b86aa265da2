/**
 * An API from an OpenAPI 2 or 3 document in JSON or YAML: its name, its server, its operations with their
 * responses.
 * @module
 */
import { yaml } from "./yaml.ts";
import { finding, invalid, validationError } from "../arm/error.ts";
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from "../arm/json.ts";
import type { Entity, World } from "../model.ts";
import { type ImportedOperation, importedRequest } from "./requests.ts";
import { ImportedResponses } from "./responses.ts";
import { apiSchemas } from "../resources/api_schemas.ts";
import { operations, templateParameters } from "../resources/operations.ts";

const FORMATS = ["openapi", "openapi+json", "swagger-json"];

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** A document that Azure would fetch. Nothing is fetched here: the API comes into being without operations. */
export function isLinkedImport({ format }: JsonObject): boolean {
  return /-link(-json)?$/i.test(textOf(format) ?? "");
}

/**
 * What a body's `format` and `value` say of the API itself; nothing when it imports nothing.
 * @throws ArmError for a format that is not JSON in the body.
 */
export function importedApi(body: JsonObject, previous: Entity | undefined): JsonObject {
  const document = documentOf(body);
  if (document === undefined) return {};
  const { title, description } = objectOf(document.info);
  const serviceUrl = previous?.properties.serviceUrl ?? serverOf(document);
  return {
    ...(textOf(title) && { displayName: title }),
    ...(textOf(description) && { description }),
    ...(textOf(serviceUrl) && { serviceUrl }),
  };
}

/** Replaces the API's operations by those of the imported document, if there is one. */
export function storeImported(api: Entity, body: JsonObject, world: World): void {
  const document = documentOf(body);
  if (document === undefined) return;
  for (const old of [...world.tree.list(`${api.path}/operations`)]) world.tree.delete(old.path);
  const responses = new ImportedResponses(document);
  for (const [urlTemplate, item] of Object.entries(objectOf(document.paths))) {
    for (const method of METHODS) {
      const operation = objectOf(item)[method];
      if (!isObject(operation)) continue;
      const imported = { document, item: objectOf(item), operation };
      storeOperation(api, { urlTemplate, method, imported, responses }, world);
    }
  }
  storeSchema(api, responses, world);
}

function storeSchema(api: Entity, { schema }: ImportedResponses, world: World): void {
  if (schema === null) return;
  const { id, properties } = schema;
  const path = `${api.path}/schemas/${id}`;
  const createdAt = world.clock.now();
  world.tree.set({ kind: apiSchemas, path, name: id, secrets: {}, createdAt, properties });
}

interface Found {
  readonly urlTemplate: string;
  readonly method: string;
  readonly imported: ImportedOperation;
  readonly responses: ImportedResponses;
}

function storeOperation(
  api: Entity,
  { urlTemplate, method, imported, responses }: Found,
  world: World,
): void {
  const { operation } = imported;
  const id = textOf(operation.operationId) ?? `${method}${urlTemplate}`;
  const name = id.replace(/[^A-Za-z0-9\-_]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 80);
  const path = `${api.path}/operations/${name}`;
  const { request, templateParameters: described } = importedRequest(name, imported, responses);
  const properties: JsonObject = {
    displayName: (textOf(operation.summary) ?? id).slice(0, 300),
    method: method.toUpperCase(),
    urlTemplate,
    templateParameters: templateParameters(urlTemplate).map((name) =>
      described.get(name) ?? { name, type: "string", required: true }
    ),
    request,
    ...(textOf(operation.description) && { description: textOf(operation.description) }),
    responses: responses.of(name, operation),
  };
  const draft = { path, name, properties, previous: undefined };
  const prepared = operations.prepare!(draft, world);
  const createdAt = world.clock.now();
  world.tree.set({ kind: operations, path, name, secrets: {}, createdAt, ...prepared });
}

function documentOf({ format, value }: JsonObject): JsonObject | undefined {
  if (format === undefined && value === undefined || isLinkedImport({ format })) return undefined;
  if (!FORMATS.includes(String(format).toLowerCase())) {
    const message = `Format '${format ?? ""}' is not supported by the embedded APIM: ` +
      `send an OpenAPI document itself in 'value' with one of ${FORMATS.join(", ")}.`;
    throw invalid("format", message);
  }
  const document = parse(textOf(value) ?? "", String(format).toLowerCase() === "openapi");
  if (!isObject(document) || !isObject(document.paths)) {
    const message =
      "The value is not an OpenAPI document with 'paths', in JSON or, as 'openapi', YAML.";
    throw validationError([finding("value", message)]);
  }
  return document;
}

function parse(text: string, maybeYaml: boolean): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return maybeYaml ? parseYaml(text) : undefined;
  }
}

/** YAML's JSON part: aliases are counted, so that a few lines do not become a million. */
function parseYaml(text: string): Json | undefined {
  const document = yaml().parseDocument(text, { version: "1.2", schema: "core" });
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof ReferenceError) return undefined; // too many aliases
    throw error;
  }
}

/** The document's server: OpenAPI 3's first absolute one, or put together from Swagger 2's parts. */
function serverOf({ servers, host, schemes, basePath }: JsonObject): string | undefined {
  const url = textOf(objectOf(listOf(servers)[0]).url);
  if (url && /^https?:\/\//i.test(url)) return url;
  if (!textOf(host)) return undefined;
  return `${textOf(listOf(schemes)[0]) ?? "https"}://${host}${textOf(basePath) ?? ""}`;
}
