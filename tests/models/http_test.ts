import assert from "node:assert/strict";
import { ask } from "../ask.ts";
import { AzureOpenAI, OpenAI } from "openai";
import { SystemClock } from "../../lib/core/clock.ts";
import {
  CONTENT_FILTER_MARKER,
  type DeploymentConfiguration,
  type ModelEndpoint,
  type ModelServers,
  serveModels,
} from "../../lib/models/mod.ts";

const PAYG: DeploymentConfiguration = {
  name: "chat",
  model: "gpt-4.1",
  type: "PAYG",
  tokensPerMinute: 100_000,
};
const PTU: DeploymentConfiguration = { name: "ptu", model: "gpt-4.1", type: "PTU", ptus: 20 };

/** Runs a test against one region on a clock 200 times faster than life. */
async function withRegion(
  run: (endpoint: ModelEndpoint, servers: ModelServers) => Promise<void>,
): Promise<void> {
  await using servers = await serveModels({
    regions: [{ id: "a", region: "eastus", deployments: [PAYG, PTU] }],
    clock: new SystemClock({ speed: 200 }),
    seed: 5,
  });
  await run(servers.endpoints[0], servers);
}

const azure = ({ endpoint, apiKey }: ModelEndpoint, more = {}) =>
  new AzureOpenAI({ endpoint, apiKey, apiVersion: "2025-04-01-preview", maxRetries: 0, ...more });

function post(
  { endpoint, apiKey }: ModelEndpoint,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(endpoint + path, {
    method: "POST",
    headers: { "api-key": apiKey, "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const CHAT = "/openai/deployments/chat/chat/completions?api-version=2024-10-21";
const HELLO = { messages: [{ role: "user" as const, content: "Say hello." }] };

Deno.test("serveModels answers the openai client's chat completions", () =>
  withRegion(async (endpoint) => {
    const reply = await azure(endpoint).chat.completions.create({ model: "chat", ...HELLO });
    assert.equal(reply.choices[0].finish_reason, "stop");
    assert.ok(reply.choices[0].message.content!.length > 0);
    assert.equal(
      reply.usage!.total_tokens,
      reply.usage!.prompt_tokens + reply.usage!.completion_tokens,
    );
    assert.equal(reply.model, "gpt-4.1-2025-04-14");
  }));

Deno.test("serveModels streams chat completions with usage to the openai client", () =>
  withRegion(async (endpoint) => {
    const stream = await azure(endpoint).chat.completions.create({
      model: "chat",
      ...HELLO,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = "";
    let finish: string | null = null;
    let tokens = 0;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      finish = chunk.choices[0]?.finish_reason ?? finish;
      tokens = chunk.usage?.completion_tokens ?? tokens;
    }
    assert.equal(finish, "stop");
    assert.equal(text.split(" ").length, tokens);
  }));

Deno.test("serveModels keeps a response for the openai client to read, refer to and delete", () =>
  withRegion(async (endpoint) => {
    const { responses } = azure(endpoint);
    const first = await responses.create({ model: "chat", input: "Say hello." });
    assert.equal(first.status, "completed");
    assert.ok(first.output_text.length > 0);
    assert.equal((await responses.retrieve(first.id)).id, first.id);
    const second = await responses.create({
      model: "chat",
      input: "Again.",
      previous_response_id: first.id,
    });
    assert.equal(second.previous_response_id, first.id);
    await responses.delete(first.id);
    await assert.rejects(responses.retrieve(first.id), { status: 404 });
    await assert.rejects(
      responses.create({ model: "chat", input: "x", previous_response_id: first.id }),
      { status: 400, code: "previous_response_not_found" },
    );
  }));

Deno.test("serveModels streams responses to the openai client in the documented order", () =>
  withRegion(async (endpoint) => {
    const stream = await azure(endpoint).responses.create({
      model: "chat",
      input: "Say hello.",
      stream: true,
    });
    const types: string[] = [];
    let text = "";
    let final = "";
    let sequence = -1;
    for await (const event of stream) {
      assert.equal(event.sequence_number, ++sequence);
      if (event.type !== types.at(-1)) types.push(event.type);
      if (event.type === "response.output_text.delta") text += event.delta;
      if (event.type === "response.completed") {
        final = (event.response.output[0] as { content: { text: string }[] }).content[0].text;
      }
    }
    assert.deepEqual(types, [
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    assert.equal(text, final);
  }));

Deno.test("serveModels serves the v1 routes with a bearer key", () =>
  withRegion(async ({ endpoint, apiKey }) => {
    const client = new OpenAI({ baseURL: `${endpoint}/openai/v1`, apiKey, maxRetries: 0 });
    const chat = await client.chat.completions.create({ model: "chat", ...HELLO });
    assert.equal(chat.object, "chat.completion");
    const response = await client.responses.create({
      model: "chat",
      input: "A long story.",
      max_output_tokens: 1,
    });
    assert.equal(response.usage!.output_tokens, 1);
  }));

Deno.test("serveModels answers with Azure's own errors", () =>
  withRegion(async (endpoint) => {
    const cases: [
      path: string,
      body: unknown,
      headers: Record<string, string>,
      status: number,
      code: string | null,
    ][] = [
      [CHAT, HELLO, { "api-key": "wrong" }, 401, "401"],
      [CHAT, HELLO, { "api-key": "", authorization: "Bearer nonsense" }, 401, "401"],
      [CHAT.replace("/chat/", "/none/"), HELLO, {}, 404, "DeploymentNotFound"],
      [CHAT.replace("/chat/", "/%E0%A4%A/"), HELLO, {}, 404, "404"],
      [CHAT.split("?")[0], HELLO, {}, 404, "404"],
      ["/openai/nothing?api-version=1", HELLO, {}, 404, "404"],
      [CHAT, "{", {}, 400, null],
      [CHAT, "[]", {}, 400, null],
      [CHAT, {}, {}, 400, "missing_required_parameter"],
      [CHAT, { ...HELLO, max_tokens: 0 }, {}, 400, "integer_below_min_value"],
      ["/openai/v1/responses", { input: "x" }, {}, 400, "missing_required_parameter"],
      [
        CHAT,
        { messages: [{ role: "user", content: CONTENT_FILTER_MARKER }] },
        {},
        400,
        "content_filter",
      ],
    ];
    for (const [path, body, headers, status, code] of cases) {
      const reply = await post(endpoint, path, body, headers);
      assert.equal(reply.status, status, path);
      assert.equal((await reply.json()).error.code, code);
    }
  }));

Deno.test("serveModels sends the documented 401 body, byte for byte", () =>
  withRegion(async (endpoint) => {
    const reply = await post(endpoint, CHAT, HELLO, { "api-key": "wrong" });
    assert.equal((await reply.text()).length, 224);
  }));

Deno.test("serveModels tells region, deployment and what is left of the quota", () =>
  withRegion(async (endpoint) => {
    const reply = await post(endpoint, CHAT, { ...HELLO, max_tokens: 10 }, {
      "x-ms-client-request-id": "mine",
      "x-simulated-prompt-tokens": "490",
      "x-simulated-completion-tokens": "7",
    });
    const { usage } = await reply.json();
    assert.deepEqual([usage.prompt_tokens, usage.completion_tokens], [490, 7]);
    assert.equal(reply.headers.get("x-ms-region"), "East US");
    assert.equal(reply.headers.get("x-ms-deployment-name"), "chat");
    assert.equal(reply.headers.get("x-ms-client-request-id"), "mine");
    assert.equal(reply.headers.get("x-ratelimit-limit-tokens"), "100000");
    assert.equal(reply.headers.get("x-ratelimit-remaining-tokens"), "99500");
  }));

Deno.test("serveModels refuses above the PTU's 100% with both retry-after headers", () =>
  withRegion(async (endpoint) => {
    const path = CHAT.replace("/chat/", "/ptu/");
    const replies = await Promise.all(Array.from({ length: 12 }, () =>
      post(endpoint, path, HELLO, {
        "x-simulated-prompt-tokens": "5000",
        "x-simulated-completion-tokens": "1",
      })));
    const refused = replies.filter((reply) => reply.status === 429);
    assert.ok(refused.length > 0 && refused.length < 12, `${refused.length} refused`);
    const ms = Number(refused[0].headers.get("retry-after-ms"));
    assert.equal(refused[0].headers.get("retry-after"), String(Math.ceil(ms / 1000)));
    assert.match(
      (await refused[0].json()).error.message,
      /^Your requests to ptu for gpt-4\.1 in East US/,
    );
    await Promise.all(replies.map((reply) => reply.bodyUsed || reply.body?.cancel()));
  }));

Deno.test("serveModels shows faults as a caller meets them, switched over HTTP", () =>
  withRegion(async (endpoint) => {
    const faults = async (...list: unknown[]) => {
      const reply = await fetch(`${endpoint.endpoint}/_faults`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ faults: list }),
      });
      assert.equal(reply.status, 200, await reply.text());
    };
    await faults({ kind: "error", status: 503 });
    const broken = await post(endpoint, CHAT, HELLO);
    assert.equal(broken.status, 503);
    await broken.body?.cancel();

    await faults({ kind: "outage" });
    await assert.rejects(post(endpoint, CHAT, HELLO), TypeError);

    await faults({ kind: "throttle", retryAfterSeconds: 60 });
    const throttled = await post(endpoint, CHAT, HELLO);
    assert.deepEqual([throttled.status, throttled.headers.get("retry-after")], [429, "60"]);
    await throttled.body?.cancel();

    await faults({ kind: "cut", tokens: 3 });
    const simulated = { "x-simulated-completion-tokens": "40" };
    const whole = await post(endpoint, CHAT, HELLO, simulated);
    assert.equal(whole.status, 200);
    await assert.rejects(whole.text());
    const streamed = await post(endpoint, CHAT, { ...HELLO, stream: true }, simulated);
    assert.equal(streamed.status, 200);
    await assert.rejects(streamed.text());

    await faults({ kind: "hang" });
    const hung = AbortSignal.timeout(100);
    await assert.rejects(
      fetch(endpoint.endpoint + CHAT, {
        method: "POST",
        headers: { "api-key": endpoint.apiKey },
        body: JSON.stringify(HELLO),
        signal: hung,
      }),
      { name: "TimeoutError" },
    );
    await faults();
    const healed = await post(endpoint, CHAT, HELLO);
    assert.equal(healed.status, 200);
    await healed.body?.cancel();
  }));

Deno.test("serveModels lets no web page switch faults or read the counts", () =>
  withRegion(async ({ endpoint }) => {
    const called = async (path: string, method: string, headers: Record<string, string>) => {
      const body = method === "PUT" ? '{"faults":[]}' : undefined;
      return (await ask(endpoint + path, { method, headers, body })).status;
    };
    const json = { "content-type": "application/json" };
    assert.equal(await called("/_faults", "PUT", json), 200);
    assert.equal(await called("/_faults", "PUT", { "content-type": "text/plain" }), 415);
    assert.equal(await called("/_faults", "PUT", { ...json, host: "evil.example" }), 403);
    assert.equal(await called("/_faults", "PUT", { ...json, origin: "https://evil.example" }), 403);
    assert.equal(await called("/_stats", "GET", { host: "evil.example" }), 403);
  }));

Deno.test("serveModels refuses an unknown fault and leaves the others as they are", () =>
  withRegion(async ({ endpoint }, servers) => {
    servers.switchFaults("a", [{ kind: "slow", factor: 2 }]);
    const reply = await fetch(`${endpoint}/_faults`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: '{"faults":[{"kind":"fire"}]}',
    });
    assert.equal(reply.status, 400);
    assert.match((await reply.json()).problems[0], /^faults\[0\]\.kind must be one of/);
    const kept = await (await fetch(`${endpoint}/_faults`)).json();
    assert.deepEqual(kept, { faults: [{ kind: "slow", factor: 2 }] });
    assert.throws(() => servers.switchFaults("b", []), /no region "b": there are a/);
  }));

Deno.test("serveModels counts what it did", () =>
  withRegion(async (endpoint) => {
    for (const tokens of ["10", "20"]) {
      await (await post(endpoint, CHAT, HELLO, { "x-simulated-completion-tokens": tokens })).text();
    }
    const { deployments } = await (await fetch(`${endpoint.endpoint}/_stats`)).json();
    assert.equal(deployments[0].accepted, 2);
    assert.equal(deployments[0].completionTokens, 30);
  }));

Deno.test("serveModels counts only what was generated when the caller goes away", () =>
  withRegion(async (endpoint) => {
    const abort = new AbortController();
    const reply = await fetch(endpoint.endpoint + CHAT, {
      method: "POST",
      headers: { "api-key": endpoint.apiKey, "x-simulated-completion-tokens": "16000" },
      body: JSON.stringify({ ...HELLO, stream: true }),
      signal: abort.signal,
    });
    const reader = reply.body!.getReader();
    await reader.read();
    abort.abort();
    await reader.read().catch(() => {});
    for (;;) {
      const { deployments } = await (await fetch(`${endpoint.endpoint}/_stats`)).json();
      if (deployments[0].promptTokens === 0) continue; // not ended yet
      assert.ok(deployments[0].completionTokens < 16_000);
      break;
    }
  }));

Deno.test("serveModels says which port is in use", async () => {
  await using servers = await serveModels({
    regions: [{ id: "a", region: "eastus", deployments: [PAYG] }],
  });
  const port = Number(new URL(servers.endpoints[0].endpoint).port);
  await assert.rejects(
    serveModels({ regions: [{ id: "b", region: "westus", port, deployments: [PAYG] }] }),
    /port \d+ is in use/,
  );
});
