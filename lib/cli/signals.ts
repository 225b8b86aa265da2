/**
 * Signals that ask a process to end.
 * @module
 */
import { INTERRUPTED } from "./command.ts";

/** Ctrl+C, and what a supervisor sends; Windows has no SIGTERM. */
const ENDING: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];

/** Calls `listener` at each signal that asks this process to end, which then no longer ends it. */
export function onEndingSignal(listener: () => void): void {
  for (const signal of ENDING) Deno.addSignalListener(signal, listener);
}

/**
 * Aborted by the first signal that asks this process to end: what was made so far is kept. The second one ends it at
 * once.
 * @param reason default: an AbortError
 */
export function endingSignal(reason?: Error): AbortSignal {
  const ending = new AbortController();
  onEndingSignal(() => {
    if (ending.signal.aborted) Deno.exit(INTERRUPTED);
    ending.abort(reason);
  });
  return ending.signal;
}
