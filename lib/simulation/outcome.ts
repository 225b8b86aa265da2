/**
 * What became of one simulated request, all attempts of gateway and caller included.
 * @module
 */

export interface Outcome {
  readonly index: number;
  /** When it was meant to start: milliseconds since the run's start. */
  readonly atMs: number;
  /** From the intended start to the last byte, or to the caller's giving up. */
  readonly latencyMs: number;
  /** From the intended start to the first token; null when it was not streamed or not answered. */
  readonly ttftMs: number | null;
  /** The last reply's status. */
  readonly status: number;
  /** Whether the caller got an answer, to its end. */
  readonly answered: boolean;
  /** Index of the backend (region) that answered; -1: none. */
  readonly backend: number;
  /** Answered by tokens that are paid for one by one, rather than by the hour. */
  readonly paidByToken: boolean;
  /** Calls to backends that the gateway made beyond the first, over all attempts of the caller. */
  readonly gatewayRetries: number;
  /** Times the caller sent it again. */
  readonly clientRetries: number;
  /** 429 replies that the caller saw, those that it retried included. */
  readonly seen429: number;
  readonly completionTokens: number;
  /** What the answer costs by the token; 0 on provisioned capacity. */
  readonly tokenCostUsd: number;
}
