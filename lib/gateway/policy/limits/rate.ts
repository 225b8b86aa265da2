/**
 * What rate-limit and rate-limit-by-key share: so many calls in a sliding window.
 * @see https://learn.microsoft.com/azure/api-management/rate-limit-policy
 * @module
 */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { attribute, type AttributeRule } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";
import { outputOf, setHeader, setVariable } from "./outputs.ts";
import type { SlidingWindow } from "./sliding_window.ts";
import { waitSeconds } from "./wait.ts";

/** The longest window that a rate limit may have, in seconds. */
export const MAX_RENEWAL_SECONDS = 300;

/** Names that both policies may give to what they report. */
export const RATE_OUTPUTS: Readonly<Record<string, AttributeRule>> = {
  "retry-after-header-name": attribute.headerName,
  "retry-after-variable-name": attribute.text,
  "remaining-calls-header-name": attribute.headerName,
  "remaining-calls-variable-name": attribute.text,
  "total-calls-header-name": attribute.headerName,
};

/** One limit that the request is under. */
export interface RateLimit {
  readonly window: (now: number) => SlidingWindow;
  readonly calls: number;
}

/** Refuses the request when a limit is reached, and reports what is left either way. */
export interface RateGate {
  /** @param amount what to count at once; null when that is left for later */
  pass(run: Run, limits: readonly RateLimit[], amount: number | null): void;
}

export function rateGate(node: PolicyNode): RateGate {
  const retryAfter = outputOf(node, "retry-after", "Retry-After");
  const remaining = outputOf(node, "remaining-calls");
  const total = outputOf(node, "total-calls");
  return {
    pass(run, limits, amount) {
      const now = run.ports.clock.now();
      const waitMs = longestWait(limits, now);
      if (waitMs === 0 && amount !== null) {
        limits.forEach(({ window }) => window(now).add(amount, now));
      }
      const [{ window, calls }] = limits;
      const left = Math.max(0, Math.floor(calls - window(now).total(now)));
      setVariable(run, remaining, left);
      run.afterResponse.push((run) => {
        setHeader(run, remaining, left);
        setHeader(run, total, calls);
      });
      run.trace?.add(run, node.name, `${left} of ${calls} calls left`, { waitMs });
      if (waitMs === 0) return;
      const seconds = waitSeconds(waitMs);
      setVariable(run, retryAfter, seconds);
      throw FAILURE.rateLimitExceeded(String(seconds), retryAfter.header!);
    },
  };
}

function longestWait(limits: readonly RateLimit[], now: number): number {
  let longest = 0;
  for (const { window, calls } of limits) {
    longest = Math.max(longest, window(now).untilBelow(calls, now));
  }
  return longest;
}
