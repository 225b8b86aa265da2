import assert from "node:assert/strict";
import { quotaPeriodEnd } from "../../../../lib/gateway/policy/tokens/quota_period.ts";
import { TokenRate } from "../../../../lib/gateway/policy/tokens/token_rate.ts";

Deno.test("TokenRate carries what was used beyond the limit into the next minutes", () => {
  const rate = new TokenRate("by-minute");
  assert.equal(rate.untilFits(0, 100, 0), 0);
  rate.add(350, 100, 0);
  assert.equal(rate.untilFits(0, 100, 10_000), 170_000);
  assert.equal(rate.untilFits(0, 100, 179_999), 1);
  assert.equal(rate.untilFits(0, 100, 180_000), 0);
  assert.equal(rate.used(100, 180_000), 50);
});

Deno.test("TokenRate asks for room for the whole estimate", () => {
  const rate = new TokenRate("by-minute");
  rate.add(60, 100, 0);
  assert.equal(rate.untilFits(40, 100, 0), 0);
  assert.equal(rate.untilFits(41, 100, 0), 60_000);
});

Deno.test("TokenRate takes back what an estimate had too many", () => {
  const rate = new TokenRate("by-minute");
  rate.add(100, 100, 0);
  rate.add(-30, 100, 1000);
  assert.equal(rate.used(100, 1000), 70);
});

Deno.test("TokenRate begins its next minute with the next call when there is no debt", () => {
  const rate = new TokenRate("by-minute");
  rate.add(100, 100, 0);
  assert.equal(rate.used(100, 90_000), 0);
  rate.add(100, 100, 90_000);
  assert.equal(rate.untilFits(0, 100, 100_000), 50_000);
});

Deno.test("TokenRate gives tokens back little by little when told so", () => {
  const rate = new TokenRate("continuously");
  rate.add(160, 60, 0);
  assert.equal(rate.used(60, 30_000), 130);
  assert.equal(rate.untilFits(0, 60, 30_000), 71_000);
  assert.equal(rate.untilFits(0, 60, 101_000), 0);
});

const ENDS = [
  ["Hourly", "2026-01-07T13:00:00Z"],
  ["Daily", "2026-01-08T00:00:00Z"],
  ["Weekly", "2026-01-12T00:00:00Z"],
  ["Monthly", "2026-02-01T00:00:00Z"],
  ["Yearly", "2027-01-01T00:00:00Z"],
] as const;

for (const [period, end] of ENDS) {
  Deno.test(`quotaPeriodEnd of ${period} is the end of the calendar's unit in UTC`, () => {
    assert.equal(quotaPeriodEnd(period, Date.parse("2026-01-07T12:34:56.789Z")), Date.parse(end));
    assert.ok(quotaPeriodEnd(period, Date.parse(end)) > Date.parse(end));
  });
}
