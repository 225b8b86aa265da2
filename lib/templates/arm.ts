/**
 * A template as ARM JSON: one file that deploys with no compiler at hand.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax
 * @module
 */
import {
  Expression,
  type Files,
  namesOf,
  type Output,
  type Parameter,
  references,
  type Resource,
  type Template,
  type Value,
} from "./template.ts";

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

const SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

/** `NAME.json` and `NAME.parameters.json`; the latter names the parameters that have no default. */
export function writeArm(template: Template, name = "azuredeploy"): Files {
  const files = new Map([[`${name}.json`, json(armTemplate(template))]]);
  const open = template.parameters.filter((parameter) => parameter.default === undefined);
  if (open.length > 0) files.set(`${name}.parameters.json`, json(parameterFile(open)));
  return files;
}

/** The template as ARM takes it. */
export function armTemplate(template: Template): { [name: string]: Json } {
  const { about, parameters, variables, resources, outputs } = template;
  const named = <T extends { readonly name: string }>(items: readonly T[], of: (item: T) => Json) =>
    Object.fromEntries(items.map((item) => [item.name, of(item)]));
  return {
    $schema: SCHEMA,
    contentVersion: "1.0.0.0",
    metadata: { description: about.join(" ") },
    parameters: named(parameters, declaration),
    ...(variables.length > 0 && { variables: named(variables, ({ value }) => write(value)) }),
    resources: resources.filter(({ existing }) => !existing).map(declareResource),
    ...(outputs.length > 0 && { outputs: named(outputs, declareOutput) }),
  };
}

/** Secrets are not in the file: they are given at the prompt, or as references to a key vault. */
function parameterFile(open: readonly Parameter[]): Json {
  const values = open.filter(({ secret }) => !secret).map(({ name, type }) => [
    name,
    { value: type === "array" ? [] : type === "int" ? 0 : type === "bool" ? false : "" },
  ]);
  return {
    $schema: SCHEMA.replace("deploymentTemplate", "deploymentParameters"),
    contentVersion: "1.0.0.0",
    parameters: Object.fromEntries(values),
  };
}

function declaration(parameter: Parameter): Json {
  const { type, secret, allowed, description } = parameter;
  return {
    type: secret ? "securestring" : type,
    ...(parameter.default !== undefined && { defaultValue: write(parameter.default) }),
    ...(allowed && { allowedValues: [...allowed] }),
    metadata: { description },
  };
}

function declareResource(resource: Resource): Json {
  const { type, apiVersion, comment, when, scope, loop, symbol, body } = resource;
  const needed = dependencies(resource);
  return {
    ...(comment && { comments: comment.join(" ") }),
    ...(when && { condition: write(when) }),
    ...(loop && { copy: { name: symbol, count: `[length(${print(loop.over)})]` } }),
    type,
    apiVersion,
    ...(scope && { scope: `[${printId(scope)}]` }),
    name: write(fullName(resource)),
    ...(needed.length > 0 && { dependsOn: needed.map((other) => dependency(other, resource)) }),
    ...writeObject(body),
  };
}

/** Resources that must be there first, in the order in which they are met. */
function dependencies(resource: Resource): Resource[] {
  const { parent, scope, body, name, after = [] } = resource;
  const all = [
    ...(parent ? [parent] : []),
    ...(scope ? [scope] : []),
    ...references(body),
    ...references(name),
    ...after,
  ];
  return [...new Set(all)].filter(({ existing }) => !existing);
}

/** A resource of the same loop is meant item by item; another loop's is meant as a whole. */
function dependency(other: Resource, from: Resource): Json {
  return other.loop && other.loop !== from.loop ? other.symbol : `[${printId(other)}]`;
}

function declareOutput({ type, value, loop, description }: Output): Json {
  return {
    type,
    metadata: { description },
    ...(loop
      ? { copy: { count: `[length(${print(loop.over)})]`, input: write(value) } }
      : { value: write(value) }),
  };
}

function fullName(resource: Resource): Value {
  const names = namesOf(resource);
  if (names.length === 1) return names[0];
  const parts = names.flatMap((name, i) => [...(i > 0 ? ["/"] : []), name as string | Expression]);
  return new Expression({ kind: "text", parts });
}

/** A value as JSON; a text that only looks like an expression is kept a text. */
function write(value: Value): Json {
  if (value instanceof Expression) {
    if (value.form.kind === "file") return escapeText(value.form.content);
    return `[${print(value)}]`;
  }
  if (typeof value === "string") return escapeText(value);
  if (Array.isArray(value)) return value.map(write);
  if (typeof value === "object" && value !== null) {
    return writeObject(value as { [name: string]: Value });
  }
  return value as number | boolean | null;
}

function writeObject(value: { readonly [name: string]: Value | undefined }) {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, write(member as Value)]));
}

function escapeText(text: string): string {
  return text.startsWith("[") ? `[${text}` : text;
}

/** An expression without its brackets. */
function print(value: Value): string {
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  if (!(value instanceof Expression)) return printLiteral(value);
  const { form } = value;
  switch (form.kind) {
    case "parameter":
      return `parameters('${form.name}')`;
    case "variable":
      return `variables('${form.name}')`;
    case "text":
      return printText(form.parts);
    case "call":
      return `${form.name}(${form.arguments.map(print).join(", ")})`;
    case "member":
      return typeof form.member === "number"
        ? `${print(form.of)}[${form.member}]`
        : `${print(form.of)}.${form.member}`;
    case "choice":
      return `if(${[form.when, form.then, form.otherwise].map(print).join(", ")})`;
    case "id":
      return printId(form.resource);
    case "shown":
      return printShown(form.resource, form.path);
    case "item":
      return `${print(form.loop.over)}[copyIndex()]`;
    case "position":
      return "copyIndex()";
    case "file":
      return print(form.content);
    case "replaced":
      return form.changes.reduce(
        (text, { from, to }) => `replace(${text}, ${print(from)}, ${print(to)})`,
        print(form.text),
      );
    case "authority": {
      const host = `split(${print(form.url)}, '/')[2]`;
      return `if(contains(${host}, ':'), ${host}, concat(${host}, ':443'))`;
    }
  }
}

function printLiteral(value: Value): string {
  if (Array.isArray(value)) return `createArray(${value.map(print).join(", ")})`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    const printed = members.flatMap(([name, member]) => [print(name), print(member as Value)]);
    return `createObject(${printed.join(", ")})`;
  }
  return value === null ? "null()" : `${value}${typeof value === "boolean" ? "()" : ""}`;
}

function printText(parts: readonly (string | Expression)[]): string {
  let holes = 0;
  const pattern = parts.map((part) =>
    typeof part === "string" ? part.replace(/[{}]/g, "$&$&") : `{${holes++}}`
  ).join("");
  const values = parts.filter((part) => part instanceof Expression);
  return `format(${[pattern, ...values].map(print).join(", ")})`;
}

function printId(resource: Resource): string {
  const names = namesOf(resource).map(print).join(", ");
  if (!resource.scope) return `resourceId('${resource.type}', ${names})`;
  return `extensionResourceId(${printId(resource.scope)}, '${resource.type}', ${names})`;
}

/** `reference` gives the properties; with 'Full' the whole resource. */
function printShown(resource: Resource, path: readonly string[]): string {
  const [first, ...rest] = path;
  const id = printId(resource);
  return first === "properties"
    ? [`reference(${id}, '${resource.apiVersion}')`, ...rest].join(".")
    : [`reference(${id}, '${resource.apiVersion}', 'Full')`, ...path].join(".");
}

function json(value: Json): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
