/**
 * One request of a load test.
 * @module
 */
import { UserError } from "../core/user_error.ts";
import type { RequestRecord } from "../workload/mod.ts";

/** A record, and what no record of the notebooks has. */
export interface LoadRecord extends RequestRecord {
  /** Times that the caller sent the request again; null when the file does not tell. */
  readonly clientRetries: number | null;
}

/** Records that cannot be read; says where and what was expected. */
export class LoadRecordsError extends UserError {
  override name = "LoadRecordsError";
}

/** What each record must tell. */
export const REQUIRED_FIELDS = [
  "index",
  "intendedStartMs",
  "startMs",
  "latencyMs",
  "status",
] as const;

/** A record that tells nothing else. */
export const EMPTY_RECORD: Omit<LoadRecord, typeof REQUIRED_FIELDS[number]> = {
  ttftMs: null,
  backend: null,
  region: null,
  attempts: null,
  strategy: null,
  circuitState: null,
  retryAfterMs: null,
  tokensIn: null,
  tokensOut: null,
  error: null,
  content: "",
  clientRetries: null,
};
