import assert from "node:assert/strict";
import { policies, run } from "../harness.ts";

Deno.test("return-response is an empty 200 by default and ends the pipeline", async () => {
  const { status, body, seen, response } = await run(policies({
    inbound: "<return-response/>",
    outbound: `<set-header name="x"><value>1</value></set-header>`,
  }));
  assert.deepEqual([status, response.statusReason, body, seen.length], [200, "OK", null, 0]);
  assert.equal(response.headers.size, 0);
});

Deno.test("return-response sets status, headers and body", async () => {
  const { status, body, response } = await run(`<return-response>
    <set-status code="429" reason="Slow down"/>
    <set-header name="Retry-After"><value>7</value></set-header>
    <set-body>{"a":1}</set-body>
  </return-response>`);
  assert.deepEqual([status, response.statusReason, response.headers.get("retry-after"), body], [
    429,
    "Slow down",
    "7",
    `{"a":1}`,
  ]);
});

Deno.test("return-response starts from the response in a variable and leaves that alone", async () => {
  const { status, body, response, seen } = await run(
    `<send-request response-variable-name="r"><set-url>https://s.test/a</set-url></send-request>
     <return-response response-variable-name="r">
       <set-header name="x"><value>added</value></set-header>
     </return-response>`,
    { service: () => ({ status: 207, headers: { y: "theirs" }, body: "theirs" }) },
  );
  assert.deepEqual([status, body, response.headers.get("x"), response.headers.get("y")], [
    207,
    "theirs",
    "added",
    "theirs",
  ]);
  assert.equal(seen.length, 1);
});

Deno.test("return-response fails when the variable holds no response", async () => {
  const { status, context } = await run(
    `<set-variable name="r" value="x"/><return-response response-variable-name="r"/>`,
  );
  assert.deepEqual([status, context.lastError?.source], [500, "return-response"]);
});

Deno.test("set-status and set-method change what they name", async () => {
  const { status, response, seen } = await run(policies({
    inbound: "<set-method>post</set-method>",
    outbound: `<set-status code="202"/>`,
  }));
  assert.deepEqual([status, response.statusReason, seen[0].method], [202, "Accepted", "POST"]);
});

Deno.test("mock-response answers without the backend", async () => {
  const { status, response, seen } = await run(
    `<mock-response status-code="404" content-type="application/json"/>`,
  );
  assert.deepEqual([status, response.headers.get("content-type"), seen.length], [
    404,
    "application/json",
    0,
  ]);
});
