/**
 * Values of parameters and headers, which come as text, against their contracts.
 * @module
 */
import { unescaped } from "../../../core/escapes.ts";
import type { ParameterContract } from "../../contracts/operation_contract.ts";
import { isObject } from "../../../core/json.ts";
import { SchemaError, violations } from "./json_schema.ts";
import { type Action, type Finding, INTERNAL, type Report } from "./report.ts";

/** Where a parameter is: `QueryParameter`, and what texts call it. */
export interface ParameterPlace {
  readonly type: "QueryParameter" | "PathParameter" | "RequestHeader" | "ResponseHeader";
  readonly noun: string;
}

export const QUERY: ParameterPlace = { type: "QueryParameter", noun: "query parameter" };
export const PATH: ParameterPlace = { type: "PathParameter", noun: "path parameter" };
export const REQUEST_HEADER: ParameterPlace = { type: "RequestHeader", noun: "header" };
export const RESPONSE_HEADER: ParameterPlace = { type: "ResponseHeader", noun: "header" };

/** What was sent, by name; names compare without case. */
export type Sent = ReadonlyMap<string, readonly string[]>;

export interface ParameterActions {
  /** For one that the contract has. */
  specified(name: string): Action;
  /** For one that it does not have. */
  unspecified(name: string): Action;
}

/** Checks everything that was sent, and that nothing required is missing. */
export function checkParameters(
  sent: Sent,
  contracts: readonly ParameterContract[],
  place: ParameterPlace,
  actions: ParameterActions,
  report: Report,
): void {
  const byName = new Map([...sent].map(([name, values]) => [name.toLowerCase(), values]));
  const known = new Set<string>();
  for (const contract of contracts) {
    const key = contract.name.toLowerCase();
    known.add(key);
    const action = actions.specified(contract.name);
    if (action === "ignore") continue;
    const values = byName.get(key);
    if (values !== undefined) {
      for (const finding of faultsIn(values, contract, place)) report.add(action, finding);
    } else if (contract.required) {
      report.add(action, missing(contract.name, place));
    }
  }
  for (const name of sent.keys()) {
    if (known.has(name.toLowerCase())) continue;
    const details = `Unspecified ${place.noun} ${name} is not allowed.`;
    report.add(actions.unspecified(name), { name, type: place.type, rule: "Unspecified", details });
  }
}

/** Assumption: the table of errors has no row for it. */
function missing(name: string, { type, noun }: ParameterPlace): Finding {
  const message = type === "ResponseHeader" ? "Response" : "Request";
  const details = `${message} must contain the ${noun} ${name}.`;
  return { name, type, rule: "IncorrectMessage", details };
}

function faultsIn(
  values: readonly string[],
  { name, schema }: ParameterContract,
  { type, noun }: ParameterPlace,
): Finding[] {
  if (schema === null) return [];
  const finding = (rule: string, details: string, publicText?: string): Finding[] => [
    { name, type, rule, details, publicText },
  ];
  if (schema.kind === "missing-schema") return [missingSchema()];
  if (schema.kind === "missing-definition") {
    const details = `API's schema does not contain definition ${schema.definition}, which is ` +
      `associated with the ${noun} ${name}.`;
    return finding("MissingDefinition", details, INTERNAL);
  }
  try {
    const { document, pointer } = schema;
    const own = resolved(document, pointer);
    const types = typesOf(own);
    if (values.length > 1 && !types.includes("array")) {
      const whose = type === "ResponseHeader" ? "Response" : "Request";
      const details = `${whose} cannot contain multiple values for the ${noun} ${name}.`;
      return finding("IncorrectMessage", details);
    }
    const faults = violations(valueOf(values, types, itemTypes(document, own)), schema);
    return faults.slice(0, 1).map(({ message }) => {
      const end = `does not conform to the definition. ${message} Line: 1, Position: 1`;
      return {
        name,
        type,
        rule: "IncorrectMessage",
        details: `Value of the ${noun} ${name} ${end}`,
        publicText: `The value of the ${noun} ${name} ${end}`,
      };
    });
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const Noun = noun[0].toUpperCase() + noun.slice(1);
    return finding(
      "ValidationError",
      `${Noun} ${name} cannot be validated. ${error.message}`,
      INTERNAL,
    );
  }
}

export function missingSchema(): Finding {
  const details = "API's schema does not exist or it could not be resolved.";
  return { name: "", type: "ApiSchema", rule: "", details, publicText: INTERNAL };
}

/** The schema that a pointer leads to, through references. */
function resolved(document: unknown, pointer: string, depth = 0): unknown {
  let at = document;
  for (const step of pointer.replace(/^#\/?/, "").split("/").filter((step) => step !== "")) {
    const name = unescaped(step).replaceAll("~1", "/").replaceAll("~0", "~");
    at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  }
  const reference = isObject(at) ? at.$ref : undefined;
  return typeof reference === "string" && depth < 10
    ? resolved(document, reference, depth + 1)
    : at;
}

function typesOf(schema: unknown): readonly string[] {
  if (!isObject(schema)) return [];
  return [schema.type].flat().filter((type) => typeof type === "string");
}

function itemTypes(document: unknown, schema: unknown): readonly string[] {
  const items = isObject(schema) ? schema.items : undefined;
  const reference = isObject(items) ? items.$ref : undefined;
  return typesOf(typeof reference === "string" ? resolved(document, reference) : items);
}

/** The text as what its types make of it; text that is none of them stays text, and is then refused for it. */
function valueOf(
  values: readonly string[],
  types: readonly string[],
  ofItems: readonly string[],
): unknown {
  if (types.includes("array")) {
    const items = values.length === 1 ? values[0].split(",") : values;
    return items.map((item) => scalarOf(item, ofItems));
  }
  return scalarOf(values[0], types);
}

function scalarOf(text: string, types: readonly string[]): unknown {
  const isNumber = types.includes("integer") || types.includes("number");
  if (isNumber && /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  if (types.includes("boolean") && /^(?:true|false)$/i.test(text)) {
    return text.toLowerCase() === "true";
  }
  if (types.includes("object") && /^\s*\{/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return text;
}
