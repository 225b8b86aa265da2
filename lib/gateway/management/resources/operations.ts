/**
 * Operations of an API: a method and a URL template.
 * @module
 */
import { finding, invalid, validationError } from "../arm/error.ts";
import { listOf, objectOf } from "../arm/json.ts";
import { type Draft, parentOf, type ResourceKind, type World } from "../model.ts";
import { anything, flag, integer, list, object, required, type Rule, text } from "../rules.ts";

const parameters = list(object({
  name: required(text({ min: 1 })),
  description: text(),
  type: required(text({ min: 1 })),
  defaultValue: text(),
  required: flag,
  values: list(text()),
  schemaId: text(),
  typeName: text(),
  examples: anything,
}));

const representations = list(object({
  contentType: required(text({ min: 1 })),
  schemaId: text(),
  typeName: text(),
  formParameters: parameters,
  examples: anything,
}));

const responses: Rule = list(object({
  statusCode: required(integer({ min: 100, max: 599 })),
  description: text(),
  representations,
  headers: parameters,
}));

export const operations: ResourceKind = {
  path: "apis/operations",
  title: "Operation",
  fields: {
    displayName: required(text({ min: 1, max: 300 })),
    method: required(text({ min: 1, max: 20, pattern: /^[A-Za-z-]+$|^\*$/ })),
    urlTemplate: required(text({ min: 1, max: 1000 })),
    templateParameters: parameters,
    description: text({ max: 1000 }),
    request: object({
      description: text(),
      queryParameters: parameters,
      headers: parameters,
      representations,
    }),
    responses,
    policies: text(),
  },
  prepare(draft, world) {
    const { properties } = draft;
    checkTemplate(draft);
    checkUnique(draft, world);
    return { properties: { ...properties, method: String(properties.method).toUpperCase() } };
  },
};

/** Names of a template's parameters: `{id}`, `{*rest}`, also in the query part. */
export function templateParameters(urlTemplate: string): string[] {
  return [...urlTemplate.matchAll(/\{\*?([^{}]*)\}/g)].map((match) => match[1]);
}

function checkTemplate({ name, properties }: Draft): void {
  const template = String(properties.urlTemplate);
  const used = templateParameters(template);
  const rest = template.replace(/\{[^{}]*\}/g, "");
  if (/[{}]/.test(rest) || used.some((parameter) => !/^[\w\-.:]+$/.test(parameter))) {
    throw invalid("urlTemplate", `'${template}' is not a URL template: braces must hold a name.`);
  }
  // Live, names may be given with the star of the template or without it.
  const defined = listOf(properties.templateParameters)
    .map((parameter) => String(objectOf(parameter).name).replace(/^\*/, "").toLowerCase());
  const wanted = used.map((parameter) => parameter.toLowerCase());
  const same = new Set(wanted).size === wanted.length && defined.length === wanted.length &&
    wanted.every((parameter) => defined.includes(parameter));
  if (!same) {
    const message =
      "All template parameters used in the UriTemplate must be defined in the Operation " +
      `'${name}', and vice-versa.`;
    throw validationError([finding("templateParameters", message)]);
  }
}

/** Two operations of one API must not match the same requests. */
function checkUnique({ path, properties }: Draft, world: World): void {
  const key = (method: unknown, template: unknown) =>
    `${method} ${String(template).replace(/\{[^{}]*\}/g, "{}")}`.toLowerCase();
  const own = key(properties.method, properties.urlTemplate);
  const twin = world.tree.list(`${parentOf(path)}/operations`).find((other) =>
    other.path.toLowerCase() !== path.toLowerCase() &&
    key(other.properties.method, other.properties.urlTemplate) === own
  );
  if (twin) {
    const message = "Operation with the same method and URL template already exists: " +
      `${properties.method}, ${properties.urlTemplate}`;
    throw invalid("urlTemplate", message);
  }
}
