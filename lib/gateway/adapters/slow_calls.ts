/**
 * Time limits and callers' signals for calls that take long enough to need them. Most calls are over
 * before the first look, and then cost neither a timer nor a signal.
 * @module
 */
import type { Clock } from "../../core/clock.ts";

/** How old a call may get before it is watched, in the clock's milliseconds. */
const FIRST_LOOK_MS = 50;

/** A call under way. */
export abstract class WatchedCall {
  /** @internal Neighbours in the list of calls that are not watched yet. */
  older: WatchedCall | null = null;
  /** @internal */
  newer: WatchedCall | null = null;
  /** @internal When it began. */
  since = 0;

  /** @param timeoutMs in all, in the clock's milliseconds */
  constructor(readonly timeoutMs: number) {}

  /** The call has become a slow one: from now on it has a time limit of its own, this far away. */
  abstract watch(remainingMs: number): void;
}

/**
 * The calls that are younger than the first look. A list linked through the calls themselves: a Map that
 * is filled and emptied all the time leaves old tables behind, and they keep dead calls from the young
 * collector.
 */
export class SlowCalls {
  readonly #clock: Clock;
  #oldest: WatchedCall | null = null;
  #newest: WatchedCall | null = null;
  #looking = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(call: WatchedCall): void {
    if (call.timeoutMs <= FIRST_LOOK_MS) return call.watch(call.timeoutMs);
    call.since = this.#clock.now();
    call.older = this.#newest;
    if (this.#newest === null) this.#oldest = call;
    else this.#newest.newer = call;
    this.#newest = call;
    if (this.#looking) return;
    this.#looking = true;
    this.#clock.schedule(FIRST_LOOK_MS, this.#look);
  }

  /** Takes the call out of the list, if it is still in it. */
  remove(call: WatchedCall): void {
    const { older, newer } = call;
    if (older === null && this.#oldest !== call) return;
    if (older === null) this.#oldest = newer;
    else older.newer = newer;
    if (newer === null) this.#newest = older;
    else newer.older = older;
    call.older = call.newer = null;
  }

  readonly #look = () => {
    const now = this.#clock.now();
    for (let call = this.#oldest; call !== null && now - call.since >= FIRST_LOOK_MS;) {
      this.remove(call);
      call.watch(call.timeoutMs - (now - call.since));
      call = this.#oldest;
    }
    this.#looking = this.#oldest !== null;
    if (this.#looking) this.#clock.schedule(FIRST_LOOK_MS, this.#look);
  };
}
