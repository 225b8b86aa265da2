/**
 * Where Event Hub messages, metrics, traces and breaker events go here: a list that can be looked into.
 * @module
 */
import type { TelemetryEvent, TelemetrySink } from "../contracts/ports.ts";

/** Events that are kept unless told otherwise; older ones are dropped. */
const DEFAULT_CAPACITY = 10_000;

export class TelemetryRecorder implements TelemetrySink {
  #events: TelemetryEvent[] = [];
  readonly #listeners = new Set<(event: TelemetryEvent) => void>();

  constructor(readonly capacity: number = DEFAULT_CAPACITY) {}

  /** Oldest first. */
  get events(): readonly TelemetryEvent[] {
    return this.#events.length > this.capacity ? this.#events.slice(-this.capacity) : this.#events;
  }

  emit(event: TelemetryEvent): void {
    this.#events.push(event);
    if (this.#events.length >= 2 * this.capacity) this.#events = this.#events.slice(-this.capacity);
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
  }
}
