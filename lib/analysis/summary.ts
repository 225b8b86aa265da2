/**
 * What a run came to: who served, how often it worked, how long it took.
 * @module
 */
import { type RequestRecord, succeeded } from "../workload/record.ts";
import { type LatencyStatistics, latencyStatistics } from "./percentile.ts";

/** A run in figures; the original's fields and some more. */
export interface Summary {
  readonly strategy: string;
  readonly total: number;
  readonly successful: number;
  readonly failed: number;
  /** Percent of all requests; 0 for a run without any. */
  readonly successRate: number;
  /** Requests by the backend that answered; `unknown` where the reply names none, `error` where none came. */
  readonly distribution: Readonly<Record<string, number>>;
  /** Of the successful requests, as in the original; null when there are none. */
  readonly latencyMs: LatencyStatistics | null;
  /** Of all requests, to their reply or failure: nothing that failed drops out. */
  readonly allLatencyMs: LatencyStatistics | null;
  /** To the first token, of the streamed replies. */
  readonly ttftMs: LatencyStatistics | null;
  /** 429s that reached the caller. */
  readonly rejected: number;
  /** Backend calls beyond the first of each request; null when no reply tells. */
  readonly retries: number | null;
  readonly tokensIn: number;
  readonly tokensOut: number;
}

/** Summarises a run under the name of its strategy. */
export function summarize(strategy: string, records: readonly RequestRecord[]): Summary {
  const good = records.filter(succeeded);
  const attempts = records.flatMap(({ attempts }) => attempts === null ? [] : [attempts]);
  return {
    strategy,
    total: records.length,
    successful: good.length,
    failed: records.length - good.length,
    successRate: records.length === 0 ? 0 : good.length / records.length * 100,
    distribution: distributionOf(records),
    latencyMs: latencyStatistics(good.map(({ latencyMs }) => latencyMs)),
    allLatencyMs: latencyStatistics(records.map(({ latencyMs }) => latencyMs)),
    ttftMs: latencyStatistics(good.flatMap(({ ttftMs }) => ttftMs === null ? [] : [ttftMs])),
    rejected: records.filter(({ status }) => status === 429).length,
    retries: attempts.length === 0
      ? null
      : attempts.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    tokensIn: sum(records.map(({ tokensIn }) => tokensIn)),
    tokensOut: sum(records.map(({ tokensOut }) => tokensOut)),
  };
}

/** Who a request counts for: its backend, `unknown` for a reply that names none, `error` for no reply. */
export function servedBy({ backend, status }: RequestRecord): string {
  return backend ?? (status === 0 ? "error" : "unknown");
}

/** Requests by who they count for, in alphabetical order. */
export function distributionOf(records: readonly RequestRecord[]): Record<string, number> {
  const counts = countBy(records, servedBy);
  return Object.fromEntries([...counts].sort(([a], [b]) => a < b ? -1 : 1));
}

/** Latencies of the successful requests by backend, the fastest median first. */
export function latencyByBackend(
  records: readonly RequestRecord[],
): { backend: string; latencyMs: LatencyStatistics }[] {
  const groups = Map.groupBy(records.filter(succeeded), servedBy);
  return [...groups].map(([backend, group]) => ({
    backend,
    latencyMs: latencyStatistics(group.map(({ latencyMs }) => latencyMs))!,
  })).sort((a, b) => a.latencyMs.p50 - b.latencyMs.p50);
}

/** One kind of failure. */
export interface FailureKind {
  /** The status, or why there was none: `429`, `no connection`. */
  readonly kind: string;
  readonly count: number;
  readonly backends: Readonly<Record<string, number>>;
  /** The first one's error. */
  readonly example: string;
}

/** Failures by kind, the most frequent first. */
export function failuresByKind(records: readonly RequestRecord[]): FailureKind[] {
  const groups = Map.groupBy(records.filter((record) => !succeeded(record)), kindOf);
  return [...groups].map(([kind, group]) => ({
    kind,
    count: group.length,
    backends: distributionOf(group),
    example: group[0].error ?? "",
  })).sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}

function kindOf({ status, error }: RequestRecord): string {
  if (status >= 300) return String(status);
  const reason = error ?? "no reason given";
  if (status > 0) return reason.startsWith("the reply broke off") ? "the reply broke off" : reason;
  return reason.split(":")[0];
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
