/** What clients ask of a model beside a text: tools, formats, choices, probabilities, tiers, vectors. */
import assert from "node:assert/strict";
import { Ajv } from "ajv";
import { AzureOpenAI } from "openai";
import { SystemClock } from "../../lib/core/clock.ts";
import {
  type DeploymentConfiguration,
  type ModelEndpoint,
  serveModels,
} from "../../lib/models/mod.ts";

const DEPLOYMENTS: DeploymentConfiguration[] = [
  { name: "chat", model: "gpt-4.1", type: "PAYG", tokensPerMinute: 1_000_000 },
  {
    name: "global",
    model: "gpt-4.1",
    type: "PAYG",
    tokensPerMinute: 1_000_000,
    deploymentType: "GlobalStandard",
  },
  { name: "embed", model: "text-embedding-3-small", type: "PAYG", tokensPerMinute: 1_000_000 },
  { name: "thinks", model: "gpt-5", type: "PAYG", tokensPerMinute: 1_000_000 },
  { name: "old", model: "text-embedding-ada-002", type: "PAYG", tokensPerMinute: 1_000_000 },
];

/** Runs a test against one region, 500 times faster than life; `post` gives status and body. */
async function withRegion(
  run: (context: {
    client: AzureOpenAI;
    // deno-lint-ignore no-explicit-any -- JSON
    post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<any>;
    endpoint: ModelEndpoint;
  }) => Promise<void>,
  seed = 5,
): Promise<void> {
  await using servers = await serveModels({
    regions: [{ id: "a", region: "eastus", deployments: DEPLOYMENTS }],
    clock: new SystemClock({ speed: 500 }),
    seed,
  });
  const [endpoint] = servers.endpoints;
  const client = new AzureOpenAI({
    endpoint: endpoint.endpoint,
    apiKey: endpoint.apiKey,
    apiVersion: "2025-04-01-preview",
    maxRetries: 0,
  });
  await run({
    client,
    endpoint,
    async post(path, body, headers = {}) {
      const reply = await fetch(endpoint.endpoint + path, {
        method: "POST",
        headers: { "api-key": endpoint.apiKey, "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      });
      return { status: reply.status, headers: reply.headers, ...await reply.json() };
    },
  });
}

const user = (content: string) => ({ role: "user" as const, content });
const MESSAGES = [user("What is the weather?")];
const CHAT = "/openai/deployments/chat/chat/completions?api-version=2025-04-01-preview";
const V1 = "/openai/v1/chat/completions";
const RESPONSES = "/openai/responses?api-version=2025-04-01-preview";

const PARAMETERS = {
  type: "object",
  properties: {
    city: { type: "string" },
    unit: { enum: ["c", "f"] },
    days: { type: "integer", minimum: 1, maximum: 7 },
  },
  required: ["city", "unit", "days"],
  additionalProperties: false,
};
const TOOL = {
  type: "function" as const,
  function: { name: "weather", description: "Forecast", parameters: PARAMETERS },
};

const fits = (schema: Record<string, unknown>, text: string) =>
  new Ajv({ strict: false }).compile(schema)(JSON.parse(text));

Deno.test("a model calls the tool that is required, with arguments of its schema, and answers its result", () =>
  withRegion(async ({ client }) => {
    const first = await client.chat.completions.create({
      model: "chat",
      messages: MESSAGES,
      tools: [TOOL],
    });
    const [choice] = first.choices;
    assert.equal(choice.finish_reason, "tool_calls");
    const [call] = choice.message.tool_calls!;
    assert(call.type === "function");
    assert.equal(call.function.name, "weather");
    assert(fits(PARAMETERS, call.function.arguments), call.function.arguments);
    const second = await client.chat.completions.create({
      model: "chat",
      messages: [...MESSAGES, choice.message, {
        role: "tool",
        tool_call_id: call.id,
        content: "rain",
      }],
      tools: [TOOL],
    });
    assert.equal(second.choices[0].finish_reason, "stop");
    assert(second.choices[0].message.content);
  }));

Deno.test("tool_choice says whether and which: none, required, by name; streams add up to the same", () =>
  withRegion(async ({ client }) => {
    const ask = (
      tool_choice: "none" | "required" | { type: "function"; function: { name: string } },
    ) =>
      client.chat.completions.create({
        model: "chat",
        messages: MESSAGES,
        tools: [TOOL],
        tool_choice,
      });
    assert.equal((await ask("none")).choices[0].message.tool_calls, undefined);
    assert.equal((await ask("required")).choices[0].finish_reason, "tool_calls");
    const named = await ask({ type: "function", function: { name: "weather" } });
    assert.equal(named.choices[0].finish_reason, "stop", "documented for a demanded call");
    assert.equal(named.choices[0].message.tool_calls!.length, 1);
    const stream = client.chat.completions.stream({
      model: "chat",
      messages: MESSAGES,
      tools: [TOOL],
      tool_choice: "required",
    });
    const [choice] = (await stream.finalChatCompletion()).choices;
    const [call] = choice.message.tool_calls!;
    assert(call.type === "function" && fits(PARAMETERS, call.function.arguments));
    assert.equal(choice.finish_reason, "tool_calls");
  }));

Deno.test("response_format gives JSON, and JSON of a schema", () =>
  withRegion(async ({ client }) => {
    const object = await client.chat.completions.create({
      model: "chat",
      messages: [user("Answer as JSON.")],
      response_format: { type: "json_object" },
    });
    assert.equal(typeof JSON.parse(object.choices[0].message.content!), "object");
    const schema = {
      type: "object",
      properties: {
        items: { type: "array", items: { $ref: "#/$defs/item" } },
        note: { type: ["string", "null"] },
      },
      required: ["items", "note"],
      additionalProperties: false,
      $defs: {
        item: {
          anyOf: [
            { type: "boolean" },
            {
              type: "object",
              properties: { n: { type: "number" } },
              required: ["n"],
              additionalProperties: false,
            },
          ],
        },
      },
    };
    const format = { name: "list", schema, strict: true };
    const chat = await client.chat.completions.create({
      model: "chat",
      messages: MESSAGES,
      response_format: { type: "json_schema", json_schema: format },
    });
    assert(fits(schema, chat.choices[0].message.content!));
    const response = await client.responses.create({
      model: "chat",
      input: "List them.",
      text: { format: { type: "json_schema", ...format } },
    });
    assert(fits(schema, response.output_text));
  }));

Deno.test("n, stop and logprobs are heeded, streamed or not", () =>
  withRegion(async ({ client }) => {
    const several = await client.chat.completions.create({
      model: "chat",
      messages: MESSAGES,
      n: 3,
      max_completion_tokens: 200,
    });
    const texts = several.choices.map(({ message }) => message.content);
    assert.equal(new Set(texts).size, 3);
    const words = texts.reduce((sum, text) => sum + text!.split(" ").length, 0);
    assert.equal(several.usage!.completion_tokens, words);

    const cut = await client.chat.completions.create({
      model: "chat",
      messages: MESSAGES,
      stop: [" the", " a", " and", " to"],
    });
    assert.equal(cut.choices[0].finish_reason, "stop");
    assert.doesNotMatch(cut.choices[0].message.content!, / (the|a|and|to)/);

    const told = await client.chat.completions.create({
      model: "chat",
      messages: MESSAGES,
      logprobs: true,
      top_logprobs: 2,
      max_completion_tokens: 5,
    });
    const { content } = told.choices[0].logprobs!;
    assert.equal(content!.map(({ token }) => token).join(""), told.choices[0].message.content);
    assert(
      content!.every(({ logprob, top_logprobs }) => logprob <= 0 && top_logprobs.length === 2),
    );

    const seen: string[] = ["", ""];
    const stream = await client.chat.completions.create({
      model: "chat",
      messages: MESSAGES,
      n: 2,
      logprobs: true,
      stream: true,
    });
    let probabilities = 0;
    for await (const { choices } of stream) {
      for (const { index, delta, logprobs } of choices) {
        seen[index] += delta.content ?? "";
        probabilities += logprobs?.content?.length ?? 0;
      }
    }
    assert(seen.every((text) => text !== ""));
    assert.equal(probabilities, seen.join(" ").split(" ").length);
  }));

Deno.test("the Responses API calls tools, tells probabilities and repeats what it was asked", () =>
  withRegion(async ({ client }) => {
    const tool = {
      type: "function" as const,
      name: "weather",
      parameters: PARAMETERS,
      strict: true,
    };
    const called = await client.responses.create({
      model: "chat",
      input: "Weather?",
      tools: [tool],
      temperature: 0.5,
      metadata: { of: "test" },
      instructions: "Be brief.",
    });
    const [item] = called.output;
    assert(item.type === "function_call" && fits(PARAMETERS, item.arguments));
    assert.deepEqual([called.temperature, called.metadata, called.instructions], [
      0.5,
      { of: "test" },
      "Be brief.",
    ]);
    const answered = await client.responses.create({
      model: "chat",
      input: [
        { role: "user", content: "Weather?" },
        item,
        { type: "function_call_output", call_id: item.call_id, output: "rain" },
      ],
      tools: [tool],
      top_logprobs: 1,
      include: ["message.output_text.logprobs"],
    });
    const [message] = answered.output;
    assert(message.type === "message" && message.content[0].type === "output_text");
    assert(message.content[0].logprobs!.length > 0);
    const types: string[] = [];
    let args = "";
    for await (
      const event of await client.responses.create({
        model: "chat",
        input: "Weather?",
        tools: [tool],
        tool_choice: "required",
        stream: true,
      })
    ) {
      if (types.at(-1) !== event.type) types.push(event.type);
      if (event.type === "response.function_call_arguments.delta") args += event.delta;
    }
    assert(fits(PARAMETERS, args));
    assert.deepEqual(types, [
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.function_call_arguments.delta",
      "response.function_call_arguments.done",
      "response.output_item.done",
      "response.completed",
    ]);
  }));

Deno.test("what a request gets wrong is answered with the service's own error", () =>
  withRegion(async ({ post }) => {
    const message = { messages: MESSAGES };
    const cases: [path: string, body: unknown, code: string | null, message: RegExp][] = [
      [CHAT, { messages: [] }, "empty_array", /^Invalid 'messages': empty array\./],
      [CHAT, { messages: "x" }, "invalid_type", /expected an array of objects, but got a string/],
      [CHAT, { messages: [{ content: "x" }] }, "missing_required_parameter", /messages\[0\]\.role/],
      [
        CHAT,
        { messages: [{ role: "boss", content: "x" }] },
        "invalid_value",
        /'boss'.*'developer'/,
      ],
      [CHAT, { messages: [{ role: "tool", tool_call_id: "x", content: "x" }] }, null, /preceeding/],
      [
        CHAT,
        { messages: [{ role: "user", content: [{ type: "input_audio" }] }] },
        "invalid_value",
        /'input_audio'/,
      ],
      [CHAT, { ...message, foo: 1 }, null, /^Unrecognized request argument supplied: foo$/],
      [CHAT, { ...message, n: 0 }, "integer_below_min_value", />= 1, but got 0/],
      [CHAT, { ...message, n: 1.5 }, "invalid_type", /an integer, but got a decimal number/],
      [CHAT, { ...message, temperature: 3 }, "decimal_above_max_value", /<= 2, but got 3/],
      [CHAT, { ...message, top_logprobs: 2 }, null, /only allowed when 'logprobs' is enabled/],
      [
        CHAT,
        { ...message, stop: ["a", "b", "c", "d", "e"] },
        "array_above_max_length",
        /maximum length 4/,
      ],
      [CHAT, { ...message, tool_choice: "auto" }, "invalid_value", /only allowed when 'tools'/],
      [CHAT, { ...message, tools: [] }, "empty_array", /'tools'/],
      [CHAT, { ...message, tools: [{ type: "web_search" }] }, "invalid_value", /'web_search'/],
      [
        CHAT,
        { ...message, tools: [TOOL], tool_choice: { type: "function", function: { name: "x" } } },
        "invalid_value",
        /'x' was not found/,
      ],
      [
        CHAT,
        { ...message, response_format: { type: "json_object" } },
        null,
        /must contain the word 'json'/,
      ],
      [
        CHAT,
        { ...message, response_format: { type: "xml" } },
        "invalid_value",
        /'json_schema', and 'text'/,
      ],
      [
        CHAT,
        {
          ...message,
          response_format: {
            type: "json_schema",
            json_schema: {
              name: "x",
              strict: true,
              schema: { type: "object", properties: { a: {} } },
            },
          },
        },
        "invalid_json_schema",
        /'additionalProperties' is required/,
      ],
      [
        CHAT.replace("2025-04-01-preview", "2024-02-01"),
        { ...message, response_format: { type: "json_schema" } },
        "BadRequest",
        /enabled only for api versions/,
      ],
      [
        CHAT,
        { ...message, max_tokens: 1, max_completion_tokens: 1 },
        "invalid_parameter_combination",
        /same time/,
      ],
      [CHAT, { ...message, stream_options: {} }, null, /only allowed when 'stream'/],
      [CHAT, { ...message, service_tier: "flex" }, "invalid_value", /'flex'/],
      [CHAT, { ...message, data_sources: [{}] }, "unsupported_parameter", /data_sources/],
      [
        CHAT.replace("/chat/", "/thinks/"),
        { ...message, max_tokens: 5 },
        "unsupported_parameter",
        /Use 'max_completion_tokens' instead/,
      ],
      [
        CHAT.replace("/chat/", "/thinks/"),
        { ...message, temperature: 0.5 },
        "unsupported_value",
        /Only the default \(1\) value/,
      ],
      [CHAT, { ...message, reasoning_effort: "low" }, "unsupported_parameter", /reasoning_effort/],
      [V1, message, "missing_required_parameter", /'model'/],
      [RESPONSES, { model: "chat", input: [] }, "empty_array", /'input'/],
      [RESPONSES, { model: "chat", input: "x", foo: 1 }, "unknown_parameter", /'foo'/],
      [
        RESPONSES,
        { model: "chat", input: "x", background: true },
        "unsupported_parameter",
        /background/,
      ],
      [
        RESPONSES,
        { model: "embed", input: "x" },
        "OperationNotSupported",
        /text-embedding-3-small/,
      ],
      [CHAT.replace("/chat/", "/embed/"), message, "OperationNotSupported", /chatCompletion/],
      [
        "/openai/deployments/chat/completions?api-version=2024-10-21",
        { prompt: "x" },
        "OperationNotSupported",
        /completion operation/,
      ],
      [
        "/openai/deployments/chat/embeddings?api-version=2024-10-21",
        { input: "x" },
        "OperationNotSupported",
        /embeddings/,
      ],
      [
        "/openai/deployments/embed/embeddings?api-version=2024-10-21",
        { input: [] },
        "empty_array",
        /input/,
      ],
      [
        "/openai/deployments/embed/embeddings?api-version=2024-10-21",
        { input: "x", dimensions: 9999 },
        "integer_above_max_value",
        /1536/,
      ],
      [
        "/openai/deployments/old/embeddings?api-version=2024-10-21",
        { input: "x", dimensions: 10 },
        null,
        /does not support/,
      ],
    ];
    for (const [path, body, code, text] of cases) {
      const { status, error } = await post(path, body);
      assert.equal(status, 400, JSON.stringify(body));
      assert.equal(error.code, code, JSON.stringify(error));
      assert.match(error.message, text);
    }
  }));

Deno.test("embeddings are unit vectors of the asked length, close for texts that share words", () =>
  withRegion(async ({ client }) => {
    const texts = [
      "the cat sat on the mat",
      "the cat sat on the chair",
      "stock prices fell sharply",
    ];
    const { data, usage } = await client.embeddings.create({
      model: "embed",
      input: texts,
      dimensions: 256,
      encoding_format: "float",
    });
    const vectors = data.map(({ embedding }) => embedding);
    const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
    assert(vectors.every((v) => v.length === 256 && Math.abs(dot(v, v) - 1) < 1e-5));
    assert(dot(vectors[0], vectors[1]) > 0.5 && Math.abs(dot(vectors[0], vectors[2])) < 0.4);
    assert.equal(usage.prompt_tokens, usage.total_tokens);
    const coded = await client.embeddings.create({ model: "embed", input: texts[0] });
    assert.equal(coded.data[0].embedding.length, 1536, "the client asks for base64 by default");
    assert.deepEqual((await client.models.list()).data.map(({ id }) => id).sort(), [
      "chat",
      "embed",
      "global",
      "old",
      "thinks",
    ]);
  }));

Deno.test("a schema that asks for too much gets less, and no region is kept busy by it", () =>
  withRegion(async ({ post }) => {
    const schema = {
      type: "object",
      properties: {
        long: { type: "string", minLength: 1e9 },
        many: { type: "array", items: { type: "integer" }, minItems: 1e9 },
        odd: { type: "string", pattern: "((a{1000}){1000}){1000}" },
      },
      required: ["long", "many", "odd"],
    };
    const { status, choices } = await post(CHAT, {
      messages: MESSAGES,
      response_format: { type: "json_schema", json_schema: { name: "x", schema } },
    });
    assert.equal(status, 200);
    assert(choices[0].message.content.length < 10_000);
  }));

Deno.test("pictures count as tokens of the prompt", () =>
  withRegion(async ({ post }) => {
    const tokens = async (content: unknown) => {
      const { usage } = await post(CHAT, { messages: [{ role: "user", content }] });
      return usage.prompt_tokens;
    };
    const text = { type: "text", text: "What is this?" };
    const image = { type: "image_url", image_url: { url: "https://x.example/a.png" } };
    assert.equal(await tokens([text, image, image]) - await tokens([text]), 170);
  }));

Deno.test("a token wins over a key, and a key counts where there is no token", () =>
  withRegion(async ({ post, endpoint }) => {
    const status = async (headers: Record<string, string>) =>
      (await post(CHAT, { messages: MESSAGES }, headers)).status;
    const jwt = "Bearer aaaa.bbbb.cccc";
    assert.equal(await status({ "api-key": "a caller's own", authorization: jwt }), 200);
    assert.equal(await status({ "api-key": "", authorization: `Bearer ${endpoint.apiKey}` }), 401);
    assert.equal(
      await status({ "api-key": endpoint.apiKey, authorization: "Bearer of-a-client" }),
      200,
    );
    assert.equal(await status({ "api-key": "wrong", authorization: "Bearer wrong" }), 401);
    const token = (claims: unknown) =>
      `Bearer a.${btoa(JSON.stringify(claims)).replace(/=+$/, "")}.s`;
    const forUs = { aud: "https://cognitiveservices.azure.com/" };
    assert.equal(await status({ authorization: token(forUs) }), 200);
    assert.equal(await status({ authorization: token({ ...forUs, exp: 1 }) }), 401);
    assert.equal(
      await status({ authorization: token({ aud: "https://management.azure.com" }) }),
      401,
    );
  }));

Deno.test("service_tier is priority where the deployment has it, and what was used stands in the reply", () =>
  withRegion(async ({ post }) => {
    const tier = async (deployment: string, service_tier?: string) => {
      const reply = await post(CHAT.replace("/chat/", `/${deployment}/`), {
        messages: MESSAGES,
        service_tier,
      });
      return reply.service_tier;
    };
    assert.equal(await tier("chat"), "default");
    assert.equal(await tier("chat", "priority"), "default", "regional Standard has none");
    assert.equal(await tier("global", "priority"), "priority");
    assert.equal(await tier("global", "auto"), "default");
  }));

Deno.test("the same seed says the same to the same requests", async () => {
  const said = async () => {
    const replies: unknown[] = [];
    await withRegion(async ({ post }) => {
      for (const extra of [{}, { n: 2 }, { tools: [TOOL] }, { logprobs: true }]) {
        const { choices } = await post(CHAT, { messages: MESSAGES, ...extra });
        replies.push(choices);
      }
    }, 11);
    return replies;
  };
  assert.deepEqual(await said(), await said());
});
