/**
 * Jupyter's Interrupt, which ends a Deno kernel unless somebody listens: a run of the lab does.
 * @module
 */
import { UserError } from "../core/user_error.ts";
import { inKernel } from "./display.ts";

/** The cell was interrupted in the middle of a run. */
export class InterruptedError extends UserError {
  override name = "InterruptedError";
}

/**
 * While it lives, Interrupt (SIGINT) aborts `signal` instead of ending the kernel. Outside of a kernel it listens to
 * nothing: there Ctrl+C ends the process.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #listen = inKernel();

  constructor() {
    if (this.#listen) Deno.addSignalListener("SIGINT", this.#abort);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    if (this.#listen) Deno.removeSignalListener("SIGINT", this.#abort);
  }

  readonly #abort = () => this.#controller.abort(new InterruptedError("Interrupted."));
}
