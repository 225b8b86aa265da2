/**
 * Time limits and callers' signals for calls that take long enough to need them. Most calls are over
 * before the first look, and then cost neither a timer nor a signal.
 * @module
 */
import type { Clock } from "../../core/clock.ts";

/** A call under way. */
export interface WatchedCall {
  /** Total, in the clock's milliseconds. */
  readonly timeoutMs: number;
  /** The call has become a slow one: from now on it has a time limit of its own, this far away. */
  watch(remainingMs: number): void;
}

/** How old a call may get before it is watched, in the clock's milliseconds. */
const FIRST_LOOK_MS = 50;

export class SlowCalls {
  readonly #clock: Clock;
  /** Calls that are not watched yet, with when they began; oldest first. */
  readonly #fresh = new Map<WatchedCall, number>();
  #looking = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(call: WatchedCall): void {
    if (call.timeoutMs <= FIRST_LOOK_MS) return call.watch(call.timeoutMs);
    this.#fresh.set(call, this.#clock.now());
    if (this.#looking) return;
    this.#looking = true;
    this.#clock.schedule(FIRST_LOOK_MS, this.#look);
  }

  remove(call: WatchedCall): void {
    this.#fresh.delete(call);
  }

  readonly #look = () => {
    const now = this.#clock.now();
    for (const [call, since] of this.#fresh) {
      if (now - since < FIRST_LOOK_MS) break;
      this.#fresh.delete(call);
      call.watch(call.timeoutMs - (now - since));
    }
    this.#looking = this.#fresh.size > 0;
    if (this.#looking) this.#clock.schedule(FIRST_LOOK_MS, this.#look);
  };
}
