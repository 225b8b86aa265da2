import assert from "node:assert/strict";
import { OPERATIONS } from "../../lib/apim/mod.ts";
import {
  buildPolicy,
  type PolicyOptions,
  type RoutingBackend,
  STRATEGIES,
} from "../../lib/policies/mod.ts";
import {
  armTemplate,
  type Files,
  strategyTemplate,
  writeArm,
  writeBicep,
  writeTerraform,
} from "../../lib/templates/mod.ts";
import { inFolder } from "../folder.ts";
import { ABC, backend } from "../policies/backends.ts";
import { parse, type Tree, WITHOUT_PARSERS } from "./parsers.ts";

const API = { id: "router", path: "routing/v1" };

/** The template of a strategy over these backends. */
function templateOf(
  name: (typeof STRATEGIES)[number],
  backends: readonly RoutingBackend[] = ABC,
  options: PolicyOptions = {},
) {
  const policy = buildPolicy(name, backends, options);
  const known = { api: API, serviceName: "apim", endpointsKnown: true };
  return { policy, template: strategyTemplate(policy, backends, known) };
}

interface ArmResource {
  type: string;
  apiVersion: string;
  name: string;
  dependsOn?: string[];
  properties: Tree;
}

const resourcesOf = (template: { [name: string]: unknown }) => template.resources as ArmResource[];

for (const name of STRATEGIES) {
  Deno.test(`${name}'s template holds what the lab deploys, and no key`, () => {
    const { policy, template } = templateOf(name);
    const arm = armTemplate(template);
    const count = (type: string) =>
      resourcesOf(arm).filter((one) => one.type === `Microsoft.ApiManagement/service/${type}`)
        .length;
    assert.deepEqual(
      ["namedValues", "backends", "apis", "apis/operations", "apis/policies", "subscriptions"]
        .map(count),
      [3, policy.pool ? 4 : 3, 1, OPERATIONS.length, 1, 1],
    );
    for (const write of [writeArm, writeBicep, writeTerraform] as (typeof writeBicep)[]) {
      const all = [...write(template).values()].join("\n");
      assert.ok(!/key-of-[abc]/.test(all), "a key is in the files");
    }
    const parameters = arm.parameters as Record<string, { type: string; defaultValue?: string }>;
    assert.equal(parameters.backendAKey.type, "securestring");
    assert.equal(parameters.backendAKey.defaultValue, undefined);
    assert.equal(parameters.backendAUrl.defaultValue, "https://a.openai.azure.com");
  });
}

Deno.test("a pool's template has ARM's names for breakers and members, and no url", () => {
  const resources = resourcesOf(armTemplate(templateOf("backend-pool").template));
  const properties = (name: string) =>
    resources.find((one) => one.name.includes(`/${name}'`))!.properties as Record<string, Tree>;
  assert.deepEqual(properties("backend-a").circuitBreaker, {
    rules: [{
      name: "busy-or-failing",
      failureCondition: {
        count: 1,
        interval: "PT10S",
        statusCodeRanges: [{ min: 408, max: 408 }, { min: 429, max: 429 }, { min: 500, max: 599 }],
      },
      tripDuration: "PT1M",
      acceptRetryAfter: true,
    }],
  });
  const pool = properties("routing-pool");
  assert.deepEqual(Object.keys(pool).sort(), ["description", "pool", "type"]);
  assert.deepEqual((pool.pool as Record<string, Tree[]>).services[0], {
    id:
      "[resourceId('Microsoft.ApiManagement/service/backends', parameters('serviceName'), 'backend-a')]",
    priority: 1,
    weight: 100,
  });
});

Deno.test("with managed identity a template asks for no key", () => {
  const { template } = templateOf("priority-spillover", ABC, { auth: "managed-identity" });
  assert.deepEqual(template.parameters.filter(({ secret }) => secret), []);
  assert.ok(!JSON.stringify(armTemplate(template)).includes("namedValues"));
});

Deno.test("names that differ in punctuation only stay apart, also from Terraform's", () => {
  const ids = ["x-1", "x1", "X-1-url", "9", "service"];
  const backends = ids.map((id, i) =>
    backend("a", { id, endpoint: `https://r${i}.openai.azure.com`, weight: i + 1 })
  );
  const { template } = templateOf("weighted-round-robin", backends);
  const names = [
    ...template.parameters.map(({ name }) => name),
    ...template.resources.map(({ symbol }) => symbol),
  ];
  assert.equal(new Set(names.map((name) => name.toLowerCase())).size, names.length);
  assert.ok(names.every((name) => /^[a-z][A-Za-z0-9]*$/.test(name)), names.join(" "));
});

/** Writes the files below `folder`. */
async function put(files: Files, folder: string): Promise<void> {
  await Deno.mkdir(`${folder}/policies`, { recursive: true });
  for (const [path, text] of files) await Deno.writeTextFile(`${folder}/${path}`, text);
}

for (const name of STRATEGIES) {
  Deno.test({
    name: `${name} in Bicep says what its ARM template says`,
    ignore: WITHOUT_PARSERS,
    fn: () =>
      inFolder(async (folder) => {
        const { template } = templateOf(name);
        const files = writeBicep(template);
        await put(files, folder);
        const bicep = await parse(`${folder}/main.bicep`) as Record<string, Record<string, Tree>>;
        const arm = armTemplate(template) as Record<string, Record<string, Tree>>;
        assert.deepEqual(Object.keys(bicep.parameters), Object.keys(arm.parameters));
        const made = Object.entries(bicep.resources as Record<string, Record<string, Tree>>)
          .filter(([, resource]) => !resource.existing);
        const wanted = resourcesOf(arm);
        assert.equal(made.length, wanted.length);
        made.forEach(([symbol, resource], i) => {
          const config = resource.config as Record<string, Tree>;
          assert.deepEqual(
            [resource.type, resource.api_version],
            [wanted[i].type, wanted[i].apiVersion],
          );
          assert.ok(
            wanted[i].name.endsWith(`${config.name}'${parametersIn(wanted[i].name)}`),
            symbol,
          );
          sameValue(config.properties, wanted[i].properties, files, symbol);
        });
      }),
  });

  Deno.test({
    name: `${name} in Terraform names real resources and says the same`,
    ignore: WITHOUT_PARSERS,
    fn: () =>
      inFolder(async (folder) => {
        const { template, policy } = templateOf(name);
        const files = writeTerraform(template);
        await put(files, folder);
        const tree = await parse(`${folder}/main.tf`) as Record<string, Record<string, Tree>[]>;
        const types = tree.resource.map((one) => Object.keys(one)[0].replaceAll('"', ""));
        const count = (type: string) => types.filter((one) => one === type).length;
        assert.deepEqual(
          [
            "azurerm_api_management_named_value",
            "azapi_resource",
            "azurerm_api_management_api",
            "azurerm_api_management_api_operation",
            "azurerm_api_management_api_policy",
            "azurerm_api_management_api_operation_policy",
            "azurerm_api_management_subscription",
          ].map(count),
          [3, policy.pool ? 4 : 3, 1, OPERATIONS.length, 1, 1, 1],
        );
        const arm = resourcesOf(armTemplate(template));
        tree.resource.forEach((resource, i) => {
          const said = Object.values(Object.values(plain(resource) as NestedTree)[0])[0];
          const { properties } = arm[i];
          if ("body" in said) {
            // published types require url and protocol of a pool, which the service refuses
            const pool = (properties as Record<string, Tree>).type === "Pool";
            assert.equal(said.schema_validation_enabled, pool ? false : undefined);
            sameInTerraform(
              (said.body as Record<string, Tree>).properties,
              properties,
              arm[i].name,
            );
            return;
          }
          for (const [name, value] of Object.entries(properties as Record<string, Tree>)) {
            const argument = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
            if (argument in said) sameInTerraform(said[argument], value, `${arm[i].name}.${name}`);
          }
        });
        const variables = await parse(`${folder}/variables.tf`) as Record<string, unknown[]>;
        assert.equal(variables.variable.length, template.parameters.length + 1);
        const written = await Deno.readTextFile(`${folder}/policies/${name}.xml`);
        assert.equal(written, policy.xml);
      }),
  });
}

type NestedTree = Record<string, Record<string, Record<string, Tree>>>;

/** hcl2's tree without the quotes that it leaves around texts, and without its own marks. */
function plain(tree: Tree): Tree {
  if (typeof tree === "string") return tree.replace(/^"(.*)"$/s, "$1");
  if (Array.isArray(tree)) return tree.map(plain);
  if (typeof tree !== "object" || tree === null) return tree;
  const members = Object.entries(tree).filter(([name]) => name !== "__is_block__");
  return Object.fromEntries(members.map(([name, value]) => [plain(name), plain(value)]));
}

/** Asserts the same value, where an expression of the one language stands for one of the other. */
function sameInTerraform(terraform: Tree, arm: Tree, at: string): void {
  if (typeof arm === "string" && arm.startsWith("[")) {
    return assert.match(String(terraform), /^\$\{/, at);
  }
  if (Array.isArray(arm)) {
    assert.ok(Array.isArray(terraform) && terraform.length === arm.length, at);
    return arm.forEach((item, i) => sameInTerraform(terraform[i], item, `${at}[${i}]`));
  }
  if (typeof arm === "object" && arm !== null) {
    assert.deepEqual(Object.keys(terraform as Record<string, Tree>), Object.keys(arm), at);
    return Object.entries(arm).forEach(([name, value]) =>
      sameInTerraform((terraform as Record<string, Tree>)[name], value, `${at}.${name}`)
    );
  }
  assert.deepEqual(terraform, arm, at);
}

/** What follows a literal name in ARM's `[format('{0}/name', parameters('x'))]`. */
function parametersIn(name: string): string {
  return /'(, .*)$/.exec(name.slice(name.indexOf("'", name.indexOf("'") + 1)))?.[1] ?? "";
}

/** Asserts that a value in pycep's tree means the value in the ARM template. */
function sameValue(bicep: Tree, arm: Tree, files: Files, at: string): void {
  if (typeof arm === "string" && arm.startsWith("[") && !arm.startsWith("[[")) {
    const parameter = /^\[parameters\('(\w+)'\)\]$/.exec(arm);
    if (parameter) return assert.equal(bicep, parameter[1], at);
    assert.equal(typeof bicep, "object", `${at}: ${JSON.stringify(bicep)} for ${arm}`);
    return;
  }
  const loaded = (bicep as { function?: { parameters: { file_path: string } } })?.function;
  if (loaded) return assert.equal(files.get(loaded.parameters.file_path), arm, at);
  if (Array.isArray(arm)) {
    assert.ok(Array.isArray(bicep) && bicep.length === arm.length, at);
    return arm.forEach((item, i) => sameValue(bicep[i], item, files, `${at}[${i}]`));
  }
  if (typeof arm === "object" && arm !== null) {
    const members = Object.entries(bicep as Record<string, Tree>)
      .map(([name, value]) => [name.replaceAll("'", ""), value] as const);
    assert.deepEqual(members.map(([name]) => name), Object.keys(arm), at);
    return members.forEach(([name, value]) => sameValue(value, arm[name], files, `${at}.${name}`));
  }
  assert.deepEqual(bicep, arm, at);
}
