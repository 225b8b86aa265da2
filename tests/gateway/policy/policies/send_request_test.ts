import assert from "node:assert/strict";
import { policies, run } from "../harness.ts";

const send = (inside: string, attributes = "") =>
  `<send-request response-variable-name="r"${attributes}>${inside}</send-request>`;
const URL_ = "<set-url>https://s.test/a?b=1</set-url>";

Deno.test("send-request sends nothing of the caller's request in mode new", async () => {
  const { seen } = await run(send(URL_), { body: "secret", headers: { a: "1" } });
  const { url, method, headers, body } = seen[0];
  assert.deepEqual({ url, method, headers, body }, {
    url: "https://s.test/a?b=1",
    method: "GET",
    headers: {},
    body: null,
  });
});

Deno.test("send-request starts from the caller's request in mode copy", async () => {
  const { seen } = await run(
    send(`${URL_}<set-header name="b"><value>2</value></set-header>`, ` mode="copy"`),
    { body: "text", headers: { a: "1", Host: "gateway.test", "Content-Length": "4" } },
  );
  const [copy, forwarded] = seen;
  assert.deepEqual([copy.method, copy.body, copy.headers], ["POST", "text", { a: "1", b: "2" }]);
  assert.deepEqual([forwarded.body, forwarded.headers.b], ["text", undefined]);
});

Deno.test("send-request sets method, headers, body and credentials", async () => {
  const { seen } = await run(
    send(`${URL_}<set-method>PUT</set-method><set-header name="c"><value>d</value></set-header>
      <set-body>{}</set-body><authentication-managed-identity resource="https://r"/>`),
  );
  assert.deepEqual([seen[0].method, seen[0].body, seen[0].headers], ["PUT", "{}", {
    c: "d",
    authorization: "Bearer token(https://r)",
  }]);
  const basic = await run(send(`${URL_}<authentication-basic username="u" password="p"/>`));
  assert.equal(basic.seen[0].headers.authorization, "Basic dTpw");
});

Deno.test("a failure is an error, or null in the variable when it is to be ignored", async () => {
  const service = () => ({ failure: "Timeout" }) as const;
  const failed = await run(send(URL_), { service });
  assert.deepEqual([
    failed.status,
    failed.context.lastError?.reason,
    failed.context.lastError?.source,
  ], [
    500,
    "Timeout",
    "send-request",
  ]);
  const ignored = await run(send(URL_, ` ignore-error="true"`), { service });
  assert.deepEqual([ignored.status, ignored.context.variables.get("r")], [200, null]);
});

Deno.test("send-request refuses what is no URL", async () => {
  const { status, context } = await run(send("<set-url>{{host}}/x</set-url>"));
  assert.deepEqual([status, context.lastError?.reason], [500, "InvalidUrl"]);
});

Deno.test("send-one-way-request goes out and its failure changes nothing", async () => {
  const { status, seen } = await run(
    `<send-one-way-request>${URL_}</send-one-way-request>`,
    { service: () => ({ failure: "BackendConnectionFailure", afterMs: 50 }) },
  );
  assert.deepEqual([status, seen.map(({ url }) => url)], [200, [
    "https://s.test/a?b=1",
    "https://backend.test/things?q=1",
  ]]);
});

const side = (name: string) =>
  `<send-request response-variable-name="${name}"><set-url>https://s.test/${name}</set-url></send-request>`;
const slowSecond = {
  service: ({ url }: { url: string }) => ({ afterMs: url.endsWith("b") ? 500 : 100 }),
};

Deno.test("wait runs its policies side by side until all are done", async () => {
  const { context, seen } = await run(
    `<wait for="all">${side("a")}${side("b")}</wait>`,
    slowSecond,
  );
  assert.deepEqual([...context.variables.keys()], ["a", "b"]);
  assert.equal(seen[2].at - seen[0].at, 500);
});

Deno.test("wait goes on when any of its policies is done", async () => {
  const { seen } = await run(`<wait for="any">${side("a")}${side("b")}</wait>`, slowSecond);
  assert.equal(seen[2].at - seen[0].at, 100);
});

Deno.test("authentication-managed-identity fills a variable or the header", async () => {
  const identity = (more: string) =>
    `<authentication-managed-identity resource="https://r"${more}/>`;
  const header = await run(identity(""));
  assert.equal(header.seen[0].headers.authorization, "Bearer token(https://r)");
  const variable = await run(identity(` output-token-variable-name="t"`));
  assert.equal(variable.context.variables.get("t"), "token(https://r)");
  assert.equal(variable.seen[0].headers.authorization, undefined);
  assert.equal((await run(identity(` client-id="unknown"`))).status, 500);
  assert.equal((await run(identity(` client-id="unknown" ignore-error="true"`))).status, 200);
});

Deno.test("trace goes to telemetry with its metadata", async () => {
  const { telemetry } = await run(
    policies({
      inbound: `<trace source="me" severity="error"><message>hi</message>
        <metadata name="a" value="1"/></trace><trace source="old"> text </trace>`,
    }),
  );
  assert.deepEqual(telemetry.map(({ kind, name, data }) => ({ kind, name, data })), [
    { kind: "trace", name: "me", data: { severity: "error", a: "1", message: "hi" } },
    { kind: "trace", name: "old", data: { severity: "verbose", message: "text" } },
  ]);
});
