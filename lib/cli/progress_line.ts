/**
 * How far a command is, on stderr: one line that is written over on a terminal; elsewhere, a line now and then.
 * @module
 */
import { SystemClock } from "../core/clock.ts";

/** Real milliseconds between two lines where they stay. */
const LINE_EVERY_MS = 10_000;

export class ProgressLine {
  readonly #clock = new SystemClock();
  readonly #terminal = Deno.stderr.isTerminal();
  #nextMs: number;

  /** @param atOnce whether the first line is written at once where lines stay; default: after ten seconds */
  constructor({ atOnce = false } = {}) {
    this.#nextMs = this.#clock.now() + (atOnce ? 0 : LINE_EVERY_MS);
  }

  say(text: string): void {
    if (this.#terminal) return write(`\r\x1b[K${text}`);
    if (this.#clock.now() < this.#nextMs) return;
    this.#nextMs = this.#clock.now() + LINE_EVERY_MS;
    write(`${text}\n`);
  }

  /** Makes room for what the command prints. */
  clear(): void {
    if (this.#terminal) write("\r\x1b[K");
  }
}

function write(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}
