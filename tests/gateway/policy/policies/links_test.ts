import assert from "node:assert/strict";
import { policies, run } from "../harness.ts";

const jsonp = policies({ outbound: `<jsonp callback-parameter-name="cb"/>` });
const backend = [{ body: `{"a":1}`, headers: { "content-type": "application/json" } }];

Deno.test("jsonp wraps the response in a call of the caller's function", async () => {
  const at = (query: string) =>
    run(jsonp, { backend, url: `https://gateway.test/api/things${query}` });
  const { body, response } = await at("?cb=my.show");
  assert.deepEqual([body, response.headers.get("Content-Type")], [
    `my.show({"a":1})`,
    "application/javascript",
  ]);
  assert.equal((await at("")).body, `{"a":1}`);
});

Deno.test("jsonp refuses a callback that is no name", async () => {
  const { status, context } = await run(jsonp, {
    backend,
    url: "https://gateway.test/api/things?cb=alert(1)//",
  });
  assert.deepEqual([status, context.lastError?.reason], [400, "CallbackParameterInvalid"]);
});

Deno.test("redirect-content-urls turns the backend's links into the gateway's", async () => {
  const document = policies({ outbound: "<redirect-content-urls/>" });
  const { body, response } = await run(document, {
    backend: [{
      status: 201,
      headers: { "content-type": "text/html", location: "https://backend.test/made/1" },
      body: `<a href="https://backend.test/x">x</a> https://backend.tests/y https://backend.test`,
    }],
  });
  assert.equal(
    body,
    `<a href="https://gateway.test/api/x">x</a> https://backend.tests/y https://gateway.test/api`,
  );
  assert.equal(response.headers.get("Location"), "https://gateway.test/api/made/1");
});

Deno.test("redirect-content-urls turns the gateway's links in a request into the backend's", async () => {
  const { seen } = await run("<redirect-content-urls/>", {
    headers: { "content-type": "application/json" },
    body: `{"callback":"https://gateway.test/api/done"}`,
  });
  assert.equal(seen[0].body, `{"callback":"https://backend.test/done"}`);
});

Deno.test("redirect-content-urls leaves other content alone", async () => {
  const headers = { "content-type": "application/octet-stream" };
  const document = policies({ outbound: "<redirect-content-urls/>" });
  const { body } = await run(document, { backend: [{ headers, body: "https://backend.test" }] });
  assert.equal(body, "https://backend.test");
});
