/**
 * `routing_results_<timestamp>.json`: the original's results file, with more in it, written as results come.
 * @module
 */
import { dirname } from "node:path";
import { UserError } from "../core/user_error.ts";
import type { BackendPlan } from "../policies/mod.ts";
import type { RequestRecord } from "../workload/record.ts";
import type { LatencyStatistics } from "./percentile.ts";
import { tallyOf } from "./summary.ts";
import { Tally } from "./tally.ts";

/** What the runs had in common. */
export interface ResultsHeader {
  /** When, in milliseconds since the epoch. */
  readonly now: number;
  readonly apimService: string;
  /** Whose runs they are: `06-comparison`. */
  readonly notebook?: string;
  readonly target: "embedded" | "azure";
  readonly backends: readonly BackendPlan[];
  readonly seed?: string;
}

/** What may be said of one run beside its figures. */
export interface AnalysisNotes {
  readonly scenario?: string;
  readonly verdicts?: readonly string[];
}

/** The results cannot be written; nothing that was measured is lost in memory. */
export class ResultsFileError extends UserError {
  override name = "ResultsFileError";
  readonly code = "results-unwritable";

  constructor(path: string, cause: unknown) {
    super(
      `Results cannot be written to ${path}: ${cause instanceof Error ? cause.message : cause}. ` +
        "Free space or permissions there, or name another folder.",
      { cause },
    );
  }
}

/** A results file that is whole after each addition. */
export class ResultsFile {
  readonly #analyses: Record<string, unknown>[] = [];
  readonly #head: Readonly<Record<string, unknown>>;

  private constructor(readonly path: string, head: Readonly<Record<string, unknown>>) {
    this.#head = head;
  }

  /**
   * Creates the file, so that a folder that cannot be written shows before anything is measured.
   * @throws ResultsFileError
   */
  static async create(folder: string, header: ResultsHeader): Promise<ResultsFile> {
    const { path, timestamp } = await freePath(folder.replace(/\/+$/, ""), header.now);
    const file = new ResultsFile(path, {
      timestamp,
      ...(header.notebook === undefined ? {} : { notebook: header.notebook }),
      apim_service: header.apimService,
      target: header.target,
      seed: header.seed ?? null,
      latency_unit: header.target === "embedded" ? "simulated s" : "s",
      backends: header.backends.map(({ id, label, region, type, priority, weight }) => ({
        id,
        label,
        region,
        type,
        priority,
        weight,
      })),
    });
    try {
      await file.#write();
    } catch (error) {
      await Deno.remove(path).catch(() => {}); // an empty file is no results file
      throw error;
    }
    return file;
  }

  /** Adds a run: its records, or the tally of more than memory should hold. @throws ResultsFileError */
  async add(
    strategy: string,
    records: readonly RequestRecord[] | Tally,
    notes: AnalysisNotes = {},
  ): Promise<void> {
    this.#analyses.push(
      analysisOf(strategy, records instanceof Tally ? records : tallyOf(records), notes),
    );
    await this.#write();
  }

  /** Written beside and renamed, so that an interrupt leaves the last whole one; a removed folder is made anew. */
  async #write(): Promise<void> {
    const content = JSON.stringify({ ...this.#head, analyses: this.#analyses }, null, 2);
    const draft = `${this.path}.part`;
    try {
      await Deno.mkdir(dirname(this.path), { recursive: true });
      await Deno.writeTextFile(draft, `${content}\n`);
      await Deno.rename(draft, this.path);
    } catch (error) {
      await Deno.remove(draft).catch(() => {}); // where there is one
      throw new ResultsFileError(this.path, error);
    }
  }
}

/** The original's fields under its names, latencies in seconds; then what it left out. */
function analysisOf(
  strategy: string,
  tally: Tally,
  notes: AnalysisNotes,
): Record<string, unknown> {
  const summary = tally.summary(strategy);
  const seconds = (statistics: LatencyStatistics | null, key: keyof LatencyStatistics) =>
    statistics === null ? 0 : statistics[key] / 1000;
  return {
    strategy,
    total: summary.total,
    successful: summary.successful,
    failed: summary.failed,
    success_rate: summary.successRate,
    distribution: summary.distribution,
    avg_latency: seconds(summary.latencyMs, "avg"),
    p50_latency: seconds(summary.latencyMs, "p50"),
    p95_latency: seconds(summary.latencyMs, "p95"),
    p99_latency: seconds(summary.latencyMs, "p99"),
    min_latency: seconds(summary.latencyMs, "min"),
    max_latency: seconds(summary.latencyMs, "max"),
    p95_latency_all_requests: seconds(summary.allLatencyMs, "p95"),
    p50_time_to_first_token: summary.ttftMs && seconds(summary.ttftMs, "p50"),
    p95_time_to_first_token: summary.ttftMs && seconds(summary.ttftMs, "p95"),
    rejected_429: summary.rejected,
    retries: summary.retries,
    tokens_in: summary.tokensIn,
    tokens_out: summary.tokensOut,
    failures: tally.failures().map(({ kind, count }) => ({ kind, count })),
    ...(notes.scenario === undefined ? {} : { scenario: notes.scenario }),
    ...(notes.verdicts === undefined ? {} : { verdicts: notes.verdicts }),
  };
}

/**
 * A name that no other file has, and an empty file by it: two notebooks may begin in the same second, and then the
 * second one is a second late.
 * @throws ResultsFileError
 */
async function freePath(
  folder: string,
  now: number,
): Promise<{ path: string; timestamp: string }> {
  for (let at = now;; at += 1000) {
    const timestamp = formatTimestamp(at);
    const path = `${folder}/routing_results_${timestamp}.json`;
    try {
      await Deno.mkdir(folder, { recursive: true });
      (await Deno.open(path, { write: true, createNew: true })).close();
      return { path, timestamp };
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw new ResultsFileError(path, error);
    }
  }
}

/** `20260206_025400`, in UTC. */
function formatTimestamp(now: number): string {
  const iso = Temporal.Instant.fromEpochMilliseconds(Math.round(now)).toString();
  const [, date, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)/.exec(iso)!;
  return `${date.replaceAll("-", "")}_${time.replaceAll(":", "")}`;
}
