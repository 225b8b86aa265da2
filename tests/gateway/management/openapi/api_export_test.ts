/** APIs out and in again as documents. */
import assert from "node:assert/strict";
import { parse } from "yaml";
import { startPlane } from "../support.ts";

const API = {
  displayName: "Pets",
  description: "All of them",
  path: "pets",
  serviceUrl: "https://pets.example",
};

async function pets() {
  const plane = startPlane();
  const { put } = plane;
  await put("/apis/pets", API);
  await put("/apis/pets/schemas/types", {
    contentType: "application/vnd.oai.openapi.components+json",
    document: { components: { schemas: { Pet: { type: "object" } } } },
  });
  await put("/apis/pets/operations/get", {
    displayName: "Get a pet",
    method: "GET",
    urlTemplate: "/{id}?lang={lang}",
    templateParameters: [
      { name: "id", type: "string", required: true },
      { name: "lang", type: "string", required: true },
    ],
    request: { headers: [{ name: "x-trace", type: "string" }] },
    responses: [{
      statusCode: 200,
      description: "A pet",
      representations: [{ contentType: "application/json", schemaId: "types", typeName: "Pet" }],
    }],
  });
  await put("/apis/pets/operations/add", {
    displayName: "Add",
    method: "POST",
    urlTemplate: "/",
    request: { representations: [{ contentType: "application/json", typeName: "Pet" }] },
  });
  const exported = (format: string) =>
    plane.call("GET", `/apis/pets?export=true&format=${encodeURIComponent(format)}`);
  return { ...plane, exported };
}

Deno.test("export gives id, format and a real document, which imports to the same operations", async () => {
  const { exported, call, put } = await pets();
  const { body } = await exported("openapi+json");
  assert.match(body.id, /\/apis\/pets$/);
  assert.deepEqual([body.format, body.properties.value], ["openapi+json", body.value]);
  const document = JSON.parse(body.value);
  assert.equal(document.openapi, "3.0.1");
  const { get } = document.paths["/{id}"];
  // deno-lint-ignore no-explicit-any -- JSON
  assert.deepEqual(get.parameters.map((p: any) => [p.in, p.name]), [
    ["path", "id"],
    ["query", "lang"],
    ["header", "x-trace"],
  ]);
  assert.equal(
    get.responses["200"].content["application/json"].schema.$ref,
    "#/components/schemas/Pet",
  );
  assert.deepEqual(document.components.schemas, { Pet: { type: "object" } });

  const yaml = (await exported("openapi")).body.value;
  assert.deepEqual(parse(yaml), document);
  for (const [id, format, value] of [["j", "openapi+json", body.value], ["y", "openapi", yaml]]) {
    const answer = await put(`/apis/${id}`, { path: id, format, value });
    assert.equal(answer.status, 201, answer.text);
    const operations = (await call("GET", `/apis/${id}/operations`)).body.value;
    // deno-lint-ignore no-explicit-any -- JSON
    assert.deepEqual(operations.map((o: any) => [o.name, o.properties.method]).sort(), [
      ["add", "POST"],
      ["get", "GET"],
    ]);
  }
});

Deno.test("a link format gives an address that needs no token, for five minutes", async () => {
  const { exported, plane, clock } = await pets();
  const { body } = await exported("swagger-link");
  assert.equal(body.format, "swagger-link-json");
  const get = () => plane.handle(new Request(body.value.link));
  const document = await (await get()).json();
  assert.deepEqual([document.swagger, document.paths["/"].post.operationId], ["2.0", "add"]);
  assert.equal(document.paths["/"].post.parameters[0].schema.$ref, "#/definitions/Pet");
  await clock.advance(300_001);
  assert.equal((await get()).status, 404);
});

Deno.test("formats that nothing is exported as are refused by name", async () => {
  const { exported } = await pets();
  const { status, body } = await exported("wadl-link");
  assert.equal(status, 400);
  assert.match(body.error.details[0].message, /It is 'wadl-link'/);
});

Deno.test("YAML that is none, and that grows out of a few lines, is refused", async () => {
  const { put } = startPlane();
  const bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
  for (let i = 1; i < 9; i++) {
    const last = String.fromCharCode(96 + i);
    bomb.push(
      `${String.fromCharCode(97 + i)}: &${String.fromCharCode(97 + i)} [${
        Array(10).fill(`*${last}`)
      }]`,
    );
  }
  for (const value of ["a: [", "plain", `${bomb.join("\n")}\npaths: {}`]) {
    const { status, body } = await put("/apis/x", { path: "x", format: "openapi", value });
    assert.deepEqual([status, body.error.details[0].target], [400, "value"]);
  }
});
