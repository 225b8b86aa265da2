import assert from "node:assert/strict";
import type { OutgoingRequest } from "../../../lib/gateway/contracts/ports.ts";
import {
  api,
  backend,
  breakerRule,
  dataPlane,
  document,
  forward,
  incoming,
  pool,
  respond,
  type Setup,
} from "./fixtures.ts";
import type { BackendConfiguration } from "../../../lib/gateway/contracts/backend.ts";
import type { Step } from "../../../lib/gateway/contracts/run.ts";

/** An API whose inbound sends requests to the backend entity `id`. */
const apiTo = (id: string, changes: { backend?: Step; outbound?: Step; "on-error"?: Step } = {}) =>
  api(undefined, {
    policy: document({
      inbound: (run) => {
        run.target = { kind: "entity", backend: run.backends.get(id)! };
        return "next";
      },
      backend: forward,
      ...changes,
    }),
  });

const send = (setup: Setup, url = "/echo/x", options?: Parameters<typeof incoming>[1]) => {
  const { plane, sent, clock, telemetry } = dataPlane(setup);
  return Promise.resolve(plane.handle(incoming(url, options))).then((response) => ({
    response,
    sent,
    plane,
    clock,
    telemetry,
  }));
};

/** Sends to an entity backend and gives the one call that was made. */
async function call(
  entity: Parameters<typeof backend>[1],
  options?: Parameters<typeof incoming>[1] & { fidelity?: Setup["fidelity"]; url?: string },
): Promise<OutgoingRequest> {
  const setup = {
    apis: [apiTo("b")],
    backends: [backend("b", entity)],
    fidelity: options?.fidelity,
  };
  const { sent } = await send(setup, options?.url, options);
  assert.equal(sent.length, 1);
  return sent[0];
}

const URLS: readonly [base: string, path: string, expected: string][] = [
  ["https://x.example", "/echo/a/b?c=d", "https://x.example/a/b?c=d"],
  ["https://x.example/", "/echo/a", "https://x.example/a"],
  ["https://x.example/openai", "/echo/deployments/d", "https://x.example/openai/deployments/d"],
  ["https://x.example/openai/", "/echo", "https://x.example/openai"],
  ["https://x.example", "/echo", "https://x.example/"],
  ["http://x.example:8080/p", "/echo/a", "http://x.example:8080/p/a"],
  ["https://x.example/p?code=1", "/echo/a?b=2", "https://x.example/p/a?code=1&b=2"],
  ["https://x.example", "/echo/a?b=c+d&e=%20f&g", "https://x.example/a?b=c+d&e=%20f&g"],
];

for (const [url, path, expected] of URLS) {
  Deno.test(`forward calls ${expected} for ${path} at ${url}`, async () => {
    assert.equal((await call({ url }, { url: path })).url, expected);
  });
}

Deno.test("forward calls the API's service URL when no policy chose a backend", async () => {
  const { sent } = await send({});
  assert.equal(sent[0].url, "https://service.example/base/x");
});

Deno.test("forward fails with 500 when there is nowhere to go", async () => {
  const { response, sent } = await send({ apis: [api(undefined, { info: { serviceUrl: null } })] });
  assert.deepEqual([response.statusCode, sent.length], [500, 0]);
});

Deno.test("forward passes the caller's headers on, but for those of one connection", async () => {
  const { headers } = await call({}, {
    headers: {
      "Ocp-Apim-Subscription-Key": "k",
      "X-Mine": "1",
      "Host": "gateway.example",
      "Connection": "keep-alive, X-Hop",
      "X-Hop": "1",
      "TE": "trailers",
      "Upgrade": "h2c",
      "Proxy-Authorization": "Basic x",
      "X-Forwarded-For": "198.51.100.1",
    },
    fidelity: { keySentToOpenApi: "ignored" },
  });
  assert.deepEqual(
    Object.fromEntries([...headers].map(([name, values]) => [name, values.join()])),
    {
      "Ocp-Apim-Subscription-Key": "k",
      "X-Mine": "1",
      "X-Forwarded-For": "198.51.100.1, 192.0.2.7",
      "X-Forwarded-Proto": "https",
      "X-Forwarded-Host": "gateway.example",
    },
  );
});

Deno.test("forward keeps a Host that a policy has set", async () => {
  const setHost: Step = (run) => {
    run.context.request.headers.set("Host", "tenant.example");
    return forward(run);
  };
  const { sent } = await send(
    { apis: [apiTo("b", { backend: setHost })], backends: [backend("b")] },
    "/echo/x",
    { headers: { Host: "gateway.example" } },
  );
  assert.equal(sent[0].headers.get("Host"), "tenant.example");
});

const CREDENTIALS = {
  headers: new Map([["api-key", ["secret"]]]),
  query: new Map([["code", ["a b"]]]),
  authorization: { scheme: "Basic", parameter: "dTpw" },
  managedIdentity: null,
};

Deno.test("forward adds a backend's credentials, in place of the caller's own", async () => {
  const options = { url: "/echo/x?code=mine&q=1", headers: { "API-Key": "mine" } };
  const { headers, url } = await call({ credentials: CREDENTIALS }, options);
  assert.equal(headers.get("api-key"), "secret");
  assert.equal(headers.get("authorization"), "Basic dTpw");
  assert.equal(url, "https://b.example/models/x?q=1&code=a%20b");
  const fidelity = { credentialMerge: "append" } as const;
  const appended = await call({ credentials: CREDENTIALS }, { ...options, fidelity });
  assert.equal(appended.headers.get("api-key"), "mine,secret");
  assert.equal(appended.url, "https://b.example/models/x?code=mine&q=1&code=a%20b");
});

Deno.test("forward signs in with the managed identity of a pool's member", async () => {
  const resource = "https://cognitiveservices.azure.com";
  const managedIdentity = { resource, clientId: null };
  const { sent } = await send({
    apis: [apiTo("p")],
    backends: [
      pool("p", "b"),
      backend("b", { credentials: { ...CREDENTIALS, authorization: null, managedIdentity } }),
    ],
  });
  const [scheme, token] = sent[0].headers.get("authorization")!.split(" ");
  const claims = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
  assert.deepEqual([scheme, claims.aud], ["Bearer", resource]);
});

Deno.test("credentials reach the backend and nothing else: not the context, not the next try's", async () => {
  let seen = "";
  const twice: Step = async (run) => {
    await forward(run);
    await forward(run);
    const { url, headers } = run.context.request;
    seen = `${url} ${headers.get("api-key")}`;
    return "next" as const;
  };
  const { sent } = await send({
    apis: [apiTo("b", { backend: twice })],
    backends: [backend("b", { credentials: CREDENTIALS })],
  });
  assert.equal(seen, "https://b.example/models/x undefined");
  assert.deepEqual(
    sent.map(({ url }) => url),
    Array(2).fill("https://b.example/models/x?code=a%20b"),
  );
});

Deno.test("a backend entity applies to a plain URL that starts with its own", async () => {
  const entity = backend("b", { url: "https://service.example/base/", credentials: CREDENTIALS });
  const keyUnder = async (serviceUrl: string, fidelity: Setup["fidelity"] = {}) => {
    const apis = [api(undefined, { info: { serviceUrl } })];
    const { sent } = await send({ apis, backends: [entity], fidelity });
    return sent[0].headers.get("api-key");
  };
  assert.equal(await keyUnder("https://SERVICE.example/base"), "secret");
  assert.equal(await keyUnder("https://service.example/base/deeper"), "secret");
  assert.equal(await keyUnder("https://service.example/basement"), undefined);
  const exact = { backendAutoMatch: "exact" } as const;
  assert.equal(await keyUnder("https://service.example/base/deeper", exact), undefined);
  assert.equal(
    await keyUnder("https://service.example/base", { backendAutoMatch: "off" }),
    undefined,
  );
});

Deno.test("a tripped backend is not called: 503 with Retry-After, until its time has passed", async () => {
  const setup: Setup = {
    apis: [apiTo("b")],
    backends: [backend("b", { circuitBreaker: breakerRule })],
    backend: () => respond(429, { headers: { "Retry-After": "30" } }),
  };
  const { plane, sent, clock } = await send(setup);
  const again = async () => {
    const { statusCode, headers } = await plane.handle(incoming("/echo/x"));
    return [statusCode, headers.get("Retry-After"), sent.length];
  };
  assert.deepEqual(await again(), [503, "30", 1]);
  await clock.advance(29_500);
  assert.deepEqual(await again(), [503, "1", 1]);
  await clock.advance(500);
  assert.deepEqual(await again(), [429, "30", 2]);
});

Deno.test("a pool goes on to the next priority once a member is tripped, and comes back", async () => {
  const setup: Setup = {
    apis: [apiTo("p")],
    backends: [
      pool("p", "ptu", "payg"),
      backend("ptu", { circuitBreaker: breakerRule }),
      backend("payg"),
    ],
    backend: ({ url }) => respond(url.includes("ptu") ? 429 : 200),
  };
  const { plane, sent, clock, telemetry } = await send(setup);
  const host = () => new URL(sent.at(-1)!.url).host;
  assert.equal(host(), "ptu.example");
  assert.equal((await plane.handle(incoming("/echo/x"))).statusCode, 200);
  assert.equal(host(), "payg.example");
  await clock.advance(60_000);
  await plane.handle(incoming("/echo/x"));
  assert.equal(host(), "ptu.example");
  assert.deepEqual(
    telemetry.ofKind("breaker").map(({ name, at, data }) => [name, at, data.backendName]),
    [
      ["Microsoft.ApiManagement.CircuitBreaker.Opened", clock.now() - 60_000, "ptu"],
      ["Microsoft.ApiManagement.CircuitBreaker.Closed", clock.now(), "ptu"],
      ["Microsoft.ApiManagement.CircuitBreaker.Opened", clock.now(), "ptu"],
    ],
  );
});

Deno.test("an exhausted pool is an error: on-error sees 503", async () => {
  let seen: unknown;
  const setup: Setup = {
    apis: [apiTo("p", {
      "on-error": (run) => {
        const { response, lastError } = run.context;
        seen = [response?.statusCode, lastError?.section];
        run.context.response!.statusCode = 429;
        return "next";
      },
    })],
    backends: [pool("p", "a"), backend("a", { circuitBreaker: breakerRule })],
    backend: () => respond(500),
  };
  const { plane } = await send(setup);
  const response = await plane.handle(incoming("/echo/x"));
  assert.deepEqual([response.statusCode, seen], [429, [503, "backend"]]);
});

Deno.test("failureResponse replaces the 503 of an open breaker and of an exhausted pool", async () => {
  const rule = (failureStatusCode: number) => ({ ...breakerRule, failureStatusCode });
  const members = [
    backend("a", { circuitBreaker: { ...rule(418), tripDurationMs: 90_000 } }),
    backend("b", { circuitBreaker: rule(418) }),
  ];
  const replies = async (
    target: BackendConfiguration,
    backends: readonly BackendConfiguration[],
  ) => {
    const setup: Setup = { apis: [apiTo(target.id)], backends, backend: () => respond(500) };
    const { plane } = await send(setup);
    await plane.handle(incoming("/echo/x"));
    const { statusCode, headers, body } = await plane.handle(incoming("/echo/x"));
    return [statusCode, headers.get("Retry-After"), body?.text()];
  };
  const both = pool("p", "a", "b");
  // the pool's own code counts, and the wait of the member that is back first
  assert.deepEqual(
    await replies({ ...both, failureStatusCode: 429 } as BackendConfiguration, [
      { ...both, failureStatusCode: 429 } as BackendConfiguration,
      ...members,
    ]),
    [429, "60", '{ "statusCode": 429, "message": "Too Many Requests" }'],
  );
  const [status, wait] = await replies(both, [both, ...members]);
  assert.deepEqual([status, wait], [503, "60"]);
  const [alone] = await replies(members[0], members);
  assert.equal(alone, 418);
});

Deno.test("two pools that share a backend share its breaker; two gateway instances do not", async () => {
  const target: Step = (run) => {
    const id = run.context.request.headers.get("pool")!;
    run.target = { kind: "entity", backend: run.backends.get(id)! };
    return "next";
  };
  const setup: Setup = {
    apis: [api(undefined, { policy: document({ inbound: target, backend: forward }) })],
    backends: [pool("p", "a"), pool("q", "a"), backend("a", { circuitBreaker: breakerRule })],
    backend: () => respond(500),
  };
  const { plane } = await send(setup, "/echo/x", { headers: { pool: "p" } });
  const other = dataPlane(setup).plane;
  const statusOf = async (instance: typeof plane) =>
    (await instance.handle(incoming("/echo/x", { headers: { pool: "q" } }))).statusCode;
  assert.deepEqual([await statusOf(plane), await statusOf(other)], [503, 500]);
});

for (const failure of ["Timeout", "BackendConnectionFailure"] as const) {
  Deno.test(`${failure} goes to on-error with its reason, and to the caller as 500`, async () => {
    let reason: string | undefined;
    const setup: Setup = {
      apis: [apiTo("b", {
        "on-error": (run) => {
          reason = run.context.lastError?.reason;
          return "next";
        },
      })],
      backends: [backend("b", { circuitBreaker: breakerRule })],
      backend: () => ({ failure, message: "no answer" }),
    };
    const { response, plane } = await send(setup);
    assert.equal(reason, failure);
    assert.match(
      response.body!.text(),
      /^{ "statusCode": 500, "message": "Internal server error", "activityId": "[-0-9a-f]{36}" }$/,
    );
    assert.equal(
      plane.breakers()[0].state,
      "closed",
      "a failure without a response does not count",
    );
  });
}

Deno.test("context.Request.Url becomes the backend's, OriginalUrl stays the caller's", async () => {
  let seen: string[] = [];
  await send({
    apis: [apiTo("b", {
      outbound: (run) => {
        const { url, originalUrl } = run.context.request;
        seen = [url.toString(), originalUrl.toString(), run.context.backend!.id];
        return "next";
      },
    })],
    backends: [backend("b")],
  }, "/echo/x?q=1");
  assert.deepEqual(seen, [
    "https://b.example/models/x?q=1",
    "https://gateway.example/echo/x?q=1",
    "b",
  ]);
});

Deno.test("a body that was not buffered is gone at the second try, or kept under the switch", async () => {
  const bodiesOf = async (bufferRequestBody: boolean, fidelity: Setup["fidelity"] = {}) => {
    const twice: Step = async (run) => {
      for (let i = 0; i < 2; i++) {
        run.context.response = await run.forwarder.forward(run, {
          timeoutMs: 1,
          followRedirects: false,
          bufferRequestBody,
          bufferResponse: true,
          failOnErrorStatusCode: false,
        });
      }
      return "next" as const;
    };
    const bodies: unknown[] = [];
    await send(
      {
        apis: [apiTo("b", { backend: twice })],
        backends: [backend("b")],
        backend: (request) => {
          bodies.push(request.body!.wire());
          return respond(200);
        },
        fidelity,
      },
      "/echo/x",
      { method: "POST", body: "payload" },
    );
    return bodies;
  };
  assert.deepEqual(await bodiesOf(true), ["payload", "payload"]);
  assert.deepEqual(await bodiesOf(false), ["payload", null]);
  assert.deepEqual(await bodiesOf(false, { unbufferedRetryBody: "kept" }), ["payload", "payload"]);
});

Deno.test("a session stays with its member while that is available", async () => {
  const affine = { ...pool("p", "a", "b"), sessionAffinity: { cookieName: "session" } } as const;
  const members = affine.type === "Pool" ? affine.members.map((m) => ({ ...m, priority: 1 })) : [];
  const setup: Setup = {
    apis: [apiTo("p")],
    backends: [{ ...affine, members } as ReturnType<typeof pool>, backend("a"), backend("b")],
  };
  const { plane, sent, response } = await send(setup);
  const cookie = response.headers.get("Set-Cookie")!.split(";")[0];
  assert.doesNotMatch(cookie, /=[ab]$/);
  for (let i = 0; i < 4; i++) {
    await plane.handle(incoming("/echo/x", { headers: { Cookie: `x=1; ${cookie}` } }));
  }
  assert.equal(new Set(sent.map(({ url }) => url)).size, 1);
  await plane.handle(incoming("/echo/x"));
  await plane.handle(incoming("/echo/x"));
  assert.equal(new Set(sent.map(({ url }) => url)).size, 2, "without the cookie they take turns");
});
