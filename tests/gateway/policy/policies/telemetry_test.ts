import assert from "node:assert/strict";
import { findings, policies, type Reply, run } from "../harness.ts";

const REPLY: Reply = {
  body: `{"usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}`,
};

Deno.test("llm-emit-token-metric emits three metrics with its dimensions", async () => {
  for (const name of ["llm-emit-token-metric", "azure-openai-emit-token-metric"]) {
    const { telemetry } = await run(
      `<${name} namespace="genai"><dimension name="Subscription ID"/><dimension name="Team" value="a"/></${name}>`,
      { body: "{}", backend: [REPLY] },
    );
    const dimensions = { "Subscription ID": "sub-1", Team: "a" };
    assert.deepEqual(
      telemetry.map(({ kind, name, data }) => [kind, name, data]),
      [["Total Tokens", 12], ["Prompt Tokens", 5], ["Completion Tokens", 7]].map((
        [name, value],
      ) => [
        "metric",
        name,
        { namespace: "genai", value, dimensions },
      ]),
    );
  }
});

Deno.test("llm-emit-token-metric emits what the reply tells apart of its usage", async () => {
  const usage = {
    input_tokens: 5,
    input_tokens_details: { cached_tokens: 4, audio_tokens: 0 },
    output_tokens: 7,
    output_tokens_details: { reasoning_tokens: 6 },
  };
  const policy = `<llm-emit-token-metric><dimension name="API ID"/></llm-emit-token-metric>`;
  const backend = [{ body: JSON.stringify({ usage }) }];
  const { telemetry } = await run(policy, { body: "{}", backend });
  assert.deepEqual(telemetry.map(({ name, data }) => [name, data.value]), [
    ["Total Tokens", 12],
    ["Prompt Tokens", 5],
    ["Completion Tokens", 7],
    ["Cached Tokens", 4],
    ["Reasoning Tokens", 6],
  ]);
});

Deno.test("llm-emit-token-metric emits nothing for a refused call", async () => {
  const policy = `<llm-emit-token-metric><dimension name="API ID"/></llm-emit-token-metric>`;
  const { telemetry } = await run(policy, { backend: [{ status: 429 }] });
  assert.deepEqual(telemetry, []);
});

Deno.test("emit-metric emits its value, 1 by default", async () => {
  const policy = (rest: string) =>
    `<emit-metric name="calls" ${rest}><dimension name="Location"/></emit-metric>`;
  const of = async (rest: string) => (await run(policy(rest))).telemetry[0].data;
  assert.deepEqual(await of(""), {
    namespace: "API Management",
    value: 1,
    dimensions: { Location: "East US" },
  });
  assert.deepEqual(await of(`value="2.5" namespace="mine"`), {
    namespace: "mine",
    value: 2.5,
    dimensions: { Location: "East US" },
  });
});

Deno.test("emit-metric needs values for dimensions of one's own, and at most ten", () => {
  const of = (dimensions: string) =>
    findings(policies({ inbound: `<emit-metric name="n">${dimensions}</emit-metric>` }));
  assert.deepEqual(of(`<dimension name="Team"/>`), ["missing-attribute 1:21"]);
  assert.deepEqual(of(""), ["incomplete-content 1:21"]);
  assert.equal(of(`<dimension name="a" value="b"/>`.repeat(11)).length, 1);
});

Deno.test("log-to-eventhub sends its message with its partition", async () => {
  const { telemetry } = await run(
    `<log-to-eventhub logger-id="hub" partition-key="p"> @("to " + context.Request.Method) </log-to-eventhub>`,
  );
  assert.deepEqual(telemetry.map(({ kind, name, data }) => [kind, name, data]), [
    ["event-hub", "hub", { message: "to GET", partitionId: null, partitionKey: "p" }],
  ]);
});

Deno.test("log-to-eventhub cuts a message at 200 KB, between characters", async () => {
  const { telemetry } = await run(
    `<log-to-eventhub logger-id="hub">@(new String('é', 150000))</log-to-eventhub>`,
  );
  assert.equal(telemetry[0].data.message, "é".repeat(100 * 1024));
});

Deno.test("log-to-eventhub is refused for a logger that a service does not have", () => {
  const document = policies({ inbound: `<log-to-eventhub logger-id="Hub">x</log-to-eventhub>` });
  const inService = (...ids: string[]) => findings(document, { loggerIds: new Set(ids) });
  assert.deepEqual(inService("hub"), []);
  assert.deepEqual(inService("other"), ["unknown-logger 1:21"]);
  assert.deepEqual(findings(document), []);
});
