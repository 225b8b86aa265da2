import assert from "node:assert/strict";
import fc from "../../../properties.ts";
import { timeSpanText } from "../../../../lib/gateway/policy/limits/wait.ts";
import { FixedWindow, periodEnd } from "../../../../lib/gateway/policy/limits/fixed_window.ts";
import { SlidingWindow } from "../../../../lib/gateway/policy/limits/sliding_window.ts";

Deno.test("SlidingWindow forgets each count a period after it came", () => {
  const window = new SlidingWindow(60_000);
  window.add(2, 0);
  window.add(1, 30_000);
  assert.equal(window.total(59_999), 3);
  assert.equal(window.total(60_000), 1);
  assert.equal(window.total(90_000), 0);
});

Deno.test("SlidingWindow.untilBelow waits for as many counts as have to leave", () => {
  const window = new SlidingWindow(60_000);
  window.add(2, 0);
  window.add(1, 30_000);
  assert.equal(window.untilBelow(4, 40_000), 0);
  assert.equal(window.untilBelow(3, 40_000), 20_000);
  assert.equal(window.untilBelow(1, 40_000), 50_000);
});

Deno.test("SlidingWindow never lets more than the limit into any period, and says exactly when", () => {
  fc.assert(fc.property(
    fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 200 }),
    fc.integer({ min: 1, max: 5 }),
    (gaps, limit) => {
      const period = 60;
      const window = new SlidingWindow(period);
      const passed: number[] = [];
      let now = 0;
      for (const gap of gaps) {
        now += gap;
        const wait = window.untilBelow(limit, now);
        const inside = passed.filter((at) => at + period > now).length;
        assert.equal(wait === 0, inside < limit);
        if (wait > 0) {
          const then = passed.filter((at) => at + period > now + wait).length;
          const before = passed.filter((at) => at + period > now + wait - 1).length;
          assert.ok(then < limit && before >= limit);
          continue;
        }
        window.add(1, now);
        passed.push(now);
      }
      for (const at of passed) {
        assert.ok(passed.filter((other) => other >= at && other < at + period).length <= limit);
      }
    },
  ));
});

Deno.test("FixedWindow starts again at the edges of its periods", () => {
  const window = new FixedWindow<"calls">((now) => periodEnd({ startMs: 100, lengthMs: 50 }, now));
  window.add("calls", 3, 149);
  assert.equal(window.total("calls", 149), 3);
  assert.equal(window.untilReset(149), 1);
  assert.equal(window.total("calls", 150), 0);
  assert.equal(window.untilReset(260), 40);
});

Deno.test("FixedWindow without an end never starts again", () => {
  const window = new FixedWindow<"calls">((now) =>
    periodEnd({ startMs: 0, lengthMs: Infinity }, now)
  );
  window.add("calls", 1, 0);
  assert.equal(window.total("calls", 1e15), 1);
  assert.equal(window.untilReset(1e15), Infinity);
});

Deno.test("periodEnd counts periods before the start too", () => {
  assert.equal(periodEnd({ startMs: 100, lengthMs: 50 }, 20), 50);
});

Deno.test("timeSpanText writes a TimeSpan as .NET does", () => {
  assert.equal(timeSpanText(1), "00:00:01");
  assert.equal(timeSpanText(3_599_000), "00:59:59");
  assert.equal(timeSpanText(86_400_000), "1.00:00:00");
  assert.equal(timeSpanText(7 * 86_400_000 - 1000), "6.23:59:59");
});

Deno.test("SlidingWindow forgets each count about a period after it came where there are many, too", () => {
  const window = new SlidingWindow(60_000);
  for (let i = 0; i < 50_000; i++) window.add(1, i);
  assert.equal(window.total(50_000), 50_000);
  const left = window.total(85_000);
  assert.ok(left >= 24_900 && left < 25_100, `${left}`);
  assert.equal(window.total(110_001), 0);
});
