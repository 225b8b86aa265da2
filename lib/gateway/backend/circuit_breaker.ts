/**
 * A backend's circuit breaker: closed until its rule's failures reach the limit within the interval,
 * then open for the trip duration, then closed again. There is no half-open state. Pure: state and
 * time go in, state and verdict come out.
 * @see https://learn.microsoft.com/azure/api-management/backends#circuit-breaker
 * @module
 */
import type { Fidelity } from "../contracts/fidelity.ts";
import type { CircuitBreakerRule } from "../contracts/backend.ts";

/** What became of one call to the backend. */
export type Outcome =
  | {
    readonly kind: "response";
    readonly statusCode: number;
    /** Of the reply's Retry-After; null without one. */
    readonly retryAfterMs: number | null;
  }
  /** No response came. */
  | { readonly kind: "failure"; readonly reason: string };

/** Calls of one slice of the interval. Counting needs failures only, a percentage needs all calls. */
interface Slice {
  /** Milliseconds since the epoch: the first call in it. */
  readonly at: number;
  readonly calls: number;
  readonly failures: number;
}

export type BreakerState =
  | { readonly kind: "closed"; readonly slices: readonly Slice[] }
  | {
    readonly kind: "open";
    /** Milliseconds since the epoch. */
    readonly since: number;
    /** The first millisecond at which calls are let through again. */
    readonly until: number;
    readonly reason: string;
  };

/** The part of the fidelity switches that a breaker reads. */
export type BreakerFidelity = Pick<
  Fidelity,
  "breakerWindow" | "breakerPercentage" | "breakerTransportFailures" | "breakerRetryAfter"
>;

export const CLOSED: BreakerState = Object.freeze({ kind: "closed", slices: [] });

/** Calls that a percentage needs in its interval under `breakerPercentage: "after-ten-calls"`. */
const PERCENTAGE_MINIMUM_CALLS = 10;

/** A percentage's calls are kept in slices of this part of the interval, so that memory stays bounded. */
const SLICES_PER_INTERVAL = 100;

/** Whether a call may be made at `now`. */
export function admits(state: BreakerState, now: number): boolean {
  return state.kind === "closed" || now >= state.until;
}

/** The state with the passing of time applied: an open breaker closes, with nothing remembered, at `until`. */
export function settle(state: BreakerState, now: number): BreakerState {
  return state.kind === "open" && now >= state.until ? CLOSED : state;
}

/** Whether the rule counts this outcome as a failure. `errorReasons` has no documented vocabulary and is not read. */
function isFailure(
  rule: CircuitBreakerRule,
  outcome: Outcome,
  fidelity: BreakerFidelity,
): boolean {
  if (outcome.kind === "failure") return fidelity.breakerTransportFailures === "counted";
  return rule.statusCodeRanges.some(({ min, max }) =>
    outcome.statusCode >= min && outcome.statusCode <= max
  );
}

/**
 * The state after a call that ended at `now`. Outcomes that arrive while it is open (of calls that
 * were under way when it tripped) change nothing. The breaker tripped when the result is open and
 * `settle(state, now)` was not.
 */
export function record(
  rule: CircuitBreakerRule,
  state: BreakerState,
  outcome: Outcome,
  now: number,
  fidelity: BreakerFidelity,
): BreakerState {
  const settled = settle(state, now);
  if (settled.kind === "open") return settled;
  const failed = isFailure(rule, outcome, fidelity);
  if (!failed && rule.percentage === null) return settled;

  const slices = addCall(rule, within(rule, settled.slices, now, fidelity), failed, now);
  const reason = failed ? reasonToTrip(rule, slices, fidelity) : null;
  if (reason === null) return { kind: "closed", slices };
  return { kind: "open", since: now, until: now + openMs(rule, outcome, fidelity), reason };
}

function within(
  rule: CircuitBreakerRule,
  slices: readonly Slice[],
  now: number,
  fidelity: BreakerFidelity,
): readonly Slice[] {
  const start = now - rule.intervalMs;
  if (slices.length === 0 || slices[0].at > start) return slices;
  return fidelity.breakerWindow === "fixed" ? [] : slices.filter(({ at }) => at > start);
}

function addCall(
  rule: CircuitBreakerRule,
  slices: readonly Slice[],
  failed: boolean,
  now: number,
): readonly Slice[] {
  const failures = failed ? 1 : 0;
  const last = slices.at(-1);
  const shared = rule.percentage !== null && last !== undefined &&
    now - last.at < rule.intervalMs / SLICES_PER_INTERVAL;
  if (!shared) return [...slices, { at: now, calls: 1, failures }];
  return slices.with(-1, {
    at: last.at,
    calls: last.calls + 1,
    failures: last.failures + failures,
  });
}

function reasonToTrip(
  rule: CircuitBreakerRule,
  slices: readonly Slice[],
  fidelity: BreakerFidelity,
): string | null {
  let calls = 0;
  let failures = 0;
  for (const slice of slices) {
    calls += slice.calls;
    failures += slice.failures;
  }
  const seconds = rule.intervalMs / 1000;
  if (rule.count !== null) {
    return failures >= rule.count
      ? `${failures} failures within ${seconds} s, limit ${rule.count}`
      : null;
  }
  if (rule.percentage === null) return null;
  const minimum = fidelity.breakerPercentage === "any-call" ? 1 : PERCENTAGE_MINIMUM_CALLS;
  return calls >= minimum && failures * 100 >= rule.percentage * calls
    ? `${failures} of ${calls} calls failed within ${seconds} s, limit ${rule.percentage}%`
    : null;
}

function openMs(rule: CircuitBreakerRule, outcome: Outcome, fidelity: BreakerFidelity): number {
  const asked = outcome.kind === "response" ? outcome.retryAfterMs : null;
  if (!rule.acceptRetryAfter || asked === null) return rule.tripDurationMs;
  switch (fidelity.breakerRetryAfter) {
    case "replaces":
      return asked;
    case "at-most-trip-duration":
      return Math.min(asked, rule.tripDurationMs);
    case "at-least-trip-duration":
      return Math.max(asked, rule.tripDurationMs);
  }
}
