/**
 * The responses of an OpenAPI document's operations, as operations keep them: examples, and types of a schema.
 * @module
 */
import {
  isObject,
  type Json,
  type JsonObject,
  listOf,
  memberOf,
  objectOf,
  textOf,
} from "../arm/json.ts";

/** The id of the schema that holds the document's types. Live, it is random. */
const SCHEMA_ID = "imported";

/** Turns responses into representations, and gathers the types that they name. */
export class ImportedResponses {
  readonly #isSwagger: boolean;
  readonly #produces: readonly Json[];
  readonly #shared: JsonObject;
  readonly #types: Record<string, Json | undefined>;

  constructor(document: JsonObject) {
    const { schemas, responses } = objectOf(document.components);
    this.#isSwagger = document.swagger !== undefined;
    this.#produces = listOf(document.produces);
    this.#shared = objectOf(responses ?? document.responses);
    this.#types = { ...objectOf(schemas ?? document.definitions) };
  }

  /** The responses of the operation of that id. Ranges of statuses and `default` are left out. */
  of(id: string, operation: JsonObject): JsonObject[] {
    return Object.entries(objectOf(operation.responses))
      .filter(([status]) => /^[1-5]\d\d$/.test(status))
      .map(([status, value]) => {
        const response = this.#resolved(value);
        return {
          statusCode: Number(status),
          ...(textOf(response.description) && { description: response.description }),
          headers: Object.entries(objectOf(response.headers)).map(([name, header]) =>
            this.parameter({ ...objectOf(header), name }, `${id}-${status}-${name}`)
          ),
          representations: this.#contents(response, operation).map(([contentType, content]) => ({
            contentType,
            ...examplesOf(content),
            ...this.typeOf(content.schema, `${id}-${status}`),
          })),
        };
      });
  }

  /** The schema to keep beside the API, with its id; null when there are no types. */
  get schema(): { readonly id: string; readonly properties: JsonObject } | null {
    if (Object.keys(this.#types).length === 0) return null;
    const properties = this.#isSwagger
      ? {
        contentType: "application/vnd.ms-azure-apim.swagger.definitions+json",
        document: { definitions: this.#types },
      }
      : {
        contentType: "application/vnd.oai.openapi.components+json",
        document: { components: { schemas: this.#types } },
      };
    return { id: SCHEMA_ID, properties };
  }

  #resolved(response: Json | undefined): JsonObject {
    const name = typeNamed(objectOf(response).$ref);
    return objectOf(name === undefined ? response : memberOf(this.#shared, name));
  }

  /** By content type; Swagger 2 gives one schema for all, and examples by type. */
  #contents(response: JsonObject, operation: JsonObject): [type: string, content: JsonObject][] {
    if (!this.#isSwagger) {
      return Object.entries(objectOf(response.content))
        .map(([type, content]) => [type, objectOf(content)]);
    }
    const examples = objectOf(response.examples);
    const produced = listOf(operation.produces ?? this.#produces).map(String);
    const types = new Set([...Object.keys(examples), ...(response.schema ? produced : [])]);
    return [...types].map((type) => [type, { schema: response.schema, example: examples[type] }]);
  }

  /** A parameter or header as operations keep it, with its schema as a type: OpenAPI 2 writes that beside the name. */
  parameter(parameter: JsonObject, ownName: string): JsonObject {
    const { name, required, description, schema = valueSchema(parameter) } = parameter;
    const { type, default: defaultValue, enum: values } = objectOf(schema);
    return {
      name,
      type: textOf(type) ?? "string",
      required: required === true,
      ...(textOf(description) && { description }),
      ...(defaultValue !== undefined && { defaultValue: String(defaultValue) }),
      ...(values !== undefined && { values: listOf(values).map(String) }),
      ...this.typeOf(schema, ownName),
    };
  }

  /** The reference to a schema, which is kept under a name of its own unless it has one. */
  typeOf(schema: Json | undefined, ownName: string): JsonObject {
    if (!isObject(schema)) return {};
    const typeName = typeNamed(schema.$ref) ?? ownName;
    if (typeName === ownName) this.#types[ownName] = schema;
    return { schemaId: SCHEMA_ID, typeName };
  }
}

function typeNamed(reference: Json | undefined): string | undefined {
  return textOf(reference)?.split("/").at(-1);
}

/** What Swagger 2 says of a parameter's value. */
function valueSchema(parameter: JsonObject): JsonObject {
  const { name: _name, in: _in, required: _required, description: _text, ...schema } = parameter;
  return schema;
}

function examplesOf({ example, examples }: JsonObject): JsonObject {
  if (example !== undefined) return { examples: { default: { value: example } } };
  return isObject(examples) ? { examples } : {};
}
