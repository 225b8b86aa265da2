import assert from "node:assert/strict";
import { modelFacts } from "../../lib/models/catalogue.ts";
import { PaygQuota, proportionalRpm } from "../../lib/models/payg.ts";

Deno.test("proportionalRpm follows the documented ratio of the model", () => {
  assert.equal(proportionalRpm(modelFacts("gpt-4.1"), 150_000), 900);
  assert.equal(proportionalRpm(modelFacts("o4-mini"), 150_000), 150);
});

Deno.test("PaygQuota refuses tokens until the minute ends, after the request that reached the limit", () => {
  const quota = new PaygQuota({ tokensPerMinute: 1000, requestsPerMinute: 6000 });
  assert.equal(quota.admit(900, 1000), 0);
  assert.equal(quota.admit(900, 2000), 0);
  assert.equal(quota.admit(1, 15_000), 45_000);
  assert.ok(quota.tokensExhausted(15_000));
  assert.equal(quota.admit(1, 60_000), 0);
});

Deno.test("PaygQuota judges requests by the slice and counts refused ones too", () => {
  const quota = new PaygQuota({ tokensPerMinute: 1e6, requestsPerMinute: 600, sliceMs: 1000 });
  for (let i = 0; i < 10; i++) assert.equal(quota.admit(1, 100), 0);
  assert.equal(quota.admit(1, 400), 600);
  assert.equal(quota.tokensExhausted(400), false);
  assert.equal(quota.admit(1, 1000), 0);
  assert.equal(quota.state(1000).remainingRequests, 600 - 12);
});

Deno.test("PaygQuota tells what is left and when it starts anew", () => {
  const quota = new PaygQuota({ tokensPerMinute: 1000, requestsPerMinute: 60 });
  quota.admit(400, 12_000);
  assert.deepEqual(quota.state(12_000), {
    limitTokens: 1000,
    remainingTokens: 600,
    limitRequests: 60,
    remainingRequests: 59,
    resetTokensMs: 48_000,
    resetRequestsMs: 8000,
  });
});
