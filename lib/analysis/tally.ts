/**
 * A run's figures gathered record by record: of millions of requests it keeps their latencies, eight bytes each.
 * @module
 */
import { type RequestRecord, succeeded } from "../workload/record.ts";
import { type LatencyStatistics, Samples } from "./percentile.ts";

/** One kind of failure. */
export interface FailureKind {
  /** The status, or why there was none: `429`, `no connection`. */
  readonly kind: string;
  readonly count: number;
  readonly backends: Readonly<Record<string, number>>;
  /** The first one's error. */
  readonly example: string;
}

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

/** Who a request counts for: its backend, `unknown` for a reply that names none, `error` for no reply. */
export function servedBy({ backend, status }: Pick<RequestRecord, "backend" | "status">): string {
  return backend ?? (status === 0 ? "error" : "unknown");
}

/** See the module. */
export class Tally {
  readonly #good = new Samples();
  readonly #all = new Samples();
  readonly #ttft = new Samples();
  readonly #served = new Map<string, number>();
  readonly #goodBy = new Map<string, Samples>();
  readonly #failures = new Map<string, { backends: Map<string, number>; example: string }>();
  #rejected = 0;
  #retries: number | null = null;
  #tokensIn = 0;
  #tokensOut = 0;

  add(record: RequestRecord): void {
    const by = servedBy(record);
    count(this.#served, by);
    this.#all.add(record.latencyMs);
    if (succeeded(record)) this.#addAnswer(by, record);
    else this.#addFailure(by, record);
    if (record.status === 429) this.#rejected++;
    if (record.attempts !== null) {
      this.#retries = (this.#retries ?? 0) + Math.max(0, record.attempts - 1);
    }
    this.#tokensIn += record.tokensIn ?? 0;
    this.#tokensOut += record.tokensOut ?? 0;
  }

  /** @param strategy the name under which the run is summarised */
  summary(strategy: string): Summary {
    const total = this.#all.count;
    const successful = this.#good.count;
    return {
      strategy,
      total,
      successful,
      failed: total - successful,
      successRate: total === 0 ? 0 : successful / total * 100,
      distribution: sortedCounts(this.#served),
      latencyMs: this.#good.statistics(),
      allLatencyMs: this.#all.statistics(),
      ttftMs: this.#ttft.statistics(),
      rejected: this.#rejected,
      retries: this.#retries,
      tokensIn: this.#tokensIn,
      tokensOut: this.#tokensOut,
    };
  }

  /** Latencies of the successful requests by backend, the fastest median first. */
  latencyByBackend(): { backend: string; latencyMs: LatencyStatistics }[] {
    return [...this.#goodBy]
      .map(([backend, samples]) => ({ backend, latencyMs: samples.statistics()! }))
      .sort((a, b) => a.latencyMs.p50 - b.latencyMs.p50);
  }

  /** Failures by kind, the most frequent first. */
  failures(): FailureKind[] {
    return [...this.#failures].map(([kind, { backends, example }]) => ({
      kind,
      count: backends.values().reduce((sum, some) => sum + some, 0),
      backends: sortedCounts(backends),
      example,
    })).sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
  }

  #addAnswer(by: string, { latencyMs, ttftMs }: RequestRecord): void {
    this.#good.add(latencyMs);
    if (ttftMs !== null) this.#ttft.add(ttftMs);
    const samples = this.#goodBy.get(by) ?? new Samples();
    samples.add(latencyMs);
    this.#goodBy.set(by, samples);
  }

  #addFailure(by: string, record: RequestRecord): void {
    const kind = kindOf(record);
    const failures = this.#failures.get(kind) ??
      { backends: new Map<string, number>(), example: record.error ?? "" };
    count(failures.backends, by);
    this.#failures.set(kind, failures);
  }
}

function kindOf({ status, error }: RequestRecord): string {
  if (status >= 300) return String(status);
  const reason = error ?? "no reason given";
  if (status > 0) return reason.startsWith("the reply broke off") ? "the reply broke off" : reason;
  return reason.split(":")[0];
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** In alphabetical order. */
function sortedCounts(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => a < b ? -1 : 1));
}
