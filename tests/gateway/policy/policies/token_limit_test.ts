import assert from "node:assert/strict";
import { findings, Gateway, policies, type Reply, run, type Setup } from "../harness.ts";

const limit = (rest: string, estimate = false) =>
  `<llm-token-limit counter-key="k" estimate-prompt-tokens="${estimate}" ${rest}
    remaining-tokens-header-name="x-left" remaining-tokens-variable-name="left"
    tokens-consumed-header-name="x-used" tokens-consumed-variable-name="used"/>`;

const body = JSON.stringify({ messages: [{ role: "user", content: "12345678" }] }); // 5 tokens
const answer = (total: number): Reply => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    usage: { prompt_tokens: total - 1, completion_tokens: 1, total_tokens: total },
  }),
});

const ask = (gateway: Gateway, policy: string, reply = answer(150), more: Setup = {}) =>
  run(policy, { gateway, body, backend: [reply], ...more });

Deno.test("llm-token-limit lets the call that crosses the limit through and refuses the next ones", async () => {
  const gateway = new Gateway();
  const perMinute = limit(`tokens-per-minute="100"`);
  const first = await ask(gateway, perMinute);
  assert.deepEqual(
    [first.status, first.response.headers.get("x-left"), first.response.headers.get("x-used")],
    [200, "0", "150"],
  );
  await gateway.clock.advance(1000);
  const second = await ask(gateway, perMinute);
  assert.deepEqual([second.status, second.body, second.response.headers.get("Retry-After")], [
    429,
    `{ "statusCode": 429, "message": "Token limit is exceeded. Try again in 59 seconds." }`,
    "59",
  ]);
  assert.equal(second.context.lastError?.source, "llm-token-limit");
  await gateway.clock.advance(59_000);
  const third = await ask(gateway, perMinute, answer(1));
  assert.deepEqual([third.status, third.response.headers.get("x-left")], [200, "49"]);
});

Deno.test("llm-token-limit with an estimate refuses the prompt that does not fit", async () => {
  const gateway = new Gateway();
  const small = limit(`tokens-per-minute="9"`, true);
  const first = await ask(gateway, small, answer(6));
  assert.deepEqual([first.status, first.response.headers.get("x-left")], [200, "3"]);
  const second = await ask(gateway, small, answer(6));
  assert.deepEqual([second.status, second.seen.length], [429, 0]);
});

Deno.test("llm-token-limit tells the estimate in backend and the usage in outbound", async () => {
  const document = policies({
    inbound: limit(`tokens-per-minute="100"`, true),
    backend: `<choose><when condition="true"><set-variable name="before"
      value="@(context.Variables["used"])"/><forward-request/></when></choose>`,
    outbound: `<set-variable name="after" value="@(context.Variables["used"])"/>`,
  });
  const { context } = await ask(new Gateway(), document, answer(20));
  assert.deepEqual(["before", "after", "left"].map((name) => context.variables.get(name)), [
    5,
    20,
    80,
  ]);
});

Deno.test("llm-token-limit counts a stream when it has passed", async () => {
  const gateway = new Gateway();
  const text = `data: {"choices":[{"delta":{"content":"${"x".repeat(400)}"}}]}\n\ndata: [DONE]\n\n`;
  const reply = (): Reply => ({
    headers: { "content-type": "text/event-stream" },
    body: new Blob([text]).stream(),
  });
  const perMinute = limit(`tokens-per-minute="100"`);
  const first = await ask(gateway, perMinute, reply());
  assert.deepEqual([first.status, first.body], [200, text]);
  assert.equal((await ask(gateway, perMinute, reply())).status, 429);
  await gateway.clock.advance(60_000);
  const third = await ask(gateway, perMinute, reply());
  assert.equal(third.response.headers.get("x-left"), "95"); // 105 used, 100 paid off
});

Deno.test("llm-token-limit with a quota answers 403 until the period ends", async () => {
  const gateway = new Gateway(); // midnight
  const daily = limit(`token-quota="100" token-quota-period="Daily"
    remaining-quota-tokens-header-name="x-quota" retry-after-header-name="x-retry"
    retry-after-variable-name="wait"`);
  const first = await ask(gateway, daily, answer(60));
  assert.equal(first.response.headers.get("x-quota"), "40");
  await ask(gateway, daily, answer(60));
  const { status, body, response, context } = await ask(gateway, daily);
  assert.equal(status, 403);
  assert.match(body!, /Token quota is exceeded\. Try again in 86400 seconds\./);
  assert.deepEqual([response.headers.get("x-retry"), context.variables.get("wait")], [
    "86400",
    86_400,
  ]);
  await gateway.clock.advance(86_400_000);
  assert.equal((await ask(gateway, daily)).status, 200);
});

Deno.test("llm-token-limit keeps the estimate of a call that failed, or returns it when told so", async () => {
  const limited = limit(`tokens-per-minute="9"`, true);
  const refused: Reply = { status: 429 };
  for (const [choice, left] of [["kept", "4"], ["returned", "9"]] as const) {
    const { response } = await ask(new Gateway(), limited, refused, {
      fidelity: { tokensOfFailedCall: choice },
    });
    assert.equal(response.headers.get("x-left"), left);
  }
});

Deno.test("llm-token-limit counts each key for itself", async () => {
  const gateway = new Gateway();
  const keyed =
    `<azure-openai-token-limit counter-key="@(context.Request.Headers.GetValueOrDefault("k"))"
    tokens-per-minute="100" estimate-prompt-tokens="false"/>`;
  const status = async (k: string) =>
    (await ask(gateway, keyed, answer(100), { headers: { k } })).status;
  assert.deepEqual([await status("a"), await status("a"), await status("b")], [200, 429, 200]);
});

Deno.test("llm-token-limit needs a limit, and a period with its quota", () => {
  const of = (rest: string) =>
    findings(policies({
      inbound: `<llm-token-limit counter-key="k" estimate-prompt-tokens="true" ${rest}/>`,
    }));
  assert.deepEqual(of(""), ["missing-attribute 1:21"]);
  assert.deepEqual(of(`token-quota="5"`), ["missing-attribute 1:21"]);
  assert.deepEqual(of(`token-quota="5" token-quota-period="Weekly"`), []);
});
