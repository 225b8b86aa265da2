/**
 * The book of one run: every request goes in once when it is offered and once when it has ended.
 * @module
 */
import { Blocks } from "./blocks.ts";
import { Histogram } from "./report/histogram.ts";
import type { Outcome } from "./outcome.ts";
import { Slices } from "./report/slices.ts";

export class Ledger {
  offered = 0;
  /** Answered on capacity that is paid by the hour. */
  served = 0;
  /** Answered by tokens that are paid one by one. */
  spilled = 0;
  /** Not answered, after all retries. */
  rejected = 0;
  clientRetries = 0;
  gatewayRetries = 0;
  seen429 = 0;
  completionTokens = 0;
  /** When the last request ended: milliseconds since the run's start. */
  endedMs = 0;
  readonly answeredBy: number[];
  readonly latency = new Histogram();
  readonly ttft = new Histogram();
  readonly failedByStatus = new Map<number, number>();
  readonly blocks: Blocks;
  readonly slices: Slices;

  constructor(
    run: { requests: number; durationMs: number; backends: number; ptuUnitsPerSecond: number },
  ) {
    this.answeredBy = new Array<number>(run.backends).fill(0);
    this.blocks = new Blocks(run.requests);
    this.slices = new Slices(run);
  }

  /** A caller sends a request: milliseconds since the run's start. */
  offer(atMs: number): void {
    this.offered++;
    this.slices.offer(atMs);
  }

  /** A request has come to its end. */
  add(outcome: Outcome): void {
    this.blocks.add(outcome);
    this.slices.add(outcome);
    this.clientRetries += outcome.clientRetries;
    this.gatewayRetries += outcome.gatewayRetries;
    this.seen429 += outcome.seen429;
    this.endedMs = Math.max(this.endedMs, outcome.atMs + outcome.latencyMs);
    if (!outcome.answered) {
      this.rejected++;
      const { status } = outcome;
      this.failedByStatus.set(status, (this.failedByStatus.get(status) ?? 0) + 1);
      return;
    }
    if (outcome.paidByToken) this.spilled++;
    else this.served++;
    if (outcome.backend >= 0) this.answeredBy[outcome.backend]++;
    this.completionTokens += outcome.completionTokens;
    this.latency.add(outcome.latencyMs);
    if (outcome.ttftMs !== null) this.ttft.add(outcome.ttftMs);
  }

  /** Requests that were offered and have not ended: none unless the run was interrupted. */
  get pending(): number {
    return this.offered - this.served - this.spilled - this.rejected;
  }
}
