/** From an operation's resource to what a caller of mock-response gets. */
import "../../../defects.ts";
import assert from "node:assert/strict";
import { createGateway, HeaderMap, MessageUrl } from "../../../../lib/gateway/mod.ts";
import { VirtualClock } from "../../../../lib/core/clock.ts";

const RESPONSES = [
  {
    statusCode: 200,
    representations: [
      { contentType: "text/plain", examples: { default: { value: "hello" } } },
      {
        contentType: "application/json",
        examples: { one: { value: { id: 1 } }, two: { value: { id: 2 } } },
      },
    ],
  },
  {
    statusCode: 404,
    representations: [{ contentType: "application/json", schemaId: "s", typeName: "Fault" }],
  },
  { statusCode: 204, representations: [] },
];

const SCHEMAS = {
  Fault: {
    type: "object",
    properties: {
      code: { type: "integer" },
      kind: { type: "string", enum: ["missing", "gone"] },
      at: { type: "string", format: "date-time" },
      causes: { type: "array", items: { $ref: "#/components/schemas/Fault" } },
    },
  },
};

/** What is made of the schema: a type that holds itself ends there. */
const FAULT = `{"code":0,"kind":"missing","at":"2000-01-01T00:00:00Z","causes":[null]}`;

type Put = (path: string, properties: unknown) => Promise<void>;

const API = { displayName: "a", path: "a", protocols: ["https"], subscriptionRequired: false };

async function described(put: Put): Promise<void> {
  await put("/apis/a", API);
  await put("/apis/a/schemas/s", {
    contentType: "application/vnd.oai.openapi.components+json",
    document: { components: { schemas: SCHEMAS } },
  });
  await put("/apis/a/operations/get", {
    displayName: "get",
    method: "GET",
    urlTemplate: "/x",
    responses: RESPONSES,
  });
}

/** What a caller of GET /a/x gets: status, content type, body. */
async function mocked(attributes: string, setUp: (put: Put) => Promise<void> = described) {
  const clock = new VirtualClock();
  const gateway = createGateway({ ports: { clock } });
  const put: Put = async (path, properties) => {
    const url = `http://arm${gateway.management.serviceId}${path}?api-version=2024-05-01`;
    const body = JSON.stringify({ properties });
    const headers = { "content-type": "application/json" };
    const request = new Request(url, { method: "PUT", body, headers });
    const answer = await clock.run(gateway.management.handle(request));
    assert.ok(answer.status < 300, await answer.text());
  };
  await setUp(put);
  await put("/apis/a/policies/policy", {
    format: "rawxml",
    value:
      `<policies><inbound><mock-response ${attributes}/></inbound><backend/><outbound/><on-error/></policies>`,
  });
  const response = await clock.run(Promise.resolve(gateway.handle({
    method: "GET",
    url: MessageUrl.parse("https://gateway.test/a/x"),
    headers: new HeaderMap(),
    body: null,
    ipAddress: "203.0.113.7",
  })));
  await response.body?.load();
  const type = response.headers.get("Content-Type") ?? null;
  return [response.statusCode, type, response.body?.text() ?? null];
}

Deno.test("mock-response answers with an example of the status and content type", async () => {
  assert.deepEqual(await mocked(""), [200, "text/plain", "hello"]);
  const json = `content-type="application/json"`;
  assert.deepEqual(await mocked(json), [200, "application/json", '{"id":1}']);
  assert.deepEqual(await mocked(`${json} index="1"`), [200, "application/json", '{"id":2}']);
  assert.deepEqual(await mocked(`${json} index="2"`), [200, "application/json", null]);
});

Deno.test("mock-response makes an example from the schema where there is none", async () => {
  const [status, type, body] = await mocked(`status-code="404"`);
  assert.deepEqual([status, type], [404, "application/json"]);
  assert.equal(body, FAULT);
});

Deno.test("mock-response has no content where the operation describes none", async () => {
  assert.deepEqual(await mocked(`status-code="204"`), [204, null, null]);
  assert.deepEqual(await mocked(`status-code="500" content-type="a/b"`), [500, "a/b", null]);
});

const imported = (document: object) => (put: Put) =>
  put("/apis/a", { ...API, format: "openapi+json", value: JSON.stringify(document) });

Deno.test("mock-response answers with what an imported OpenAPI 3 document describes", async () => {
  const setUp = imported({
    openapi: "3.0.1",
    info: { title: "A", version: "1" },
    paths: {
      "/x": {
        get: {
          responses: {
            200: {
              content: {
                "application/json": { example: { id: 1 } },
                "text/csv": { examples: { two: { value: "id" } } },
              },
            },
            400: {
              content: {
                "application/json": {
                  schema: { type: "array", items: { $ref: "#/components/schemas/Fault" } },
                },
              },
            },
            404: { $ref: "#/components/responses/Missing" },
            default: { content: { "text/plain": { example: "never" } } },
          },
        },
      },
    },
    components: {
      schemas: SCHEMAS,
      responses: {
        Missing: {
          content: { "application/json": { schema: { $ref: "#/components/schemas/Fault" } } },
        },
      },
    },
  });
  assert.deepEqual(await mocked("", setUp), [200, "application/json", '{"id":1}']);
  assert.deepEqual(await mocked(`content-type="text/csv"`, setUp), [200, "text/csv", "id"]);
  assert.deepEqual(await mocked(`status-code="404"`, setUp), [404, "application/json", FAULT]);
  assert.deepEqual(await mocked(`status-code="400"`, setUp), [
    400,
    "application/json",
    `[${FAULT}]`,
  ]);
});

Deno.test("mock-response answers with what an imported Swagger 2 document describes", async () => {
  const setUp = imported({
    swagger: "2.0",
    info: { title: "A", version: "1" },
    produces: ["application/json"],
    paths: {
      "/x": {
        get: {
          responses: {
            200: { description: "ok", examples: { "text/plain": "hello" } },
            404: { description: "gone", schema: { $ref: "#/definitions/Gone" } },
          },
        },
      },
    },
    definitions: { Gone: { type: "object", properties: { why: { type: "string" } } } },
  });
  assert.deepEqual(await mocked("", setUp), [200, "text/plain", "hello"]);
  assert.deepEqual(await mocked(`status-code="404"`, setUp), [
    404,
    "application/json",
    '{"why":"string"}',
  ]);
});
