/**
 * What of a run is known at a moment: its events, folded.
 * @module
 */
import { percentile } from "../../analysis/mod.ts";
import { servedBy } from "../../analysis/tally.ts";
import { succeeded } from "../../workload/mod.ts";
import type { RunEvent } from "../runs/run_events.ts";

/** One backend so far. */
export interface BackendState {
  readonly name: string;
  /** Requests whose caller got this backend's answer, and their part of all answered ones, 0 to 1. */
  answered: number;
  share: number;
  /** Requests that it answered in the last {@link RATE_WINDOW_MS}, by the second. */
  rate: number;
  /** Calls that it refused with 429, or that failed otherwise; null where nobody can see them. */
  refused: number | null;
  failed: number | null;
  /** How full its bucket or its quota's minute is, 1 is full; null where nobody can see it. */
  level: number | null;
  /** null: it has none, or nobody can see it. */
  breaker: "closed" | "open" | null;
  faults: readonly string[];
  /** How it was whenever an answer came. */
  readonly history: { readonly atMs: number; readonly level: number; readonly open: boolean }[];
}

/** Milliseconds of the run's time over which rates are taken. */
const RATE_WINDOW_MS = 2_000;

/** A run up to some moment. */
export class RunState {
  /** Milliseconds of the run's time. */
  nowMs = 0;
  /** Requests that have ended, well or not. */
  ended = 0;
  failed = 0;
  /** Calls beyond the first of each request, as the replies tell. */
  retries = 0;
  /** What the replies' `x-circuit-state` said last; null where no policy says it. */
  circuit: string | null = null;
  /** Whether bucket levels can be seen: on the embedded target. */
  seesRegions = false;
  readonly #backends = new Map<string, BackendState>();
  readonly #answers: { readonly atMs: number; readonly name: string }[] = [];
  readonly #latencies: number[] = [];

  /** In order of their names. */
  get backends(): readonly BackendState[] {
    return [...this.#backends.values()].sort((a, b) => a.name < b.name ? -1 : 1);
  }

  /** Each ended request: when, and whose answer it was, "failed" for none. */
  get answers(): readonly { readonly atMs: number; readonly name: string }[] {
    return this.#answers;
  }

  /** Milliseconds; null before the first success. */
  latency(): { readonly p50: number; readonly p95: number } | null {
    const values = this.#latencies;
    return values.length === 0
      ? null
      : { p50: percentile(values, 50), p95: percentile(values, 95) };
  }

  apply(event: RunEvent): void {
    this.nowMs = Math.max(this.nowMs, event.atMs);
    if (event.kind === "call") {
      const backend = this.#backend(event.backend);
      const ok = event.status >= 200 && event.status < 300;
      backend.refused = (backend.refused ?? 0) + (event.status === 429 ? 1 : 0);
      backend.failed = (backend.failed ?? 0) + (ok || event.status === 429 ? 0 : 1);
      return;
    }
    const { record, regions } = event;
    this.ended++;
    this.retries += Math.max(0, (record.attempts ?? 1) - 1);
    this.circuit = record.circuitState ?? this.circuit;
    if (succeeded(record)) {
      this.#backend(servedBy(record)).answered++;
      this.#latencies.push(record.latencyMs);
    } else this.failed++;
    this.#answers.push({
      atMs: event.atMs,
      name: succeeded(record) ? servedBy(record) : "failed",
    });
    for (const { backend: name, level, breaker, faults } of regions) {
      const backend = this.#backend(name);
      Object.assign(backend, { level, breaker, faults });
      backend.history.push({ atMs: event.atMs, level, open: breaker === "open" });
      this.seesRegions = true;
    }
  }

  /** Rates and shares as of now; before anything is shown. */
  settle(): void {
    const answered = this.ended - this.failed;
    const since = this.nowMs - RATE_WINDOW_MS;
    const seconds = Math.max(1, Math.min(this.nowMs, RATE_WINDOW_MS)) / 1000;
    const recent = new Map<string, number>();
    for (let i = this.#answers.length - 1; i >= 0 && this.#answers[i].atMs > since; i--) {
      const { name } = this.#answers[i];
      recent.set(name, (recent.get(name) ?? 0) + 1);
    }
    for (const backend of this.#backends.values()) {
      backend.share = answered === 0 ? 0 : backend.answered / answered;
      backend.rate = (recent.get(backend.name) ?? 0) / seconds;
    }
  }

  #backend(name: string): BackendState {
    let backend = this.#backends.get(name);
    if (backend === undefined) {
      backend = {
        name,
        answered: 0,
        share: 0,
        rate: 0,
        refused: null,
        failed: null,
        level: null,
        breaker: null,
        faults: [],
        history: [],
      };
      this.#backends.set(name, backend);
    }
    return backend;
  }
}
