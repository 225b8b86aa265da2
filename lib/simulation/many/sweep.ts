/**
 * A sweep's points and what each gives: some thousand simulated days as an ordinary question.
 * @module
 */
import type { StrategyOptions } from "../../policies/mod.ts";
import type { SimulationReport } from "../report/report.ts";
import { withPtus } from "./advisor.ts";
import { type Job } from "./job.ts";
import { type PoolOptions, runAll } from "./pool.ts";
import type { Sweep } from "./sweep_file.ts";

/** One combination; null where the strategy has no such option, or the scenario's own value holds. */
export interface SweepPoint {
  readonly strategy: string;
  readonly ptus: number | null;
  readonly demand: number;
  readonly breakerFailures: number | null;
  readonly breakerTripSeconds: number | null;
  readonly gatewayRetries: number | null;
  readonly clientRetries: number | null;
  readonly seed: string | number;
}

/** What tells a point from the others, in the order in which {@link sweepPoints} varies it. */
export const SWEEP_PARAMETERS = [
  "strategy",
  "ptus",
  "demand",
  "breakerFailures",
  "breakerTripSeconds",
  "gatewayRetries",
  "clientRetries",
  "seed",
] as const satisfies readonly (keyof SweepPoint)[];

/** What a point gives. Latencies in simulated milliseconds, of answered requests. */
export interface SweepMeasures {
  readonly p50LatencyMs: number;
  readonly p95LatencyMs: number;
  readonly p99LatencyMs: number;
  /** 0 to 1. */
  readonly successRate: number;
  readonly usdPerHour: number;
  /** 0 to 1; null where there is no PTU. */
  readonly ptuUtilization: number | null;
  /** Share of the answers that pay-as-you-go gave, 0 to 1. */
  readonly spilled: number;
  readonly breakerTrips: number;
  /** Calls that the gateway made beyond the first, and times that callers sent a request again. */
  readonly retriesByGateway: number;
  readonly retriesByCallers: number;
  readonly seen429: number;
}

/** A row of the sweep's table; why it has no measures where the strategy does not fit. */
export type SweepRow = SweepPoint & (SweepMeasures | { readonly refused: string });

const WITH_BREAKER = ["circuit-breaker", "backend-pool"];
const WITH_RETRIES = ["backend-pool"];

/** Every point once, in the order of the file: the strategy changes slowest, the seed fastest. */
export function sweepPoints({ axes }: Sweep): SweepPoint[] {
  const own = (has: boolean, values: readonly (number | null)[]) => has ? values : [null];
  return axes.strategies.flatMap((strategy) => {
    const breaker = WITH_BREAKER.includes(strategy);
    let points: Partial<SweepPoint>[] = [{ strategy }];
    const vary = <K extends keyof SweepPoint>(name: K, values: readonly SweepPoint[K][]) => {
      points = points.flatMap((point) => values.map((value) => ({ ...point, [name]: value })));
    };
    vary("ptus", axes.ptus);
    vary("demand", axes.demand);
    vary("breakerFailures", own(breaker, axes.breakerFailures));
    vary("breakerTripSeconds", own(breaker, axes.breakerTripSeconds));
    vary("gatewayRetries", own(WITH_RETRIES.includes(strategy), axes.gatewayRetries));
    vary("clientRetries", axes.clientRetries);
    vary("seed", axes.seeds);
    return points as SweepPoint[];
  });
}

/**
 * Runs points on all cores and hands each row on as soon as it is there, in no order that could be relied on. When
 * interrupted, a point that was under way has no row.
 */
export async function runSweep(
  sweep: Sweep,
  points: readonly SweepPoint[],
  onRow: (row: SweepRow, index: number) => void,
  options: PoolOptions = {},
): Promise<void> {
  await runAll(points.map((point) => jobOf(sweep, point)), (outcome) => {
    const point = points[outcome.index];
    if ("refused" in outcome) onRow({ ...point, refused: outcome.refused }, outcome.index);
    else if (!outcome.result.report.partial) {
      onRow({ ...point, ...measuresOf(outcome.result.report) }, outcome.index);
    }
  }, options);
}

function jobOf({ scenario, requests }: Sweep, point: SweepPoint): Job {
  const { ptus, demand, clientRetries, seed } = point;
  const sized = ptus === null ? scenario : withPtus(scenario, ptus);
  return {
    strategy: strategyOf(point),
    scenario: {
      ...sized,
      demand: { ...sized.demand, perSecond: sized.demand.perSecond * demand },
      client: { ...sized.client, retries: clientRetries ?? sized.client.retries },
    },
    requests,
    seed,
  };
}

function strategyOf(
  { strategy, breakerFailures, breakerTripSeconds, gatewayRetries }: SweepPoint,
): Job["strategy"] {
  if (breakerFailures === null && breakerTripSeconds === null && gatewayRetries === null) {
    return strategy;
  }
  const options = {
    breaker: {
      ...(breakerFailures === null ? {} : { failures: breakerFailures }),
      ...(breakerTripSeconds === null ? {} : { tripSeconds: breakerTripSeconds }),
    },
    ...(gatewayRetries === null ? {} : { retries: gatewayRetries }),
  };
  return { name: strategy, options: { [strategy]: options } as StrategyOptions };
}

function measuresOf(report: SimulationReport): SweepMeasures {
  const { latencyMs, ledger, cost } = report;
  const answered = ledger.served + ledger.spilled;
  return {
    p50LatencyMs: latencyMs.p50,
    p95LatencyMs: latencyMs.p95,
    p99LatencyMs: latencyMs.p99,
    successRate: report.successRate,
    usdPerHour: cost.usdPerHour,
    ptuUtilization: report.ptuUtilization,
    spilled: answered === 0 ? 0 : Number((ledger.spilled / answered).toPrecision(6)),
    breakerTrips: report.breakerTrips,
    retriesByGateway: report.gatewayRetries,
    retriesByCallers: report.clientRetries,
    seen429: report.seen429,
  };
}
