/**
 * Gives up on backends that stop in the middle of a reply.
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import { type Connection, PATIENCE_TICKS } from "./connection.ts";

/** How often the readers are looked at, in the clock's milliseconds: a tick. */
const TICK_MS = 10_000;

/**
 * How long a reply's body may say nothing, in milliseconds, and up to a tick more: after four minutes Azure's load
 * balancer drops a connection, too.
 * @see https://learn.microsoft.com/azure/api-management/how-to-server-sent-events
 */
export const STALL_MS = PATIENCE_TICKS * TICK_MS;

/** The connections from which somebody waits for more of a reply's body. */
export class StallWatch {
  readonly #clock: Clock;
  readonly #reading = new Set<Connection>();
  #ticking = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Somebody waits from now on; each byte that comes is a new beginning. */
  begin(connection: Connection): void {
    connection.patience = PATIENCE_TICKS;
    this.#reading.add(connection);
    if (this.#ticking) return;
    this.#ticking = true;
    this.#schedule();
  }

  /** Nobody waits any more. */
  end(connection: Connection): void {
    this.#reading.delete(connection);
  }

  #schedule(): void {
    this.#clock.schedule(TICK_MS, this.#tick, { background: true });
  }

  readonly #tick = () => {
    this.#ticking = this.#reading.size > 0;
    for (const connection of this.#reading) {
      if (--connection.patience >= 0) continue;
      this.#reading.delete(connection);
      connection.giveUp(new Error(`the backend sent nothing for ${STALL_MS / 1_000} s`));
    }
    if (this.#ticking) this.#schedule();
  };
}
