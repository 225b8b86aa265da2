import assert from "node:assert/strict";
import { policies, run } from "../harness.ts";

const set = (name: string, value: string) => `<set-variable name="${name}" value="${value}"/>`;

const stream = (text: string) => new Blob([text]).stream();

Deno.test("an expression that throws is a 500, and LastError says what and where", async () => {
  const { status, body, context } = await run(set("a", `@((int)context.Variables["none"])`));
  assert.equal(status, 500);
  assert.match(body!, /"message": "Internal server error"/);
  const { source, reason, message, section, scope, path } = context.lastError!;
  assert.deepEqual({ source, reason, section, scope, path }, {
    source: "set-variable",
    reason: "ExpressionValueEvaluationFailure",
    section: "inbound",
    scope: "api",
    path: "set-variable[1]",
  });
  assert.match(message, /^Expression evaluation failed\. The given key 'none' was not present/);
});

Deno.test("the path of a condition that throws ends with its branch", async () => {
  const documents =
    `<choose><when condition="@(false)"/><when condition="@((bool)context.Variables["x"])"/></choose>`;
  const { context } = await run(documents);
  assert.equal(context.lastError?.path, "choose[1]/when[2]");
  const parents = await run(documents, { fidelity: { lastErrorPath: "parents-only" } });
  assert.equal(parents.context.lastError?.path, "choose[1]");
});

Deno.test("a condition that throws fails the request at retry", async () => {
  const { status, context, seen } = await run(
    policies({
      backend:
        `<retry condition="@(((string)context.Variables["n"]) == "x")" count="3" interval="0">
        ${set("n", "@(1)")}<forward-request/></retry>`,
    }),
  );
  assert.deepEqual([status, seen.length, context.lastError?.source], [500, 1, "retry"]);
  assert.match(
    context.lastError!.message,
    /Unable to cast object of type 'System.Int32' to type 'System.String'/,
  );
});

for (const value of [`"true"`, "1", "null", "(object)null"]) {
  Deno.test(`a condition of ${value} is an error, as C# makes no bool of it`, async () => {
    const text = `<choose><when condition="@(${value})"/></choose>`;
    const { status, context } = await run(text);
    assert.deepEqual([status, context.lastError?.reason], [
      500,
      "ExpressionValueEvaluationFailure",
    ]);
  });
}

Deno.test("numbers of attributes may be any C# number, or text that is one", async () => {
  const document = (count: string) =>
    policies({
      backend:
        `<retry condition="@(true)" count="@(${count})" interval="@(0.5)"><forward-request/></retry>`,
    });
  for (const count of ["2", "2L", "2.0", `"2"`, "(byte)2"]) {
    assert.equal((await run(document(count))).seen.length, 3, count);
  }
  for (const count of ["0", "51", `"many"`, "true", "(object)null"]) {
    assert.equal((await run(document(count))).status, 500, count);
  }
});

Deno.test("text is what Convert.ToString gives, and null is empty", async () => {
  const header = (name: string, value: string) =>
    `<set-header name="${name}"><value>@(${value})</value></set-header>`;
  const { seen } = await run(
    header("b", "true") + header("d", "1.5") + header("n", "(string)null") +
      header("g", "context.RequestId"),
  );
  const { b, d, n, g } = seen[0].headers;
  assert.deepEqual({ b, d, n, g }, {
    b: "True",
    d: "1.5",
    n: "",
    g: "11111111-2222-4333-8444-555555555555",
  });
});

Deno.test("a body that comes as a stream is read where an expression asks for it", async () => {
  const { context, seen, status } = await run(
    policies({
      inbound: set("a", `@((string)context.Request.Body.As<JObject>(true)["a"])`),
      outbound: set("b", `@(context.Response.Body.As<string>(true))`),
    }),
    { body: stream(`{"a":"1"}`), backend: [{ body: stream("reply") }] },
  );
  assert.deepEqual([status, context.variables.get("a"), context.variables.get("b")], [
    200,
    "1",
    "reply",
  ]);
  assert.equal(seen[0].body, `{"a":"1"}`);
});

Deno.test("a body read without preserveContent is gone", async () => {
  const read = "@(context.Request.Body.As<string>())";
  const { status, context } = await run(set("a", read) + set("b", read), { body: "text" });
  assert.deepEqual([status, context.lastError?.path], [500, "set-variable[2]"]);
  const { seen } = await run(set("a", read), { body: "text" });
  assert.equal(seen[0].body, null);
});

Deno.test("retry's condition sees the response of the attempt before", async () => {
  const { seen, body } = await run(
    policies({
      backend:
        `<retry condition="@(context.Response.Body.As<string>(true) == "again")" count="5" interval="0">
        <forward-request/></retry>`,
    }),
    { backend: [{ body: stream("again") }, { body: stream("done") }] },
  );
  assert.deepEqual([seen.length, body], [2, "done"]);
});

Deno.test("a transport failure inside retry shows as a 500 or as no response, by switch", async () => {
  const attempts = async (condition: string, shown: "status-500" | "null") =>
    (await run(
      policies({
        backend:
          `<retry condition="@(${condition})" count="2" interval="0"><forward-request/></retry>`,
      }),
      { backend: [{ failure: "Timeout" }], fidelity: { responseAfterTransportFailure: shown } },
    )).seen.length;
  assert.equal(await attempts("context.Response.StatusCode == 500", "status-500"), 3);
  assert.equal(await attempts("context.Response == null", "null"), 3);
  assert.equal(await attempts("context.Response == null", "status-500"), 1);
});

Deno.test("a response of send-request is an IResponse that a later policy reads", async () => {
  const { status, context } = await run(
    `<send-request response-variable-name="r"><set-url>@("https://s.test/" + context.Api.Id)</set-url>
       <set-body>@(context.Request.Body.As<string>(preserveContent: true))</set-body></send-request>
     ${set("code", `@(((IResponse)context.Variables["r"]).StatusCode)`)}
     ${set("token", `@((string)((IResponse)context.Variables["r"]).Body.As<JObject>()["t"])`)}`,
    {
      body: "b",
      service: ({ url, body }) => ({ status: 201, body: `{"t":"${url} ${body}"}` }),
    },
  );
  assert.deepEqual([status, context.variables.get("code"), context.variables.get("token")], [
    200,
    201,
    "https://s.test/things b",
  ]);
});

Deno.test("an expression without end is stopped and the request fails", async () => {
  const { status, context } = await run(set("a", "@{ while (true) { } }"));
  assert.deepEqual([status, context.lastError?.reason], [500, "ExpressionValueEvaluationFailure"]);
});

Deno.test("named values are part of the code", async () => {
  const { context } = await run(set("a", `@("{{host}}" + {{n}})`), {
    compile: { namedValues: new Map([["host", "h"], ["n", "1 + 1"]]) },
  });
  assert.equal(context.variables.get("a"), "h11");
});

Deno.test("a fragment runs where it is included, and knows the place of its failures", async () => {
  const fragments = new Map([["f", {
    text: `<fragment>${
      set("a", "@(1)")
    }<choose><when condition="@(context.Request.Body.As<string>(true).Length > 0)">
      <set-backend-service backend-id="gone"/></when></choose></fragment>`,
    format: "rawxml" as const,
  }]]);
  const { context } = await run(`<include-fragment fragment-id="F"/>`, {
    compile: { fragments },
    body: stream("x"),
  });
  assert.equal(context.variables.get("a"), 1);
  assert.equal(
    context.lastError?.path,
    "include-fragment[1]/choose[1]/when[1]/set-backend-service[1]",
  );
});
