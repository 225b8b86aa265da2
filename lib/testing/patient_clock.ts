/**
 * The clock of a policy's test: it moves while somebody waits, and says so when that can have no end.
 * @module
 */
import { SystemClock } from "../core/clock.ts";
import { OnDemandClock } from "../core/on_demand_clock.ts";

const real = new SystemClock();

export class PatientClock extends OnDemandClock {
  /**
   * @param start milliseconds since the epoch
   * @param patienceMs how long something may take that the clock knows nothing of, as a file that a reply reads: real
   * milliseconds, default 10,000
   */
  constructor(start?: number, readonly patienceMs = 10_000) {
    super(start);
  }

  /** @throws Error when nothing is left to happen on the clock, and real time has passed without an event */
  override async until<T>(work: Promise<T>): Promise<T> {
    const over = new AbortController();
    try {
      return await Promise.race([super.until(work), this.#stuck(over.signal)]);
    } finally {
      over.abort();
    }
  }

  async #stuck(over: AbortSignal): Promise<never> {
    for (let idleAt: number | null = null;;) {
      await real.sleep(this.patienceMs, over);
      const isIdle = this.next === undefined;
      if (isIdle && idleAt === this.now()) break;
      idleAt = isIdle ? this.now() : null;
    }
    throw new Error(
      "The gateway waits for something that is not on its clock: does a reply's function never " +
        `end? Nothing happened for ${this.patienceMs / 1000} s.`,
    );
  }
}
