import assert from "node:assert/strict";
import fc from "../../properties.ts";
import {
  admits,
  type BreakerState,
  CLOSED,
  type Outcome,
  record,
  settle,
} from "../../../lib/gateway/backend/circuit_breaker.ts";
import { chooseFidelity, DEFAULT_FIDELITY } from "../../../lib/gateway/contracts/fidelity.ts";
import type { CircuitBreakerRule } from "../../../lib/gateway/contracts/backend.ts";

const RULE: CircuitBreakerRule = {
  name: "rule",
  count: 3,
  percentage: null,
  intervalMs: 10_000,
  tripDurationMs: 60_000,
  acceptRetryAfter: false,
  statusCodeRanges: [{ min: 429, max: 429 }, { min: 500, max: 599 }],
  errorReasons: [],
};

const response = (statusCode: number, retryAfterMs: number | null = null): Outcome => ({
  kind: "response",
  statusCode,
  retryAfterMs,
});

/** Feeds outcomes at their times, starting closed. */
function feed(
  events: readonly [at: number, outcome: Outcome][],
  rule: Partial<CircuitBreakerRule> = {},
  fidelity = DEFAULT_FIDELITY,
): BreakerState {
  return events.reduce(
    (state, [at, outcome]) => record({ ...RULE, ...rule }, state, outcome, at, fidelity),
    CLOSED,
  );
}

const failuresAt = (...times: number[]) =>
  times.map((at): [number, Outcome] => [at, response(500)]);

Deno.test("record trips when failures within the interval reach the count", () => {
  assert.equal(feed(failuresAt(0, 4_000)).kind, "closed");
  const state = feed(failuresAt(0, 4_000, 9_999));
  assert.deepEqual(state, {
    kind: "open",
    since: 9_999,
    until: 69_999,
    reason: "3 failures within 10 s, limit 3",
  });
});

Deno.test("record trips at the first failure when the count is 1", () => {
  assert.equal(feed(failuresAt(0), { count: 1 }).kind, "open");
});

Deno.test("record ignores statuses outside the ranges", () => {
  const state = feed([[0, response(400)], [1, response(428)], [2, response(600)]], { count: 1 });
  assert.equal(state, CLOSED);
});

Deno.test("a sliding window forgets failures that are an interval old, a fixed one starts over", () => {
  const times = failuresAt(0, 9_000, 11_000, 12_000);
  assert.equal(feed(times).kind, "open");
  const fixed = chooseFidelity({ breakerWindow: "fixed" });
  assert.equal(feed(times, {}, fixed).kind, "closed");
});

Deno.test("an open breaker admits nothing before its trip duration has passed and all after", () => {
  const state = feed(failuresAt(0, 0, 0));
  assert.equal(admits(state, 59_999), false);
  assert.equal(admits(state, 60_000), true);
  assert.equal(settle(state, 60_000), CLOSED);
});

Deno.test("one failure after the trip duration does not open it again: there is no half-open state", () => {
  const open = feed(failuresAt(0, 0, 0));
  const after = record(RULE, open, response(500), 60_000, DEFAULT_FIDELITY);
  assert.equal(after.kind, "closed");
});

Deno.test("outcomes of calls under way when it tripped do not prolong the trip", () => {
  const open = feed(failuresAt(0, 0, 0));
  assert.equal(record(RULE, open, response(500, 900_000), 30_000, DEFAULT_FIDELITY), open);
});

Deno.test("acceptRetryAfter opens for the reply's time, in place of the trip duration", () => {
  const until = (choice?: "at-most-trip-duration" | "at-least-trip-duration", ms = 86_400_000) => {
    const fidelity = chooseFidelity(choice ? { breakerRetryAfter: choice } : {});
    const rule = { count: 1, acceptRetryAfter: true };
    const state = feed([[0, response(429, ms)]], rule, fidelity);
    return state.kind === "open" ? state.until : null;
  };
  assert.equal(until(), 86_400_000);
  assert.equal(until(undefined, 5_000), 5_000);
  assert.equal(until("at-most-trip-duration"), 60_000);
  assert.equal(until("at-least-trip-duration", 5_000), 60_000);
});

Deno.test("a Retry-After is not read unless the rule accepts it, nor missed when the reply has none", () => {
  const plain = feed([[0, response(429, 5_000)]], { count: 1 });
  const without = feed([[0, response(429)]], { count: 1, acceptRetryAfter: true });
  assert.deepEqual([plain, without].map((s) => s.kind === "open" && s.until), [60_000, 60_000]);
});

Deno.test("failures without a response count only when the switch says so", () => {
  const timeout: Outcome = { kind: "failure", reason: "Timeout" };
  assert.equal(feed([[0, timeout]], { count: 1 }).kind, "closed");
  const counted = chooseFidelity({ breakerTransportFailures: "counted" });
  assert.equal(feed([[0, timeout]], { count: 1 }, counted).kind, "open");
});

Deno.test("a percentage trips at its share of the interval's calls, from ten calls on", () => {
  const rule = { count: null, percentage: 50 };
  const calls = (failed: number, total: number) =>
    Array.from(
      { length: total },
      (_, i): [number, Outcome] => [i * 10, response(i < total - failed ? 200 : 500)],
    );
  assert.equal(feed(calls(4, 8), rule).kind, "closed", "eight calls are too few");
  assert.equal(feed(calls(4, 10), rule).kind, "closed", "40% is below the limit");
  assert.equal(feed(calls(5, 10), rule).kind, "open");
  const anyCall = chooseFidelity({ breakerPercentage: "any-call" });
  assert.equal(feed(calls(1, 1), rule, anyCall).kind, "open");
});

Deno.test("a percentage's memory stays bounded however many calls there are", () => {
  let state: BreakerState = CLOSED;
  const rule = { ...RULE, count: null, percentage: 50 };
  for (let at = 0; at < 50_000; at += 3) {
    state = record(rule, state, response(200), at, DEFAULT_FIDELITY);
  }
  assert.ok(state.kind === "closed" && state.slices.length <= 101);
});

/** The rule of counting, said in the plainest way: all failures since the last trip are kept. */
class Model {
  #failures: number[] = [];
  #until = -Infinity;
  call(at: number, failed: boolean): void {
    if (at < this.#until || !failed) return;
    this.#failures.push(at);
    const recent = this.#failures.filter((time) => time > at - RULE.intervalMs);
    if (recent.length < RULE.count!) return;
    this.#until = at + RULE.tripDurationMs;
    this.#failures = [];
  }
  open(at: number): boolean {
    return at < this.#until;
  }
}

Deno.test("record agrees with a plain model over any calls with long idle gaps", () => {
  const gap = fc.oneof(
    fc.integer({ min: 0, max: 4_000 }),
    fc.integer({ min: 0, max: 400_000 }),
    fc.constantFrom(0, 9_999, 10_000, 59_999, 60_000),
  );
  const call = fc.record({ gap, failed: fc.boolean() });
  fc.assert(fc.property(fc.array(call, { maxLength: 80 }), (calls) => {
    const model = new Model();
    let state: BreakerState = CLOSED;
    let now = 0;
    for (const { gap, failed } of calls) {
      now += gap;
      assert.equal(!admits(state, now), model.open(now), `before the call at ${now}`);
      state = record(RULE, state, response(failed ? 503 : 200), now, DEFAULT_FIDELITY);
      model.call(now, failed);
      assert.equal(!admits(state, now), model.open(now), `after the call at ${now}`);
    }
  }));
});
