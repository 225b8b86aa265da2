/**
 * What a template says of a parameter, and whether a value fits it.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/parameters
 * @module
 */
import { unescaped } from "../../../core/escapes.ts";
import {
  isObject,
  type Json,
  type JsonObject,
  listOf,
  memberOf,
  numberOf,
  objectOf,
  textOf,
} from "../arm/json.ts";
import { TemplateError } from "./template_error.ts";
import { same, typeOf } from "./value.ts";

export interface ParameterDefinition {
  /** As the template writes it: `string`, `secureObject`, … */
  readonly type: string;
  readonly nullable: boolean;
  readonly defaultValue: Json | undefined;
  readonly allowedValues: readonly Json[] | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly minValue: number | undefined;
  readonly maxValue: number | undefined;
}

/** Types that refer to types: deeper than anybody writes. */
const MAX_REFERENCES = 20;

/** A definition with `$ref`s to the template's own types followed. */
export function resolved(definition: JsonObject, template: JsonObject): ParameterDefinition {
  let all = definition;
  for (let i = 0; all.$ref !== undefined; i++) {
    const [, name] = /^#\/definitions\/(.+)$/.exec(String(all.$ref)) ?? [];
    const target = memberOf(objectOf(template.definitions), unescaped(name ?? ""));
    if (!isObject(target) || i === MAX_REFERENCES) {
      throw new TemplateError(`the type '${all.$ref}' is not defined in the template`);
    }
    const { $ref: _ref, ...rest } = all;
    all = { ...target, ...rest };
  }
  const type = textOf(all.type);
  if (type === undefined || !TYPES.has(type.toLowerCase())) {
    throw new TemplateError(
      `the type '${type ?? ""}' is not one of ${[...TYPES.keys()].join(", ")}`,
    );
  }
  return {
    type,
    nullable: all.nullable === true,
    defaultValue: all.defaultValue,
    allowedValues: Array.isArray(all.allowedValues) ? listOf(all.allowedValues) : undefined,
    minLength: numberOf(all.minLength),
    maxLength: numberOf(all.maxLength),
    minValue: numberOf(all.minValue),
    maxValue: numberOf(all.maxValue),
  };
}

const TYPES: ReadonlyMap<string, (value: Json) => boolean> = new Map([
  ["string", (value: Json) => typeof value === "string"],
  ["securestring", (value: Json) => typeof value === "string"],
  ["int", (value: Json) => Number.isInteger(value)],
  ["bool", (value: Json) => typeof value === "boolean"],
  ["array", (value: Json) => Array.isArray(value)],
  ["object", isObject],
  ["secureobject", isObject],
]);

/** @throws TemplateError that names the parameter and never shows its value */
export function checkParameter(name: string, value: Json, definition: ParameterDefinition): void {
  const { type, nullable, defaultValue, allowedValues } = definition;
  if (value === null) {
    if (nullable || defaultValue !== undefined) return;
    throw new TemplateError(
      `the value for the template parameter '${name}' is not provided. Please see ` +
        "https://aka.ms/arm-create-parameter-file for usage details",
    );
  }
  if (!TYPES.get(type.toLowerCase())!(value)) {
    throw new TemplateError(
      `template parameter type is not valid: '${name}' is to be of type '${type}', ` +
        `and is of type '${typeOf(value)}'`,
    );
  }
  // an array's allowed values are those of its items
  const items = Array.isArray(value) && !allowedValues?.some(Array.isArray) ? value : [value];
  if (allowedValues && !items.every((item) => allowedValues.some((choice) => same(choice, item)))) {
    throw new TemplateError(
      `the provided value for the template parameter '${name}' is not valid: it is not part of the ` +
        `allowed value(s): '${allowedValues.map(String).join(",")}'`,
    );
  }
  const { minLength = 0, maxLength = Infinity, minValue = -Infinity, maxValue = Infinity } =
    definition;
  const size = typeof value === "string" || Array.isArray(value) ? value.length : undefined;
  if (size !== undefined && (size < minLength || size > maxLength)) {
    throw new TemplateError(
      `the provided value for the template parameter '${name}' is not valid: its length is ${size}, ` +
        `and is to be from ${minLength} to ${maxLength}`,
    );
  }
  if (typeof value === "number" && (value < minValue || value > maxValue)) {
    throw new TemplateError(
      `the provided value for the template parameter '${name}' is not valid: it is ${value}, ` +
        `and is to be from ${minValue} to ${maxValue}`,
    );
  }
}
