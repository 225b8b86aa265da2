/**
 * Time as a port. Only this file touches `Date`, `performance` and timers, so that a day of traffic
 * can run in seconds and a test never sleeps.
 * @module
 */
import { setImmediate } from "node:timers";

/** What code may know of time. All times are milliseconds since the Unix epoch, fractions allowed. */
export interface Clock {
  /** Milliseconds since the Unix epoch. Never goes backwards. */
  now(): number;
  /**
   * Resolves after `ms` of this clock's milliseconds (at once for `ms <= 0`).
   * @throws the signal's reason, as soon as `signal` is aborted.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Calls `callback` once after `ms`; the returned function cancels it.
   * @param options.background the process may end before
   */
  schedule(
    ms: number,
    callback: () => void,
    options?: { readonly background?: boolean },
  ): () => void;
  /** This clock's milliseconds for each real one: 1 for the system clock, Infinity for a virtual one. */
  readonly speed: number;
}

/** The longest delay that a timer of the platform takes (2^31 - 1 ms). */
const MAX_TIMER_MS = 0x7fffffff;

function sleepOn(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  if (ms <= 0) return Promise.resolve();
  if (signal === undefined) return new Promise((resolve) => void clock.schedule(ms, resolve));
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.schedule(ms, () => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
    signal.addEventListener("abort", onAbort, { once: true });
  });
}

/** Real time, optionally running `speed` times faster than life from the moment of its creation. */
export class SystemClock implements Clock {
  readonly #epoch: number;
  readonly #origin: number;

  /** @param options.speed how many of this clock's milliseconds pass in a real one; default 1. */
  constructor(readonly options: { speed?: number; epoch?: number } = {}) {
    this.speed = options.speed ?? 1;
    if (!(this.speed > 0 && Number.isFinite(this.speed))) {
      throw new RangeError(`clock speed must be a positive number: it is ${this.speed}`);
    }
    this.#origin = performance.now();
    this.#epoch = options.epoch ?? performance.timeOrigin + this.#origin;
  }

  readonly speed: number;

  now(): number {
    return this.#epoch + (performance.now() - this.#origin) * this.speed;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, ms, signal);
  }

  schedule(
    ms: number,
    callback: () => void,
    { background = false }: { readonly background?: boolean } = {},
  ): () => void {
    const timer = setTimeout(callback, Math.min(ms / this.speed, MAX_TIMER_MS));
    if (background) Deno.unrefTimer(timer);
    return () => clearTimeout(timer);
  }
}

interface Event {
  at: number;
  order: number;
  callback: (() => void) | null;
}

/**
 * A clock that stands still until it is told to move. Events fire in order of time, then of scheduling.
 * Whoever drives it calls {@link advance} or {@link run}; everything that waits in between must wait on
 * this clock or on promises that settle without the outside world.
 */
export class VirtualClock implements Clock {
  readonly speed = Infinity;
  #now: number;
  #order = 0;
  readonly #heap: Event[] = [];

  constructor(start: number = Date.UTC(2026, 0, 5)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, ms, signal);
  }

  schedule(ms: number, callback: () => void): () => void {
    if (Number.isNaN(ms)) {
      throw new RangeError("virtual clock: a delay must be a number of milliseconds");
    }
    const event: Event = { at: this.#now + Math.max(0, ms), order: this.#order++, callback };
    this.#push(event);
    return () => {
      event.callback = null;
    };
  }

  /** The time of the next event, or undefined when nothing is scheduled. */
  get next(): number | undefined {
    while (this.#heap.length > 0 && this.#heap[0].callback === null) this.#pop();
    return this.#heap[0]?.at;
  }

  /** Moves to the next event and fires it; false when there is none. The caller lets promises settle. */
  step(): boolean {
    if (this.next === undefined) return false;
    const event = this.#pop();
    this.#now = event.at;
    event.callback!();
    return true;
  }

  /**
   * Moves time on by `ms`, firing what falls due, and lets promises settle after each event.
   * @throws RangeError for what is no span of time: time never goes backwards
   */
  async advance(ms: number): Promise<void> {
    if (!Number.isFinite(ms) || ms < 0) {
      throw new RangeError(`advance takes milliseconds, 0 or more: it is ${ms}`);
    }
    const until = this.#now + ms;
    await turn();
    for (let next = this.next; next !== undefined && next <= until; next = this.next) {
      this.step();
      await turn();
    }
    this.#now = until;
  }

  /** Runs until `promise` settles, moving from event to event. @throws Error when it never can. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = () => void (settled = true);
    promise.then(done, done);
    for (;;) {
      await turn();
      if (settled) return promise;
      if (!this.step()) {
        throw new Error("virtual clock: nothing is scheduled and the work is not done");
      }
    }
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let i = heap.length;
    heap.push(event);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(event, heap[parent])) break;
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = event;
  }

  #pop(): Event {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop()!;
    if (heap.length > 0) {
      let i = 0;
      for (;;) {
        let child = 2 * i + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
        if (!before(heap[child], last)) break;
        heap[i] = heap[child];
        i = child;
      }
      heap[i] = last;
    }
    return top;
  }
}

function before(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** One turn of the event loop: every promise that can settle without a timer or the outside world has done so. */
function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
