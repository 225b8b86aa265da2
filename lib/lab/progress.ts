/**
 * Live progress of a run in a cell: one panel, shown again a few times a second.
 * @module
 */
import { SystemClock } from "../core/clock.ts";
import { type RequestRecord, succeeded } from "../workload/record.ts";
import { Panel, type Showable } from "./display.ts";
import type { RunEvents } from "./run_events.ts";

/** Real milliseconds between two updates of the panel. */
const UPDATE_EVERY_MS = 300;
const BAR_WIDTH = 24;

let panels = 0;

/** Follows a run. */
export class Progress {
  readonly #panel = new Panel(`progress-${++panels}`);
  readonly #stop = new AbortController();
  readonly #byBackend = new Map<string, number>();
  #completed = 0;
  #failed = 0;

  constructor(readonly events: RunEvents) {
    events.listen((event) => {
      if (event.kind === "answer") this.#record(event.record);
    });
  }

  readonly #record = (record: RequestRecord): void => {
    this.#completed++;
    if (!succeeded(record)) this.#failed++;
    const { backend } = record; // null where no policy says who served, as in direct calls
    if (backend !== null) this.#byBackend.set(backend, (this.#byBackend.get(backend) ?? 0) + 1);
  };

  /** Shows the panel while `work` is under way, and once more at its end. */
  async during<T>(work: Promise<T>): Promise<T> {
    const updates = this.#keepUpdating();
    try {
      return await work;
    } finally {
      this.#stop.abort();
      await updates;
      await this.#panel.update(this.#line());
    }
  }

  async #keepUpdating(): Promise<void> {
    const clock = new SystemClock();
    while (!this.#stop.signal.aborted) {
      await this.#panel.update(this.#line());
      await clock.sleep(UPDATE_EVERY_MS, this.#stop.signal).catch(() => {});
    }
  }

  #line(): Showable {
    const done = Math.round(BAR_WIDTH * this.#completed / Math.max(1, this.events.count));
    const bar = "█".repeat(done) + "░".repeat(BAR_WIDTH - done);
    const backends = [...this.#byBackend].sort().map(([backend, count]) => `${backend} ${count}`);
    const parts = [`${this.events.label} ${bar} ${this.#completed}/${this.events.count}`];
    if (this.#failed > 0) parts.push(`failed ${this.#failed}`);
    if (backends.length > 0) parts.push(backends.join(", "));
    return { text: parts.join(" · ") };
  }
}
