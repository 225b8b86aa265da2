/**
 * Requests under way, found again by a header that gateways hand on.
 * @module
 */
import type { Accepted } from "../models/mod.ts";
import type { Arrival } from "./arrival.ts";

/** The header that ties a call to its {@link Flight}. */
export const FLIGHT_HEADER = "x-ms-client-request-id";

/** One request of a caller while it is under way: what the world notes down beside the messages. */
export interface Flight {
  readonly arrival: Arrival;
  /** What {@link FLIGHT_HEADER} says. */
  readonly id: string;
  /** When the caller gives up on the attempt that is under way. */
  deadlineMs: number;
  /** Calls of the caller's attempt that is under way. */
  backendCalls: number;
  /** The answer that is being generated, which the caller still reads. */
  answer: {
    readonly accepted: Accepted;
    readonly region: number;
    readonly arrivedMs: number;
  } | null;
}

/** Ids are used again, so that the table stays as small as what is under way. */
export class Flights {
  readonly #flights: (Flight | undefined)[] = [];
  readonly #free: string[] = [];

  begin(arrival: Arrival): Flight {
    const id = this.#free.pop() ?? String(this.#flights.length);
    const flight: Flight = { arrival, id, deadlineMs: 0, backendCalls: 0, answer: null };
    this.#flights[Number(id)] = flight;
    return flight;
  }

  /** undefined for a call that belongs to no caller's request. */
  find(id: string | undefined): Flight | undefined {
    return id === undefined ? undefined : this.#flights[Number(id)];
  }

  end({ id }: Flight): void {
    this.#flights[Number(id)] = undefined;
    this.#free.push(id);
  }
}
