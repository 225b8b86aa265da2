/**
 * What is wrong with a value, in the words of Newtonsoft.Json.Schema, whose errors the service hands on (the table of
 * validation errors shows their shape). Assumption for each text: no report shows them all.
 * @see https://www.newtonsoft.com/jsonschema/help/html/ValidatingJson.htm
 * @module
 */
import { table } from "../../../core/table.ts";
import type { ErrorObject } from "ajv";

const TYPES: Readonly<Record<string, string>> = table({
  string: "String",
  integer: "Integer",
  number: "Number",
  boolean: "Boolean",
  array: "Array",
  object: "Object",
  null: "Null",
});

export function violationText(error: ErrorObject): string {
  const { keyword, params, data } = error;
  const shown = typeof data === "string" ? `'${data}'` : JSON.stringify(data);
  switch (keyword) {
    case "type": {
      const wanted = [params.type].flat().map((type: string) => TYPES[type] ?? type).join(", ");
      return `Invalid type. Expected ${wanted} but got ${typeName(data)}.`;
    }
    case "required":
      return `Required properties are missing from object: ${params.missingProperty}.`;
    case "additionalProperties":
      return `Property '${params.additionalProperty}' has not been defined and the schema does ` +
        "not allow additional properties.";
    case "enum":
      return `Value ${JSON.stringify(data)} is not defined in enum.`;
    case "const":
      return `Value ${JSON.stringify(data)} does not match const.`;
    case "pattern":
      return `String ${shown} does not match regex pattern '${params.pattern}'.`;
    case "format":
      return `String ${shown} does not validate against format '${params.format}'.`;
    case "minLength":
      return `String ${shown} is less than minimum length of ${params.limit}.`;
    case "maxLength":
      return `String ${shown} exceeds maximum length of ${params.limit}.`;
    case "minimum":
      return `${typeName(data)} ${shown} is less than minimum value of ${params.limit}.`;
    case "maximum":
      return `${typeName(data)} ${shown} exceeds maximum value of ${params.limit}.`;
    case "exclusiveMinimum":
      return `${typeName(data)} ${shown} equals or is less than minimum value of ` +
        `${params.limit} and exclusive minimum is true.`;
    case "exclusiveMaximum":
      return `${typeName(data)} ${shown} equals or exceeds maximum value of ` +
        `${params.limit} and exclusive maximum is true.`;
    case "multipleOf":
      return `${typeName(data)} ${shown} is not a multiple of ${params.multipleOf}.`;
    case "minItems":
      return `Array item count ${lengthOf(data)} is less than minimum count of ${params.limit}.`;
    case "maxItems":
      return `Array item count ${lengthOf(data)} exceeds maximum count of ${params.limit}.`;
    case "uniqueItems":
      return "Non-unique array item at index " + `${Math.max(params.i, params.j)}.`;
    case "oneOf":
      return "JSON is valid against more than one schema from 'oneOf', or against none.";
    case "anyOf":
      return "JSON does not match any schemas from 'anyOf'.";
    case "not":
      return "JSON is valid against schema from 'not'.";
    default:
      return `${error.message ?? keyword}.`;
  }
}

function typeName(data: unknown): string {
  if (data === null) return "Null";
  if (Array.isArray(data)) return "Array";
  if (typeof data === "number") return Number.isInteger(data) ? "Integer" : "Number";
  return TYPES[typeof data] ?? "Object";
}

function lengthOf(data: unknown): number {
  return Array.isArray(data) ? data.length : 0;
}
