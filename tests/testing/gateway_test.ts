import "../defects.ts";
import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  type BackendCall,
  InvalidPolicyError,
  reply,
  testGateway,
  unreachable,
} from "../../lib/testing/mod.ts";

const inbound = (xml: string) =>
  `<policies><inbound><base/>${xml}</inbound><backend><base/></backend>` +
  `<outbound><base/></outbound><on-error><base/></on-error></policies>`;

const PASS = inbound("");

const to = (id: string) => inbound(`<set-backend-service backend-id="${id}"/>`);

/** Tries the pool `llm` up to three times. */
const RETRYING = `<policies><inbound><base/><set-backend-service backend-id="llm"/></inbound>
  <backend><retry condition="@(context.Response.StatusCode == 429 || context.Response.StatusCode >= 500)"
    count="2" interval="10" first-fast-retry="true"><forward-request buffer-request-body="true"/></retry></backend>
  <outbound><base/></outbound><on-error><base/></on-error></policies>`;

/** To ptu, and to payg when that is out. */
const SPILLOVER = `<policies>
  <inbound><base /><set-variable name="attempt" value="@(0)" /></inbound>
  <backend>
    <retry condition="@(context.Response != null && context.Response.StatusCode == 429)" count="1" interval="0">
      <set-variable name="attempt" value="@((int)context.Variables["attempt"] + 1)" />
      <choose>
        <when condition="@((int)context.Variables["attempt"] == 1)"><set-backend-service backend-id="ptu" /></when>
        <otherwise><set-backend-service backend-id="payg" /></otherwise>
      </choose>
      <forward-request buffer-request-body="true" />
    </retry>
  </backend>
  <outbound><base /></outbound>
  <on-error><base /></on-error>
</policies>`;

const names = (calls: readonly BackendCall[]) => calls.map(({ backend }) => backend);

Deno.test("testGateway plays backends to a policy and tells what they saw", async () => {
  const gateway = await testGateway({
    policy: SPILLOVER,
    backends: { ptu: reply(429), payg: reply(200, { body: { from: "payg" } }) },
  });
  const sent = { messages: [{ role: "user", content: "hi" }] };
  const response = await gateway.post("/chat/completions?api-version=1", sent, { "api-key": "k" });
  assert.ok(response instanceof Response);
  assert.deepEqual([response.status, await response.json()], [200, { from: "payg" }]);
  assert.match(response.headers.get("content-type")!, /^application\/json/);
  assert.deepEqual(names(gateway.calls), ["ptu", "payg"]);
  const [{ url, method, headers, body, atMs, number }] = gateway.calls;
  assert.equal(url, "https://ptu.test/chat/completions?api-version=1");
  assert.deepEqual([method, atMs, number], ["POST", 0, 1]);
  assert.deepEqual([JSON.parse(body), gateway.calls[1].json()], [sent, sent]);
  assert.equal(headers["api-key"], "k");
  assert.equal(headers.get("API-Key"), "k");
  assert.equal(headers["content-type"], "application/json");
  const { "api-key": key, "content-type": type, ...rest } = headers;
  assert.deepEqual([key, type, Object.keys(rest).includes("get")], [
    "k",
    "application/json",
    false,
  ]);
  assert.deepEqual({ ...headers }, Object.fromEntries(headers));
  assert.match(inspect(headers), /'api-key': 'k'/);
  assert.equal(new Headers(headers).get("api-key"), "k");
});

Deno.test("testGateway sends what chooses no backend to the first one", async () => {
  const gateway = await testGateway({ policy: PASS, backends: { a: reply(201), b: reply(200) } });
  assert.equal((await gateway.send({ path: "/x" })).status, 201);
  assert.deepEqual([names(gateway.calls), gateway.calls[0].method], [["a"], "GET"]);
});

Deno.test("testGateway needs no backend for a policy that answers itself", async () => {
  const policy = inbound(
    `<return-response><set-status code="418" reason="Teapot"/><set-body>short</set-body></return-response>`,
  );
  const gateway = await testGateway({ policy });
  const response = await gateway.post("/");
  assert.deepEqual([response.status, response.statusText, await response.text()], [
    418,
    "Teapot",
    "short",
  ]);
  assert.deepEqual(gateway.calls, []);
});

Deno.test("testGateway plays replies in turn, the last one for ever", async () => {
  const gateway = await testGateway({ policy: PASS, backends: { a: [reply(500), reply(200)] } });
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await gateway.post("/x", "text")).status);
  assert.deepEqual(statuses, [500, 200, 200]);
  assert.deepEqual(gateway.calls.map(({ number, body }) => [number, body]), [
    [1, "text"],
    [2, "text"],
    [3, "text"],
  ]);
});

Deno.test("testGateway asks a function for the reply, which may be a web Response", async () => {
  const gateway = await testGateway({
    policy: PASS,
    backends: {
      a: (call) =>
        call.url.endsWith("/none")
          ? new Response("not here", { status: 404, headers: { "x-from": "a" } })
          : reply(200, { body: { echoed: call.json(), number: call.number } }),
    },
  });
  assert.deepEqual(await (await gateway.post("/x", { a: 1 })).json(), {
    echoed: { a: 1 },
    number: 1,
  });
  const missing = await gateway.send({ method: "GET", path: "none" });
  assert.deepEqual([missing.status, await missing.text(), missing.headers.get("x-from")], [
    404,
    "not here",
    "a",
  ]);
});

Deno.test("testGateway passes waits on its clock", async () => {
  const gateway = await testGateway({
    policy: RETRYING.replaceAll("llm", "slow"),
    backends: { slow: [reply(503, { afterMs: 2_000 }), reply(503), reply(200)] },
  });
  assert.equal((await gateway.post("/x", {})).status, 200);
  assert.deepEqual(gateway.calls.map(({ atMs }) => atMs), [0, 2_000, 12_000]);
  assert.equal(gateway.clock.now(), Date.UTC(2026, 0, 5) + 12_000);
});

Deno.test("testGateway's backends time out and refuse connections", async () => {
  const policy =
    `<policies><inbound><base/></inbound><backend><forward-request timeout="3"/></backend>` +
    `<outbound/><on-error><set-header name="x-reason"><value>@(context.LastError.Reason)</value>` +
    `</set-header></on-error></policies>`;
  const hanging = await testGateway({ policy, backends: { a: reply(200, { afterMs: Infinity }) } });
  const late = await hanging.post("/x");
  assert.deepEqual([late.status, late.headers.get("x-reason")], [500, "Timeout"]);
  assert.equal(hanging.clock.now(), Date.UTC(2026, 0, 5) + 3_000);
  const gone = await testGateway({ policy, backends: { a: unreachable() } });
  const refused = await gone.post("/x");
  assert.deepEqual([refused.status, refused.headers.get("x-reason")], [
    500,
    "BackendConnectionFailure",
  ]);
  assert.deepEqual(names(gone.calls), ["a"]);
});

Deno.test("testGateway's breakers trip, can be read, and close as time passes", async () => {
  const gateway = await testGateway({
    policy: to("ptu"),
    backends: {
      ptu: {
        reply: [reply(429), reply(429), reply(200)],
        breaker: { count: 2, interval: "PT10S", tripDuration: "PT1M" },
      },
    },
  });
  const post = async () => (await gateway.post("/x", {})).status;
  assert.equal(gateway.breakers.ptu.state, "closed");
  assert.deepEqual([await post(), await post(), await post()], [429, 429, 503]);
  assert.deepEqual(gateway.breakers.map(({ backendId, state }) => [backendId, state]), [
    ["ptu", "open"],
  ]);
  assert.equal(gateway.breakers.ptu.resumesInMs, 60_000);
  await gateway.clock.advance(60_000);
  assert.equal(gateway.breakers.ptu.state, "closed");
  assert.deepEqual([await post(), gateway.calls.length], [200, 3]);
  assert.ok(gateway.events.some(({ name }) => name.endsWith("CircuitBreaker.Opened")));
});

Deno.test("testGateway's pools prefer the lower priority while its breakers are closed", async () => {
  const backends = {
    ptu: { reply: reply(429), pool: "llm", priority: 1, breaker: { tripDuration: "PT1M" } },
    payg: { reply: reply(200), pool: "llm", priority: 2 },
  };
  const gateway = await testGateway({ policy: RETRYING, backends });
  assert.equal((await gateway.post("/x", {})).status, 200);
  assert.deepEqual(names(gateway.calls), ["ptu", "payg"]);
});

Deno.test("testGateway's pools may list their members and weights", async () => {
  const gateway = await testGateway({
    policy: to("llm"),
    backends: {
      a: reply(200),
      b: reply(200),
      llm: { pool: [{ id: "a", weight: 3 }, { id: "b", weight: 1 }] },
    },
  });
  for (let i = 0; i < 8; i++) await gateway.post("/x", {});
  const calls = names(gateway.calls);
  assert.deepEqual(["a", "b"].map((id) => calls.filter((name) => name === id).length), [6, 2]);
});

Deno.test("testGateway takes named values, fragments, a global policy and subscriptions", async () => {
  const policy = inbound(
    `<include-fragment fragment-id="mark"/><set-header name="api-key"><value>{{key}}</value></set-header>`,
  );
  const gateway = await testGateway({
    policy,
    globalPolicy: `<policies><inbound><set-header name="x-global"><value>yes</value></set-header>` +
      `</inbound><backend><forward-request/></backend><outbound/><on-error/></policies>`,
    namedValues: { key: { value: "secret", secret: true } },
    fragments: {
      mark:
        `<fragment><set-header name="x-by"><value>@(context.Subscription.Name)</value></set-header></fragment>`,
    },
    subscriptions: { alice: "key-of-alice" },
    path: "llm",
    backends: { a: reply(200) },
  });
  assert.equal((await gateway.post("/llm/x")).status, 401);
  const headers = { "Ocp-Apim-Subscription-Key": "key-of-alice" };
  assert.equal((await gateway.post("/llm/x", null, headers)).status, 200);
  const [{ headers: seen, url }] = gateway.calls;
  assert.deepEqual([seen["api-key"], seen["x-by"], seen["x-global"], url], [
    "secret",
    "alice",
    "yes",
    "https://a.test/x",
  ]);
});

Deno.test("testGateway plays URLs that are no backend entities", async () => {
  const policy = inbound(
    `<send-request mode="new" response-variable-name="t"><set-url>https://login.test/token</set-url></send-request>` +
      `<set-header name="x-token"><value>@(((IResponse)context.Variables["t"]).Body.As<string>())</value></set-header>`,
  );
  const gateway = await testGateway({
    policy,
    backends: { a: reply(200), "https://login.test": reply(200, { body: "t0" }) },
  });
  await gateway.post("/x");
  assert.deepEqual(names(gateway.calls), ["https://login.test", "a"]);
  assert.equal(gateway.calls[1].headers["x-token"], "t0");
});

Deno.test("testGateway streams replies in its own time", async () => {
  const gateway = await testGateway({
    policy:
      `<policies><inbound/><backend><forward-request buffer-response="false"/></backend><outbound/><on-error/></policies>`,
    backends: {
      a: reply(200, {
        headers: { "Content-Type": "text/event-stream" },
        afterMs: 500,
        everyMs: 100,
        body: function* () {
          for (let i = 0; i < 3; i++) yield `data: ${i}\n\n`;
        },
      }),
    },
  });
  for (let round = 0; round < 2; round++) {
    const start = gateway.clock.now();
    const response = await gateway.post("/x", {});
    assert.equal(gateway.clock.now() - start, 500);
    assert.equal(await response.text(), "data: 0\n\ndata: 1\n\ndata: 2\n\n");
    assert.equal(gateway.clock.now() - start, 700);
  }
});

Deno.test("testGateway answers requests that are under way together", async () => {
  const gateway = await testGateway({
    policy: PASS,
    backends: { a: reply(200, { afterMs: 1_000 }) },
  });
  const start = gateway.clock.now();
  const responses = await Promise.all([1, 2, 3].map((i) => gateway.post(`/${i}`, {})));
  assert.deepEqual(responses.map(({ status }) => status), [200, 200, 200]);
  assert.equal(gateway.clock.now() - start, 1_000);
});

Deno.test("testGateway waits for a function that does something real", async () => {
  const gateway = await testGateway({
    policy: PASS,
    backends: {
      a: async () => reply(200, { body: await Deno.readTextFile(new URL(import.meta.url)) }),
    },
  });
  assert.match(await (await gateway.post("/x")).text(), /something real/);
});

Deno.test("testGateway keeps each request's trace", async () => {
  const gateway = await testGateway({
    policy: inbound(
      `<trace source="mine"><message>@(context.Request.Body.As<string>())</message></trace>`,
    ),
    backends: { a: reply(200) },
  });
  await gateway.post("/x", "alpha");
  await gateway.post("/x", "beta");
  const tells = (n: number | undefined, text: string) =>
    gateway.trace(n).some((entry) => JSON.stringify(entry).includes(text));
  assert.deepEqual([tells(0, "alpha"), tells(1, "beta"), tells(undefined, "beta")], [
    true,
    true,
    true,
  ]);
  assert.equal(tells(0, "beta"), false);
  assert.throws(() => gateway.trace(2), /There is no request 2: 2 were sent/);
  assert.equal("apim-debug-authorization" in gateway.calls[0].headers, false);
});

Deno.test("testGateway says where a policy does not compile", async () => {
  const policy = `<policies>
  <inbound>
    <set-variable name="a" value="@(x + 1)" />
    <set-backend-service backend-id="nobody" />
  </inbound>
  <backend /><outbound /><on-error />
</policies>`;
  await assert.rejects(testGateway({ policy, backends: { a: reply(200) } }), (error) => {
    assert.ok(error instanceof InvalidPolicyError);
    assert.equal(error.code, "invalid-policy");
    const places = error.diagnostics.map(({ code, line, column }) => [code, line, column]);
    assert.deepEqual(places, [["CS0103", 3, 37], ["unknown-backend", 4, 6]]);
    assert.match(error.message, /^The document does not compile:\npolicy:3:37 CS0103 .*'x'/);
    const [, , line, caret] = error.message.split("\n");
    assert.equal(line, `        <set-variable name="a" value="@(x + 1)" />`);
    assert.equal(caret.indexOf("^"), line.indexOf("x + 1"));
    return true;
  });
  await assert.rejects(
    testGateway({ policy: PASS, fragments: { f: "<fragment><nonsense/></fragment>" } }),
    /fragments\.f:1:12 unknown-policy/,
  );
});

Deno.test("testGateway's pools keep a caller by its cookie, and say what they are told when all are out", async () => {
  const pool = { pool: ["a", "b"], sessionCookie: "session" };
  const affine = await testGateway({
    policy: to("llm"),
    backends: { a: reply(200), b: reply(200), llm: pool },
  });
  const cookie = (await affine.post("/x")).headers.get("set-cookie")!.split(";")[0];
  for (let i = 0; i < 4; i++) await affine.post("/x", {}, { cookie });
  assert.equal(new Set(affine.calls.map(({ backend }) => backend)).size, 1);
  const member = { reply: reply(500), breaker: { count: 1 } };
  const out = await testGateway({
    policy: to("llm"),
    backends: { a: member, llm: { pool: ["a"], failureResponse: { statusCode: 429 } } },
  });
  assert.deepEqual([(await out.post("/x")).status, (await out.post("/x")).status], [500, 429]);
});

Deno.test("testGateway says what in a backend's description is wrong", async () => {
  const refused: readonly (readonly [unknown, RegExp])[] = [
    [429, /backends\.a must be reply\(status\), a list of replies/],
    [[], /backends\.a must be reply\(status\)/],
    [{ replies: reply(200) }, /backends\.a has an unknown field 'replies'/],
    [{ reply: 200 }, /backends\.a\.reply must be reply\(status\)/],
    [{ breaker: { tripDuration: "10 s" } }, /backends\.a is refused: .*tripDuration/],
    [{ pool: ["b"] }, /backends\.a is refused: Backend with id '\/backends\/b' could not be found/],
    [{ url: "nowhere" }, /backends\.a is refused: 'url' must be an absolute URL/],
    [{ breaker: { counts: 1 } }, /backends\.a\.breaker: no option "counts": did you mean "count"/],
    [{ pool: ["b"], sesionCookie: "x" }, /backends\.a: .* did you mean "sessionCookie"/],
    [{ pool: [{ id: "b", wieght: 1 }] }, /backends\.a\.pool: .* did you mean "weight"/],
    [{ pool: "a" }, /backends\.a is a pool and a backend/],
  ];
  for (const [a, message] of refused) {
    const backends = { a } as unknown as Record<string, ReturnType<typeof reply>>;
    await assert.rejects(testGateway({ policy: PASS, backends }), message);
  }
  assert.throws(() => reply(42), /A reply's status is an integer from 200 to 599: it is 42/);
});

Deno.test("testGateway, send and reply answer a slip of the pen with the word that was meant", async () => {
  const slips: readonly (readonly [() => unknown, RegExp])[] = [
    [
      () => testGateway({ policy: PASS, namedValue: {} } as Parameters<typeof testGateway>[0]),
      /testGateway: no option "namedValue": did you mean "namedValues"/,
    ],
    [
      () => testGateway({} as Parameters<typeof testGateway>[0]),
      /policy is missing: it must be the document's text/,
    ],
    [
      async () => {
        const gateway = await testGateway({ policy: PASS, backends: { a: reply() } });
        await gateway.send({ pth: "/x" } as Parameters<typeof gateway.send>[0]);
      },
      /send: no option "pth": did you mean "path"/,
    ],
    [
      async () => await reply(200, { header: {} } as Parameters<typeof reply>[1]),
      /reply: no option "header": did you mean "headers"/,
    ],
  ];
  for (const [slip, message] of slips) await assert.rejects(async () => await slip(), message);
  const wrong: readonly (readonly [options: object, RegExp])[] = [
    [{ policy: 5 }, /^TypeError: testGateway: policy must be the document's text: it is 5\.$/],
    [{ globalPolicy: null }, /globalPolicy must be the document's text: it is null/],
    [{ backends: [] }, /backends must be an object of names and values: it is \[\]/],
    [
      { namedValues: { k: 5 } },
      /namedValues\.k must be text, or an object with value, secret: it is 5/,
    ],
    [
      { namedValues: { k: { vlaue: "x" } } },
      /namedValues\.k has no option "vlaue": did you mean "value"/,
    ],
    [{ fragments: { f: null } }, /fragments\.f must be the document's text/],
    [{ subscriptions: ["k"] }, /subscriptions must be an object of names/],
    [{ subscriptions: { a: { key: "secret" } } }, /subscriptions\.a must be text: it is object\.$/],
    [{ path: 5 }, /path must be text/],
    [
      { fidelity: { breakerWindw: "x" } },
      /no fidelity switch "breakerWindw": did you mean "breakerWindow"/,
    ],
    [{ seed: {} }, /seed must be text or a number/],
    [{ now: "2026-01-01" }, /now must be a Date: it is "2026-01-01"/],
  ];
  for (const [options, message] of wrong) {
    const given = { policy: PASS, ...options } as Parameters<typeof testGateway>[0];
    await assert.rejects(testGateway(given), message);
  }
  const gateway = await testGateway({ policy: PASS, backends: { a: reply() } });
  const requests: readonly (readonly [request: unknown, RegExp])[] = [
    ["/x", /send takes an object of options: it was given "\/x"/],
    [{ path: 5 }, /path must be text/],
    [{ headers: { a: 5 } }, /headers\.a must be text: it is 5/],
    [{ headers: "a: b" }, /headers must be Headers, or an object of names and values/],
    [{ body: 5 }, /body must be text, bytes, null or an object: it is 5/],
  ];
  for (const [request, message] of requests) {
    await assert.rejects(gateway.send(request as Parameters<typeof gateway.send>[0]), message);
  }
  for (
    const [options, message] of [
      [{ afterMs: "5" }, /reply: afterMs must be a number from 0: it is "5"/],
      [{ headers: { a: 5 } }, /reply: headers\.a must be text, or a list: it is 5/],
      [{ statusText: 5 }, /reply: statusText must be text/],
    ] as const
  ) assert.throws(() => reply(200, options as unknown as Parameters<typeof reply>[1]), message);
  assert.throws(() => reply("200" as unknown as number), /it is "200"/);
  assert.throws(() => unreachable({ after: 5 } as object), /unreachable: no option "after"/);
});

Deno.test("replies in turn may be functions of the call", async () => {
  const gateway = await testGateway({
    policy: PASS,
    backends: { a: [reply(429), ({ number }) => reply(200, { body: { number } })] },
  });
  assert.equal((await gateway.post("/x")).status, 429);
  assert.deepEqual(await (await gateway.post("/x")).json(), { number: 2 });
  assert.deepEqual(await (await gateway.post("/x")).json(), { number: 3 });
});

Deno.test("a breaker may say what is answered while it is open", async () => {
  const gateway = await testGateway({
    policy: to("a"),
    backends: {
      a: { reply: reply(500), breaker: { count: 1, failureResponse: { statusCode: 429 } } },
    },
  });
  assert.deepEqual([(await gateway.post("/x")).status, (await gateway.post("/x")).status], [
    500,
    429,
  ]);
});

Deno.test("testGateway's faults of the test are the test's, not a backend's", async () => {
  const policy = inbound(`<set-backend-service base-url="https://elsewhere.example/v1"/>`);
  const nobody = await testGateway({ policy, backends: { a: reply(200) } });
  await assert.rejects(
    nobody.post("/x"),
    /called https:\/\/elsewhere\.example\/v1\/x, and no backend of the test plays it.*There are: a \(https:\/\/a\.test\)/,
  );
  const broken = await testGateway({
    policy: PASS,
    backends: {
      a: () => {
        throw new TypeError("my own mistake");
      },
    },
  });
  await assert.rejects(broken.post("/x"), /my own mistake/);
});
