/**
 * A made-up run's events: the PTU serves until it is full, then every other request spills.
 * @module
 */
import { RunEvents } from "../../../lib/lab/runs/run_events.ts";
import { record } from "../../analysis/records.ts";

/** Ten requests a second for ten seconds; the last one fails. @param options.seen false: on Azure */
export function spillover({ seen = true } = {}): RunEvents {
  const events = new RunEvents("spillover", 100);
  for (let i = 0; i < 100; i++) {
    const atMs = i * 100 + 50;
    const spilled = i >= 50 && i % 2 === 1;
    const last = i === 99;
    if (seen && spilled) {
      events.add({ kind: "call", atMs, backend: "backend-a", status: 429, latencyMs: 5 });
    }
    events.add({
      kind: "answer",
      atMs,
      record: record(i, {
        backend: spilled ? "backend-b" : "backend-a",
        attempts: spilled ? 2 : 1,
        latencyMs: spilled ? 900 : 500,
        ...(last ? { status: 500, error: "500: no" } : {}),
      }),
      regions: seen
        ? [
          { backend: "backend-a", level: Math.min(1, i / 50), breaker: "open", faults: ["error"] },
          { backend: "backend-b", level: 0.1, breaker: null, faults: [] },
        ]
        : [],
    });
  }
  return events;
}
