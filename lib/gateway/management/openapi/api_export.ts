/**
 * An API as an OpenAPI 3 or Swagger 2 document: what `export=true` gives.
 * @see https://learn.microsoft.com/rest/api/apimanagement/api-export/get
 * @module
 */
import { table } from "../../../core/table.ts";
import { yaml } from "./yaml.ts";
import { invalid } from "../arm/error.ts";
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from "../arm/json.ts";
import type { Entity, World } from "../model.ts";
import { templateParameters } from "../resources/operations.ts";

/** What a format is called in the answer, and how its document is made. */
interface ExportFormat {
  readonly shown: string;
  readonly contentType: string;
  readonly write: (api: Entity, world: World) => string;
}

const FORMATS: Readonly<Record<string, ExportFormat>> = table({
  openapi: {
    shown: "openapi",
    contentType: "application/vnd.oai.openapi",
    write: (api, world) => yaml().stringify(openApi(api, world), { aliasDuplicateObjects: false }),
  },
  "openapi+json": {
    shown: "openapi+json",
    contentType: "application/vnd.oai.openapi+json",
    write: (api, world) => JSON.stringify(openApi(api, world), null, 2),
  },
  swagger: {
    shown: "swagger-json",
    contentType: "application/vnd.swagger.doc+json",
    write: (api, world) => JSON.stringify(swagger(api, world), null, 2),
  },
});

const LINK = "-link";

/**
 * The answer's body. A format that ends in `-link` gives an address that serves the document for five minutes,
 * as in Azure; without it the document itself is the value.
 * @throws ArmError for formats that this is no export of
 */
export function exportedApi(api: Entity, world: World): JsonObject {
  const asked = world.query.get("format") ?? "";
  const linked = asked.toLowerCase().endsWith(LINK);
  const format = FORMATS[asked.toLowerCase().replace(LINK, "").replace("swagger-json", "swagger")];
  if (!format) {
    const known = Object.keys(FORMATS).flatMap((name) => [name, name + LINK]).join(", ");
    throw invalid("format", `'format' must be one of ${known} for an export. It is '${asked}'.`);
  }
  const text = format.write(api, world);
  const value = linked ? { link: world.publish(text, format.contentType) } : text;
  const shown = linked ? shownLink(format.shown) : format.shown;
  const id = `${world.serviceId}/${api.path}`;
  // the reference documents the outer members, Azure CLI reads those within `properties`
  return {
    id,
    type: "Microsoft.ApiManagement/service/apis",
    name: api.name,
    format: shown,
    value,
    properties: { format: shown, value },
  };
}

function shownLink(format: string): string {
  return format === "swagger-json" ? "swagger-link-json" : `${format}${LINK}`;
}

function openApi(api: Entity, world: World): JsonObject {
  const { properties } = api;
  return {
    openapi: "3.0.1",
    info: infoOf(properties),
    servers: [{ url: `${world.gatewayUrl}/${properties.path}`.replace(/\/$/, "") }],
    paths: pathsOf(api, world, openApiOperation),
    components: {
      ...schemasOf(api, world, (document) => objectOf(document.components).schemas, "schemas"),
      securitySchemes: securityOf(properties),
    },
    ...(properties.subscriptionRequired !== false && {
      security: [{ apiKeyHeader: [] }, { apiKeyQuery: [] }],
    }),
  };
}

function swagger(api: Entity, world: World): JsonObject {
  const { properties } = api;
  const { host, pathname, protocol } = new URL(`${world.gatewayUrl}/${properties.path}`);
  return {
    swagger: "2.0",
    info: infoOf(properties),
    host,
    basePath: pathname.replace(/(.)\/$/, "$1"),
    schemes: [protocol.slice(0, -1)],
    paths: pathsOf(api, world, swaggerOperation),
    ...schemasOf(api, world, ({ definitions }) => definitions, "definitions"),
    securityDefinitions: securityOf(properties),
    ...(properties.subscriptionRequired !== false && {
      security: [{ apiKeyHeader: [] }, { apiKeyQuery: [] }],
    }),
  };
}

function infoOf({ displayName, description, apiVersion }: JsonObject): JsonObject {
  return {
    title: displayName,
    ...(textOf(description) && { description }),
    version: textOf(apiVersion) || "1.0",
  };
}

function securityOf({ subscriptionKeyParameterNames }: JsonObject): JsonObject {
  const { header, query } = objectOf(subscriptionKeyParameterNames);
  return {
    apiKeyHeader: { type: "apiKey", name: header, in: "header" },
    apiKeyQuery: { type: "apiKey", name: query, in: "query" },
  };
}

/** The types of the API's schemas, whichever of both kinds of document they are in. */
function schemasOf(
  { path }: Entity,
  { tree }: World,
  own: (document: JsonObject) => Json | undefined,
  name: string,
): JsonObject {
  const documents = tree.list(`${path}/schemas`).map((e) => objectOf(e.properties.document));
  const all = Object.assign(
    {},
    ...documents.map((document) =>
      objectOf(own(document) ?? document.definitions ?? objectOf(document.components).schemas)
    ),
  );
  if (Object.keys(all).length === 0) return {};
  const [from, to] = name === "schemas"
    ? ["#/definitions/", "#/components/schemas/"]
    : ["#/components/schemas/", "#/definitions/"];
  return { [name]: JSON.parse(JSON.stringify(all).replaceAll(from, to)) };
}

type WriteOperation = (operation: JsonObject, parameters: readonly Parameter[]) => JsonObject;

interface Parameter {
  readonly in: "path" | "query" | "header";
  readonly properties: JsonObject;
}

function pathsOf({ path }: Entity, { tree }: World, write: WriteOperation): JsonObject {
  const paths: Record<string, Record<string, Json>> = {};
  for (const { name, properties } of tree.list(`${path}/operations`)) {
    const template = String(properties.urlTemplate);
    const method = String(properties.method).toLowerCase();
    const [plain] = template.split("?");
    // two operations whose templates differ in the query only keep their query in the path
    const key = paths[plain]?.[method] === undefined ? plain || "/" : template;
    (paths[key] ??= {})[method] = {
      ...(textOf(properties.description) && { description: properties.description }),
      summary: properties.displayName,
      operationId: name,
      ...write(properties, parametersOf(properties, template)),
    };
  }
  return paths;
}

function parametersOf(operation: JsonObject, template: string): Parameter[] {
  const [path, query = ""] = template.split("?");
  const inPath = new Set(templateParameters(path));
  const inQuery = new Map(
    [...new URLSearchParams(query)].map(([name, value]) => [templateParameters(value)[0], name]),
  );
  const { queryParameters, headers } = objectOf(operation.request);
  return [
    ...listOf(operation.templateParameters).map(objectOf).map((properties): Parameter => {
      const name = String(properties.name).replace(/^\*/, "");
      return inPath.has(name)
        ? { in: "path", properties: { ...properties, name, required: true } }
        : { in: "query", properties: { ...properties, name: inQuery.get(name) ?? name } };
    }),
    ...listOf(queryParameters).map(objectOf).map((properties): Parameter => ({
      in: "query",
      properties,
    })),
    ...listOf(headers).map(objectOf).map((properties): Parameter => ({ in: "header", properties })),
  ];
}

/** `in`, `name` and so on; the type goes into `schema` or beside them. */
function parameter({ in: place, properties }: Parameter, typed: (type: JsonObject) => JsonObject) {
  const { name, description, type, required, defaultValue, values } = properties;
  return {
    name,
    in: place,
    ...(textOf(description) && { description }),
    ...(required === true && { required }),
    ...typed({
      ...(listOf(values).length > 0 && { enum: values }),
      type: textOf(type) || "string",
      ...(textOf(defaultValue) && { default: defaultValue }),
    }),
  };
}

function openApiOperation(operation: JsonObject, parameters: readonly Parameter[]): JsonObject {
  const { description, representations } = objectOf(operation.request);
  const contents = contentOf(representations);
  return {
    ...(parameters.length > 0 && {
      parameters: parameters.map((one) => parameter(one, (schema) => ({ schema }))),
    }),
    ...(contents && {
      requestBody: { ...(textOf(description) && { description }), content: contents },
    }),
    responses: responsesOf(operation, (response) => {
      const content = contentOf(response.representations);
      return content ? { content } : {};
    }),
  };
}

function contentOf(representations: Json | undefined): JsonObject | undefined {
  const entries = listOf(representations).map(objectOf).map((one): [string, JsonObject] => {
    const { contentType, typeName, examples } = one;
    return [String(contentType), {
      ...(textOf(typeName) && { schema: { $ref: `#/components/schemas/${typeName}` } }),
      ...(isObject(examples) && { examples }),
    }];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function swaggerOperation(operation: JsonObject, parameters: readonly Parameter[]): JsonObject {
  const bodies = listOf(objectOf(operation.request).representations).map(objectOf);
  const typed = bodies.find(({ typeName }) => textOf(typeName));
  const produces = listOf(operation.responses).map(objectOf)
    .flatMap(({ representations }) => listOf(representations).map(objectOf))
    .map(({ contentType }) => String(contentType));
  const written = [
    ...parameters.map((one) => parameter(one, (type) => type)),
    ...(typed
      ? [{ name: "body", in: "body", schema: { $ref: `#/definitions/${typed.typeName}` } }]
      : []),
  ];
  return {
    ...(bodies.length > 0 && { consumes: bodies.map(({ contentType }) => String(contentType)) }),
    ...(produces.length > 0 && { produces: [...new Set(produces)] }),
    ...(written.length > 0 && { parameters: written }),
    responses: responsesOf(operation, ({ representations }) => {
      const named = listOf(representations).map(objectOf).find(({ typeName }) => textOf(typeName));
      return named ? { schema: { $ref: `#/definitions/${named.typeName}` } } : {};
    }),
  };
}

/** An operation without responses gets one: both specifications ask for it. */
function responsesOf(
  operation: JsonObject,
  contents: (response: JsonObject) => JsonObject,
): JsonObject {
  const responses = listOf(operation.responses).map(objectOf);
  if (responses.length === 0) return { "200": { description: "" } };
  return Object.fromEntries(
    responses.map((response) => [
      String(response.statusCode),
      { description: textOf(response.description) ?? "", ...contents(response) },
    ]),
  );
}
