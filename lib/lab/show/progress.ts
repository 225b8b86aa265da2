/**
 * How far long work is, in the cell that asked for it: one line, shown again a few times a second. Works that go on at
 * the same time share it. Where nobody watches, nothing is shown, so that what a cell leaves does not depend on how
 * fast the machine is.
 * @module
 */
import { SystemClock } from "../../core/clock.ts";
import { canUpdate, Panel, type Showable } from "./display.ts";

/** Real milliseconds between two updates of the line. */
const UPDATE_EVERY_MS = 250;
const BAR_WIDTH = 24;
/** Real milliseconds before which a rest is not told: it would be a guess. */
const REST_AFTER_MS = 15_000;

let watched = true;

/** Whether somebody looks on: not when a notebook runs headless. */
export function watchProgress(somebody: boolean): void {
  watched = somebody;
}

/** Told how much is done, of how much. */
export type Report = (done: number, of: number) => void;

interface Work {
  done: number;
  of: number;
}

/** The works that share a line, those that have ended included. */
class SharedLine {
  readonly works: Work[] = [];
  running = 0;
  readonly #panel = new Panel(`progress-${++lines}`);
  readonly #clock = new SystemClock();
  readonly #startMs = this.#clock.now();
  /** What was done before: a work may go on where it stopped. */
  #doneBefore: number | null = null;
  readonly #stop = new AbortController();
  readonly #updates: Promise<void>;

  constructor(readonly what: string, readonly unit: string) {
    this.#updates = this.#keepUpdating();
  }

  async end(): Promise<void> {
    this.#stop.abort();
    await this.#updates;
    await this.#panel.update(this.#line());
  }

  async #keepUpdating(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#panel.update(this.#line());
      await this.#clock.sleep(UPDATE_EVERY_MS, this.#stop.signal).catch(() => {});
    }
  }

  #line(): Showable {
    const done = this.works.reduce((sum, work) => sum + work.done, 0);
    const of = this.works.reduce((sum, work) => sum + work.of, 0);
    const filled = Math.round(BAR_WIDTH * done / Math.max(1, of));
    const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
    const runs = this.works.length === 1 ? "" : `, ${this.works.length} at once`;
    const figures = `${done} of ${of} ${this.unit}${runs}${this.#rest(done, of)}`;
    return {
      html: `<div>${this.what} <progress value="${done}" max="${
        Math.max(1, of)
      }"></progress> ${figures}</div>`,
      text: `${this.what} ${bar} ${figures}`,
    };
  }

  /** `, some 3 minutes left`; nothing for what is over soon or cannot be told yet. */
  #rest(done: number, of: number): string {
    this.#doneBefore ??= done;
    const elapsedMs = this.#clock.now() - this.#startMs;
    const did = done - this.#doneBefore;
    if (elapsedMs < REST_AFTER_MS || did <= 0 || done >= of) return "";
    const minutes = Math.ceil(elapsedMs / did * (of - done) / 60_000);
    return `, ${minutes === 1 ? "a minute" : `some ${minutes} minutes`} left`;
  }
}

let lines = 0;
const open = new Map<string, SharedLine>();

/**
 * Does `work` and shows how far it is.
 * @param what "simulating". @param options.of how much there is to do, where that is known; in `options.unit`
 */
export async function withProgress<T>(
  what: string,
  { unit, of = 0 }: { readonly unit: string; readonly of?: number },
  work: (report: Report) => Promise<T>,
): Promise<T> {
  if (!watched || !canUpdate()) return await work(() => {});
  let line = open.get(what);
  if (line === undefined) open.set(what, line = new SharedLine(what, unit));
  const own: Work = { done: 0, of };
  line.works.push(own);
  line.running++;
  try {
    const result = await work((done, of) => Object.assign(own, { done, of }));
    own.done = own.of;
    return result;
  } finally {
    if (--line.running === 0) {
      open.delete(what);
      await line.end();
    }
  }
}
