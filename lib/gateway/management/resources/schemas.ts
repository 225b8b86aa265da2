/**
 * Schemas of the service itself, for validate-content.
 * @see https://learn.microsoft.com/azure/api-management/validate-content-policy#schemas-for-content-validation
 * @module
 */
import { isSchemaTooLarge, MAX_SCHEMA_PARTS } from "../../contracts/schema_size.ts";
import { invalid } from "../arm/error.ts";
import { isObject, type JsonObject } from "../arm/json.ts";
import type { ResourceKind } from "../model.ts";
import { anything, choice, readOnly, required, text } from "../rules.ts";

export const schemas: ResourceKind = {
  path: "schemas",
  title: "Schema",
  fields: {
    schemaType: required(choice("xml", "json")),
    description: text(),
    value: anything,
    document: anything,
    provisioningState: readOnly,
  },
  without: ["PATCH"],
  prepare({ properties }) {
    const { schemaType, value, document } = properties;
    if (value === undefined && document === undefined) {
      throw invalid("value", "'value' is required.");
    }
    if (schemaType === "json") {
      const schema = schemaDocument(properties);
      if (schema === null) throw invalid("value", "The schema must be a JSON object.");
      if (isSchemaTooLarge(schema, schema)) {
        throw invalid(
          "value",
          `The schema has more than ${MAX_SCHEMA_PARTS} parts (objects and elements of lists): split it up.`,
        );
      }
    }
    return { properties };
  },
};

/** The schema as a JSON object; null for one in XML, or one that is no object. */
export function schemaDocument({ schemaType, value, document }: JsonObject): JsonObject | null {
  if (schemaType !== "json") return null;
  const given = document ?? value;
  if (isObject(given)) return given;
  try {
    const parsed = JSON.parse(String(given));
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
