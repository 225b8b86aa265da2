/**
 * What happens in a run, as it happens: plain data for whoever shows it.
 * @module
 */
import type { RequestRecord } from "../../workload/record.ts";
import type { RegionMoment } from "../embedded/world.ts";

/** Milliseconds of the lab's time since the run's start. On the embedded target a run is over at once: play it. */
export type RunEvent =
  | {
    /** A call from the gateway to a region, one for each attempt; seen on the embedded target only. */
    readonly kind: "call";
    readonly atMs: number;
    readonly backend: string;
    /** 0: no response came. */
    readonly status: number;
    /** To the headers, or to the failure. */
    readonly latencyMs: number;
  }
  | {
    /** A caller's request has ended. */
    readonly kind: "answer";
    readonly atMs: number;
    readonly record: RequestRecord;
    /** Bucket levels, breakers and faults at that moment; empty on Azure, where nobody can see them. */
    readonly regions: readonly RegionMoment[];
  };

/** One run's events: all of them so far, and each new one to who listens. */
export class RunEvents {
  readonly #events: RunEvent[] = [];
  readonly #listeners = new Set<(event: RunEvent) => void>();

  /** @param count requests that are planned. */
  constructor(readonly label: string, readonly count: number) {}

  /** In the order in which they happened. */
  get all(): readonly RunEvent[] {
    return this.#events;
  }

  /** Calls `listener` with every event from now on; the returned function ends that. */
  listen(listener: (event: RunEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  add(event: RunEvent): void {
    this.#events.push(event);
    for (const listener of this.#listeners) listener(event);
  }
}
