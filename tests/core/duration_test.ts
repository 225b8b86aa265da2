import assert from "node:assert/strict";
import { formatDuration, parseDurationMs } from "../../lib/core/duration.ts";
import fc from "../properties.ts";

Deno.test("parseDurationMs reads days, hours, minutes and seconds", () => {
  const cases: [text: string, ms: number][] = [
    ["PT0S", 0],
    ["PT0.5S", 500],
    ["PT1M30S", 90_000],
    ["PT1H", 3_600_000],
    ["P1DT1S", 86_401_000],
  ];
  for (const [text, ms] of cases) assert.equal(parseDurationMs(text), ms, text);
});

Deno.test("parseDurationMs names a text that is no length of time", () => {
  for (const text of ["", "10", "10s", "PT", "P1Y", "P1M", "P2W", "00:00:10"]) {
    assert.throws(
      () => parseDurationMs(text),
      (error) => error instanceof RangeError && error.message.startsWith(`"${text}" is not`),
      text,
    );
  }
});

Deno.test("formatDuration balances up to days", () => {
  assert.equal(formatDuration(90_000), "PT1M30S");
  assert.equal(formatDuration(86_400_000), "P1D");
  assert.equal(formatDuration(0), "PT0S");
});

Deno.test("parseDurationMs reads what formatDuration writes", () => {
  fc.assert(fc.property(fc.nat(10 ** 12), (ms) => {
    assert.equal(parseDurationMs(formatDuration(ms)), ms);
  }));
});
