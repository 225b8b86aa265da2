import assert from "node:assert/strict";
import { api, dataPlane, incoming, operation } from "./fixtures.ts";

Deno.test("the health endpoint answers 200 past APIs, keys and policies", async () => {
  const { plane, sent } = dataPlane({
    apis: [api([operation("GET", "/*")], { info: { path: "" }, subscriptionRequired: true })],
  });
  const ask = async (path: string) => (await plane.handle(incoming(path))).statusCode;
  assert.equal(await ask("/status-0123456789abcdef"), 200);
  assert.equal(await ask("/status-0123456789abcdee"), 401);
  assert.equal(sent.length, 0);
});
