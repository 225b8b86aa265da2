/**
 * A body against a schema: what validate-content finds in it.
 * @module
 */
import type { SchemaReference } from "../../contracts/operation_contract.ts";
import { placesIn } from "../../expression/json_places.ts";
import { chargeForJson } from "../../expression/values.ts";
import { SchemaError, violations } from "./json_schema.ts";
import { missingSchema } from "./parameters.ts";
import type { SchemaVariant } from "./adapt.ts";
import { type Finding, INTERNAL } from "./report.ts";

/** Whose body it is. */
export type Side = "request" | "response";

const bodyType = (side: Side) => side === "request" ? "RequestBody" : "ResponseBody";

export function tooLarge(side: Side, size: number, maxSize: number): Finding {
  const start = `${side === "request" ? "Request" : "Response"}'s body is ${size} bytes long and ` +
    "it exceeds the";
  return {
    name: "",
    type: bodyType(side),
    rule: "SizeLimit",
    details: `${start} configured limit of ${maxSize} bytes.`,
    publicText: `${start} limit of ${maxSize} bytes.`,
  };
}

export function unspecifiedType(side: Side, contentType: string): Finding {
  const details = `Unspecified content type ${contentType} is not allowed.`;
  return { name: contentType, type: bodyType(side), rule: "Unspecified", details };
}

/** What is wrong with a JSON body; nothing when it conforms, or when nothing is said of it. */
export function bodyFindings(
  text: string,
  { side, contentType, schema, variant }: {
    readonly side: Side;
    readonly contentType: string;
    readonly schema: SchemaReference | null;
    readonly variant: SchemaVariant;
  },
): Finding[] {
  if (schema === null) return [];
  const common = { name: contentType, type: bodyType(side) };
  if (schema.kind === "missing-schema") return [missingSchema()];
  if (schema.kind === "missing-definition") {
    const details = `API's schema does not contain definition ${schema.definition}, which is ` +
      `associated with the content type ${contentType}.`;
    return [{ ...common, rule: "MissingDefinition", details, publicText: INTERNAL }];
  }
  const failed = (error: Error): Finding[] => {
    const details =
      `Body of the ${side} cannot be validated for the content type ${contentType}. ${error.message}`;
    return [{ ...common, rule: "ValidationException", details, publicText: INTERNAL }];
  };
  let value: unknown;
  try {
    chargeForJson(text);
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return failed(error);
  }
  try {
    const placeOf = placesIn(text);
    return violations(value, schema, variant).map(({ message, path }) => ({
      ...common,
      rule: "IncorrectMessage",
      details: `Body of the ${side} does not conform to the definition ${schema.definition}, ` +
        `which is associated with the content type ${contentType}. ${message} ${placeOf(path)}`,
    }));
  } catch (error) {
    if (error instanceof SchemaError) return failed(error);
    throw error;
  }
}
