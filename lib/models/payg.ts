/**
 * A standard deployment's admission: tokens by the minute, requests by the slice, charged on arrival.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota
 * @module
 */
import type { ModelFacts } from "./catalogue.ts";

const MINUTE_MS = 60_000;

/** What the rate-limit headers tell. */
export interface QuotaState {
  readonly limitTokens: number;
  readonly remainingTokens: number;
  readonly limitRequests: number;
  readonly remainingRequests: number;
  /** Milliseconds until the tokens' minute, and the requests' slice, start anew. */
  readonly resetTokensMs: number;
  readonly resetRequestsMs: number;
}

/** The documented requests per minute that go with a token limit. */
export function proportionalRpm(facts: ModelFacts, tokensPerMinute: number): number {
  return Math.max(
    1,
    Math.floor(tokensPerMinute * facts.requestsPerMinutePer1000Tokens / 1000),
  );
}

/** One quota; deployments that share it hand in the same object. */
export class PaygQuota {
  readonly tokensPerMinute: number;
  readonly requestsPerMinute: number;
  readonly #sliceMs: number;
  readonly #requestsPerSlice: number;
  #minute = -1;
  #tokens = 0;
  #requestsInMinute = 0;
  #slice = -1;
  #requests = 0;

  /**
   * @param options.sliceMs how finely requests are judged: the documentation says 1 s or 10 s; default 10 s.
   */
  constructor(options: { tokensPerMinute: number; requestsPerMinute: number; sliceMs?: number }) {
    this.tokensPerMinute = options.tokensPerMinute;
    this.requestsPerMinute = options.requestsPerMinute;
    this.#sliceMs = options.sliceMs ?? 10_000;
    this.#requestsPerSlice = Math.ceil(options.requestsPerMinute * this.#sliceMs / MINUTE_MS);
  }

  /**
   * Charges `estimate` tokens and returns 0, or returns the milliseconds to wait. The request that
   * reaches the token limit is accepted, further ones in that minute are not; refused requests count
   * towards the request rate; estimates are not corrected to what was used.
   */
  admit(estimate: number, now: number): number {
    this.#turn(now);
    this.#requests++;
    this.#requestsInMinute++;
    if (this.#tokens >= this.tokensPerMinute) return MINUTE_MS - now % MINUTE_MS;
    if (this.#requests > this.#requestsPerSlice) return this.#sliceMs - now % this.#sliceMs;
    this.#tokens += estimate;
    return 0;
  }

  /** Whether it is the tokens that are used up, rather than the requests. */
  tokensExhausted(now: number): boolean {
    this.#turn(now);
    return this.#tokens >= this.tokensPerMinute;
  }

  /** Share of this minute's tokens that is used. */
  utilization(now: number): number {
    this.#turn(now);
    return this.#tokens / this.tokensPerMinute;
  }

  state(now: number): QuotaState {
    this.#turn(now);
    return {
      limitTokens: this.tokensPerMinute,
      remainingTokens: Math.max(0, this.tokensPerMinute - this.#tokens),
      limitRequests: this.requestsPerMinute,
      remainingRequests: Math.max(0, this.requestsPerMinute - this.#requestsInMinute),
      resetTokensMs: MINUTE_MS - now % MINUTE_MS,
      resetRequestsMs: this.#sliceMs - now % this.#sliceMs,
    };
  }

  #turn(now: number): void {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#tokens = 0;
      this.#requestsInMinute = 0;
    }
    const slice = Math.floor(now / this.#sliceMs);
    if (slice !== this.#slice) {
      this.#slice = slice;
      this.#requests = 0;
    }
  }
}
