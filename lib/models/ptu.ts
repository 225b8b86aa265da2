/**
 * A provisioned deployment's admission: the documented leaky bucket, in input-token equivalents.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/concepts/provisioned-throughput
 * @module
 */
import type { ModelFacts } from "./catalogue.ts";

/** Weighted tokens: uncached input tokens count 1, output tokens the model's weight, cached ones 0. */
export function ptuUnits(
  facts: ModelFacts,
  tokens: { prompt: number; cached: number; completion: number },
): number {
  return tokens.prompt - tokens.cached + facts.outputWeight * tokens.completion;
}

/** Units per second that `ptus` carry. */
export function ptuCapacityPerSecond(facts: ModelFacts, ptus: number): number {
  return ptus * facts.inputTokensPerMinutePerPtu / 60;
}

/**
 * Fills with each request's estimate, drains at the rate that was bought, and refuses above 100%.
 * So the request that crosses 100% is still accepted, and only the next is refused.
 */
export class PtuBucket {
  readonly capacityPerSecond: number;
  /** Units that are 100%. */
  readonly depth: number;
  #level = 0;
  #at = -Infinity;

  /**
   * @param options.depthSeconds seconds of work that are 100%. The documentation is silent;
   * 10 is an assumption: bursts of that length pass, longer overload does not.
   */
  constructor(options: { capacityPerSecond: number; depthSeconds?: number }) {
    this.capacityPerSecond = options.capacityPerSecond;
    this.depth = options.capacityPerSecond * (options.depthSeconds ?? 10);
  }

  /** 1 is 100%; slightly more is possible. `now` in milliseconds. */
  utilization(now: number): number {
    return this.#drained(now) / this.depth;
  }

  /** Takes `units` in and returns 0, or returns the milliseconds until utilization is 100% again. */
  admit(units: number, now: number): number {
    const level = this.#drained(now);
    if (level > this.depth) {
      return Math.max(1, Math.ceil((level - this.depth) / this.capacityPerSecond * 1000));
    }
    this.#level = level + units;
    return 0;
  }

  /** Corrects the estimate once the real count is known: `difference` = actual - estimated units. */
  correct(difference: number, now: number): void {
    this.#level = Math.max(0, this.#drained(now) + difference);
  }

  #drained(now: number): number {
    if (now > this.#at) {
      this.#level = Math.max(0, this.#level - (now - this.#at) / 1000 * this.capacityPerSecond);
      this.#at = now;
    }
    return this.#level;
  }
}
