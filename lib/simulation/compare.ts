/**
 * Two strategies on the same traffic: paired differences with intervals, and a verdict.
 * @module
 */
import { table } from "../core/table.ts";
import { Random } from "../core/random.ts";
import { COARSE, quantileOf } from "./report/histogram.ts";
import { rounded } from "./report/report.ts";
import type { Run } from "./run.ts";

/** What can be compared: of two values of one measure, the smaller is the better. */
export type Measure = "p95LatencyMs" | "meanLatencyMs" | "failureRate" | "tokenCostUsd";

/** `a` is better, `b` is better, or the data cannot tell. */
export type Verdict = "a" | "b" | "cannot-tell";

export interface Difference {
  readonly measure: Measure;
  readonly a: number;
  readonly b: number;
  /** a - b, and the interval that holds it with 95% confidence. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: Verdict;
  /** The verdict in a sentence. */
  readonly says: string;
}

export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly scenario: string;
  readonly differences: readonly Difference[];
}

const RESAMPLES = 400;

/** Below this many blocks an interval says nothing. */
const LEAST_BLOCKS = 8;

/** What is compared of a run: plain data, which may come from another thread. */
export interface ComparableRun {
  readonly strategy: string;
  readonly scenario: string;
  readonly seed: string | number;
  readonly requests: number;
  readonly partial: boolean;
  readonly blocks: readonly ComparableBlock[];
}

interface ComparableBlock {
  readonly requests: number;
  readonly answered: number;
  readonly tokenCostUsd: number;
  readonly latency: { readonly counts: Uint32Array; readonly sum: number };
}

/** The part of a run that {@link compare} looks at. */
export function comparable(
  { strategy, seed, traffic, partial, ledger }: Run,
): ComparableRun {
  return {
    strategy: strategy.name,
    scenario: traffic.title,
    seed,
    requests: traffic.requests,
    partial,
    blocks: ledger.blocks.blocks.map(({ requests, answered, tokenCostUsd, latency }) => ({
      requests,
      answered,
      tokenCostUsd,
      latency: { counts: latency.counts, sum: latency.sum },
    })),
  };
}

/** A sum over a choice of blocks. */
interface Pooled {
  requests: number;
  answered: number;
  latencySum: number;
  tokenCostUsd: number;
  readonly latency: Float64Array;
}

/** The bins that hold anything, `end` not included. */
interface Occupied {
  readonly first: number;
  readonly end: number;
}

const MEASURES: Readonly<Record<Measure, (pooled: Pooled) => number>> = {
  p95LatencyMs: ({ latency, answered }) => quantileOf(latency, answered, 0.95, COARSE),
  meanLatencyMs: ({ latencySum, answered }) => answered > 0 ? latencySum / answered : 0,
  failureRate: ({ requests, answered }) => requests > 0 ? 1 - answered / requests : 0,
  tokenCostUsd: ({ tokenCostUsd }) => tokenCostUsd,
};

/**
 * Compares two runs of the same scenario, seed and number of requests. The bootstrap draws blocks of
 * neighbouring requests, the same ones from both runs.
 * @throws RangeError when the runs had different traffic
 */
export function compare(a: ComparableRun, b: ComparableRun): Comparison {
  const [left, right] = [a.blocks, b.blocks];
  if (a.scenario !== b.scenario || a.seed !== b.seed || a.requests !== b.requests) {
    throw new RangeError("only runs of the same scenario, seed and requests can be compared");
  }
  const whole = left.map((_, i) => i);
  const bins = occupied([...left, ...right]);
  const [allA, allB] = [pool(left, whole, bins), pool(right, whole, bins)];
  const random = new Random(`bootstrap/${a.seed}/${a.scenario}`);
  const drawn: Record<Measure, number[]> = {
    p95LatencyMs: [],
    meanLatencyMs: [],
    failureRate: [],
    tokenCostUsd: [],
  };
  for (let i = 0; i < RESAMPLES; i++) {
    const choice = whole.map(() => random.integer(0, left.length));
    const [someA, someB] = [pool(left, choice, bins), pool(right, choice, bins)];
    for (const [measure, of] of entries(MEASURES)) drawn[measure].push(of(someA) - of(someB));
  }
  const names = { a: a.strategy, b: b.strategy };
  const enough = left.length >= LEAST_BLOCKS && !a.partial && !b.partial;
  return rounded({
    ...names,
    scenario: a.scenario,
    differences: entries(MEASURES).map(([measure, of]) =>
      judged(measure, of(allA), of(allB), drawn[measure].sort((x, y) => x - y), {
        ...names,
        enough,
      })
    ),
  });
}

function judged(
  measure: Measure,
  a: number,
  b: number,
  drawn: readonly number[],
  run: { a: string; b: string; enough: boolean },
): Difference {
  const low = drawn[Math.floor(0.025 * (drawn.length - 1))];
  const high = drawn[Math.ceil(0.975 * (drawn.length - 1))];
  const verdict: Verdict = !run.enough || (low <= 0 && high >= 0)
    ? "cannot-tell"
    : high < 0
    ? "a"
    : "b";
  const [better, worse] = verdict === "a" ? [run.a, run.b] : [run.b, run.a];
  const says = a === b && low === 0 && high === 0
    ? `${LABELS[measure]}: no difference`
    : verdict === "cannot-tell"
    ? `${LABELS[measure]}: these requests are too few, or too alike, to tell ${run.a} from ${run.b}`
    : `${LABELS[measure]}: lower with ${better} than with ${worse}`;
  return { measure, a, b, difference: a - b, low, high, verdict, says };
}

const LABELS: Readonly<Record<Measure, string>> = table({
  p95LatencyMs: "p95 latency",
  meanLatencyMs: "mean latency",
  failureRate: "failure rate",
  tokenCostUsd: "cost of tokens",
});

function occupied(blocks: readonly ComparableBlock[]): Occupied {
  let first = COARSE.bins;
  let end = 0;
  for (const { latency: { counts } } of blocks) {
    for (let bin = 0; bin < COARSE.bins; bin++) {
      if (counts[bin] === 0) continue;
      first = Math.min(first, bin);
      end = Math.max(end, bin + 1);
    }
  }
  return { first, end };
}

function pool(
  blocks: readonly ComparableBlock[],
  choice: readonly number[],
  { first, end }: Occupied,
): Pooled {
  const pooled: Pooled = {
    requests: 0,
    answered: 0,
    latencySum: 0,
    tokenCostUsd: 0,
    latency: new Float64Array(COARSE.bins),
  };
  for (const index of choice) {
    const { latency, requests, answered, tokenCostUsd } = blocks[index];
    pooled.requests += requests;
    pooled.answered += answered;
    pooled.latencySum += latency.sum;
    pooled.tokenCostUsd += tokenCostUsd;
    for (let bin = first; bin < end; bin++) pooled.latency[bin] += latency.counts[bin];
  }
  return pooled;
}

function entries<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  return Object.entries(record) as [K, V][];
}
