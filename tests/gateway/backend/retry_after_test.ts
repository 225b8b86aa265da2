import assert from "node:assert/strict";
import { parseRetryAfterMs } from "../../../lib/gateway/backend/retry_after.ts";

const NOW = Date.UTC(2026, 0, 5, 12, 0, 0);

const CASES: readonly [value: string | undefined, expected: number | null][] = [
  [undefined, null],
  ["", null],
  ["10", 10_000],
  [" 0 ", 0],
  ["1.5", 1_500],
  ["86400", 86_400_000],
  ["-5", null],
  ["soon", null],
  ["Mon, 05 Jan 2026 12:00:30 GMT", 30_000],
  ["Mon, 05 Jan 2026 11:00:00 GMT", 0],
];

for (const [value, expected] of CASES) {
  Deno.test(`parseRetryAfterMs gives ${expected} for ${JSON.stringify(value)}`, () => {
    assert.equal(parseRetryAfterMs(value, NOW), expected);
  });
}
