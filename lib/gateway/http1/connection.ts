/**
 * One connection to a backend, one request at a time.
 * @module
 */
import type { BodyProgress } from "./body_progress.ts";
import { concatBytes } from "../../core/bytes.ts";
import {
  findHeadEnd,
  parseResponseHead,
  ProtocolError,
  type ResponseHead,
} from "./response_head.ts";

/** The connection ended before the response did. */
export class ConnectionLostError extends Error {
  override name = "ConnectionLostError";

  /** @param beforeResponse whether not a byte of the response had come */
  constructor(readonly beforeResponse: boolean) {
    super("the backend closed the connection");
  }
}

type Content = string | Uint8Array | ReadableStream<Uint8Array>;

const READ_BYTES = 16 * 1024;
const MAX_HEAD_BYTES = 128 * 1024;

const encoder = new TextEncoder();
const LAST_CHUNK = encoder.encode("0\r\n\r\n");

export class Connection {
  readonly #conn: Deno.Conn;
  /** What has been read and not been used: `#buffer[#start, #end)`. */
  #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(READ_BYTES);
  #start = 0;
  #end = 0;
  #closed = false;

  constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.#conn.close();
    } catch {
      // the other side was faster
    }
  }

  /** Sends a request in as few writes as it takes. A stream goes out in chunks. */
  async send(head: Uint8Array, content: Content | null): Promise<void> {
    if (content === null || typeof content === "string" || content instanceof Uint8Array) {
      const body = typeof content === "string" ? encoder.encode(content) : content;
      await this.#write(body === null ? head : concatBytes([head, body]));
      return;
    }
    await this.#write(head);
    for await (const chunk of content) {
      if (chunk.length === 0) continue; // an empty chunk would end the body
      const size = encoder.encode(`${chunk.length.toString(16)}\r\n`);
      await this.#write(concatBytes([size, chunk, CRLF]));
    }
    await this.#write(LAST_CHUNK);
  }

  /** The head of the final response; interim ones (1xx) are skipped. @throws ConnectionLostError, ProtocolError */
  async receiveHead(method: string): Promise<ResponseHead> {
    let anything = this.#end > this.#start;
    for (let searched = 0;;) {
      const unread = this.#buffer.subarray(this.#start, this.#end);
      const length = findHeadEnd(unread, Math.max(0, searched - 3));
      if (length !== -1) {
        const head = parseResponseHead(unread.subarray(0, length), method);
        this.#start += length;
        if (head.statusCode === 101) throw new ProtocolError("the backend switches protocols");
        if (head.statusCode >= 200) return head;
        searched = 0;
        continue;
      }
      searched = unread.length;
      if (unread.length > MAX_HEAD_BYTES) throw new ProtocolError("the reply's head is too long");
      if (!await this.#fill()) throw new ConnectionLostError(!anything);
      anything = true;
    }
  }

  /** A body of `length` bytes in one piece; what came of it where the connection ended early. */
  async receiveBytes(length: number): Promise<{ bytes: Uint8Array; complete: boolean }> {
    const body = new Uint8Array(length);
    let filled = this.#take(body);
    while (filled < length) {
      const read = await this.#read(body.subarray(filled));
      if (read === null) return { bytes: body.subarray(0, filled), complete: false };
      filled += read;
    }
    return { bytes: body, complete: true };
  }

  /**
   * The next piece of a body that is delimited as `framing` says; null at its end.
   * @param progress the same object for all pieces of one body
   */
  async receivePiece(progress: BodyProgress): Promise<Uint8Array | null> {
    for (;;) {
      if (progress.ended) return null;
      if (this.#start === this.#end && !await this.#fill()) {
        if (progress.endsWithConnection) return null;
        throw new ConnectionLostError(false);
      }
      const unread = this.#buffer.subarray(this.#start, this.#end);
      const pieces: Uint8Array[] = [];
      this.#start += progress.advance(unread, pieces);
      if (pieces.length > 0) return concatBytes(pieces);
    }
  }

  async #write(bytes: Uint8Array): Promise<void> {
    let written = await this.#conn.write(bytes);
    while (written < bytes.length) written += await this.#conn.write(bytes.subarray(written));
  }

  /** Moves unread bytes into `target`; how many. */
  #take(target: Uint8Array): number {
    const count = Math.min(target.length, this.#end - this.#start);
    target.set(this.#buffer.subarray(this.#start, this.#start + count));
    this.#start += count;
    return count;
  }

  /** Reads more behind what is unread; false at the end of the connection. */
  async #fill(): Promise<boolean> {
    if (this.#start === this.#end) {
      this.#start = this.#end = 0;
    } else if (this.#end === this.#buffer.length) {
      const unread = this.#buffer.subarray(this.#start, this.#end);
      const room = unread.length * 2 > this.#buffer.length
        ? new Uint8Array(this.#buffer.length * 2)
        : this.#buffer;
      room.set(unread); // copes with overlap
      this.#buffer = room;
      this.#start = 0;
      this.#end = unread.length;
    }
    const read = await this.#read(this.#buffer.subarray(this.#end));
    if (read === null) return false;
    this.#end += read;
    return true;
  }

  async #read(into: Uint8Array): Promise<number | null> {
    try {
      return await this.#conn.read(into as Uint8Array<ArrayBuffer>);
    } catch (error) {
      if (error instanceof Deno.errors.ConnectionReset) return null;
      throw error;
    }
  }
}

const CRLF = encoder.encode("\r\n");
