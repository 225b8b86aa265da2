/**
 * A template as Bicep, with its policies in files of their own.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/bicep/file
 * @module
 */
import {
  Expression,
  type Files,
  filesOf,
  type Output,
  type Parameter,
  references,
  type Resource,
  type Template,
  type Value,
} from "./template.ts";

/** `NAME.bicep` and the files that it loads. */
export function writeBicep(template: Template, name = "main"): Files {
  return new Map([[`${name}.bicep`, bicep(template)], ...filesOf(template)]);
}

function bicep({ about, parameters, variables, resources, outputs }: Template): string {
  const blocks = [
    about.map((line) => `// ${line}`).join("\n"),
    ...parameters.map(declareParameter),
    variables.map(({ name, value }) => `var ${name} = ${print(value, "")}`).join("\n"),
    ...resources.map(declareResource),
    ...outputs.map(declareOutput),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function declareParameter(parameter: Parameter): string {
  const { name, type, secret, allowed, description } = parameter;
  const lines = [`@description(${quote(description)})`];
  if (secret) lines.push("@secure()");
  if (allowed) lines.push(`@allowed(${print(allowed, "")})`);
  const value = parameter.default === undefined ? "" : ` = ${print(parameter.default, "")}`;
  return [...lines, `param ${name} ${type}${value}`].join("\n");
}

function declareResource(resource: Resource): string {
  const { symbol, type, apiVersion, name, existing, parent, scope, body, after, when, loop } =
    resource;
  const members: [string, Value | Raw][] = [
    ...(parent ? [["parent", symbolOf(parent, loop !== undefined)] as [string, Raw]] : []),
    ...(scope ? [["scope", symbolOf(scope, loop !== undefined)] as [string, Raw]] : []),
    ["name", name],
    ...Object.entries(body).filter((member): member is [string, Value] => member[1] !== undefined),
    ...explicit(resource, after ?? []),
  ];
  const printed = `{\n${
    members.map(([key, value]) => `  ${printMember(key, value, "  ")}\n`).join("")
  }}`;
  const comment = (resource.comment ?? []).map((line) => `// ${line}\n`).join("");
  const condition = when ? `if (${print(when, "")}) ` : "";
  const made = loop
    ? `[for (${loop.item}, i) in ${print(loop.over, "")}: ${condition}${printed}]`
    : `${condition}${printed}`;
  return `${comment}resource ${symbol} '${type}@${apiVersion}'${
    existing ? " existing" : ""
  } = ${made}`;
}

/** `dependsOn`, without what Bicep sees by itself. */
function explicit(resource: Resource, after: readonly Resource[]): [string, Raw][] {
  const seen = references(resource.body);
  const needed = after.filter((other) => !seen.has(other) && other !== resource.parent);
  if (needed.length === 0) return [];
  const list = needed.map(({ symbol }) => `    ${symbol}\n`).join("");
  return [["dependsOn", { raw: `[\n${list}  ]` }]];
}

/** Code that is printed as it is. */
interface Raw {
  readonly raw: string;
}

function symbolOf(resource: Resource, inLoop: boolean): Raw {
  return { raw: resource.loop && inLoop ? `${resource.symbol}[i]` : resource.symbol };
}

function declareOutput({ name, type, value, loop, description }: Output): string {
  const printed = loop
    ? `[for (${loop.item}, i) in ${print(loop.over, "")}: ${print(value, "")}]`
    : print(value, "");
  return `@description(${quote(description)})\noutput ${name} ${type} = ${printed}`;
}

function printMember(name: string, value: Value | Raw, indent: string): string {
  const key = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : quote(name);
  return `${key}: ${isRaw(value) ? value.raw : print(value, indent)}`;
}

function isRaw(value: Value | Raw): value is Raw {
  return typeof value === "object" && value !== null && !(value instanceof Expression) &&
    typeof (value as Raw).raw === "string";
}

function print(value: Value, indent: string): string {
  if (typeof value === "string") return quote(value);
  if (value instanceof Expression) return printExpression(value, indent);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((item) => `${inner}${print(item, inner)}\n`).join("")}${indent}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    if (members.length === 0) return "{}";
    const lines = members.map(([name, member]) =>
      `${inner}${printMember(name, member as Value, inner)}\n`
    );
    return `{\n${lines.join("")}${indent}}`;
  }
  return String(value);
}

function printExpression({ form }: Expression, indent: string): string {
  switch (form.kind) {
    case "parameter":
    case "variable":
      return form.name;
    case "text":
      return `'${
        form.parts.map((part) =>
          typeof part === "string" ? escapeText(part) : `\${${print(part, indent)}}`
        ).join("")
      }'`;
    case "call":
      return `${form.name}(${
        form.arguments.map((argument) => print(argument, indent)).join(", ")
      })`;
    case "member":
      return typeof form.member === "number"
        ? `${print(form.of, indent)}[${form.member}]`
        : `${print(form.of, indent)}.${form.member}`;
    case "choice": {
      const [when, then, otherwise] = [form.when, form.then, form.otherwise]
        .map((value) => print(value, indent));
      return `${when} ? ${then} : ${otherwise}`;
    }
    case "id":
      return `${symbolOf(form.resource, true).raw}.id`;
    case "shown":
      return [symbolOf(form.resource, true).raw, ...form.path].join(".");
    case "item":
      return form.loop.item;
    case "position":
      return "i";
    case "file":
      return `loadTextContent(${quote(form.path)})`;
    case "replaced":
      return form.changes.reduce(
        (text, { from, to }) => `replace(${text}, ${quote(from)}, ${print(to, indent)})`,
        print(form.text, indent),
      );
    case "authority": {
      const host = `split(${print(form.url, indent)}, '/')[2]`;
      return `contains(${host}, ':') ? ${host} : '\${${host}}:443'`;
    }
  }
}

function quote(text: string): string {
  return `'${escapeText(text)}'`;
}

/** @see https://learn.microsoft.com/azure/azure-resource-manager/bicep/data-types#strings */
function escapeText(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("${", "\\${")
    .replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
}
