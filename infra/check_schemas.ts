/**
 * Holds ARM templates against Microsoft's published schemas, every object closed to members it does not name:
 *
 *     git clone --depth 1 https://github.com/Azure/azure-resource-manager-schemas
 *     deno run -A infra/check_schemas.ts azure-resource-manager-schemas/schemas infra/azuredeploy.json ...
 *
 * Not part of the tests, since the schemas are large and others'.
 * @module
 */
import Ajv04 from "npm:ajv-draft-04@1.0.0";
import { join } from "node:path";

interface Schema {
  id?: string;
  type?: string;
  properties?: Record<string, { enum?: string[] }>;
  additionalProperties?: unknown;
  [member: string]: unknown;
}

interface Resource {
  readonly type: string;
  readonly apiVersion: string;
  readonly name: string;
}

async function readJson(path: string) {
  return JSON.parse(await Deno.readTextFile(path));
}

/** The schema files of these resources' providers and versions, and what they refer to. */
async function schemasFor(folder: string, resources: readonly Resource[]): Promise<Schema[]> {
  const files = new Set([join(folder, "common", "definitions.json")]);
  for (const { type, apiVersion } of resources) {
    const [provider] = type.split("/");
    for await (const { name } of Deno.readDir(join(folder, apiVersion))) {
      if (name.toLowerCase().startsWith(provider.toLowerCase())) {
        files.add(join(folder, apiVersion, name));
      }
    }
  }
  return await Promise.all([...files].map(readJson));
}

function close(schema: Schema): void {
  for (const definition of Object.values(schema.definitions ?? {}) as Schema[]) {
    const open = definition.properties && definition.additionalProperties === undefined;
    if (open && !definition.allOf && !definition.oneOf) definition.additionalProperties = false;
  }
}

/** References to resource definitions by `type@version`. */
function definitions(schemas: readonly Schema[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const schema of schemas) {
    for (const kind of Object.keys(schema).filter((key) => /resourceDefinitions$/i.test(key))) {
      for (const [name, { properties }] of Object.entries(schema[kind] as Record<string, Schema>)) {
        const key = `${properties?.type?.enum?.[0]}@${properties?.apiVersion?.enum?.[0]}`;
        found.set(key.toLowerCase(), `${schema.id?.replace(/#$/, "")}#/${kind}/${name}`);
      }
    }
  }
  return found;
}

const [folder, ...templates] = Deno.args;
if (templates.length === 0) {
  console.error("usage: deno run -A infra/check_schemas.ts SCHEMAS TEMPLATE...");
  Deno.exit(2);
}
const resources: Resource[] = (await Promise.all(templates.map(readJson)))
  .flatMap((template) => template.resources);
const schemas = await schemasFor(folder, resources);
schemas.forEach(close);
const ajv = new Ajv04.default({ strict: false, allErrors: true, validateFormats: false });
for (const schema of schemas) ajv.addSchema(schema, schema.id);
const known = definitions(schemas);
let problems = 0;
for (const resource of resources) {
  const key = `${resource.type}@${resource.apiVersion}`;
  const reference = known.get(key.toLowerCase());
  const validate = reference && ajv.compile({ $ref: reference });
  if (validate) validate(resource);
  // names are whole paths in templates, and their last part alone in the schemas
  const errors = validate
    ? (validate.errors ?? []).filter(({ instancePath }) => !instancePath.startsWith("/name"))
    : [{ instancePath: "", message: "there is no schema for it" }];
  for (const { instancePath, message } of errors) {
    problems++;
    console.log(`${key} ${resource.name}: ${instancePath} ${message}`);
  }
}
console.log(`${resources.length} resources, ${problems} problems`);
Deno.exit(problems === 0 ? 0 : 1);
