import assert from "node:assert/strict";
import fc from "../../../properties.ts";
import {
  Counters,
  type CounterState,
  MAX_STATES,
} from "../../../../lib/gateway/contracts/counters.ts";
import { FixedWindow, periodEnd } from "../../../../lib/gateway/policy/limits/fixed_window.ts";
import { SlidingWindow } from "../../../../lib/gateway/policy/limits/sliding_window.ts";
import { TokenRate } from "../../../../lib/gateway/policy/tokens/token_rate.ts";

const PERIOD_MS = 60_000;

type Kind = readonly [name: string, make: () => CounterState, use: (at: number) => void];

/** Each kind of state, and how a request uses the one of a key. */
function kinds(counters: Counters, key: string): Kind[] {
  const sliding = () => new SlidingWindow(PERIOD_MS);
  const end = (now: number) => periodEnd({ startMs: 0, lengthMs: PERIOD_MS }, now);
  const fixed = () => new FixedWindow<"calls">(end);
  const rates = (["by-minute", "continuously"] as const).map((refill): Kind => {
    const make = () => new TokenRate(refill);
    return [refill, make, (at) => counters.get(key, at, make).add(10, 100, at)];
  });
  return [
    ["sliding", sliding, (at) => counters.get(key, at, sliding).add(1, at)],
    ["fixed", fixed, (at) => counters.get(key, at, fixed).add("calls", 1, at)],
    ...rates,
  ];
}

Deno.test("Counters keeps no more than about two periods' keys when 100,000 never come back", () => {
  const perPeriod = 1_000;
  for (const [index, [name]] of kinds(new Counters(), "").entries()) {
    const counters = new Counters();
    let most = 0;
    for (let i = 0; i < 100_000; i++) {
      kinds(counters, `key ${i}`)[index][2](i * PERIOD_MS / perPeriod);
      most = Math.max(most, counters.size);
    }
    assert.ok(most >= perPeriod / 10 && most <= 4 * perPeriod, `${name}: ${most}`);
  }
});

Deno.test("Counters keeps what does not end", () => {
  const counters = new Counters();
  const make = () => new FixedWindow<"calls">(() => Infinity);
  for (let i = 0; i < 1_000; i++) counters.get(`key ${i}`, i, make).add("calls", 1, i);
  assert.equal(counters.size, 1_000);
  assert.equal(counters.get("key 0", 1e12, make).total("calls", 1e12), 1);
});

Deno.test("Counters answers as a map that forgets nothing would", () => {
  const call = fc.record({
    key: fc.integer({ min: 0, max: 9 }),
    passed: fc.integer({ min: 0, max: 90_000 }),
    amount: fc.integer({ min: 1, max: 150 }),
  });
  const sliding = () => new SlidingWindow(PERIOD_MS);
  const fixed = () =>
    new FixedWindow<"calls">((now) => periodEnd({ startMs: 0, lengthMs: PERIOD_MS }, now));
  fc.assert(fc.property(fc.array(call, { maxLength: 60 }), (calls) => {
    const kept = new Map<string, CounterState>();
    const counters = new Counters();
    const both = <T extends CounterState>(name: string, now: number, make: () => T): T[] => {
      if (!kept.has(name)) kept.set(name, make());
      return [counters.get(name, now, make), kept.get(name) as T];
    };
    let now = 0;
    for (const { key, passed, amount } of calls) {
      now += passed;
      const totals = [
        both(`s${key}`, now, sliding).map((window) => (window.add(amount, now), window.total(now))),
        both(`f${key}`, now, fixed).map((
          window,
        ) => (window.add("calls", amount, now), window.total("calls", now))),
        ...(["by-minute", "continuously"] as const).map((refill) =>
          both(`${refill}${key}`, now, () => new TokenRate(refill)).map((rate) => {
            rate.add(amount, 100, now);
            return rate.used(100, now);
          })
        ),
      ];
      for (const [answer, expected] of totals) assert.equal(answer, expected);
    }
  }));
});

Deno.test("Counters keep no more states than they may, and no longer names", () => {
  const counters = new Counters();
  const make = () => ({ idle: () => false });
  const first = counters.get("k0", 0, make);
  for (let i = 1; i <= MAX_STATES; i++) counters.get(`k${i}`, 0, make);
  assert.equal(counters.size, MAX_STATES);
  assert.notEqual(counters.get("k0", 0, make), first, "the oldest was forgotten");
  const long = "n".repeat(100_000);
  const state = counters.get(long + "a", 0, make);
  assert.equal(counters.get(long + "a", 0, make), state);
  assert.notEqual(counters.get(long + "b", 0, make), state);
});
