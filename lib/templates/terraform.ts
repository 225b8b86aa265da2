/**
 * A strategy's template as Terraform: azurerm's resources where it has them; azapi's for backends, since azurerm
 * knows no pools.
 * @see https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs
 * @see https://registry.terraform.io/providers/Azure/azapi/latest/docs/resources/resource
 * @module
 */
import { table } from "../core/table.ts";
import {
  Expression,
  type Files,
  filesOf,
  type Parameter,
  references,
  type Resource,
  type Template,
  type Value,
} from "./template.ts";

/** Arguments by name; a `Block` is written without an equals sign, a list of them one after the other. */
type Arguments =
  readonly (readonly [name: string, value: Value | Raw | Block | readonly Block[]])[];

class Raw {
  constructor(readonly code: string) {}
}

class Block {
  constructor(readonly args: Arguments) {}
}

interface Mapping {
  readonly resource: string;
  /** The argument that other resources refer to by name. */
  readonly nameAttribute?: string;
  readonly args: (resource: Resource, of: Properties) => Arguments;
}

type Properties = Readonly<Record<string, Value>>;

const HEAD = `terraform {
  required_version = ">= 1.5"
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0"
    }
    azapi = {
      source  = "Azure/azapi"
      version = "~> 2.0"
    }
  }
}

# Sign in with az login, and set ARM_SUBSCRIPTION_ID.
provider "azurerm" {
  features {}
}

provider "azapi" {}

data "azurerm_api_management" "service" {
  name                = var.service_name
  resource_group_name = var.resource_group_name
}`;

const SERVICE = new Raw("data.azurerm_api_management.service.name");
const GROUP = new Raw("var.resource_group_name");
const IN_SERVICE: Arguments = [["api_management_name", SERVICE], ["resource_group_name", GROUP]];

/** By the type's last segments, below the service. */
const MAPPINGS: Readonly<Record<string, Mapping>> = table({
  namedValues: {
    resource: "azurerm_api_management_named_value",
    args: ({ name }, { displayName, value, secret }) => [
      ["name", name],
      ...IN_SERVICE,
      ["display_name", displayName],
      ["value", value],
      ["secret", secret],
    ],
  },
  backends: {
    resource: "azapi_resource",
    args: ({ name, type, apiVersion, body }) => [
      ["type", `${type}@${apiVersion}`],
      ["parent_id", new Raw("data.azurerm_api_management.service.id")],
      ["name", name],
      ...isPool(body) // the published types require members of it that the service refuses
        ? [["schema_validation_enabled", false] as const]
        : [],
      ["body", body as Value],
    ],
  },
  apis: {
    resource: "azurerm_api_management_api",
    nameAttribute: "name",
    args: ({ name }, { displayName, description, path, protocols, subscriptionRequired }) => [
      ["name", name],
      ...IN_SERVICE,
      ["revision", "1"],
      ["display_name", displayName],
      ["description", description],
      ["path", path],
      ["protocols", protocols],
      ["subscription_required", subscriptionRequired],
    ],
  },
  "apis/operations": {
    resource: "azurerm_api_management_api_operation",
    nameAttribute: "operation_id",
    args: ({ name, parent }, { displayName, method, urlTemplate, templateParameters }) => [
      ["operation_id", name],
      ["api_name", nameOf(parent!)],
      ...IN_SERVICE,
      ["display_name", displayName],
      ["method", method],
      ["url_template", urlTemplate],
      [
        "template_parameter",
        (templateParameters as Properties[]).map((parameter) =>
          new Block([
            ["name", parameter.name],
            ["type", parameter.type],
            ["required", parameter.required],
          ])
        ),
      ],
    ],
  },
  "apis/policies": {
    resource: "azurerm_api_management_api_policy",
    args: ({ parent }, { value }) => [
      ["api_name", nameOf(parent!)],
      ...IN_SERVICE,
      ["xml_content", value],
    ],
  },
  "apis/operations/policies": {
    resource: "azurerm_api_management_api_operation_policy",
    args: ({ parent }, { value }) => [
      ["api_name", nameOf(parent!.parent!)],
      ["operation_id", nameOf(parent!)],
      ...IN_SERVICE,
      ["xml_content", value],
    ],
  },
  subscriptions: {
    resource: "azurerm_api_management_subscription",
    args: ({ name }, { displayName, scope, state, allowTracing }) => [
      ["subscription_id", name],
      ...IN_SERVICE,
      ["display_name", displayName],
      ["api_id", withoutRevision(scope)],
      ["state", state],
      ["allow_tracing", allowTracing],
    ],
  },
});

function isPool({ properties }: Resource["body"]): boolean {
  return (properties as Properties | undefined)?.type === "Pool";
}

/** azurerm's id of an API ends with its revision, and a subscription's scope may not. */
function withoutRevision(scope: Value): Raw {
  return new Raw(`replace(${print(scope, "")}, "/;rev=.*/", "")`);
}

/**
 * `main.tf`, `variables.tf` and the policies.
 * @throws RangeError for a type of resource that has no counterpart here.
 */
export function writeTerraform(template: Template): Files {
  const { about, variables, resources, outputs } = template;
  const locals = variables.map(({ name, value }) => `  ${snake(name)} = ${print(value, "  ")}\n`);
  const blocks = [
    about.map((line) => `# ${line}`).join("\n"),
    HEAD,
    ...locals.length > 0 ? [`locals {\n${locals.join("")}}`] : [],
    ...resources.filter(({ existing }) => !existing).map(declareResource),
    ...outputs.map(({ name, value, description }) =>
      `output ${quote(snake(name))} {\n  description = ${quote(description)}\n  value = ${
        print(value, "  ")
      }\n}`
    ),
  ];
  const group: Parameter = {
    name: "resourceGroupName",
    type: "string",
    description: "Resource group of the API Management service",
  };
  return new Map([
    ["main.tf", align(`${blocks.join("\n\n")}\n`)],
    [
      "variables.tf",
      align(`${[group, ...template.parameters].map(declareVariable).join("\n\n")}\n`),
    ],
    ...filesOf(template),
  ]);
}

function declareVariable(parameter: Parameter): string {
  const { name, type, secret, description } = parameter;
  const lines = [`  description = ${quote(description)}`, `  type = ${type}`];
  if (secret) lines.push("  sensitive = true");
  if (parameter.default !== undefined) lines.push(`  default = ${print(parameter.default, "  ")}`);
  return `variable ${quote(snake(name))} {\n${lines.join("\n")}\n}`;
}

function declareResource(resource: Resource): string {
  const { args } = mappingOf(resource);
  const properties = (resource.body.properties ?? {}) as Properties;
  const seen = references(resource.body);
  const waits = (resource.after ?? []).filter((other) => !seen.has(other));
  const lines = args(resource, properties).flatMap(([name, value]) =>
    printArgument(name, value, "  ")
  );
  if (waits.length > 0) {
    lines.push(`\n  depends_on = [${waits.map(addressOf).join(", ")}]`);
  }
  const comment = (resource.comment ?? []).map((line) => `# ${line}\n`).join("");
  const [type, name] = addressOf(resource).split(".");
  return `${comment}resource "${type}" "${name}" {\n${lines.join("\n")}\n}`;
}

function mappingOf({ type }: Resource): Mapping {
  const mapping = MAPPINGS[type.split("/").slice(2).join("/")];
  if (mapping === undefined) {
    throw new RangeError(`there is no Terraform resource for ${type} here`);
  }
  return mapping;
}

function addressOf(resource: Resource): string {
  return `${mappingOf(resource).resource}.${snake(resource.symbol)}`;
}

function nameOf(resource: Resource): Raw {
  return new Raw(`${addressOf(resource)}.${mappingOf(resource).nameAttribute}`);
}

function printArgument(
  name: string,
  value: Value | Raw | Block | readonly Block[],
  indent: string,
): string[] {
  if (value instanceof Block) {
    const inner = value.args.flatMap(([key, item]) => printArgument(key, item, `${indent}  `));
    return [`${indent}${name} {\n${inner.join("\n")}\n${indent}}`];
  }
  if (isBlocks(value)) return value.flatMap((block) => printArgument(name, block, indent));
  if (value === undefined) return [];
  return [
    `${indent}${name} = ${value instanceof Raw ? value.code : print(value as Value, indent)}`,
  ];
}

function isBlocks(value: unknown): value is readonly Block[] {
  return Array.isArray(value) && value.every((item) => item instanceof Block);
}

function print(value: Value, indent: string): string {
  if (typeof value === "string") return quote(value);
  if (value instanceof Expression) return printExpression(value, indent);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== "object")) {
      return `[${value.map((item) => print(item, inner)).join(", ")}]`;
    }
    return `[\n${value.map((item) => `${inner}${print(item, inner)},\n`).join("")}${indent}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    const lines = members.map(([name, member]) => {
      const key = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : quote(name);
      return `${inner}${key} = ${print(member as Value, inner)}\n`;
    });
    return `{\n${lines.join("")}${indent}}`;
  }
  return String(value);
}

function printExpression({ form }: Expression, indent: string): string {
  switch (form.kind) {
    case "parameter":
      return `var.${snake(form.name)}`;
    case "variable":
      return `local.${snake(form.name)}`;
    case "text":
      return `"${
        form.parts.map((part) =>
          typeof part === "string" ? escapeText(part) : `\${${print(part, indent)}}`
        ).join("")
      }"`;
    case "id":
      return `${addressOf(form.resource)}.id`;
    case "shown":
      if (form.resource.existing && form.path.join(".") === "properties.gatewayUrl") {
        return "data.azurerm_api_management.service.gateway_url";
      }
      break;
    case "file":
      return `file("\${path.module}/${escapeText(form.path)}")`;
    case "replaced":
      return form.changes.reduce(
        (text, { from, to }) => `replace(${text}, ${quote(from)}, ${print(to, indent)})`,
        print(form.text, indent),
      );
    case "authority": {
      const host = `split("/", ${print(form.url, indent)})[2]`;
      return `strcontains(${host}, ":") ? ${host} : "\${${host}}:443"`;
    }
  }
  throw new RangeError(`there is no Terraform for the expression ${form.kind} here`);
}

function quote(text: string): string {
  return `"${escapeText(text)}"`;
}

function escapeText(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r").replaceAll("\t", "\\t").replaceAll("${", "$${").replaceAll(
      "%{",
      "%%{",
    );
}

function snake(camel: string): string {
  return camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The equals signs of neighbouring one-line arguments below each other, as `terraform fmt` has them. */
function align(text: string): string {
  const lines = text.split("\n").map((line) => {
    const match = /^( *)([^\s#=]+|"[^"]*") = (.*[^[{])$/.exec(line);
    return { line, match };
  });
  for (let start = 0, end = 0; start < lines.length; start = Math.max(end, start + 1)) {
    end = start;
    while (lines[end]?.match && lines[end].match![1] === lines[start].match![1]) end++;
    const width = Math.max(0, ...lines.slice(start, end).map(({ match }) => match![2].length));
    for (const entry of lines.slice(start, end)) {
      const [, indent, name, rest] = entry.match!;
      entry.line = `${indent}${name.padEnd(width)} = ${rest}`;
    }
  }
  return lines.map(({ line }) => line).join("\n");
}
