/**
 * A virtual clock that moves by itself, and only while somebody waits for an answer: the time of labs, simulations and tests.
 * @module
 */
import { setImmediate } from "node:timers";
import { VirtualClock } from "./clock.ts";
import { unlessAborted } from "./unless_aborted.ts";

/**
 * Between two events everything goes on that can go on without waiting: time stands still while the machine works,
 * however slow it is. What waits for something outside of this clock (another thread, a file, a network) is handed to
 * {@link hold}; all else waits on this clock or on promises.
 */
export class OnDemandClock extends VirtualClock {
  #wanted = 0;
  #held = 0;
  /** resting: nobody waits for an answer. waiting: somebody does, but nothing is scheduled, or something is held. */
  #state: "resting" | "ticking" | "waiting" = "resting";
  #idle: PromiseWithResolvers<void> | null = null;
  /** Ticks that the event loop has been asked for and that have not come yet. */
  #ticksToCome = 0;
  readonly #eventsPerTurn: number;

  /**
   * @param start milliseconds since the epoch
   * @param options.eventsPerTurn events to one turn of the event loop, default 1. Promises settle between any two; a
   * turn is what streams and sockets need besides, and costs more than most events do.
   */
  constructor(start?: number, options: { readonly eventsPerTurn?: number } = {}) {
    super(start);
    this.#eventsPerTurn = options.eventsPerTurn ?? 1;
  }

  /** Lets time pass until `work` is settled. Several may be waited for at once: they share the time. */
  async until<T>(work: Promise<T>): Promise<T> {
    this.#wanted++;
    this.#wake("resting");
    try {
      return await work;
    } finally {
      this.#wanted--;
      this.#wake("waiting");
    }
  }

  /** Time stands still until `work` is settled. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.#held++;
    try {
      return await work;
    } finally {
      this.#held--;
      this.#wake("waiting");
    }
  }

  /** Resolves when nothing is scheduled any more and nothing is held. To be waited for with {@link until}. */
  idle(): Promise<void> {
    this.#idle ??= Promise.withResolvers();
    return this.#idle.promise;
  }

  /** The same bytes; each read lets time pass until there are some. */
  untilRead(
    stream: ReadableStream<Uint8Array>,
    signal?: AbortSignal,
  ): ReadableStream<Uint8Array> {
    const reader = stream.getReader();
    const read = async () => {
      try {
        return await (signal ? unlessAborted(reader.read(), signal) : reader.read());
      } catch (error) {
        reader.cancel(error).catch(() => {}); // broken by itself, or nobody reads on
        throw error;
      }
    };
    return new ReadableStream({
      pull: async (controller) => {
        const { done, value } = await this.until(read());
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    }, { highWaterMark: 0 });
  }

  override schedule(ms: number, callback: () => void): () => void {
    const cancel = super.schedule(ms, callback);
    this.#wake("waiting");
    return cancel;
  }

  /** One event; a callback and no promise, since simulations take millions of them. */
  readonly #tick = (): void => {
    this.#ticksToCome--;
    if (this.#state !== "ticking") return;
    if (this.#wanted === 0) {
      this.#state = "resting";
    } else if (this.#held > 0) {
      this.#state = "waiting";
    } else if (this.step()) {
      this.#askForTicks();
    } else {
      this.#state = "waiting";
      this.#idle?.resolve();
      this.#idle = null;
    }
  };

  /** Goes on as soon as everything that can go on without waiting has gone on. */
  #wake(from: "resting" | "waiting"): void {
    if (this.#state !== from) return;
    this.#state = "ticking";
    this.#askForTicks();
  }

  /** Promises settle after each of the platform's immediates, those of one turn included. */
  #askForTicks(): void {
    if (this.#ticksToCome > 0) return;
    this.#ticksToCome = this.#eventsPerTurn;
    for (let i = 0; i < this.#eventsPerTurn; i++) setImmediate(this.#tick);
  }
}
