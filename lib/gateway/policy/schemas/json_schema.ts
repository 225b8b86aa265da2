/**
 * Values against JSON schemas of API documents, by ajv. What is compiled of a document is kept as long as it lives.
 * @module
 */
import type { Ajv, ErrorObject, ValidateFunction } from "ajv";
import { isObject, type JsonObject } from "../../../core/json.ts";
import { isSchemaTooLarge, MAX_SCHEMA_PARTS, partAt } from "../../contracts/schema_size.ts";
import type { SchemaReference } from "../../contracts/operation_contract.ts";
import { InternalError } from "../../../core/internal_error.ts";
import { CsException, failureOf, LimitExceededError } from "../../expression/values.ts";
import { countedEngine } from "./counted_engine.ts";
import { adapted, caseFolded, type SchemaVariant } from "./adapt.ts";
import { violationText } from "./violation_text.ts";

type Definition = Extract<SchemaReference, { kind: "definition" }>;

/** One thing that is wrong with a value. */
export interface Violation {
  readonly message: string;
  /** JSON pointer to the part that is wrong; "" for the value itself. */
  readonly path: string;
}

/** The schema itself cannot be used: it refers to what is not there, or is none. */
export class SchemaError extends Error {
  override name = "SchemaError";
}

const DOCUMENT = "document";

/** By document, then by variant: each with the definitions that were compiled so far. */
const compiled = new WeakMap<
  JsonObject,
  Map<string, Map<string, ValidateFunction | SchemaError>>
>();
const engines = new WeakMap<JsonObject, Map<string, Ajv>>();

/** What is wrong with the value; nothing when it conforms. @throws SchemaError, LimitExceededError */
export function violations(
  value: unknown,
  definition: Definition,
  variant: SchemaVariant = {},
): Violation[] {
  const validate = validatorOf(definition, variant);
  try {
    if (validate(variant.ignoresCase ? caseFolded(value) : value)) return [];
  } catch (error) {
    throw failureOf(error, "a schema");
  }
  return (validate.errors ?? []).filter(isLeaf).map((error) => ({
    message: violationText(error),
    path: error.instancePath,
  }));
}

/** What only says that something within it went wrong is left out. */
function isLeaf({ keyword }: ErrorObject): boolean {
  return keyword !== "if" && keyword !== "$ref";
}

function validatorOf({ document, pointer }: Definition, variant: SchemaVariant): ValidateFunction {
  const key = JSON.stringify([variant.additionalProperties ?? null, variant.ignoresCase ?? false]);
  const variants = compiled.getOrInsertComputed(document, () => new Map());
  const validators = variants.getOrInsertComputed(key, () => new Map());
  const validator = validators.getOrInsertComputed(pointer, () => {
    if (isSchemaTooLarge(partAt(document, pointer), document)) {
      return new SchemaError(`the schema has more than ${MAX_SCHEMA_PARTS} parts`);
    }
    try {
      const engine = engines.getOrInsertComputed(document, () => new Map())
        .getOrInsertComputed(key, () => engineOf(document, variant));
      return engine.compile({ $ref: `${DOCUMENT}${pointer}` });
    } catch (error) {
      return schemaFault(error, document, pointer);
    }
  });
  if (validator instanceof SchemaError) throw validator;
  return validator;
}

/**
 * What is wrong with a schema that cannot be compiled: none is validated before. The engine says it, or stumbles over
 * an element that is not what it has to be.
 * @throws what is no fault of the schema's: a limit, or InternalError
 */
function schemaFault(
  thrown: unknown,
  document: JsonObject,
  pointer: string,
): SchemaError {
  if (thrown instanceof LimitExceededError) throw thrown;
  if (thrown instanceof CsException) return new SchemaError(thrown.message); // of a pattern
  const failure = failureOf(thrown, "a schema");
  if (!(failure instanceof InternalError)) throw failure;
  const stumbled = thrown instanceof TypeError || thrown instanceof RangeError ||
    thrown instanceof ReferenceError;
  if (!stumbled) return new SchemaError((thrown as Error).message);
  const engine = countedEngine();
  for (const schema of [partAt(document, pointer), ...definitionsOf(document)]) {
    if (!isObject(schema) && typeof schema !== "boolean") {
      return new SchemaError(
        `a schema must be an object or a boolean: it is ${JSON.stringify(schema)}`,
      );
    }
    if (engine.validateSchema(schema) === true) continue;
    return new SchemaError(`schema is invalid: ${engine.errorsText(engine.errors)}`);
  }
  throw failure;
}

/** The schemas of a document that others refer to. */
function definitionsOf(document: JsonObject): unknown[] {
  const { definitions, $defs, components } = document;
  const schemas = isObject(components) ? components.schemas : undefined;
  return [definitions, $defs, schemas].flatMap((all) => isObject(all) ? Object.values(all) : []);
}

function engineOf(document: JsonObject, variant: SchemaVariant): Ajv {
  const ajv = countedEngine();
  ajv.addSchema(adapted(document, variant), DOCUMENT);
  return ajv;
}
