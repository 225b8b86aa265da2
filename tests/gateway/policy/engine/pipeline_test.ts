import { takeDefects } from "../../../defects.ts";
import assert from "node:assert/strict";
import { failPipeline, runPipeline } from "../../../../lib/gateway/policy/engine/pipeline.ts";
import { compileValid, Gateway, makeRun, policies, run } from "../harness.ts";
import { PolicyError } from "../../../../lib/gateway/contracts/policy_error.ts";

const add = (header: string, value: string) =>
  `<set-header name="${header}" exists-action="append"><value>${value}</value></set-header>`;

/** Writes its name around `<base/>` in every section. */
const around = (name: string, backend = "<base/>") =>
  policies({
    backend,
    inbound: `${add("in", `${name}(`)}<base/>${add("in", `)${name}`)}`,
    outbound: `${add("out", `${name}(`)}<base/>${add("out", `)${name}`)}`,
  });

Deno.test("runPipeline nests the sections of wider scopes where base stands", async () => {
  const { seen, response } = await run({
    global: around("g", "<forward-request/>"),
    product: around("p"),
    api: around("a"),
    operation: around("o"),
  });
  assert.equal(seen[0].headers.in, "o(,a(,p(,g(,)g,)p,)a,)o");
  assert.equal(response.headers.get("out"), "o(,a(,p(,g(,)g,)p,)a,)o");
});

Deno.test("a scope without a document hands on to the next wider one", async () => {
  const { seen } = await run({ global: around("g"), operation: around("o") });
  assert.equal(seen.length, 0, "the global document's backend section holds only base");
  const forwarding = policies({ inbound: add("in", "g"), backend: "<forward-request/>" });
  const { seen: second } = await run({ global: forwarding, operation: around("o") });
  assert.equal(second[0].headers.in, "o(,g,)o");
});

Deno.test("a document without base cuts off every wider scope", async () => {
  const { response } = await run({
    global: policies({ backend: "<forward-request/>", outbound: add("out", "g") }),
    product: policies({ outbound: `${add("out", "p")}<base/>` }),
    api: policies({ outbound: add("out", "a") }),
    operation: policies({ outbound: `<base/>${add("out", "o")}` }),
  });
  assert.equal(response.headers.get("out"), "a,o");
});

Deno.test("a section that is missing inherits nothing", async () => {
  const { seen, response } = await run({
    global: policies({ inbound: add("in", "g"), backend: "<forward-request/>" }),
    api: "<policies><backend><base/></backend></policies>",
  });
  assert.equal(seen[0].headers.in, undefined);
  assert.equal(response.statusCode, 200);
});

Deno.test("without any document the request is forwarded", async () => {
  const { seen, body } = await run({});
  assert.deepEqual(seen.map(({ url }) => url), ["https://backend.test/things?q=1"]);
  assert.equal(body, "hello");
});

Deno.test("without forward-request nothing is called and outbound sees an empty 200", async () => {
  const { seen, response } = await run(policies({ backend: "", outbound: add("x", "1") }));
  assert.equal(seen.length, 0);
  assert.deepEqual([response.statusCode, response.headers.get("x"), response.body], [
    200,
    "1",
    null,
  ]);
});

Deno.test("runPipeline returns at once where nothing waits", () => {
  const state = makeRun(around("a"), {}, new Gateway());
  assert.ok(!(runPipeline(state) instanceof Promise));
});

Deno.test("a backend's 429 is a response like any other, and on-error does not run", async () => {
  const { status, response } = await run(
    policies({ outbound: add("x", "outbound"), onError: add("x", "on-error") }),
    { backend: [{ status: 429, headers: { "Retry-After": "3" } }] },
  );
  assert.deepEqual([status, response.headers.get("x")], [429, "outbound"]);
});

for (
  const [failure, reason] of [["Timeout", "Timeout"], [
    "BackendConnectionFailure",
    "BackendConnectionFailure",
  ]] as const
) {
  Deno.test(`a ${failure} goes to on-error with LastError and a 500`, async () => {
    const { status, body, context, response } = await run(
      policies({ outbound: add("x", "outbound"), onError: `<base/>${add("x", "on-error")}` }),
      { backend: [{ failure }] },
    );
    assert.equal(status, 500);
    assert.equal(
      body,
      `{ "statusCode": 500, "message": "Internal server error", "activityId": "${context.requestId}" }`,
    );
    assert.equal(response.headers.get("x"), "on-error");
    assert.deepEqual(context.lastError?.reason, reason);
  });
}

Deno.test("LastError tells where the policy that failed stands", async () => {
  const failing = `<set-backend-service id="pick" backend-id="gone"/>`;
  const { context } = await run({
    global: policies({
      inbound: `<choose><when condition="false"/></choose>
      <choose><when condition="false"/><when condition="true">${failing}</when></choose>`,
    }),
    api: policies({}),
  });
  assert.deepEqual(context.lastError, {
    source: "set-backend-service",
    reason: "BackendNotFound",
    message: "Backend with id 'gone' could not be found.",
    scope: "global",
    section: "inbound",
    path: "choose[2]/when[2]/set-backend-service[1]",
    policyId: "pick",
  });
});

Deno.test("on-error nests with base and its return-response is the reply", async () => {
  const { status, body } = await run({
    global: policies({
      onError:
        `<return-response><set-status code="503"/><set-body>sorry</set-body></return-response>`,
    }),
    api: policies({ inbound: `<set-backend-service backend-id="gone"/>` }),
  });
  assert.deepEqual([status, body], [503, "sorry"]);
});

Deno.test("an error inside on-error ends with the plain 500", async () => {
  const bad = `<set-header name="a b"><value>x</value></set-header>`;
  const { status, context } = await run(policies({ inbound: bad, onError: bad }));
  assert.equal(status, 500);
  assert.equal(context.lastError?.section, "on-error");
});

Deno.test("failPipeline runs on-error for a failure before any policy", async () => {
  const state = makeRun(policies({ onError: add("x", "seen") }), {}, new Gateway());
  const error = new PolicyError("SubscriptionKeyNotFound", "no key", {
    statusCode: 401,
    message: "no key",
  }, { source: "authorization" });
  const response = await failPipeline(state, error);
  assert.equal(response.body?.text(), `{ "statusCode": 401, "message": "no key" }`);
  assert.equal(response.headers.get("x"), "seen");
  assert.equal(state.context.lastError?.source, "authorization");
});

Deno.test("work left for after the response cannot fail it, and all of it is done", async () => {
  const state = makeRun(policies({}), {}, new Gateway());
  const done: string[] = [];
  state.afterResponse.push(
    () => {
      throw new PolicyError("sync", "sync");
    },
    () => Promise.reject(new PolicyError("async", "async")),
    () => void done.push("last"),
  );
  const response = await runPipeline(state);
  assert.deepEqual([response.statusCode, done], [200, ["last"]]);
});

Deno.test("a plan is frozen", () => {
  const document = compileValid(policies({}));
  assert.ok(Object.isFrozen(document) && Object.isFrozen(document.sections));
});

Deno.test("traces show each policy, its branch and how deep it stands", async () => {
  const { trace } = await run(
    policies({
      inbound:
        `<base/><choose><when condition="true"><set-variable name="a" value="1"/></when></choose>`,
    }),
    { trace: true },
  );
  assert.deepEqual(trace.slice(0, 5), [
    "base: base[1]",
    "choose: choose[1]",
    "  choose: when[1] is true",
    "  set-variable: choose[1]/when[1]/set-variable[1]",
    "    set-variable: a = 1 (System.String)",
  ]);
});

Deno.test("a defect of ours is caught by no C# and no policy, answers 500 and is reported, without constants", async () => {
  const value =
    `@{ try { return "secret-1" + DateTime.UtcNow; } catch (Exception) { return ""; } }`;
  const text = policies({
    inbound: `<retry condition="@(true)" count="3" interval="0">
      <set-variable name="x" value="${value.replaceAll('"', "&quot;")}" />
    </retry>`,
    onError: `<return-response><set-status code="200" /></return-response>`,
  });
  for (let i = 0; i < 2; i++) {
    const gateway = new Gateway();
    const run = makeRun(text, {}, gateway);
    let asked = 0;
    run.context.now = () => {
      asked++;
      throw new TypeError("Cannot read properties of null (reading 'clock')");
    };
    const response = await runPipeline(run);
    assert.equal(response.statusCode, 500);
    assert.equal(run.context.lastError?.reason, "InternalError");
    assert.equal(asked, 1, "nothing runs it again");
  }
  const reports = [...new Set(takeDefects())];
  assert.equal(reports.length, 1);
  assert.match(
    reports[0],
    /^set-variable \(api\/inbound: .*at line \d+, column \d+: .*DateTime\.UtcNow/s,
  );
  assert.ok(!reports[0].includes("secret-1"));
});
