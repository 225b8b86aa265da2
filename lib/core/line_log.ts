/**
 * What goes wrong again and again, said on stderr once in a while.
 * @module
 */
import { type Clock, SystemClock } from "./clock.ts";

/** Between two lines of one kind, in real milliseconds. */
const EVERY_MS = 60_000;

interface Kind {
  nextAt: number;
  unsaid: number;
}

/** At most one line a kind and minute, with the number of those that were not said. */
export class LineLog {
  readonly #kinds = new Map<string, Kind>();

  /** @param write default: a line on stderr */
  constructor(
    readonly clock: Clock = new SystemClock(),
    readonly write: (line: string) => void = console.error,
  ) {}

  /** @param kind one of few: what is said of each is one line */
  say(kind: string): void {
    const now = this.clock.now();
    let known = this.#kinds.get(kind);
    if (known === undefined) this.#kinds.set(kind, known = { nextAt: now, unsaid: 0 });
    if (now < known.nextAt) {
      known.unsaid++;
      return;
    }
    this.write(
      known.unsaid === 0 ? kind : `${kind} (${known.unsaid} times more since the last line)`,
    );
    known.nextAt = now + EVERY_MS;
    known.unsaid = 0;
  }
}
