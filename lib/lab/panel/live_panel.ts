/**
 * A run in its cell, as it happens. A run of the embedded regions is over at once: it is played then, at a pace that
 * eyes follow. One of Azure is shown while it goes on.
 * @module
 */
import { type Clock, SystemClock } from "../../core/clock.ts";
import { escapeHtml } from "../../core/html.ts";
import { Panel, type Showable } from "../show/display.ts";
import type { RunEvent, RunEvents } from "../runs/run_events.ts";
import { type PanelSubject, panelView } from "./panel_view.ts";
import { RunState } from "./run_state.ts";

/** `eyes`: played in a few seconds. `instant`: only how it ended, for runs that nobody watches. */
export type Pace = "eyes" | "instant";

/** Real milliseconds between two pictures, and those that playing a run takes. */
const FRAME_MS = 125;
const PLAY_MS = 3_000;

let panels = 0;

export interface LivePanelOptions {
  readonly simulated: boolean;
  readonly pace: Pace;
  /** Ends the play: the last picture is shown at once. */
  readonly signal?: AbortSignal;
  /** Real time; a test's own. */
  readonly clock?: Clock;
}

/** Follows one run. */
export class LivePanel {
  readonly #panel = new Panel(`run-${++panels}`);
  readonly #clock: Clock;

  constructor(readonly events: RunEvents, readonly options: LivePanelOptions) {
    this.#clock = options.clock ?? new SystemClock();
  }

  /** Shows the run while `work` is under way, plays it where that was no time to see, and leaves its end. */
  async during<T>(work: Promise<T>): Promise<T> {
    const { pace, simulated } = this.options;
    const done = new AbortController();
    const watching = pace === "instant" ? Promise.resolve() : this.#watch(done.signal);
    try {
      return await work;
    } finally {
      done.abort();
      await watching;
      if (pace === "eyes" && simulated) await this.#play();
      await this.#show(stateOf(this.events.all), { over: true });
    }
  }

  async #watch(done: AbortSignal): Promise<void> {
    const state = new RunState();
    let applied = 0;
    while (await this.#pause(FRAME_MS, done)) {
      const { all } = this.events;
      if (this.options.simulated) {
        await this.#panel.update(this.#computing());
        continue;
      }
      for (; applied < all.length; applied++) state.apply(all[applied]);
      await this.#show(state, {});
    }
  }

  /** What stands there until the embedded run is through and can be played. */
  #computing(): Showable {
    const { label, count, all } = this.events;
    const ended = all.filter(({ kind }) => kind === "answer").length;
    const text = `${label}: computing, ${ended} of ${count}`;
    return {
      html: `<div>${escapeHtml(text)} <progress value="${ended}" max="${count}"></progress></div>`,
      text,
    };
  }

  async #play(): Promise<void> {
    const events = inTime(this.events.all);
    const spanMs = events.at(-1)?.atMs ?? 0;
    const frames = PLAY_MS / FRAME_MS;
    const state = new RunState();
    let applied = 0;
    for (let frame = 1; frame < frames; frame++) {
      const until = spanMs * frame / frames;
      for (; applied < events.length && events[applied].atMs <= until; applied++) {
        state.apply(events[applied]);
      }
      await this.#show(state, { spanMs });
      if (!await this.#pause(FRAME_MS, this.options.signal)) return;
    }
  }

  #show(state: RunState, more: Pick<PanelSubject, "spanMs" | "over">): Promise<void> {
    const { label, count } = this.events;
    state.settle();
    const { simulated } = this.options;
    return this.#panel.update(panelView(state, { label, count, simulated, ...more }));
  }

  /** Whether the time passed: false once `signal` is aborted. */
  #pause(ms: number, signal?: AbortSignal): Promise<boolean> {
    return this.#clock.sleep(ms, signal).then(() => true, () => false);
  }
}

/** The run's end. */
function stateOf(events: readonly RunEvent[]): RunState {
  const state = new RunState();
  for (const event of inTime(events)) state.apply(event);
  return state;
}

function inTime(events: readonly RunEvent[]): readonly RunEvent[] {
  return events.toSorted((a, b) => a.atMs - b.atMs);
}
