/**
 * One request of a workload, before anything has happened to it.
 * @module
 */

/** Determined by scenario and seed alone, so that strategies are compared on the very same traffic. */
export interface Arrival {
  /** From 0, in order of time. */
  readonly index: number;
  /** Milliseconds since the run's start. */
  readonly atMs: number;
  readonly promptTokens: number;
  /** What the model says if nothing cuts it short. */
  readonly completionTokens: number;
  /** The caller's limit on output; null: none given. */
  readonly maxTokens: number | null;
  readonly stream: boolean;
  /** Conversation that shares its prompt's beginning; -1: none. */
  readonly conversation: number;
  /** Standard normal: how fast any model answers it, compared to its usual speed. */
  readonly noise: number;
}
