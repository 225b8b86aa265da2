import assert from "node:assert/strict";
import { api, dataPlane, incoming, operation } from "./fixtures.ts";
import { compileValid } from "../policy/harness.ts";

const corsDocument = (attributes = "") =>
  compileValid(
    `<policies><inbound><set-header name="x"><value>1</value></set-header>
      <cors ${attributes}><allowed-origins><origin>https://good.test</origin></allowed-origins>
      <allowed-methods><method>PUT</method></allowed-methods></cors></inbound></policies>`,
  );

const preflight = (origin: string, method = "PUT") =>
  incoming("/echo/things", {
    method: "OPTIONS",
    headers: { Origin: origin, "Access-Control-Request-Method": method },
  });

const service = (attributes = "", operations = [operation("PUT", "/things")]) =>
  dataPlane({
    apis: [api(operations, { policy: corsDocument(attributes), subscriptionRequired: true })],
  });

Deno.test("a preflight request is answered by cors alone, without a key", async () => {
  const { plane, sent } = service();
  const { statusCode, headers } = await plane.handle(preflight("https://good.test"));
  assert.deepEqual([statusCode, sent.length], [200, 0]);
  assert.equal(headers.get("Access-Control-Allow-Origin"), "https://good.test");
  assert.equal(headers.get("Access-Control-Allow-Methods"), "PUT");
});

Deno.test("another origin's preflight request ends without permission", async () => {
  const { statusCode, headers } = await service().plane.handle(preflight("https://bad.test"));
  assert.deepEqual([statusCode, headers.has("Access-Control-Allow-Origin")], [200, false]);
  const through = service(`terminate-unmatched-request="false"`);
  assert.equal((await through.plane.handle(preflight("https://bad.test"))).statusCode, 404);
});

Deno.test("a preflight request for what is no operation is not found", async () => {
  const { plane } = service();
  assert.equal((await plane.handle(preflight("https://good.test", "DELETE"))).statusCode, 404);
});

Deno.test("without cors a preflight request is not found", async () => {
  const { plane } = dataPlane({ apis: [api([operation("PUT", "/things")])] });
  assert.equal((await plane.handle(preflight("https://good.test"))).statusCode, 404);
});

Deno.test("an operation for OPTIONS takes preflight requests as any other", async () => {
  const operations = [operation("PUT", "/things"), operation("OPTIONS", "/things")];
  const { statusCode } = await service("", operations).plane.handle(preflight("https://good.test"));
  assert.equal(statusCode, 401);
});
