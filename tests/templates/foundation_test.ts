import assert from "node:assert/strict";
import { armTemplate, foundationTemplate } from "../../lib/templates/mod.ts";
import { parse, type Tree, WITHOUT_PARSERS } from "./parsers.ts";

interface ArmResource {
  type: string;
  apiVersion: string;
  copy?: { name: string };
  condition?: string;
  properties: Record<string, Tree>;
}

const template = foundationTemplate();
const resources = armTemplate(template).resources as unknown as ArmResource[];

Deno.test("what is deployed first is marked, takes tokens only, and names its own roles", () => {
  const tagged = resources.filter((one) => "tags" in one).map(({ type }) => type);
  assert.deepEqual(tagged, [
    "Microsoft.ApiManagement/service",
    "Microsoft.CognitiveServices/accounts",
    "Microsoft.OperationalInsights/workspaces",
    "Microsoft.Insights/components",
  ]);
  const account = resources.find(({ type }) => type === "Microsoft.CognitiveServices/accounts")!;
  assert.equal(account.properties.disableLocalAuth, "[parameters('tokensOnly')]");
  const parameters = armTemplate(template).parameters as Record<string, { defaultValue: unknown }>;
  assert.equal(parameters.tokensOnly.defaultValue, true);
  assert.ok(!JSON.stringify(template).includes("listKeys"));
});

Deno.test("every expression's brackets and quotes close", () => {
  const expressions = JSON.stringify(armTemplate(template)).match(/"\[[^[].*?\]"/g)!;
  for (const expression of expressions) {
    const bare = expression.replace(/'[^']*'/g, "");
    for (const [open, close] of [["(", ")"], ["[", "]"]]) {
      assert.equal(bare.split(open).length, bare.split(close).length, expression);
    }
  }
});

Deno.test({
  name: "infra/main.bicep says what infra/azuredeploy.json says",
  ignore: WITHOUT_PARSERS,
  async fn() {
    const folder = new URL("../../infra/", import.meta.url);
    const text = await Deno.readTextFile(new URL("azuredeploy.json", folder));
    const written: Record<string, Record<string, Tree>> = JSON.parse(text);
    assert.deepEqual(written as unknown, armTemplate(template), "run deno task docs");
    const bicep = await parse(new URL("main.bicep", folder).pathname) as Record<
      string,
      Record<string, Record<string, Tree>>
    >;
    assert.deepEqual(Object.keys(bicep.parameters), Object.keys(written.parameters));
    assert.deepEqual(Object.keys(bicep.outputs), Object.keys(written.outputs));
    const made = Object.values(bicep.resources);
    assert.deepEqual(
      made.map(({ type, api_version }) => [type, api_version]),
      resources.map(({ type, apiVersion }) => [type, apiVersion]),
    );
    made.forEach((resource, i) => {
      const config = JSON.stringify(resource.config);
      for (const name of Object.keys(resources[i].properties)) {
        assert.ok(config.includes(`"${name}"`), `${resources[i].type} lacks ${name} in Bicep`);
      }
    });
  },
});
