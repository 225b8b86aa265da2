import assert from "node:assert/strict";
import fc from "../../../properties.ts";
import { SERVICE, startPlane } from "../support.ts";

const GROUP = `/subscriptions/${SERVICE.subscriptionId}/resourceGroups/${SERVICE.resourceGroup}`;
const PATH = `${GROUP}/providers/Microsoft.Resources/deployments/any`;
const SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

/** Texts that are nearly expressions. */
const expression = fc.array(
  fc.constantFrom(
    "parameters('p')",
    "variables('v')",
    "copyIndex()",
    "concat(",
    "format('{0}', ",
    "reference(",
    "resourceId('Microsoft.ApiManagement/service/backends', 'apim-lab', 'b')",
    "lambda('x', lambdaVariables('x'))",
    "map(createArray(1, 2), ",
    "if(true(), 1, 2)",
    ".name",
    "['key']",
    ".?x",
    "'text'",
    "7",
    ",",
    ")",
    "(",
  ),
  { maxLength: 8 },
).map((parts) => `[${parts.join("")}]`);

const value = fc.oneof(
  expression,
  fc.jsonValue(),
  fc.constantFrom("apim-lab/b", "Microsoft.ApiManagement/service/backends", "2024-05-01"),
);

const resource = fc.record({
  type: fc.oneof(
    fc.constantFrom("Microsoft.ApiManagement/service/backends", "Microsoft.Resources/deployments"),
    value,
  ),
  apiVersion: fc.oneof(fc.constant("2024-05-01"), value),
  name: fc.oneof(fc.constantFrom("apim-lab/b", "apim-lab/c"), value),
  properties: value,
  dependsOn: fc.oneof(fc.array(value, { maxLength: 2 }), value),
  copy: fc.oneof(fc.record({ name: value, count: value }), value),
  condition: value,
  resources: value,
}, { requiredKeys: ["type", "name"] });

const template = fc.record({
  $schema: fc.constant(SCHEMA),
  contentVersion: fc.constant("1.0.0.0"),
  parameters: fc.oneof(fc.constant({ p: { type: "string", defaultValue: "x" } }), value),
  variables: fc.oneof(fc.record({ v: value, copy: value }), value),
  functions: value,
  resources: fc.oneof(fc.array(resource, { maxLength: 3 }), fc.dictionary(fc.string(), resource)),
  outputs: fc.oneof(fc.record({ o: fc.record({ type: fc.constant("string"), value }) }), value),
}, { requiredKeys: ["$schema", "resources"] });

Deno.test("no template gets a 5xx or ends in an error of ours, be it put, validated or asked what if", async () => {
  const { call } = startPlane();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(template, fc.jsonValue()),
      fc.constantFrom(["PUT", ""], ["POST", "/validate"], ["POST", "/whatIf"]),
      async (template, [method, action]) => {
        const body = { properties: { mode: "Incremental", template } };
        const answer = await call(method, `${PATH}${action}?api-version=2022-09-01`, body);
        assert.ok(answer.status < 500, answer.text);
        const state = await call("GET", `${PATH}?api-version=2022-09-01`);
        assert.ok(!state.text.includes("InternalServerError"), state.text);
      },
    ),
    { numRuns: 400 },
  );
});
