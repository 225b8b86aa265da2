/**
 * A virtual clock that moves by itself, and only while somebody waits for an answer: the lab's time.
 * @module
 */
import { turn, VirtualClock } from "./clock.ts";

/**
 * Between two events the event loop turns, so that everything that can go on without waiting has gone on: time
 * stands still while the machine works, however slow it is. What waits for something outside of this clock
 * (another thread, a file, a network) is handed to {@link hold}; all else waits on this clock or on promises.
 */
export class OnDemandClock extends VirtualClock {
  #wanted = 0;
  #held = 0;
  #driving = false;
  #rouse: (() => void) | null = null;

  /** Lets time pass until `work` is settled. Several may be waited for at once: they share the time. */
  async until<T>(work: Promise<T>): Promise<T> {
    this.#wanted++;
    if (!this.#driving) this.#drive();
    try {
      return await work;
    } finally {
      this.#wanted--;
      this.#wake();
    }
  }

  /** Time stands still until `work` is settled. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.#held++;
    try {
      return await work;
    } finally {
      this.#held--;
      this.#wake();
    }
  }

  override schedule(ms: number, callback: () => void): () => void {
    const cancel = super.schedule(ms, callback);
    this.#wake();
    return cancel;
  }

  async #drive(): Promise<void> {
    this.#driving = true;
    try {
      for (;;) {
        await turn();
        if (this.#wanted === 0) return;
        if (this.#held > 0 || !this.step()) await this.#roused();
      }
    } finally {
      this.#driving = false;
    }
  }

  #roused(): Promise<void> {
    return new Promise((resolve) => void (this.#rouse = resolve));
  }

  #wake(): void {
    this.#rouse?.();
    this.#rouse = null;
  }
}
