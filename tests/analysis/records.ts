/** Records for tests of the analysis. */
import type { RequestRecord } from "../../lib/workload/record.ts";

/** A successful request to backend-a, changed. */
export function record(index: number, changes: Partial<RequestRecord> = {}): RequestRecord {
  return {
    index,
    intendedStartMs: index * 100,
    startMs: index * 100,
    latencyMs: 500,
    ttftMs: null,
    status: 200,
    backend: "backend-a",
    region: "East US",
    attempts: 1,
    strategy: "priority-spillover",
    circuitState: null,
    retryAfterMs: null,
    tokensIn: 10,
    tokensOut: 20,
    error: null,
    content: "blue",
    ...changes,
  };
}
