/**
 * Signals that ask a process to end.
 * @module
 */

/** Ctrl+C, and what a supervisor sends; Windows has no SIGTERM. */
const ENDING: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];

/** Calls `listener` at each signal that asks this process to end, which then no longer ends it. */
export function onEndingSignal(listener: () => void): void {
  for (const signal of ENDING) Deno.addSignalListener(signal, listener);
}
