/**
 * What quota and quota-by-key share: calls and kilobytes in a fixed window.
 * @see https://learn.microsoft.com/azure/api-management/quota-policy
 * @module
 */
import { FINDING } from "../../contracts/texts/findings.ts";
import { FAILURE } from "../../contracts/texts/failures.ts";
import type { AttributeRule, Check } from "../definition/definition.ts";
import { measureTraffic } from "./body_meter.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Operand } from "../definition/operand.ts";
import type { Run } from "../../contracts/run.ts";
import type { Element } from "../document/tree.ts";
import { FixedWindow, periodEnd, type Periods } from "./fixed_window.ts";
import { timeSpanText, waitSeconds } from "./wait.ts";
import { PolicyError } from "../../contracts/policy_error.ts";

/** The shortest window, in seconds. 0 is one that never ends. */
const MIN_RENEWAL_SECONDS = 300;

/** `bandwidth` is in kilobytes. */
export type Quota = { readonly calls: number | null; readonly bandwidth: number | null };
export type QuotaWindow = FixedWindow<"calls" | "bytes">;

/** One quota that the request is under. */
export interface QuotaCheck extends Quota {
  readonly window: (now: number) => QuotaWindow;
}

export const QUOTA_ATTRIBUTES: Readonly<Record<string, AttributeRule>> = {
  calls: { type: "integer", min: 0 },
  bandwidth: { type: "integer", min: 0 },
  "renewal-period": { type: "integer", required: true, min: 0 },
};

/** A quota limits something, and its window is long enough. */
export function checkQuota(element: Element, check: Check): void {
  const { attributes } = element;
  if (!attributes.has("calls") && !attributes.has("bandwidth")) {
    check.report(FINDING.oneOf("calls", "bandwidth"));
  }
  const period = attributes.get("renewal-period")?.content;
  const seconds = period?.kind === "literal" ? Number(period.text) : 0;
  if (seconds > 0 && seconds < MIN_RENEWAL_SECONDS) {
    check.report(FINDING.renewalPeriod(MIN_RENEWAL_SECONDS, seconds), "renewal-period");
  }
}

/** The attributes of a quota as they are read for each request. */
export function quotaOf(node: PolicyNode): (run: Run) => Quota & { readonly lengthMs: number } {
  const calls = node.optionalNumber("calls");
  const bandwidth = node.optionalNumber("bandwidth");
  const period = node.number("renewal-period", 0);
  const optional = (operand: Operand<number> | null, run: Run) => operand?.(run) ?? null;
  return (run) => ({
    calls: optional(calls, run),
    bandwidth: optional(bandwidth, run),
    lengthMs: period(run) * 1000 || Infinity,
  });
}

/** The window of that name; another length or start makes another window. */
export function quotaWindow(
  run: Run,
  name: string,
  periods: Periods,
): (now: number) => QuotaWindow {
  const key = `${name}/${periods.startMs}+${periods.lengthMs}`;
  const make = () => new FixedWindow<"calls" | "bytes">((now) => periodEnd(periods, now));
  return (now) => run.counters.get(key, now, make);
}

/** Refuses the request when a quota is used up; else counts its bytes, and `calls` calls at once where given. */
export function passQuotas(
  run: Run,
  source: string,
  quotas: readonly QuotaCheck[],
  calls: number | null,
): void {
  const now = run.ports.clock.now();
  for (const quota of quotas) {
    const window = quota.window(now);
    if (quota.calls !== null && window.total("calls", now) >= quota.calls) {
      throw exceeded(FAILURE.callQuotaExceeded, window.untilReset(now));
    }
    if (quota.bandwidth !== null && window.total("bytes", now) >= quota.bandwidth * 1024) {
      throw exceeded(FAILURE.bandwidthQuotaExceeded, window.untilReset(now));
    }
  }
  if (calls !== null) { for (const { window } of quotas) window(now).add("calls", calls, now); }
  const measured = quotas.filter(({ bandwidth }) => bandwidth !== null);
  if (measured.length > 0) {
    measureTraffic(run, (bytes) => {
      const now = run.ports.clock.now();
      for (const { window } of measured) window(now).add("bytes", bytes, now);
    });
  }
  run.trace?.add(run, source, "quota is not used up", {
    calls: quotas.map(({ window }) => window(now).total("calls", now)),
  });
}

function exceeded(failure: typeof FAILURE.callQuotaExceeded, untilResetMs: number): PolicyError {
  const ends = Number.isFinite(untilResetMs);
  return failure(ends ? timeSpanText(untilResetMs) : null, String(waitSeconds(untilResetMs)));
}
