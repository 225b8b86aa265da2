/**
 * How far a message's body has been read, by its framing.
 * @module
 */
import { ChunkedDecoder } from "./chunked.ts";
import type { Framing } from "./response_head.ts";

/** How far a body has been read. */
export interface BodyProgress {
  readonly ended: boolean;
  /** Whether the end of the connection is the body's proper end. */
  readonly endsWithConnection: boolean;
  /** Takes what belongs to the body from the front of `bytes`: appends its data to `into`, returns how many were used. */
  advance(bytes: Uint8Array, into: Uint8Array[]): number;
}

/**
 * The progress of a body framed like this, at its start.
 * @param options.strict of chunks, as {@link ChunkedDecoder} has it
 */
export function startBody(framing: Framing, options: { strict?: boolean } = {}): BodyProgress {
  switch (framing.kind) {
    case "none":
      return new LengthProgress(0);
    case "length":
      return new LengthProgress(framing.length);
    case "chunked":
      return new ChunkedProgress(options.strict);
    case "close":
      return new CloseProgress();
  }
}

class LengthProgress implements BodyProgress {
  readonly endsWithConnection = false;
  constructor(private remaining: number) {}
  get ended() {
    return this.remaining === 0;
  }
  advance(bytes: Uint8Array, into: Uint8Array[]): number {
    const count = Math.min(bytes.length, this.remaining);
    into.push(bytes.subarray(0, count));
    this.remaining -= count;
    return count;
  }
}

class ChunkedProgress implements BodyProgress {
  readonly endsWithConnection = false;
  readonly #decoder: ChunkedDecoder;
  constructor(strict?: boolean) {
    this.#decoder = new ChunkedDecoder(strict);
  }
  get ended() {
    return this.#decoder.done;
  }
  advance(bytes: Uint8Array, into: Uint8Array[]): number {
    return this.#decoder.push(bytes, into);
  }
}

class CloseProgress implements BodyProgress {
  readonly ended = false;
  readonly endsWithConnection = true;
  advance(bytes: Uint8Array, into: Uint8Array[]): number {
    into.push(bytes);
    return bytes.length;
  }
}
