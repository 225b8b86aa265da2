import assert from "node:assert/strict";
import fc from "../properties.ts";
import { VirtualClock } from "../../lib/core/clock.ts";
import { Random } from "../../lib/core/random.ts";
import { defaultRegions, estimateTokens, modelHandler, Region } from "../../lib/models/mod.ts";

function handler() {
  const clock = new VirtualClock();
  const random = new Random(1);
  const region = new Region(defaultRegions()[0], { random, startMs: clock.now() });
  const handle = modelHandler({
    region,
    clock,
    random,
    apiKey: "k",
    countTokens: estimateTokens,
  });
  return (request: Request) => clock.run(handle(request));
}

Deno.test("modelHandler answers any body with a status below 500", async () => {
  const handle = handler();
  const tool = {
    type: "function",
    name: "f",
    parameters: { type: "object" },
    function: { name: "f", parameters: { $ref: "#/none" } },
  };
  const field = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>(
      "gpt-4.1",
      true,
      2,
      [{ role: "user", content: "x" }],
      [tool],
      { type: "json_schema", json_schema: { name: "x", schema: { type: "nothing" } } },
      { format: { type: "json_schema", name: "x", schema: { pattern: "(" } } },
    ),
  );
  const body = fc.record({
    model: field,
    messages: field,
    input: field,
    max_tokens: field,
    max_output_tokens: field,
    stream: field,
    stream_options: field,
    previous_response_id: field,
    prompt_cache_key: field,
    tools: field,
    tool_choice: field,
    functions: field,
    response_format: field,
    text: field,
    n: field,
    stop: field,
    logprobs: field,
    top_logprobs: field,
    dimensions: field,
    service_tier: field,
  }, { requiredKeys: [] });
  const paths = [
    "/openai/v1/chat/completions",
    "/openai/v1/responses",
    "/openai/v1/embeddings",
    "/openai/deployments/gpt-4.1/chat/completions?api-version=2025-04-01-preview",
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      fc.oneof(body.map((b) => JSON.stringify(b)), fc.string(), fc.json()),
      async (path, text) => {
        const reply = await handle(
          new Request(`http://models.test${path}`, {
            method: "POST",
            headers: { "api-key": "k" },
            body: text,
          }),
        );
        assert.ok(reply.status < 500, `${reply.status} for ${text}`);
        await reply.body?.cancel();
      },
    ),
    { numRuns: 200 },
  );
});

Deno.test("modelHandler answers any path and method with a status below 500", async () => {
  const handle = handler();
  await fc.assert(
    fc.asyncProperty(
      fc.webPath(),
      fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH"),
      async (path, method) => {
        const url = new URL(`/openai${path}`, "http://models.test");
        const reply = await handle(new Request(url, { method, headers: { "api-key": "k" } }));
        assert.ok(reply.status < 500, `${reply.status} for ${method} ${url.pathname}`);
      },
    ),
  );
});
