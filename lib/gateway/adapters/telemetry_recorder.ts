/**
 * Where Event Hub messages, metrics, traces and breaker events go here: a list that can be looked into.
 * @module
 */
import { ownTexts } from "../../core/own_text.ts";
import type { TelemetryEvent, TelemetrySink } from "../contracts/ports.ts";
import { sizeOf } from "./size_of.ts";

/** Events that are kept unless told otherwise; older ones are dropped. */
export const DEFAULT_CAPACITY = 10_000;

/** Bytes of the events that are kept; beyond it, too, the oldest go, and one that is larger itself. Assumption. */
export const MAX_EVENT_BYTES = 64 * 1024 * 1024;

/** In the place of an event until the list is cut. */
const DROPPED: TelemetryEvent = { at: 0, kind: "trace", name: "", data: {} };

export class TelemetryRecorder implements TelemetrySink {
  #events: TelemetryEvent[] = [];
  /** Of each event. */
  #sizes: number[] = [];
  #bytes = 0;
  /** Index of the oldest event that is kept. */
  #first = 0;
  readonly #listeners = new Set<(event: TelemetryEvent) => void>();

  constructor(readonly capacity: number = DEFAULT_CAPACITY) {}

  /** Oldest first. */
  get events(): readonly TelemetryEvent[] {
    return this.#events.slice(this.#first);
  }

  /** What the events take, about. */
  get bytes(): number {
    return this.#bytes;
  }

  emit(event: TelemetryEvent): void {
    const bytes = sizeOf(event);
    if (bytes <= MAX_EVENT_BYTES) {
      this.#events.push({ ...event, data: ownTexts(event.data) });
      this.#sizes.push(bytes);
      this.#bytes += bytes;
      const tooMany = () => this.#events.length - this.#first > this.capacity;
      while (tooMany() || this.#bytes > MAX_EVENT_BYTES) this.#dropOldest();
    }
    for (const listener of this.#listeners) listener(event);
  }

  ofKind(kind: TelemetryEvent["kind"]): TelemetryEvent[] {
    return this.events.filter((event) => event.kind === kind);
  }

  /** Calls `listener` with every event from now on; the returned function ends that. */
  listen(listener: (event: TelemetryEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  clear(): void {
    this.#events = [];
    this.#sizes = [];
    this.#bytes = this.#first = 0;
  }

  #dropOldest(): void {
    this.#bytes -= this.#sizes[this.#first];
    this.#events[this.#first++] = DROPPED;
    if (this.#first <= this.#events.length / 2) return;
    this.#events = this.#events.slice(this.#first);
    this.#sizes = this.#sizes.slice(this.#first);
    this.#first = 0;
  }
}
