/**
 * What form the text of an answer is to have: free, some JSON object, or JSON of a schema.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/structured-outputs
 * @module
 */
import { ApiError } from "./errors.ts";
import { isObject, Parameters } from "./parameters.ts";

export type TextFormat =
  | { readonly kind: "text" | "json_object" }
  | {
    readonly kind: "json_schema";
    readonly name: string;
    readonly schema: Readonly<Record<string, unknown>>;
  };

/** The first dated version with schemas. */
const SCHEMAS_SINCE = "2024-08-01-preview";

/** Chat's `response_format`. */
export function readResponseFormat(
  body: Parameters,
  context: { readonly apiVersion: string; readonly prompt: string },
): TextFormat {
  const format = body.object("response_format");
  if (format === null) return { kind: "text" };
  const type = format.requiredText("type");
  if (type === "json_schema") {
    if (context.apiVersion !== "v1" && context.apiVersion < SCHEMAS_SINCE) {
      throw ApiError.badRequest(
        `response_format value as json_schema is enabled only for api versions ${SCHEMAS_SINCE} and later`,
      );
    }
    const schema = format.object("json_schema");
    if (schema === null) throw ApiError.missing("response_format.json_schema");
    return readSchema(schema, "response_format");
  }
  return plainFormat(format, type, { ...context, param: "response_format", container: "messages" });
}

/** The Responses API's `text.format`. */
export function readTextFormat(body: Parameters, prompt: string): TextFormat {
  const format = body.object("text")?.object("format") ?? null;
  if (format === null) return { kind: "text" };
  const type = format.requiredText("type");
  if (type === "json_schema") return readSchema(format, "text.format");
  return plainFormat(format, type, { prompt, param: "text.format", container: "input" });
}

function plainFormat(
  { path }: Parameters,
  type: string,
  { prompt, param, container }: {
    readonly prompt: string;
    readonly param: string;
    readonly container: string;
  },
): TextFormat {
  if (type === "text") return { kind: "text" };
  if (type !== "json_object") {
    throw ApiError.unsupportedValue(`${path}type`, type, ["json_object", "json_schema", "text"]);
  }
  if (!/json/i.test(prompt)) {
    throw ApiError.invalidRequest(
      `'${container}' must contain the word 'json' in some form, to use '${param}' of type 'json_object'.`,
      container,
      null,
    );
  }
  return { kind: "json_object" };
}

function readSchema(schema: Parameters, param: string): TextFormat {
  const name = schema.requiredText("name");
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
    throw ApiError.invalidString(`${schema.path}name`, "^[a-zA-Z0-9_-]+$");
  }
  const own = schema.object("schema");
  if (own === null) throw ApiError.missing(`${schema.path}schema`);
  if (schema.flag("strict") === true) {
    const problem = strictProblem(own.body, "()");
    if (problem !== null) {
      throw ApiError.invalidRequest(
        `Invalid schema for response_format '${name}': ${problem}`,
        param,
        "invalid_json_schema",
      );
    }
  }
  return { kind: "json_schema", name, schema: own.body };
}

/** Schemas in schemas: deeper than the service takes (documented: five levels of objects). */
const MAX_DEPTH = 30;

/** What a strict schema must say of each object, and this one does not. */
function strictProblem(schema: unknown, context: string, depth = 0): string | null {
  if (!isObject(schema) || depth > MAX_DEPTH) return null;
  const { properties, items, anyOf, additionalProperties, required, $defs, definitions } = schema;
  if (schema.type === "object" || isObject(properties)) {
    if (additionalProperties !== false) {
      return `In context=${context}, 'additionalProperties' is required to be supplied and to be false.`;
    }
    const named = Array.isArray(required) ? required : [];
    const missing = Object.keys(isObject(properties) ? properties : {})
      .find((name) => !named.includes(name));
    if (missing !== undefined) {
      return `In context=${context}, 'required' is required to be supplied and to be an array including ` +
        `every key in properties. Missing '${missing}'.`;
    }
  }
  const inner: [string, unknown][] = [
    ...entries(properties, (name) => `('properties', '${name}')`),
    ...entries($defs, (name) => `('$defs', '${name}')`),
    ...entries(definitions, (name) => `('definitions', '${name}')`),
    ...(Array.isArray(anyOf)
      ? anyOf.map((s, i): [string, unknown] => [`('anyOf', '${i}')`, s])
      : []),
    ...(isObject(items) ? [["('items',)", items] as [string, unknown]] : []),
  ];
  for (const [place, one] of inner) {
    const problem = strictProblem(one, place, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

function entries(of: unknown, place: (name: string) => string): [string, unknown][] {
  return isObject(of) ? Object.entries(of).map(([name, value]) => [place(name), value]) : [];
}
