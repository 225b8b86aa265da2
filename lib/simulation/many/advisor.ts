/**
 * The advisor: which strategies no other beats, and how many PTUs are worth their price.
 * @module
 */
import { Random } from "../../core/random.ts";
import { modelFacts, ptuCapacityPerSecond, ptuUnits } from "../../models/mod.ts";
import { type PtuPrice } from "../cost.ts";
import { rounded } from "../report/report.ts";
import { scenarioByName, type SimulationOptions } from "../run.ts";
import type { Scenario } from "../scenario.ts";
import { strategyByName, type StrategyDefinition } from "../strategies.ts";
import { type PoolOptions, runAll } from "./pool.ts";
import { recordedTraffic, scenarioTraffic, titleOf } from "../traffic.ts";

export interface AdviceOptions
  extends Omit<SimulationOptions, "strategy" | "onProgress">, Pick<PoolOptions, "threads"> {
  /** default: the four that route over all backends and fail over, and Azure's own spillover */
  readonly strategies?: readonly (string | StrategyDefinition)[];
  /** default: none, the least that can be bought, and from a quarter to one and a half of the average need */
  readonly ptuCounts?: readonly number[];
  readonly price?: PtuPrice;
  /** What is acceptable. */
  readonly target?: {
    /** Share of requests that may fail; default 0.01. */
    readonly failureRate?: number;
    /** default: any */
    readonly p95LatencyMs?: number;
  };
  readonly onCandidate?: (candidate: Candidate, done: number, of: number) => void;
}

/** One strategy with one number of PTUs. */
export interface Candidate {
  readonly strategy: string;
  readonly ptus: number;
  readonly p95LatencyMs: number;
  readonly failureRate: number;
  readonly usdPerHour: number;
  readonly ptuUtilization: number | null;
  /** Whether it keeps the target. */
  readonly acceptable: boolean;
}

export interface Advice {
  readonly scenario: string;
  readonly simulated: true;
  readonly partial: boolean;
  /** PTUs that carry the average demand, were it even. */
  readonly averageNeedPtus: number;
  readonly candidates: readonly Candidate[];
  /** Those that no other beats on p95, failures and cost at once; cheapest first. */
  readonly pareto: readonly Candidate[];
  /** The cheapest that keeps the target; null: none does. */
  readonly best: Candidate | null;
  /** In a sentence. */
  readonly says: string;
}

const STRATEGIES = [
  "priority-spillover",
  "backend-pool",
  "circuit-breaker",
  "weighted-round-robin",
  "azure-spillover",
];

const DEFAULT_REQUESTS = 5_000;

/**
 * Tries strategies and PTU counts on the same traffic.
 * @throws RangeError when the scenario has no PTU deployment to vary
 */
export async function advise(options: AdviceOptions): Promise<Advice> {
  const scenario = typeof options.scenario === "string"
    ? scenarioByName(options.scenario)
    : options.scenario;
  const requests = options.requests ?? DEFAULT_REQUESTS;
  const { target = {}, price, onCandidate, ...common } = options;
  const averageNeedPtus = averageNeed(scenario, { ...common, requests });
  const counts = options.ptuCounts ?? usualCounts(scenario, averageNeedPtus);
  const strategies = options.strategies ?? STRATEGIES;
  const jobs = counts.flatMap((ptus) =>
    strategies
      // without a PTU there is nothing to spill from
      .filter((strategy) => ptus > 0 || definitionOf(strategy).regions === undefined)
      .map((strategy) => ({ strategy, scenario: withPtus(scenario, ptus), ptus }))
  );
  const { seed, traffic, fidelity, signal, threads } = common;
  const found: Candidate[] = new Array(jobs.length);
  let done = 0;
  let partial = false;
  await runAll(
    jobs.map(({ strategy, scenario }) => ({
      strategy,
      scenario,
      price,
      requests,
      seed,
      traffic,
      fidelity,
    })),
    (outcome) => {
      if ("refused" in outcome) throw new RangeError(outcome.refused);
      const { report } = outcome.result;
      partial ||= report.partial;
      const failureRate = 1 - report.successRate;
      const candidate = rounded({
        strategy: report.strategy,
        ptus: jobs[outcome.index].ptus,
        p95LatencyMs: report.latencyMs.p95,
        failureRate,
        usdPerHour: report.cost.usdPerHour,
        ptuUtilization: report.ptuUtilization,
        acceptable: failureRate <= (target.failureRate ?? 0.01) &&
          report.latencyMs.p95 <= (target.p95LatencyMs ?? Infinity),
      });
      found[outcome.index] = candidate;
      onCandidate?.(candidate, ++done, jobs.length);
    },
    { threads, signal },
  );
  const candidates = found.filter((candidate) => candidate !== undefined);
  const byCost = (a: Candidate, b: Candidate) =>
    a.usdPerHour - b.usdPerHour || a.p95LatencyMs - b.p95LatencyMs;
  const best = candidates.filter(({ acceptable }) => acceptable).sort(byCost)[0] ?? null;
  return {
    scenario: titleOf(scenario, options.traffic),
    simulated: true,
    partial: partial || options.signal?.aborted === true,
    averageNeedPtus,
    candidates,
    pareto: candidates.filter((one) => !candidates.some((other) => beats(other, one))).sort(byCost),
    best,
    says: best === null
      ? "No strategy and no number of PTUs that was tried keeps the target: raise the quotas, or the target."
      : `${best.strategy} with ${best.ptus} PTUs: $${best.usdPerHour.toFixed(2)} an hour, p95 ${
        Math.round(best.p95LatencyMs)
      } ms, ${(best.failureRate * 100).toFixed(2)}% failures.`,
  };
}

function definitionOf(strategy: string | StrategyDefinition): StrategyDefinition {
  return typeof strategy === "string" ? strategyByName(strategy) : strategy;
}

/** Whether `a` is nowhere worse than `b` and somewhere better. */
function beats(a: Candidate, b: Candidate): boolean {
  const pairs: [number, number][] = [
    [a.p95LatencyMs, b.p95LatencyMs],
    [a.failureRate, b.failureRate],
    [a.usdPerHour, b.usdPerHour],
  ];
  return pairs.every(([x, y]) => x <= y) && pairs.some(([x, y]) => x < y);
}

/** The first PTU deployment of the scenario, with its place. */
function ptuOf(scenario: Scenario) {
  for (const region of scenario.regions) {
    const [first] = region.deployments;
    if (first.type === "PTU") return { region, deployment: first };
  }
  throw new RangeError(`${scenario.name} has no PTU deployment whose size could be advised on`);
}

export function withPtus(scenario: Scenario, ptus: number): Scenario {
  const { region } = ptuOf(scenario);
  const regions = scenario.regions.flatMap((one) => {
    if (one !== region) return [one];
    const [first, ...rest] = one.deployments;
    return ptus === 0 ? [] : [{ ...one, deployments: [{ ...first, ptus }, ...rest] }];
  }) as Scenario["regions"];
  const timeline = ptus > 0
    ? scenario.timeline
    : scenario.timeline.filter((event) => event.kind !== "fault" || event.region !== region.id);
  return { ...scenario, regions, timeline };
}

function averageNeed(
  scenario: Scenario,
  options: Pick<SimulationOptions, "requests" | "seed" | "traffic">,
): number {
  const { deployment } = ptuOf(scenario);
  const facts = modelFacts(deployment.model);
  const random = new Random(`${options.seed ?? 1}/${scenario.name}`).fork("traffic");
  const { requests } = options;
  const traffic = options.traffic
    ? recordedTraffic(scenario, options.traffic, { requests, random })
    : scenarioTraffic(scenario, { requests, random });
  let units = 0;
  const arrivals = traffic.arrivals();
  for (let next = arrivals.next(); !next.done; next = arrivals.next()) {
    const { promptTokens, completionTokens, maxTokens } = next.value;
    const completion = Math.min(completionTokens, maxTokens ?? Infinity);
    units += ptuUnits(facts, { prompt: promptTokens, cached: 0, completion });
  }
  return Math.ceil(units / (traffic.durationMs / 1000) / ptuCapacityPerSecond(facts, 1));
}

function usualCounts(scenario: Scenario, need: number): number[] {
  const { leastPtus, ptuStep } = modelFacts(ptuOf(scenario).deployment.model);
  const shares = [0.25, 0.5, 0.75, 1, 1.25, 1.5];
  const counts = shares.map((share) =>
    Math.max(leastPtus, Math.round(share * need / ptuStep) * ptuStep)
  );
  return [...new Set([0, leastPtus, ...counts])].sort((a, b) => a - b);
}
