/**
 * The chunked transfer coding, decoded as bytes arrive in pieces of any size.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-7.1
 * @module
 */
import { ProtocolError } from "./response_head.ts";

const LF = 10;

/** The longest chunk-size line and trailer section that are read, in bytes. */
const MAX_LINE_BYTES = 16 * 1024;

export class ChunkedDecoder {
  #state: "size" | "data" | "data-end" | "trailer" | "done" = "size";
  #remaining = 0;
  #line = "";
  #trailerBytes = 0;

  /** Whether the last chunk and the trailer section have been read. */
  get done(): boolean {
    return this.#state === "done";
  }

  /**
   * Reads `bytes` and appends the data in it to `into` (views, not copies).
   * @returns how many of the bytes belonged to the body: fewer than given only when {@link done}
   * @throws ProtocolError
   */
  push(bytes: Uint8Array, into: Uint8Array[]): number {
    let at = 0;
    while (at < bytes.length && this.#state !== "done") {
      if (this.#state === "data") {
        const end = Math.min(at + this.#remaining, bytes.length);
        into.push(bytes.subarray(at, end));
        this.#remaining -= end - at;
        at = end;
        if (this.#remaining === 0) this.#state = "data-end";
      } else {
        const feed = bytes.indexOf(LF, at);
        const end = feed === -1 ? bytes.length : feed;
        this.#addToLine(bytes.subarray(at, end));
        at = end + 1;
        if (feed !== -1) this.#endLine();
      }
    }
    return Math.min(at, bytes.length);
  }

  #addToLine(bytes: Uint8Array): void {
    if (this.#line.length + bytes.length > MAX_LINE_BYTES) {
      throw new ProtocolError("a chunk's header is too long");
    }
    for (const byte of bytes) this.#line += String.fromCharCode(byte);
  }

  #endLine(): void {
    const line = this.#line.endsWith("\r") ? this.#line.slice(0, -1) : this.#line;
    this.#line = "";
    switch (this.#state) {
      case "size":
        this.#remaining = parseSize(line);
        this.#state = this.#remaining === 0 ? "trailer" : "data";
        return;
      case "data-end":
        if (line !== "") throw new ProtocolError("a chunk is longer than its size says");
        this.#state = "size";
        return;
      case "trailer":
        this.#trailerBytes += line.length;
        if (this.#trailerBytes > MAX_LINE_BYTES) throw new ProtocolError("the trailer is too long");
        if (line === "") this.#state = "done";
        return;
    }
  }
}

function parseSize(line: string): number {
  const size = line.split(";", 1)[0].trim();
  if (!/^[0-9a-f]{1,12}$/i.test(size)) throw new ProtocolError("a chunk's size is not a number");
  return parseInt(size, 16);
}
