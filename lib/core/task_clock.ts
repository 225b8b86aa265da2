/**
 * A virtual clock for very many tasks: it knows which of them can go on, so that time moves from event
 * to event without a turn of the event loop for each.
 * @module
 */
import { turn, VirtualClock } from "./clock.ts";

/** Microtask turns after which a task counts as waiting for another one rather than as running. */
const PATIENCE = 2_000;

/** Events after which the event loop gets a turn, so that signals and other timers are served. */
const EVENTS_PER_TURN = 8_192;

/**
 * Tasks are begun with {@link begin}; a task waits by {@link pause} or `sleep`, and nothing else moves
 * time. A task that waits for another one is found by patience: slower, never wrong.
 */
export class TaskClock extends VirtualClock {
  /** Tasks that have something to do before time may move. */
  #running = 0;
  /** Whether a plain callback fired that may have woken what is not counted. */
  #untracked = false;

  /** Runs a task at once, up to its first wait. */
  begin(task: () => Promise<unknown> | void): void {
    this.#running++;
    let ended: Promise<unknown> | void;
    try {
      ended = task();
    } catch (error) {
      this.#running--;
      throw error;
    }
    if (ended === undefined) this.#running--;
    else ended.then(this.#end, this.#end);
  }

  readonly #end = () => void this.#running--;

  /** Resolves after `ms`: a task's wait, without a signal to end it. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#running--;
      this.at(ms, () => {
        this.#running++;
        resolve();
      });
    });
  }

  /** Calls `callback` after `ms`, as part of no task: it may begin some. */
  at(ms: number, callback: () => void): void {
    super.schedule(ms, callback);
  }

  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= 0 && !signal?.aborted) return Promise.resolve();
    return signal ? this.#sleepUnlessAborted(ms, signal) : this.pause(ms);
  }

  override schedule(ms: number, callback: () => void): () => void {
    return super.schedule(ms, () => {
      this.#untracked = true;
      callback();
    });
  }

  #sleepUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      this.#running--;
      const onAbort = () => {
        cancel();
        this.#running++;
        reject(signal.reason);
      };
      const cancel = super.schedule(ms, () => {
        signal.removeEventListener("abort", onAbort);
        this.#running++;
        resolve();
      });
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }

  /**
   * Moves from event to event until none is left or `stop` says so. A task that still waits for
   * something outside of this clock then is left waiting.
   */
  async drive(stop: () => boolean = () => false): Promise<void> {
    for (let events = 1; !stop(); events++) {
      if (this.#untracked) {
        this.#untracked = false;
        await turn();
      }
      for (let patience = PATIENCE; this.#running > 0 && patience > 0; patience--) await null;
      if (this.#running > 0) await turn();
      if (events % EVENTS_PER_TURN === 0) await turn();
      if (this.#untracked) continue;
      if (!this.step()) return;
    }
  }
}
