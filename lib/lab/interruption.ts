/**
 * Jupyter's Interrupt, which ends a Deno kernel unless somebody listens: from openLab on the workshop does.
 * @module
 */
import { UserError } from "../core/user_error.ts";
import { inKernel } from "./show/display.ts";

/** The cell was interrupted in the middle of its work. */
export class InterruptedError extends UserError {
  override name = "InterruptedError";
}

let current = new AbortController();
let listening = false;

/**
 * From now on Interrupt (SIGINT) ends what is under way and never the kernel, whether it is busy or idle. Outside of a
 * kernel nothing changes: there Ctrl+C ends the process.
 */
export function outliveInterrupts(isKernel = inKernel()): void {
  if (listening || !isKernel) return;
  listening = true;
  Deno.addSignalListener("SIGINT", () => {
    const ended = current;
    current = new AbortController();
    ended.abort(new InterruptedError("Interrupted."));
  });
}

/**
 * Aborted by the next Interrupt, and by each of `others`. What begins afterwards gets a signal of its own.
 */
export function interruptSignal(...others: readonly (AbortSignal | undefined)[]): AbortSignal {
  const given = others.filter((signal) => signal !== undefined);
  return given.length === 0 ? current.signal : AbortSignal.any([current.signal, ...given]);
}

/** Whether `signal`, of {@link interruptSignal}, was aborted by an Interrupt. */
export function wasInterrupted({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof InterruptedError;
}

/** What `work` gives; @throws InterruptedError where an Interrupt ended it, whatever it made of that. */
export async function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw wasInterrupted(signal) ? signal.reason : error;
  }
}
