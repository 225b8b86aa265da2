import assert from "node:assert/strict";
import { MessageBody } from "../../../../lib/gateway/contracts/message.ts";
import { estimatePromptTokens } from "../../../../lib/gateway/policy/tokens/prompt.ts";
import { StreamUsage, usageOf } from "../../../../lib/gateway/policy/tokens/usage.ts";

Deno.test("usageOf reads the usage of chats and of responses", () => {
  const chat = { usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 } };
  const response = { usage: { input_tokens: 5, output_tokens: 7 } };
  const wanted = { prompt: 5, completion: 7, total: 12 };
  assert.deepEqual(usageOf(chat), wanted);
  assert.deepEqual(usageOf(response), wanted);
  for (const none of [null, [], "x", {}, { usage: null }]) assert.equal(usageOf(none), null);
});

function stream(text: string, pieces = 7) {
  const usage = new StreamUsage();
  const bytes = new TextEncoder().encode(text);
  for (let i = 0; i < bytes.length; i += pieces) usage.chunk(bytes.subarray(i, i + pieces));
  return usage.result(() => 10);
}

Deno.test("StreamUsage takes the usage that the stream tells, however it is cut", () => {
  const text = `data: {"choices":[{"delta":{"content":"häl"}}],"usage":null}\n\n` +
    `data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}\n\ndata: [DONE]\n\n`;
  for (const pieces of [1, 2, 50, 1000]) {
    assert.deepEqual(stream(text, pieces), { prompt: 3, completion: 2, total: 5 });
  }
  const responses = `event: response.completed\ndata: {"type":"response.completed",` +
    `"response":{"usage":{"input_tokens":3,"output_tokens":2,"total_tokens":5}}}`;
  assert.deepEqual(stream(responses), { prompt: 3, completion: 2, total: 5 });
});

Deno.test("StreamUsage estimates from the text when the stream does not tell", () => {
  const chat = `data: {"choices":[{"delta":{"content":"12345678"}}]}\n\n` +
    `data: {"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"1234"}}]}}]}\n\n`;
  assert.deepEqual(stream(chat), { prompt: 10, completion: 3, total: 13 });
  const response = `data: {"type":"response.output_text.delta","delta":"1234"}\n`;
  assert.deepEqual(stream(response), { prompt: 10, completion: 1, total: 11 });
});

const PROMPTS: readonly [name: string, body: unknown, tokens: number][] = [
  [
    "chats",
    { messages: [{ role: "user", content: "12345678" }, { content: "1234" }] },
    3 + 2 + 3 + 1,
  ],
  ["parts and images", {
    messages: [{ content: [{ type: "text", text: "1234" }, { type: "image_url" }] }],
  }, 3 + 1 + 1200],
  ["completions", { prompt: ["1234", "1234"] }, 8],
  ["responses", { instructions: "1234", input: "1234" }, 8],
  [
    "response items",
    { input: [{ role: "user", content: [{ type: "input_text", text: "1234" }] }] },
    4,
  ],
  ["no JSON", "what?", 0],
];

for (const [name, body, tokens] of PROMPTS) {
  Deno.test(`estimatePromptTokens counts ${name}`, () => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    assert.equal(estimatePromptTokens(new MessageBody(text)), tokens);
  });
}
