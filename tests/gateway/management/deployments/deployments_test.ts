/** Templates as the Bicep compiler writes them, deployed as `az deployment group create` does. */
import assert from "node:assert/strict";
import { SERVICE, startPlane } from "../support.ts";
import lab from "./routing_lab.json" with { type: "json" };

const GROUP = `/subscriptions/${SERVICE.subscriptionId}/resourceGroups/${SERVICE.resourceGroup}`;
const DEPLOYMENTS = `${GROUP}/providers/Microsoft.Resources/deployments`;

function plane() {
  const { call, latest } = startPlane();
  const arm = (method: string, path: string, body?: unknown) =>
    call(method, `${path}?api-version=2022-09-01`, body);
  const deploy = async (template: unknown, parameters: Record<string, unknown> = {}) => {
    const body = { properties: { mode: "Incremental", template, parameters: valued(parameters) } };
    const started = await arm("PUT", `${DEPLOYMENTS}/test`, body);
    if (started.status >= 300) return { started, ended: started };
    return { started, ended: await arm("GET", `${DEPLOYMENTS}/test`) };
  };
  return { arm, call, deploy, latest };
}

const valued = (parameters: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, { value }]));

const PARAMETERS = {
  apimName: SERVICE.name,
  apiKey: "s3cret-key",
  backends: [
    { name: "PTU", url: "https://ptu.example/openai" },
    { name: "payg", url: "https://payg.example/openai" },
  ],
};

/** A template with these parts. */
const template = (parts: Record<string, unknown>) => ({
  $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  resources: [],
  ...parts,
});

Deno.test("a routing lab compiled from Bicep is deployed, loops, module and all, and serves", async () => {
  const { deploy, latest, arm, call } = plane();
  const { started, ended } = await deploy(lab, PARAMETERS);
  assert.equal(started.status, 201);
  assert.equal(ended.body.properties.provisioningState, "Succeeded", ended.text);
  const status = await call("GET", new URL(started.headers.get("azure-asyncoperation")!).pathname);
  assert.equal(status.body.status, "Succeeded");
  assert.deepEqual(ended.body.properties.outputs, {
    gateway: { type: "String", value: `${SERVICE.gatewayUrl}/lab` },
    caller: { type: "String", value: "Caller" },
    key: { type: "SecureString" },
    urls: { type: "Array", value: PARAMETERS.backends.map(({ url }) => url) },
    firstNames: { type: "Array", value: ["PTU", "payg"] },
  });
  const { apis, backends } = latest();
  assert.equal(apis[0].info.name, "Lab of 2026-01-05");
  assert.notEqual(apis[0].policy, null);
  const ptu = backends.get("ptu")!;
  assert(ptu.type === "Single");
  assert.deepEqual(ptu.credentials.headers.get("api-key"), ["s3cret-key"]);
  assert.equal(ptu.circuitBreaker?.tripDurationMs, 60_000);
  const pool = backends.get("pool")!;
  assert(pool.type === "Pool");
  assert.deepEqual(pool.members.map(({ backendId, priority }) => [backendId, priority]), [
    ["ptu", 1],
    ["payg", 2],
  ]);
  assert.equal(latest().products.size, 0, "its condition does not hold");

  const operations = await arm("GET", `${DEPLOYMENTS}/test/operations`);
  assert.equal(operations.body.value.length, 8);
  assert.equal(ended.body.properties.outputResources.length, 8);
  assert(!ended.text.includes("s3cret-key"), "secure parameters are not shown");
  assert.equal((await arm("GET", DEPLOYMENTS)).body.value.length, 2, "the module is one, too");
  const exported = await arm("POST", `${DEPLOYMENTS}/test/exportTemplate`, {});
  assert.deepEqual(exported.body.template, lab);
});

Deno.test("a deployment that is repeated changes nothing, and what-if says so", async () => {
  const { deploy, arm } = plane();
  const ask = async (parameters: Record<string, unknown>) => {
    const properties = { mode: "Incremental", template: lab, parameters: valued(parameters) };
    const { body } = await arm("POST", `${DEPLOYMENTS}/test/whatIf`, { properties });
    // deno-lint-ignore no-explicit-any -- JSON
    return body.properties.changes.map((c: any) => [c.resourceId.split("/").at(-1), c.changeType]);
  };
  const before = await ask(PARAMETERS);
  assert(before.every(([, type]: string[]) => type === "Create"));
  await deploy(lab, PARAMETERS);
  const { started, ended } = await deploy(lab, PARAMETERS);
  assert.equal(started.status, 200);
  assert.equal(ended.body.properties.provisioningState, "Succeeded");
  const again = await ask({ ...PARAMETERS, tripSeconds: 90 });
  // deno-lint-ignore no-explicit-any -- JSON
  const of = Object.fromEntries(again as any);
  assert.deepEqual([of.PTU, of.payg, of.pool, of.lab, of.caller], [
    "Modify",
    "Modify",
    "NoChange",
    "NoChange",
    "NoChange",
  ]);
});

Deno.test("a body is read as leniently as ARM reads it: Azure CLI sends comments and a name without quotes", async () => {
  const { arm } = plane();
  const text = JSON.stringify(template({})).replace("{", "{ /* ours */ // and theirs\n");
  const body = `{"properties": {"mode": "Incremental", template:${text}}}`;
  assert.equal((await arm("PUT", `${DEPLOYMENTS}/lenient`, body)).status, 201);
  const old = `${GROUP}/deployments/lenient/operations`;
  assert.deepEqual((await arm("GET", old)).body.value, []);
  assert.equal((await arm("DELETE", `${DEPLOYMENTS}/lenient`)).status, 204);
});

Deno.test("validate plans a template and sends nothing", async () => {
  const { arm, latest } = plane();
  const before = latest().revision;
  const properties = { mode: "Incremental", template: lab, parameters: valued(PARAMETERS) };
  const { status, body } = await arm("POST", `${DEPLOYMENTS}/test/validate`, { properties });
  assert.equal(status, 200);
  assert.equal(body.properties.validatedResources.length, 8);
  assert.equal(latest().revision, before);
  assert.equal((await arm("GET", `${DEPLOYMENTS}/test`)).body.error.code, "DeploymentNotFound");
});

Deno.test("what a template gets wrong is refused before anything is deployed", async () => {
  const backend = {
    type: "Microsoft.ApiManagement/service/backends",
    apiVersion: "2024-05-01",
    name: `${SERVICE.name}/b`,
    properties: { url: "https://b.example", protocol: "http" },
  };
  const cases: [Record<string, unknown>, Record<string, unknown>, RegExp][] = [
    [{ parameters: { a: { type: "string" } } }, {}, /parameter 'a' is not provided/],
    [{}, { b: 1 }, /parameters 'b' in the parameters file are not valid/],
    [{ parameters: { a: { type: "int" } } }, { a: "1" }, /'a' is to be of type 'int'/],
    [{ parameters: { a: { type: "string", allowedValues: ["x"] } } }, { a: "y" }, /allowed value/],
    [
      { resources: [{ ...backend, type: "Microsoft.Storage/storageAccounts", name: "s" }] },
      {},
      /'Microsoft\.Storage\/storageAccounts' is not supported/,
    ],
    [{ resources: [{ ...backend, name: "[variables('x')]" }] }, {}, /variable 'x' is not found/],
    [{ resources: [{ ...backend, name: "[nope('x')]" }] }, {}, /function 'nope' is not supported/],
    [{ resources: [{ ...backend, name: "[format('x'" + "]" }] }, {}, /is not valid at its end/],
    [{ resources: [{ ...backend, dependsOn: ["other"] }] }, {}, /'other' is not defined/],
    [
      {
        resources: [{ ...backend, dependsOn: [`${SERVICE.name}/c`] }, {
          ...backend,
          name: `${SERVICE.name}/c`,
          dependsOn: [`${SERVICE.name}/b`],
        }],
      },
      {},
      /circular dependency/,
    ],
    [{ resources: [backend, backend] }, {}, /defined multiple times/],
    [{ resources: [{ ...backend, scope: "x" }] }, {}, /'scope' of the resource/],
    [{ resources: [{ ...backend, name: "[reference('x').y]" }] }, {}, /'x' is not defined/],
  ];
  const { deploy } = plane();
  for (const [parts, parameters, message] of cases) {
    const { started } = await deploy(template(parts), parameters);
    assert.deepEqual([started.status, started.body.error.code], [400, "InvalidTemplate"]);
    assert.match(started.body.error.message, message);
  }
});

Deno.test("a resource that the provider refuses fails the deployment, those after it wait for nothing", async () => {
  const { deploy, arm, latest } = plane();
  const policy = {
    type: "Microsoft.ApiManagement/service/policies",
    apiVersion: "2024-05-01",
    name: `${SERVICE.name}/policy`,
    properties: {
      format: "rawxml",
      value: '<policies><inbound><set-backend-service backend-id="nope" /></inbound></policies>',
    },
  };
  const api = (name: string, dependsOn: string[]) => ({
    type: "Microsoft.ApiManagement/service/apis",
    apiVersion: "2024-05-01",
    name: `${SERVICE.name}/${name}`,
    properties: { displayName: name, path: name },
    dependsOn,
  });
  const resources = [policy, api("after", [policy.name]), api("beside", [])];
  const { ended } = await deploy(template({ resources }));
  const { provisioningState, error } = ended.body.properties;
  assert.deepEqual([provisioningState, error.code], ["Failed", "DeploymentFailed"]);
  const inner = JSON.parse(error.details[0].message);
  assert.equal(inner.error.code, "ValidationError");
  assert.match(inner.error.details[0].message, /Backend with id 'nope' could not be found/);
  assert.deepEqual(latest().apis.map(({ info }) => info.id), ["beside"]);
  const { body } = await arm("GET", `${DEPLOYMENTS}/test/operations`);
  // deno-lint-ignore no-explicit-any -- JSON
  assert.deepEqual(body.value.map((o: any) => o.properties.statusCode), ["BadRequest", "Created"]);
});

Deno.test("old templates: nested children, loops by name, property loops, outer scope", async () => {
  const { deploy, latest } = plane();
  const service = `[resourceId('Microsoft.ApiManagement/service', '${SERVICE.name}')]`;
  const { ended } = await deploy(template({
    variables: { names: "[split('a,b', ',')]" },
    resources: [
      {
        type: "Microsoft.ApiManagement/service/backends",
        apiVersion: "2024-05-01",
        name: `[concat('${SERVICE.name}/', variables('names')[copyIndex()])]`,
        copy: { name: "loop", count: "[length(variables('names'))]", mode: "serial", batchSize: 1 },
        properties: { url: "https://b.example", protocol: "http" },
      },
      {
        type: "Microsoft.ApiManagement/service/backends",
        apiVersion: "2024-05-01",
        name: `${SERVICE.name}/pool`,
        dependsOn: ["loop"],
        properties: {
          type: "Pool",
          pool: {
            copy: [{
              name: "services",
              count: 2,
              input: {
                id: "[concat('/backends/', variables('names')[copyIndex('services')])]",
                weight: "[copyIndex('services', 1)]",
              },
            }],
          },
        },
      },
      {
        type: "Microsoft.ApiManagement/service/apis",
        apiVersion: "2024-05-01",
        name: `${SERVICE.name}/old`,
        properties: { displayName: "[[old]", path: "old" },
        resources: [{
          type: "operations",
          apiVersion: "2024-05-01",
          name: "get",
          dependsOn: [
            `[resourceId('Microsoft.ApiManagement/service/apis', '${SERVICE.name}', 'old')]`,
          ],
          properties: { displayName: "Get", method: "GET", urlTemplate: "/" },
        }],
      },
      {
        type: "Microsoft.Resources/deployments",
        apiVersion: "2022-09-01",
        name: "outer",
        properties: {
          mode: "Incremental",
          template: template({
            resources: [],
            outputs: { first: { type: "string", value: "[first(variables('names'))]" } },
          }),
        },
      },
    ],
    outputs: {
      sku: {
        type: "string",
        value: `[reference('${service.slice(1, -1)}', '2024-05-01', 'Full').sku.name]`.replace(
          /'resourceId\((.*?)\)'/,
          "resourceId($1)",
        ),
      },
      first: { type: "string", value: "[reference('outer').outputs.first.value]" },
      skipped: { type: "string", condition: false, value: "[fail('never')]" },
    },
  }));
  assert.equal(ended.body.properties.provisioningState, "Succeeded", ended.text);
  assert.deepEqual(ended.body.properties.outputs, {
    sku: { type: "String", value: "Premium" },
    first: { type: "String", value: "a" },
  });
  const pool = latest().backends.get("pool")!;
  assert(pool.type === "Pool");
  assert.deepEqual(pool.members.map(({ backendId, weight }) => [backendId, weight]), [["a", 1], [
    "b",
    2,
  ]]);
  assert.equal(latest().apis[0].info.name, "[old]");
  assert.equal(latest().apis[0].operations[0].info.id, "get");
});

Deno.test("a deployment to a subscription makes a group and deploys into it", async () => {
  const { arm } = plane();
  const subscription = `/subscriptions/${SERVICE.subscriptionId}`;
  const path = `${subscription}/providers/Microsoft.Resources/deployments/sub`;
  const inner = template({
    outputs: { group: { type: "string", value: "[resourceGroup().name]" } },
  });
  const body = {
    location: "eastus",
    properties: {
      mode: "Incremental",
      template: template({
        resources: [
          {
            type: "Microsoft.Resources/resourceGroups",
            apiVersion: "2022-09-01",
            name: "made",
            location: "[deployment().name]",
          },
          {
            type: "Microsoft.Resources/deployments",
            apiVersion: "2022-09-01",
            name: "in-group",
            resourceGroup: "made",
            dependsOn: ["[subscriptionResourceId('Microsoft.Resources/resourceGroups', 'made')]"],
            properties: {
              mode: "Incremental",
              expressionEvaluationOptions: { scope: "Inner" },
              template: inner,
            },
          },
        ],
        outputs: {
          group: {
            type: "string",
            value:
              "[reference(extensionResourceId(format('/subscriptions/{0}/resourceGroups/{1}', " +
              "subscription().subscriptionId, 'made'), 'Microsoft.Resources/deployments', 'in-group'), '2022-09-01').outputs.group.value]",
          },
        },
      }),
    },
  };
  assert.equal((await arm("PUT", path, body)).status, 201);
  const { body: ended } = await arm("GET", path);
  assert.equal(ended.properties.provisioningState, "Succeeded", JSON.stringify(ended));
  assert.equal(ended.properties.outputs.group.value, "made");
});

Deno.test("a reference is a dependency, whatever the order; a circle of them fails by name", async () => {
  const { deploy, latest } = plane();
  const backend = (name: string, description: string) => ({
    type: "Microsoft.ApiManagement/service/backends",
    apiVersion: "2024-05-01",
    name: `${SERVICE.name}/${name}`,
    properties: { url: "https://b.example", protocol: "http", description },
  });
  const of = (name: string) =>
    `[reference(resourceId('Microsoft.ApiManagement/service/backends', '${SERVICE.name}', '${name}')).description]`;
  const { ended } = await deploy(
    template({ resources: [backend("a", of("b")), backend("b", "said")] }),
  );
  assert.equal(ended.body.properties.provisioningState, "Succeeded", ended.text);
  assert.equal(latest().backends.size, 2);
  const circle = await deploy(
    template({ resources: [backend("c", of("d")), backend("d", of("c"))] }),
  );
  assert.match(circle.ended.text, /circular dependency detected/);
});
