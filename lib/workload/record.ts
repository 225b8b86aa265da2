/**
 * What is kept of one request: one flat row, failures included.
 * @module
 */

/** One request as the caller saw it. Times are the run's clock's milliseconds since the run's start. */
export interface RequestRecord {
  /** Position in the run's schedule, from 0. */
  readonly index: number;
  /** When it was meant to start. In an open loop, latency counts from here, so that queueing is not hidden. */
  readonly intendedStartMs: number;
  /** When it was really sent. */
  readonly startMs: number;
  /** From the intended start to the last byte (or to the failure). */
  readonly latencyMs: number;
  /** From the intended start to the first token; null when the reply was not streamed. */
  readonly ttftMs: number | null;
  /** HTTP status; 0 when no response came. */
  readonly status: number;
  /** `x-routed-backend`: the backend that served, or null when the reply names none. */
  readonly backend: string | null;
  /** `x-ms-region`: where the model says it runs, independent of any policy. */
  readonly region: string | null;
  /** `x-routing-attempts`: backend calls made for it, or null when the reply does not tell. */
  readonly attempts: number | null;
  /** `x-routing-strategy`. */
  readonly strategy: string | null;
  /** `x-circuit-state`. */
  readonly circuitState: string | null;
  /** `retry-after-ms`, else `retry-after`, in milliseconds. */
  readonly retryAfterMs: number | null;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  /** null for a success; else the status and the message that came with it, or why none came. */
  readonly error: string | null;
  /** The generated text. */
  readonly content: string;
}

/** Whether the caller got an answer: 2xx, to the end of the body. */
export function succeeded(record: RequestRecord): boolean {
  return record.error === null && record.status >= 200 && record.status < 300;
}
