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

  /**
   * @param strict takes nothing that another reader might read otherwise: lines that end in a bare LF, spaces
   * around a size. Requests are read so, since what stands before this gateway has read them, too.
   */
  constructor(readonly strict = false) {}

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
    const ended = this.#line.endsWith("\r");
    const line = ended ? this.#line.slice(0, -1) : this.#line;
    this.#line = "";
    if (this.strict && (!ended || line.includes("\r"))) {
      throw new ProtocolError("a line of the chunks does not end in CR and LF");
    }
    switch (this.#state) {
      case "size":
        this.#remaining = parseSize(line, this.strict);
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

function parseSize(line: string, strict: boolean): number {
  const given = line.split(";", 1)[0];
  const size = strict ? given : given.trim();
  if (!/^[0-9a-f]{1,12}$/i.test(size)) throw new ProtocolError("a chunk's size is not a number");
  return parseInt(size, 16);
}
