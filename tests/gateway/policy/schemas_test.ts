/** Schemas that cannot be used: each is said to be at fault itself, and none to be a defect of ours. */
import assert from "node:assert/strict";
import { MAX_SCHEMA_PARTS } from "../../../lib/gateway/contracts/schema_size.ts";
import { LimitExceededError } from "../../../lib/gateway/expression/values.ts";
import { SchemaError, violations } from "../../../lib/gateway/policy/schemas/json_schema.ts";
import type { JsonObject } from "../../../lib/core/json.ts";

const MALFORMED: readonly JsonObject[] = [
  { required: 5 },
  { type: 5 },
  { type: ["string", 5] },
  { properties: 5 },
  { properties: { a: null } },
  { properties: { a: { items: 7, enum: 3, minimum: "x", maxLength: {} } } },
  { items: [null] },
  { allOf: 3 },
  { anyOf: {} },
  { enum: null },
  { not: null },
  { contains: null },
  { dependencies: 5 },
  { $ref: 5 },
  { $ref: "#/nowhere" },
  { $ref: "https://elsewhere.test/a" },
  { $id: 5 },
  { pattern: "(" },
  { pattern: 5 },
  { format: 5 },
  { nullable: 5, type: "string" },
  { definitions: { a: { items: [null] } }, $ref: "#/definitions/a" },
];

const check = (document: JsonObject) =>
  violations({ a: 1, b: ["x"] }, { kind: "definition", document, pointer: "#", definition: "s" });

for (const document of MALFORMED) {
  Deno.test(`a schema that is ${JSON.stringify(document)} is at fault itself`, () => {
    assert.throws(() => check(document), SchemaError);
  });
}

Deno.test("a schema may have so many parts, with what it refers to, and no more", () => {
  const large = (count: number) => ({
    definitions: { a: { anyOf: Array.from({ length: count / 2 - 10 }, () => ({})) } },
    allOf: [{ $ref: "#/definitions/a" }, { $ref: "#/definitions/a" }],
  });
  assert.deepEqual(check(large(MAX_SCHEMA_PARTS / 10)), []);
  assert.throws(() => check(large(MAX_SCHEMA_PARTS + 30)), /has more than 20000 parts/);
});

Deno.test("a schema that is nested too deeply meets the limit", () => {
  const deep = JSON.parse(`${'{"not":'.repeat(3_000)}{}${"}".repeat(3_000)}`);
  assert.throws(() => check(deep), LimitExceededError);
});
