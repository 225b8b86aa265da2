/**
 * Policy documents at the four scopes, and fragments that they include.
 * @module
 */
import type { DocumentFormat } from "../../policy/compile/compile.ts";
import { toRawXml, toXml } from "../../policy/document/convert.ts";
import { finding, invalid, validationError } from "../arm/error.ts";
import type { JsonObject } from "../arm/json.ts";
import type { Draft, Entity, Prepared, ResourceKind, ResourceTree, World } from "../model.ts";
import { idsIn } from "../references.ts";
import { choice, type Fields, readOnly, required, text } from "../rules.ts";

/** The live limit of a policy document, in characters. */
const MAX_CHARACTERS = 256 * 1024;

const FIELDS: Fields = {
  value: required(text()),
  format: choice("xml", "rawxml", "xml-link", "rawxml-link"),
};

function policyKind(parent: string): ResourceKind {
  return {
    path: parent === "" ? "policies" : `${parent}/policies`,
    title: "Policy",
    fields: FIELDS,
    names: ["policy"],
    without: ["PATCH"],
    prepare: preparePolicy,
    view: viewPolicy,
  };
}

/** Global, product, API, operation. */
export const policyKinds: readonly ResourceKind[] = [
  policyKind(""),
  policyKind("products"),
  policyKind("apis"),
  policyKind("apis/operations"),
];

export const policyFragments: ResourceKind = {
  path: "policyFragments",
  title: "PolicyFragment",
  fields: {
    ...FIELDS,
    format: choice("xml", "rawxml"),
    description: text({ max: 1000 }),
    provisioningState: readOnly,
  },
  without: ["PATCH"],
  prepare: preparePolicy,
  view: viewPolicy,
  beforeDelete(entity, world) {
    const users = includers(entity, world).map(({ path }) => path);
    if (users.length === 0) return;
    throw invalid("id", `Policy fragment '${entity.name}' is used by: ${users.join(", ")}.`);
  },
  actions: {
    listReferences(entity, world) {
      const list = includers(entity, world).map(({ path, kind, name }) => ({
        id: `${world.serviceId}/${path}`,
        type: `Microsoft.ApiManagement/service/${kind.path}`,
        name,
      }));
      return { list };
    },
  },
};

function preparePolicy({ properties }: Draft): Prepared {
  const { format = "xml", value } = properties;
  if (String(format).endsWith("-link")) {
    const message =
      `Format '${format}' is not supported by the embedded APIM, which fetches nothing: ` +
      "send the document itself with format 'xml' or 'rawxml'.";
    throw invalid("format", message);
  }
  const length = String(value).length;
  if (length > MAX_CHARACTERS) {
    const message = `The document has ${length} characters; ${MAX_CHARACTERS} are allowed.`;
    throw validationError([finding("value", message)]);
  }
  return { properties: { ...properties, format } };
}

/** In the format that `?format=` asks for, `xml` when it does not. */
function viewPolicy(entity: Entity, world: World): JsonObject {
  const asked = world.query.get("format") ?? "xml";
  if (asked !== "xml" && asked !== "rawxml") {
    throw invalid("format", `'format' must be xml or rawxml. It is "${asked}".`);
  }
  const { text, format } = policyText(entity);
  const convert = asked === "xml" ? toXml : toRawXml;
  return { ...entity.properties, format: asked, value: asked === format ? text : convert(text) };
}

/** A stored document's text and its format. */
export interface PolicyText {
  readonly entity: Entity;
  readonly text: string;
  readonly format: DocumentFormat;
}

export function policyText(entity: Entity): PolicyText {
  const { value, format } = entity.properties;
  return { entity, text: String(value), format: format === "rawxml" ? "rawxml" : "xml" };
}

/** The texts of all policies of all scopes, fragments included. */
export function policyTexts(tree: ResourceTree): PolicyText[] {
  return [...policyKinds, policyFragments].flatMap(({ path }) => tree.ofKind(path).map(policyText));
}

function includers(fragment: Entity, world: World): Entity[] {
  const id = fragment.name.toLowerCase();
  return policyTexts(world.tree)
    .filter(({ entity, text }) => entity !== fragment && idsIn(text, "fragment-id").has(id))
    .map(({ entity }) => entity);
}
