import assert from "node:assert/strict";
import fc from "../properties.ts";
import { ownText, ownTexts } from "../../lib/core/own_text.ts";

Deno.test("ownText and ownTexts change nothing that can be seen", () => {
  fc.assert(fc.property(fc.string({ maxLength: 40 }), (text) => ownText(text) === text));
  fc.assert(fc.property(fc.jsonValue(), (value) => assert.deepEqual(ownTexts(value), value)));
});

Deno.test("ownTexts leaves what is no plain value as it is", () => {
  const value = new Map([["a", "b"]]);
  assert.equal(ownTexts({ value }).value, value);
});
