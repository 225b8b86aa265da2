import assert from "node:assert/strict";
import { findings, Gateway, policies, run, type Setup } from "../harness.ts";

const cached = (lookup = "", children = "", family = "llm") =>
  policies({
    inbound:
      `<${family}-semantic-cache-lookup score-threshold="0.2" embeddings-backend-id="embeddings" embeddings-backend-auth="system-assigned" ${lookup}>${children}</${family}-semantic-cache-lookup>`,
    outbound: `<${family}-semantic-cache-store duration="60"/>`,
  });

const chat = (text: string, more: Record<string, unknown> = {}) =>
  JSON.stringify({ messages: [{ role: "user", content: text }], ...more });

function caller(document: string) {
  const gateway = new Gateway();
  let calls = 0;
  const ask = async (body: string, setup: Setup = {}) => {
    const backend = [{ body: `answer ${++calls}`, ...setup.backend?.[0] }];
    return (await run(document, { gateway, body, ...setup, backend })).body;
  };
  return { gateway, ask };
}

const QUESTION = "How do I reset the password of my account?";
const LIKE_IT = "Please tell me how to reset my account's password";
const OTHER = "What is the capital of France?";

for (const family of ["llm", "azure-openai"]) {
  Deno.test(`${family}-semantic-cache-lookup answers a like prompt from the cache`, async () => {
    const { gateway, ask } = caller(cached("", "", family));
    assert.equal(await ask(chat(QUESTION)), "answer 1");
    assert.equal(await ask(chat(QUESTION)), "answer 1");
    assert.equal(await ask(chat(OTHER)), "answer 3");
    await gateway.clock.advance(60_000);
    assert.equal(await ask(chat(QUESTION)), "answer 4");
    assert.deepEqual(gateway.embeddings.calls[0], {
      backendId: "embeddings",
      text: `user: ${QUESTION}`,
    });
  });
}

Deno.test("llm-semantic-cache-lookup takes the closer prompts the smaller the threshold", async () => {
  const at = (threshold: number) =>
    caller(cached().replace(`score-threshold="0.2"`, `score-threshold="${threshold}"`));
  for (const [threshold, answer] of [[0.05, "answer 2"], [0.5, "answer 1"]] as const) {
    const { ask } = at(threshold);
    await ask(chat(QUESTION));
    assert.equal(await ask(chat(LIKE_IT)), answer);
  }
});

Deno.test("llm-semantic-cache-lookup takes the threshold for a similarity when told so", async () => {
  const { ask } = caller(cached());
  const fidelity = { semanticScore: "similarity" } as const;
  await ask(chat(QUESTION), { fidelity });
  assert.equal(await ask(chat(LIKE_IT), { fidelity }), "answer 1");
});

Deno.test("llm-semantic-cache-lookup tells apart by model, path and vary-by", async () => {
  const { ask } = caller(
    cached("", `<vary-by>@(context.Request.Headers.GetValueOrDefault("who", ""))</vary-by>`),
  );
  await ask(chat(QUESTION), { headers: { who: "a" } });
  assert.equal(await ask(chat(QUESTION), { headers: { who: "a" } }), "answer 1");
  assert.equal(await ask(chat(QUESTION), { headers: { who: "b" } }), "answer 3");
  assert.equal(await ask(chat(QUESTION, { model: "m" }), { headers: { who: "a" } }), "answer 4");
});

Deno.test("llm-semantic-cache-lookup can leave system messages out, and skips long talks and streams", async () => {
  const talk = (system: string) =>
    JSON.stringify({
      messages: [{ role: "system", content: system }, { role: "user", content: QUESTION }],
    });
  const ignoring = caller(cached(`ignore-system-messages="true"`));
  await ignoring.ask(talk("You are a pirate captain on seven seas"));
  assert.equal(await ignoring.ask(talk("Quantum physics lecture notes")), "answer 1");
  const short = caller(cached(`max-message-count="1"`));
  await short.ask(talk("x"));
  assert.equal(await short.ask(talk("x")), "answer 2");
  const streams = caller(cached());
  await streams.ask(chat(QUESTION, { stream: true }));
  assert.equal(await streams.ask(chat(QUESTION, { stream: true })), "answer 2");
});

Deno.test("llm-semantic-cache-store keeps no failures", async () => {
  const { ask } = caller(cached());
  await ask(chat(QUESTION), { backend: [{ status: 429, body: "no" }] });
  assert.equal(await ask(chat(QUESTION)), "answer 2");
});

Deno.test("llm-semantic-cache-lookup is refused with a backend that the service does not have", () => {
  assert.deepEqual(findings(cached(), { backendIds: new Set(["other"]) }), [
    "unknown-backend 1:69",
  ]);
  assert.deepEqual(findings(cached(), { backendIds: new Set(["embeddings"]) }), []);
});
