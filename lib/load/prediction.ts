/**
 * What the simulation says of the same schedule, beside what was measured.
 * @module
 */
import { defaultRegions, type RegionConfiguration } from "../models/mod.ts";
import {
  type Scenario,
  SCENARIOS,
  simulate,
  type SimulationReport,
  STRATEGY_NAMES,
  type TrafficTable,
} from "../simulation/mod.ts";
import type { MeasuredLoad } from "./measured.ts";

/** Six seeds of morning-peak, 3,000 requests each, serve 87.5 to 91.9% by the PTU; for other traffic an assumption. */
const AGREEING_POINTS = 5;

/** One measure of both. */
export interface PredictionRow {
  readonly measure: string;
  readonly measured: number | null;
  readonly simulated: number | null;
}

/** How far apart the shares of one backend are at the most. */
export interface ShareAgreement {
  /** Percentage points. */
  readonly points: number;
  readonly agree: boolean;
  readonly sentence: string;
}

/** The two beside each other. */
export interface Prediction {
  readonly strategy: string;
  readonly report: SimulationReport;
  readonly rows: readonly PredictionRow[];
  /** Whether the backends' shares are those that were simulated. */
  readonly shares: ShareAgreement;
}

/**
 * Simulates the plan's schedule on these regions.
 * @param options.strategy default: what the replies named
 * @param options.regions default: the scenario's, or those that the embedded gateway starts with
 * @returns null when no strategy is known
 * @throws RangeError for a strategy that does not exist
 */
export async function predict(
  load: MeasuredLoad,
  options: {
    readonly strategy?: string;
    readonly regions?: readonly RegionConfiguration[];
    readonly signal?: AbortSignal;
  } = {},
): Promise<Prediction | null> {
  const named = load.strategy !== null && STRATEGY_NAMES.includes(load.strategy);
  const strategy = options.strategy ?? (named ? load.strategy : null);
  if (strategy === null) return null;
  const { plan } = load;
  const report = await simulate({
    strategy,
    scenario: scenarioOf(load, options.regions),
    requests: plan.requests,
    seed: plan.seed,
    signal: options.signal,
    ...(plan.scenario === null ? { traffic: evenTraffic(load) } : {}),
  });
  const summary = load.tally.summary(strategy);
  const latency = summary.latencyMs;
  const served = Object.fromEntries(
    load.tally.latencyByBackend().map(({ backend, latencyMs }) => [backend, latencyMs.count]),
  );
  const share = (id: string) =>
    summary.successful === 0 ? 0 : (served[id] ?? 0) / summary.successful * 100;
  const shares = report.backends.map(({ id, share: expected }) => ({
    measure: `served by ${id} (%)`,
    measured: share(id),
    simulated: expected * 100,
  }));
  return {
    strategy,
    report,
    rows: [
      {
        measure: "success (%)",
        measured: summary.successRate,
        simulated: report.successRate * 100,
      },
      ...shares,
      { measure: "p50 (ms)", measured: latency?.p50 ?? null, simulated: report.latencyMs.p50 },
      { measure: "p95 (ms)", measured: latency?.p95 ?? null, simulated: report.latencyMs.p95 },
      { measure: "p99 (ms)", measured: latency?.p99 ?? null, simulated: report.latencyMs.p99 },
      {
        measure: "times sent again",
        measured: load.clientRetries,
        simulated: report.clientRetries,
      },
    ],
    shares: shareVerdict(shares),
  };
}

/**
 * No test of significance: those take requests that are served independently of each other, and a PTU that is full
 * spills many in a row.
 */
function shareVerdict(
  served: readonly { readonly measured: number; readonly simulated: number }[],
): ShareAgreement {
  const points = Math.max(
    0,
    ...served.map(({ measured, simulated }) => Math.abs(measured - simulated)),
  );
  return {
    points,
    agree: points <= AGREEING_POINTS,
    sentence: `The backends' shares are ${points.toFixed(1)} points apart at the most${
      points <= AGREEING_POINTS ? "." : `: above ${AGREEING_POINTS}, so they do not agree.`
    }`,
  };
}

/** Without faults and changes of policy: a load test makes none. */
function scenarioOf({ plan }: MeasuredLoad, regions?: readonly RegionConfiguration[]): Scenario {
  const { scenario } = plan;
  if (scenario !== null) {
    return {
      ...scenario,
      regions: regions ?? scenario.regions,
      timeline: scenario.timeline.filter(({ kind }) => kind === "demand"),
    };
  }
  return {
    ...SCENARIOS.get("calm-day")!,
    name: plan.name,
    client: { retries: plan.clientRetries, timeoutSeconds: plan.timeoutSeconds },
    maxTokens: Number(plan.payload.max_output_tokens),
    regions: regions ?? defaultRegions(),
    timeline: [],
  };
}

/** A plain rate, with the tokens that were measured. */
function evenTraffic({ plan, tokens }: MeasuredLoad): TrafficTable {
  const { requests, durationMs } = plan;
  const gapMs = requests > 1 ? durationMs / (requests - 1) : 0;
  return {
    length: requests,
    timesMs: Float64Array.from({ length: requests }, (_, i) => i * gapMs),
    tokensIn: new Uint32Array(requests).fill(Math.round(tokens?.input ?? 20)),
    tokensOut: new Uint32Array(requests).fill(Math.round(tokens?.output ?? 20)),
  };
}
