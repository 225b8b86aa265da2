/**
 * What a run came to: who served, how often it worked, how long it took.
 * @module
 */
import type { RequestRecord } from "../workload/record.ts";
import type { LatencyStatistics } from "./percentile.ts";
import { type FailureKind, type Summary, Tally } from "./tally.ts";

/** Summarises a run under the name of its strategy. */
export function summarize(strategy: string, records: readonly RequestRecord[]): Summary {
  return tallyOf(records).summary(strategy);
}

/** Requests by who they count for, in alphabetical order. */
export function distributionOf(
  records: readonly RequestRecord[],
): Readonly<Record<string, number>> {
  return tallyOf(records).summary("").distribution;
}

/** Latencies of the successful requests by backend, the fastest median first. */
export function latencyByBackend(
  records: readonly RequestRecord[],
): { backend: string; latencyMs: LatencyStatistics }[] {
  return tallyOf(records).latencyByBackend();
}

/** Failures by kind, the most frequent first. */
export function failuresByKind(records: readonly RequestRecord[]): FailureKind[] {
  return tallyOf(records).failures();
}

/** All records in one tally. */
export function tallyOf(records: readonly RequestRecord[]): Tally {
  const tally = new Tally();
  for (const record of records) tally.add(record);
  return tally;
}
