/** From an imported OpenAPI document to what a caller whose request does not keep to it gets. */
import "../../defects.ts";
import assert from "node:assert/strict";
import { createGateway, HeaderMap, MessageBody, MessageUrl } from "../../../lib/gateway/mod.ts";
import { VirtualClock } from "../../../lib/core/clock.ts";

const SHARED = {
  Order: {
    type: "object",
    required: ["id"],
    properties: { id: { type: "integer" }, parts: { type: "array", items: "PART" } },
  },
  Part: { type: "object", properties: { count: { type: "integer", minimum: 1 } } },
};

/** The schemas with references to where the kind of document keeps them. */
const schemasAt = (place: string): typeof SHARED =>
  JSON.parse(JSON.stringify(SHARED).replaceAll('"PART"', `{"$ref":"${place}Part"}`));

const OPENAPI = {
  format: "openapi+json",
  document: {
    openapi: "3.0.1",
    info: { title: "A", version: "1" },
    paths: {
      "/orders/{day}": {
        parameters: [{ $ref: "#/components/parameters/Day" }],
        post: {
          parameters: [
            { name: "top", in: "query", schema: { type: "integer", maximum: 5 } },
            { name: "x-color", in: "header", required: true, schema: { type: "string" } },
          ],
          requestBody: {
            content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } },
          },
          responses: { 200: { description: "" } },
        },
      },
    },
    components: {
      parameters: { Day: { name: "day", in: "path", required: true, schema: { type: "integer" } } },
      schemas: schemasAt("#/components/schemas/"),
    },
  },
};

const SWAGGER = {
  format: "swagger-json",
  document: {
    swagger: "2.0",
    info: { title: "A", version: "1" },
    consumes: ["application/json"],
    paths: {
      "/orders/{day}": {
        post: {
          parameters: [
            { name: "day", in: "path", required: true, type: "integer" },
            { name: "top", in: "query", type: "integer", maximum: 5 },
            { name: "x-color", in: "header", required: true, type: "string" },
            { name: "order", in: "body", schema: { $ref: "#/definitions/Order" } },
          ],
          responses: { 200: { description: "" } },
        },
      },
    },
    definitions: schemasAt("#/definitions/"),
  },
};

const GOOD = { "content-type": "application/json", "x-color": "red" };

const POLICY = `<policies><inbound>` +
  `<validate-parameters specified-parameter-action="prevent" unspecified-parameter-action="prevent">` +
  `<headers specified-parameter-action="prevent" unspecified-parameter-action="ignore"/>` +
  `</validate-parameters>` +
  `<validate-content unspecified-content-type-action="prevent" max-size="1000" size-exceeded-action="prevent">` +
  `<content type="application/json" validate-as="json" action="prevent"/></validate-content>` +
  `<return-response/></inbound><backend/><outbound/>` +
  `<on-error><return-response><set-status code="499"/>` +
  `<set-body>@(context.LastError.Source + ": " + context.LastError.Message)</set-body>` +
  `</return-response></on-error></policies>`;

interface Asked {
  readonly path?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

async function answers(imported: typeof OPENAPI | typeof SWAGGER, asked: readonly Asked[]) {
  const clock = new VirtualClock();
  const gateway = createGateway({ ports: { clock } });
  const put = async (path: string, properties: unknown) => {
    const url = `http://arm${gateway.management.serviceId}${path}?api-version=2024-05-01`;
    const body = JSON.stringify({ properties });
    const headers = { "content-type": "application/json" };
    const request = new Request(url, { method: "PUT", body, headers });
    const answer = await clock.run(gateway.management.handle(request));
    assert.ok(answer.status < 300, await answer.text());
  };
  await put("/apis/a", {
    displayName: "a",
    path: "a",
    protocols: ["https"],
    subscriptionRequired: false,
    format: imported.format,
    value: JSON.stringify(imported.document),
  });
  await put("/apis/a/policies/policy", { format: "rawxml", value: POLICY });
  const found: string[] = [];
  for (const { path = "/orders/3?top=2", body = `{"id":1}`, headers = GOOD } of asked) {
    const response = await clock.run(Promise.resolve(gateway.handle({
      method: "POST",
      url: MessageUrl.parse(`https://gateway.test/a${path}`),
      headers: HeaderMap.from(Object.entries(headers)),
      body: new MessageBody(body),
      ipAddress: "203.0.113.7",
    })));
    await response.body?.load();
    found.push(response.statusCode === 200 ? "fits" : response.body?.text() ?? "");
  }
  return found;
}

for (const imported of [OPENAPI, SWAGGER]) {
  Deno.test(`requests are held against what ${imported.format} describes`, async () => {
    const found = await answers(imported, [
      {},
      { path: "/orders/x" },
      { path: "/orders/3?top=9" },
      { path: "/orders/3?other=9" },
      { headers: { "content-type": "application/json" } },
      { headers: { ...GOOD, "content-type": "text/plain" } },
      { body: `{}` },
      { body: `{"id":1,"parts":[{"count":0}]}` },
    ]);
    assert.deepEqual(found, [
      "fits",
      "validate-parameters: Value of the path parameter day does not conform to the definition. " +
      "Invalid type. Expected Integer but got String. Line: 1, Position: 1",
      "validate-parameters: Value of the query parameter top does not conform to the definition. " +
      "Integer 9 exceeds maximum value of 5. Line: 1, Position: 1",
      "validate-parameters: Unspecified query parameter other is not allowed.",
      "validate-parameters: Request must contain the header x-color.",
      "validate-content: Unspecified content type text/plain is not allowed.",
      "validate-content: Body of the request does not conform to the definition Order, which is " +
      "associated with the content type application/json. Required properties are missing from " +
      "object: id. Line: 1, Position: 1",
      "validate-content: Body of the request does not conform to the definition Order, which is " +
      "associated with the content type application/json. Integer 0 is less than minimum value " +
      "of 1. Line: 1, Position: 27",
    ]);
  });
}
