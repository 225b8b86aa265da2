import assert from "node:assert/strict";
import type {
  OperationContract,
  ParameterContract,
  SchemaReference,
} from "../../../../lib/gateway/contracts/operation_contract.ts";
import { findings, policies, run, type Setup } from "../harness.ts";

const DOCUMENT = {
  components: {
    schemas: {
      Order: {
        type: "object",
        required: ["id"],
        properties: {
          id: { type: "integer", minimum: 1, exclusiveMinimum: true },
          note: { type: "string", nullable: true, pattern: "^[a-z ]*$" },
          parts: { type: "array", items: { $ref: "#/components/schemas/Part" } },
        },
      },
      Part: { type: "object", properties: { count: { type: "integer" } } },
      Broken: { $ref: "#/components/schemas/Nothing" },
    },
  },
};

const definition = (name: string): SchemaReference => ({
  kind: "definition",
  document: DOCUMENT,
  pointer: `#/components/schemas/${name}`,
  definition: name,
});

const scalar = (schema: Record<string, unknown>): SchemaReference => ({
  kind: "definition",
  document: schema,
  pointer: "#",
  definition: "value",
});

const parameter = (
  name: string,
  schema: Record<string, unknown> | null = null,
  required = false,
): ParameterContract => ({ name, required, schema: schema && scalar(schema) });

const CONTRACT: OperationContract = {
  path: [parameter("day", { type: "integer", maximum: 31 }, true)],
  query: [
    parameter("top", { type: "integer", minimum: 1 }),
    parameter("kinds", { type: "array", items: { type: "string", enum: ["a", "b"] } }),
    parameter("must", null, true),
  ],
  headers: [parameter("x-color", { type: "string", enum: ["red"] })],
  bodies: [{ contentType: "application/json", schema: definition("Order") }],
  responses: [{
    statusCode: 200,
    headers: [parameter("x-count", { type: "integer" })],
    bodies: [{ contentType: "application/json", schema: definition("Order") }],
  }],
};

const CONTENT = `<content type="application/json" validate-as="json" action="prevent">`;

const validateContent = (inside = CONTENT.replace(">", "/>"), attributes = "") =>
  `<validate-content unspecified-content-type-action="prevent" max-size="100" ` +
  `size-exceeded-action="prevent" errors-variable-name="found" ${attributes}>${inside}</validate-content>`;

const post = (document: string, body: string, setup: Setup = {}) =>
  run(document, {
    method: "POST",
    body,
    headers: { "content-type": "application/json; charset=utf-8" },
    contract: CONTRACT,
    ...setup,
  });

const REFUSED: readonly [what: string, body: string, says: RegExp][] = [
  [
    "a missing property",
    `{}`,
    /^Body of the request does not conform to the definition Order, which is associated with the content type application\/json\. Required properties are missing from object: id\. Line: 1, Position: 1$/,
  ],
  ["another type", `{"id":"x"}`, /Expected Integer but got String\. Line: 1, Position: 9$/],
  ["a bound, exclusive as OpenAPI writes it", `{"id":1}`, /exclusive minimum is true/],
  ["a pattern", `{"id":2,"note":"A"}`, /String 'A' does not match regex pattern/],
  ["a type that is referred to", `{"id":2,\n"parts":[{"count":"x"}]}`, /Line: 2, Position: \d+$/],
  ["no JSON", `{`, /internal error\. Contact the API owner\.$/],
];

for (const [what, body, says] of REFUSED) {
  Deno.test(`validate-content refuses ${what} with 400`, async () => {
    const { status, body: reply, context } = await post(validateContent(), body);
    assert.deepEqual([status, context.lastError?.reason], [400, "Bad request"]);
    assert.match(JSON.parse(reply!).message, says);
  });
}

Deno.test("validate-content lets through what conforms, and null where the schema takes it", async () => {
  const { status } = await post(validateContent(), `{"id":2,"note":null,"more":1}`);
  assert.equal(status, 200);
});

Deno.test("validate-content overrides additional properties and the case of names", async () => {
  const content = (attributes: string) => validateContent(CONTENT.replace(">", ` ${attributes}/>`));
  const status = async (attributes: string, body: string) =>
    (await post(content(attributes), body)).status;
  assert.equal(await status(`allow-additional-properties="false"`, `{"id":2,"more":1}`), 400);
  assert.equal(await status(`case-insensitive-property-names="true"`, `{"ID":2}`), 200);
  assert.equal(await status(`case-insensitive-property-names="false"`, `{"ID":2}`), 400);
});

Deno.test("validate-content looks at size and content type", async () => {
  const large = await post(validateContent(), JSON.stringify({ id: 2, note: "a".repeat(100) }));
  assert.match(
    large.body!,
    /Request's body is 118 bytes long and it exceeds the limit of 100 bytes/,
  );
  const csv = await post(validateContent(), "a,b", { headers: { "content-type": "text/csv" } });
  assert.match(csv.body!, /Unspecified content type text\/csv is not allowed\./);
  const map = `<content-type-map missing-content-type-value="application/json">` +
    `<type from="application/hal+json" to="application/json"/></content-type-map>`;
  for (const headers of [{ "content-type": "application/hal+json" }, { "content-type": "" }]) {
    const document = validateContent(map + CONTENT.replace(">", "/>"));
    assert.equal((await post(document, `{}`, { headers })).status, 400);
    assert.equal((await post(document, `{"id":2}`, { headers })).status, 200);
  }
});

Deno.test("detect tells the variable and goes on; an answer that is refused becomes 502", async () => {
  const detect = validateContent(CONTENT.replace(`"prevent">`, `"detect"/>`));
  const told = await post(
    policies({
      inbound: detect +
        `<set-header name="found"><value>@(JsonConvert.SerializeObject(context.Variables["found"]))</value></set-header>`,
    }),
    `{}`,
  );
  assert.equal(told.status, 200);
  const [error] = JSON.parse(told.seen[0].headers.found);
  assert.deepEqual([error.Name, error.Type, error.ValidationRule, error.Action], [
    "application/json",
    "RequestBody",
    "IncorrectMessage",
    "Detect",
  ]);
  const answer = { body: `{"id":"x"}`, headers: { "content-type": "application/json" } };
  const outbound = policies({ outbound: validateContent() });
  const refused = await post(outbound, `{}`, { backend: [answer] });
  assert.deepEqual([refused.status, refused.context.lastError?.reason], [
    502,
    "Response not allowed",
  ]);
  assert.match(refused.context.lastError!.message, /^Body of the response does not conform/);
  assert.match(refused.body!, /internal error\. Contact the API owner\./);
});

Deno.test("validate-content takes a schema of the service by id, whole or a part of it", async () => {
  const schemas = new Map([["order", DOCUMENT]]);
  const content = (ref: string) =>
    validateContent(
      `<content type="text/x" validate-as="json" schema-id="Order" schema-ref="${ref}" action="prevent"/>`,
    );
  const status = async (ref: string, body: string) =>
    (await post(content(ref), body, { headers: { "content-type": "text/x" }, schemas })).status;
  assert.equal(await status("#/components/schemas/Part", `{"count":1}`), 200);
  assert.equal(await status("#/components/schemas/Part", `{"count":"1"}`), 400);
  const none = await post(content("#"), `{}`, { headers: { "content-type": "text/x" } });
  assert.match(none.context.lastError!.message, /^API's schema does not exist/);
});

Deno.test("a schema that cannot be used says so to the author, not to the caller", async () => {
  const contract = {
    ...CONTRACT,
    bodies: [{ contentType: "application/json", schema: definition("Broken") }],
  };
  const { status, body, context } = await post(validateContent(), `{}`, { contract });
  assert.equal(status, 400);
  assert.match(context.lastError!.message, /cannot be validated for the content type .*Nothing/);
  assert.match(body!, /Contact the API owner/);
});

const parameters = (specified: string, unspecified: string, inside = "") =>
  `<validate-parameters specified-parameter-action="${specified}" unspecified-parameter-action="${unspecified}" ` +
  `errors-variable-name="found">${inside}</validate-parameters>`;

const get = (document: string, search: string, setup: Setup = {}) =>
  run(document, {
    url: `https://gateway.test/api/x${search}`,
    matchedParameters: { day: "3" },
    contract: CONTRACT,
    ...setup,
  });

const FAULTS: readonly [search: string, says: string | null, setup?: Setup][] = [
  ["?must=1", null],
  ["?must=1&top=3&kinds=a,b", null],
  ["?top=1", "Request must contain the query parameter must."],
  ["?must=1&top=1&top=2", "Request cannot contain multiple values for the query parameter top."],
  [
    "?must=1&top=0",
    "The value of the query parameter top does not conform to the definition. Integer 0 is less " +
    "than minimum value of 1. Line: 1, Position: 1",
  ],
  [
    "?must=1&kinds=c",
    'The value of the query parameter kinds does not conform to the definition. Value "c" is not ' +
    "defined in enum. Line: 1, Position: 1",
  ],
  ["?must=1&other=1", "Unspecified query parameter other is not allowed."],
  ["?must=1&subscription-key=k", null],
  [
    "?must=1",
    "The value of the path parameter day does not conform to the definition. Integer 32 exceeds " +
    "maximum value of 31. Line: 1, Position: 1",
    { matchedParameters: { day: "32" } },
  ],
];

for (const [search, says, setup] of FAULTS) {
  Deno.test(`validate-parameters says of ${search}: ${says ?? "fine"}`, async () => {
    const ignoresHeaders = parameters(
      "prevent",
      "prevent",
      `<headers unspecified-parameter-action="ignore"/>`,
    );
    const { status, body } = await get(ignoresHeaders, search, setup);
    assert.equal(status, says === null ? 200 : 400);
    if (says !== null) assert.equal(JSON.parse(body!).message, says);
  });
}

Deno.test("validate-parameters: a place and a parameter override the policy's actions", async () => {
  const inside =
    `<headers specified-parameter-action="prevent" unspecified-parameter-action="prevent">` +
    `<parameter name="Host" action="ignore"/><parameter name="x-any" action="ignore"/></headers>`;
  const document = parameters("ignore", "ignore", inside);
  const status = async (headers: Record<string, string>) =>
    (await get(document, "?other=1", { headers })).status;
  assert.equal(await status({ "x-any": "1" }), 200);
  assert.equal(await status({ "x-color": "blue" }), 400);
  assert.equal(await status({ "x-more": "1" }), 400);
});

Deno.test("validate-headers and validate-status-code look at the response", async () => {
  const headers =
    `<validate-headers specified-header-action="prevent" unspecified-header-action="ignore"/>`;
  const codes = `<validate-status-code unspecified-status-code-action="prevent">` +
    `<status-code code="404" action="ignore"/></validate-status-code>`;
  const status = async (outbound: string, reply: NonNullable<Setup["backend"]>[number]) => {
    const { status, context } = await get(policies({ outbound }), "", { backend: [reply] });
    return [status, context.lastError?.message ?? null];
  };
  assert.deepEqual(await status(headers, { headers: { "x-count": "3" } }), [200, null]);
  const [refused, message] = await status(headers, { headers: { "x-count": "many" } });
  assert.equal(refused, 502);
  assert.match(String(message), /^Value of the header x-count does not conform/);
  assert.deepEqual(await status(codes, { status: 404 }), [404, null]);
  assert.deepEqual(await status(codes, { status: 500 }), [
    502,
    "Response status code 500 is not allowed.",
  ]);
});

Deno.test("without a contract the validate- policies say that there is no schema", async () => {
  const { status, context } = await get(parameters("prevent", "prevent"), "", {
    contract: undefined,
  });
  assert.equal(status, 400);
  assert.match(context.lastError!.message, /^API's schema does not exist/);
});

Deno.test("validate-content refuses XML by name, as no validator of XML schemas is there", () => {
  const xml = CONTENT.replace('json" action', 'xml" action').replace(">", "/>");
  assert.deepEqual(findings(policies({ inbound: validateContent(xml) })), [
    "unsupported-attribute 1:21",
  ]);
});
