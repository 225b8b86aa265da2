/**
 * Schemas as OpenAPI 2 and 3.0 write them, made into JSON Schema; and the overrides that validate-content has.
 * @module
 */
import { isObject } from "../../../core/json.ts";

export interface SchemaVariant {
  /** Whether objects may hold properties that they do not name, whatever the schema says. Default: as it says. */
  readonly additionalProperties?: boolean;
  /** Whether names of properties compare without case. Default false. */
  readonly ignoresCase?: boolean;
}

type Members = Record<string, unknown>;

/** The document with every schema in it adapted; it is copied, not changed. */
export function adapted(value: unknown, variant: SchemaVariant): Members {
  return adaptedValue(value, variant) as Members;
}

function adaptedValue(value: unknown, variant: SchemaVariant): unknown {
  if (Array.isArray(value)) return value.map((item) => adaptedValue(item, variant));
  if (!isObject(value)) return value;
  const schema: Members = {};
  for (const [name, member] of Object.entries(value)) {
    // examples and values are data, whatever they look like
    const isData = name === "enum" || name === "const" || name === "default" || name === "example";
    schema[name] = isData ? member : adaptedValue(member, variant);
  }
  numericLimits(schema);
  if (variant.ignoresCase) foldNames(schema);
  if (variant.additionalProperties !== undefined && isObject(schema.properties)) {
    schema.additionalProperties = variant.additionalProperties;
  }
  // OpenAPI's nullable stands beside a type, which ajv asks for
  if (schema.nullable === true && schema.type === undefined) delete schema.nullable;
  return schema;
}

/** `exclusiveMinimum: true` beside `minimum` is a number of its own since draft 6. */
function numericLimits(schema: Members): void {
  for (const [limit, exclusive] of LIMITS) {
    if (typeof schema[exclusive] !== "boolean") continue;
    const isExclusive = schema[exclusive];
    delete schema[exclusive];
    if (!isExclusive || typeof schema[limit] !== "number") continue;
    schema[exclusive] = schema[limit];
    delete schema[limit];
  }
}

const LIMITS = [["minimum", "exclusiveMinimum"], ["maximum", "exclusiveMaximum"]] as const;

function foldNames(schema: Members): void {
  if (isObject(schema.properties)) {
    schema.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, member]) => [name.toLowerCase(), member]),
    );
  }
  if (Array.isArray(schema.required)) {
    schema.required = schema.required.map((name) => String(name).toLowerCase());
  }
}

/** A value whose objects have their names in lower case. */
export function caseFolded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(caseFolded);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.toLowerCase(), caseFolded(member)]),
  );
}
