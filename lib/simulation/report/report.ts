/**
 * What a run showed, as plain data: the same seed gives the same report, byte for byte.
 * @module
 */
import { type Cost, costOf, type PtuPrice } from "../cost.ts";
import type { Histogram } from "./histogram.ts";
import type { Run } from "../run.ts";
import type { Slice } from "./slices.ts";

/** Milliseconds; quantiles to a quarter of a percent. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly mean: number;
}

export interface SimulationReport {
  readonly strategy: string;
  readonly scenario: string;
  readonly seed: string | number;
  /** All times are of the virtual clock. */
  readonly simulated: true;
  /** true: interrupted, and only what had ended by then is counted. */
  readonly partial: boolean;
  /** Seconds of the run, and how much longer it is than the scenario's file says. */
  readonly durationSeconds: number;
  readonly stretch: number;
  readonly ledger: {
    readonly offered: number;
    /** Answered by provisioned capacity. */
    readonly served: number;
    /** Answered by pay-as-you-go. */
    readonly spilled: number;
    /** Not answered after all retries. */
    readonly rejected: number;
    /** Under way when the run was interrupted. */
    readonly pending: number;
    /**
     * Whether offered = served + spilled + rejected + pending, and the regions accepted as many requests
     * as were answered, wasted and pending.
     */
    readonly balanced: boolean;
  };
  readonly successRate: number;
  /** Answers, and output tokens of answers, per second. */
  readonly goodput: { readonly requestsPerSecond: number; readonly tokensPerSecond: number };
  /** From the intended start to the last byte, retries of gateway and caller included; answered requests. */
  readonly latencyMs: Percentiles;
  /** To the first token; streamed requests. */
  readonly ttftMs: Percentiles;
  /** Calls that the gateway made beyond the first, and times the callers sent a request again. */
  readonly gatewayRetries: number;
  readonly clientRetries: number;
  /** 429 replies that reached the callers, those that they retried included. */
  readonly seen429: number;
  /** Requests that failed in the end, by their last status. */
  readonly failedByStatus: Readonly<Record<string, number>>;
  readonly breakerTrips: number;
  /** Answers that a region made and nobody got. */
  readonly wasted: number;
  /** Tokens that pay-as-you-go read and wrote. */
  readonly spilledTokens: number;
  /** Average over the run; null where there is no PTU. */
  readonly ptuUtilization: number | null;
  readonly cost: Cost;
  readonly backends: readonly {
    readonly id: string;
    readonly region: string;
    readonly type: "PTU" | "PAYG";
    /** Requests it answered, of all answered ones. */
    readonly answered: number;
    readonly share: number;
    readonly accepted: number;
    readonly rejected: number;
    readonly failed: number;
    readonly promptTokens: number;
    readonly cachedTokens: number;
    readonly completionTokens: number;
  }[];
  readonly timeline: readonly Slice[];
}

export function reportOf(run: Run, price: PtuPrice = {}): SimulationReport {
  const { ledger, backends, traffic } = run;
  const durationMs = run.partial ? ledger.endedMs : traffic.durationMs;
  const seconds = Math.max(durationMs, 1) / 1000;
  const { offered, served, spilled, rejected, pending } = ledger;
  const answered = served + spilled;
  const deployments = backends.flatMap((backend) => backend.deployments);
  const accepted = deployments.reduce((sum, { stats }) => sum + stats.accepted, 0);
  const ptu = deployments.filter(({ type }) => type === "PTU");
  const ptuCapacity = ptu.reduce((sum, d) => sum + d.capacityPerSecond, 0) * seconds;
  const sums = backends.map(({ id, region, deployments }, index) => {
    const sum = (field: Exclude<keyof (typeof deployments)[0]["stats"], "units">) =>
      deployments.reduce((total, { stats }) => total + stats[field], 0);
    return {
      id,
      region,
      type: deployments[0].type,
      answered: ledger.answeredBy[index],
      share: answered > 0 ? ledger.answeredBy[index] / answered : 0,
      accepted: sum("accepted"),
      rejected: sum("rejected"),
      failed: sum("failed"),
      promptTokens: sum("promptTokens"),
      cachedTokens: sum("cachedTokens"),
      completionTokens: sum("completionTokens"),
    };
  });
  const balanced = offered === served + spilled + rejected + pending &&
    (run.partial
      ? accepted >= answered + run.wasted && accepted <= answered + run.wasted + pending
      : accepted === answered + run.wasted);
  return rounded({
    strategy: run.strategy.name,
    scenario: traffic.title,
    seed: run.seed,
    simulated: true,
    partial: run.partial,
    durationSeconds: seconds,
    stretch: traffic.stretch,
    ledger: { offered, served, spilled, rejected, pending, balanced },
    successRate: answered + rejected > 0 ? answered / (answered + rejected) : 0,
    goodput: {
      requestsPerSecond: answered / seconds,
      tokensPerSecond: ledger.completionTokens / seconds,
    },
    latencyMs: percentiles(ledger.latency),
    ttftMs: percentiles(ledger.ttft),
    gatewayRetries: ledger.gatewayRetries,
    clientRetries: ledger.clientRetries,
    seen429: ledger.seen429,
    failedByStatus: Object.fromEntries(
      [...ledger.failedByStatus].sort(([a], [b]) => a - b).map(([s, n]) => [String(s), n]),
    ),
    breakerTrips: run.breakerTrips,
    wasted: run.wasted,
    spilledTokens: deployments.reduce(
      (sum, { type, stats }) =>
        type === "PAYG" ? sum + stats.promptTokens + stats.completionTokens : sum,
      0,
    ),
    ptuUtilization: ptuCapacity > 0
      ? ptu.reduce((sum, { stats }) => sum + stats.units, 0) / ptuCapacity
      : null,
    cost: costOf(backends, seconds * 1000, price),
    backends: sums,
    timeline: ledger.slices.list(),
  });
}

function percentiles(histogram: Histogram): Percentiles {
  return {
    p50: histogram.quantile(0.5),
    p95: histogram.quantile(0.95),
    p99: histogram.quantile(0.99),
    mean: histogram.mean,
  };
}

/** Every number to six significant digits (whole ones as they are), so that printed reports stay short. */
export function rounded<T>(value: T): T {
  if (typeof value === "number") {
    return (Number.isInteger(value) ? value : Number(value.toPrecision(6))) as T;
  }
  if (Array.isArray(value)) return value.map(rounded) as T;
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, rounded(v)])) as T;
  }
  return value;
}
