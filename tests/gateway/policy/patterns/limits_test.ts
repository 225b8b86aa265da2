/** How much a caller may ask for, counted for each of them. */
import assert from "node:assert/strict";
import { policies } from "../harness.ts";
import { Service } from "./service.ts";

Deno.test("rate-limit-by-key: each address has its own calls, and only good ones count", async () => {
  let status = 200;
  const service = await Service.start({
    policy: policies({
      inbound: `<base/><rate-limit-by-key calls="2" renewal-period="60"
        counter-key="@(context.Request.Headers.GetValueOrDefault("X-Forwarded-For", "none"))"
        increment-condition="@(context.Response.StatusCode == 200)"/>`,
    }),
    answer: () => ({ status }),
  });
  const from = (address: string) => ({ headers: { "X-Forwarded-For": address } });
  assert.deepEqual(await service.statuses(3, from("10.0.0.1")), [200, 200, 429]);
  assert.deepEqual(await service.statuses(2, from("10.0.0.2")), [200, 200]);
  const refused = await service.call(from("10.0.0.1"));
  assert.deepEqual([refused.sent.length, refused.headers["retry-after"]], [0, "60"]);
  status = 404;
  assert.deepEqual(await service.statuses(5, from("10.0.0.3")), Array(5).fill(404));
  status = 200;
  assert.deepEqual(await service.statuses(3, from("10.0.0.3")), [200, 200, 429]);
  await service.clock.advance(59_999);
  assert.equal((await service.call(from("10.0.0.1"))).status, 429);
  await service.clock.advance(1);
  assert.equal((await service.call(from("10.0.0.1"))).status, 200);
});

Deno.test("quota-by-key: a subscriber's calls of an hour end in 403, another's do not", async () => {
  const service = await Service.start({
    policy: policies({
      inbound:
        `<base/><quota-by-key calls="3" renewal-period="3600" counter-key="@(context.Subscription.Id)"/>`,
    }),
    subscribers: ["gold", "iron"],
  });
  assert.deepEqual(await service.statuses(4, { subscriber: "gold" }), [200, 200, 200, 403]);
  const { body, headers, sent } = await service.call({ subscriber: "gold" });
  assert.match(body, /Out of call volume quota. Quota will be replenished in \d\d:\d\d:\d\d\./);
  assert.ok(Number(headers["retry-after"]) > 0 && sent.length === 0);
  assert.equal((await service.call({ subscriber: "iron" })).status, 200);
  await service.clock.advance(3_600_000);
  assert.equal((await service.call({ subscriber: "gold" })).status, 200);
  assert.equal((await service.call()).status, 401);
});

Deno.test("llm-token-limit: the tokens that a subscriber used block it alone, for as long as told", async () => {
  const usage = { prompt_tokens: 80, completion_tokens: 70, total_tokens: 150 };
  const service = await Service.start({
    policy: policies({
      inbound:
        `<base/><llm-token-limit counter-key="@(context.Subscription.Id)" tokens-per-minute="100"
        estimate-prompt-tokens="false" remaining-tokens-header-name="x-left" retry-after-header-name="x-wait"/>`,
    }),
    subscribers: ["gold", "iron"],
    answer: () => ({
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ choices: [], usage }),
    }),
  });
  const ask = (subscriber: string) =>
    service.call({
      path: "/chat/completions",
      body: JSON.stringify({ messages: [{ role: "user", content: "hi" }] }),
      headers: { "Content-Type": "application/json" },
      subscriber,
    });
  assert.equal((await ask("gold")).status, 200);
  const refused = await ask("gold");
  assert.deepEqual([refused.status, refused.sent.length], [429, 0]);
  assert.equal((await ask("iron")).status, 200);
  const wait = Number(refused.headers["x-wait"]) * 1000;
  await service.clock.advance(wait - 1_000);
  assert.equal((await ask("gold")).status, 429);
  await service.clock.advance(1_000);
  assert.equal((await ask("gold")).status, 200);
});

Deno.test("a limit by product: choose gives each kind of caller its own rate", async () => {
  const limit = (calls: number) =>
    `<rate-limit-by-key calls="${calls}" renewal-period="60" counter-key="@(context.Subscription.Id)"/>`;
  const service = await Service.start({
    policy: policies({
      inbound: `<base/><choose>
        <when condition="@(context.Subscription.Name.StartsWith("gold"))">${limit(4)}</when>
        <otherwise>${limit(1)}</otherwise>
      </choose>`,
    }),
    subscribers: ["gold", "iron"],
  });
  assert.deepEqual(await service.statuses(5, { subscriber: "gold" }), [200, 200, 200, 200, 429]);
  assert.deepEqual(await service.statuses(2, { subscriber: "iron" }), [200, 429]);
});
