/**
 * Values against JSON schemas of API documents, by ajv. What is compiled of a document is kept as long as it lives.
 * @module
 */
import type { Ajv, ErrorObject, ValidateFunction } from "ajv";
import type { JsonObject } from "../../../core/json.ts";
import type { SchemaReference } from "../../contracts/operation_contract.ts";
import { failureOf, LimitExceededError } from "../../expression/values.ts";
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
  const engine = engines.getOrInsertComputed(document, () => new Map())
    .getOrInsertComputed(key, () => engineOf(document, variant));
  const validator = validators.getOrInsertComputed(pointer, () => {
    try {
      return engine.compile({ $ref: `${DOCUMENT}${pointer}` });
    } catch (error) {
      if (error instanceof LimitExceededError) throw error;
      return new SchemaError((error as Error).message); // it is not validated before
    }
  });
  if (validator instanceof SchemaError) throw validator;
  return validator;
}

function engineOf(document: JsonObject, variant: SchemaVariant): Ajv {
  const ajv = countedEngine();
  ajv.addSchema(adapted(document, variant), DOCUMENT);
  return ajv;
}
