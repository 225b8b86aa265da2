/**
 * A run's requests in blocks of neighbours. Two runs of the same traffic are compared block by block:
 * neighbours depend on each other (a full bucket is full for all), blocks hardly do.
 * @module
 */
import { COARSE, Histogram } from "./report/histogram.ts";
import type { Outcome } from "./outcome.ts";

/** Blocks of a run, at the most. */
const BLOCKS = 64;

/** Requests that a block needs to say something. */
const LEAST_REQUESTS = 10;

export interface Block {
  /** Latency of answered requests, milliseconds. */
  readonly latency: Histogram;
  requests: number;
  answered: number;
  tokenCostUsd: number;
}

export class Blocks {
  readonly blocks: readonly Block[];
  readonly #requests: number;

  /** @param requests of the whole run */
  constructor(requests: number) {
    const count = Math.max(1, Math.min(BLOCKS, Math.floor(requests / LEAST_REQUESTS)));
    this.#requests = requests;
    this.blocks = Array.from({ length: count }, () => ({
      latency: new Histogram(COARSE),
      requests: 0,
      answered: 0,
      tokenCostUsd: 0,
    }));
  }

  add(outcome: Outcome): void {
    const place = Math.floor(outcome.index * this.blocks.length / this.#requests);
    const block = this.blocks[Math.min(place, this.blocks.length - 1)];
    block.requests++;
    block.tokenCostUsd += outcome.tokenCostUsd;
    if (!outcome.answered) return;
    block.answered++;
    block.latency.add(outcome.latencyMs);
  }
}
