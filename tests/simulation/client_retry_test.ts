import assert from "node:assert/strict";
import { Random } from "../../lib/core/random.ts";
import { retries, retryDelayMs } from "../../lib/simulation/client_retry.ts";

Deno.test("retries are for timeouts, conflicts, rate limits and server errors", () => {
  const statuses = [400, 401, 404, 408, 409, 422, 429, 500, 502, 503];
  assert.deepEqual(statuses.filter(retries), [408, 409, 429, 500, 502, 503]);
});

Deno.test("retryDelayMs obeys the reply up to a minute, and prefers milliseconds", () => {
  const random = new Random(1);
  assert.equal(retryDelayMs({ retryAfterMs: "250", retryAfter: "9" }, 0, random), 250);
  assert.equal(retryDelayMs({ retryAfter: "9" }, 0, random), 9000);
  assert.equal(retryDelayMs({ retryAfter: "60" }, 0, random), 60_000);
});

Deno.test("retryDelayMs backs off by itself when the reply names no time, or more than a minute", () => {
  const random = new Random(1);
  for (const headers of [{}, { retryAfter: "86400" }, { retryAfter: "soon" }]) {
    for (const [attempt, most] of [[0, 500], [1, 1000], [3, 4000], [9, 8000]]) {
      const delay = retryDelayMs(headers, attempt, random);
      assert.ok(delay > most * 0.75 && delay <= most, `attempt ${attempt}: ${delay}`);
    }
  }
});
