/**
 * A connection that bytes are read from through a buffer and messages written to whole: what both sides of
 * HTTP/1.1 have in common.
 * @module
 */
import { concatBytes } from "../../core/bytes.ts";
import type { BodyProgress } from "./body_progress.ts";
import { encodeHead } from "./head_text.ts";

/** The connection ended before the message did. */
export class ConnectionLostError extends Error {
  override name = "ConnectionLostError";

  /** @param beforeMessage whether not a byte of the message had come */
  constructor(readonly beforeMessage: boolean) {
    super("the other side closed the connection");
  }
}

const READ_BYTES = 16 * 1024;
const WRITE_BYTES = 16 * 1024;
/** From that length on a write of its own is cheaper than putting content behind its head. */
const LARGE_BYTES = 64 * 1024;
/** Where text is encoded, before the head says how long it is. */
const CONTENT_AT = 4 * 1024;

/** How much room a body gets before any of it has come: what is announced costs nothing. */
const UNSEEN_BYTES = 32 * 1024;

const encoder = new TextEncoder();
const CRLF = encoder.encode("\r\n");
const LAST_CHUNK = encoder.encode("0\r\n\r\n");
const EMPTY = new Uint8Array(0);

export class ByteChannel {
  protected readonly conn: Deno.Conn;
  /** What has been read and not been used: `buffer[start, end)`. */
  protected buffer: Uint8Array<ArrayBuffer> = new Uint8Array(READ_BYTES);
  protected start = 0;
  protected end = 0;
  /** Messages that fit in are put together here. */
  #outgoing: OutgoingRoom | null = null;
  #closed = false;

  constructor(conn: Deno.Conn) {
    this.conn = conn;
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.conn.close();
    } catch {
      // the other side was faster
    }
  }

  /**
   * Sends a message in as few writes as it takes.
   * @param head with its last line's end: the length of `content`, and the empty line, are added here
   */
  protected sendWhole(head: string, content: string | Uint8Array): Promise<void> {
    return typeof content === "string"
      ? this.#sendText(head, content)
      : this.#sendBytes(framed(head, content.length), content);
  }

  /** Sends a head that is complete, its empty line included. */
  protected sendHead(head: string): Promise<void> {
    return this.#sendBytes(head, EMPTY);
  }

  protected sendChunk(chunk: Uint8Array): Promise<void> {
    const size = encoder.encode(`${chunk.length.toString(16)}\r\n`);
    return this.write(concatBytes([size, chunk, CRLF]));
  }

  protected sendLastChunk(): Promise<void> {
    return this.write(LAST_CHUNK);
  }

  #sendBytes(head: string, content: Uint8Array): Promise<void> {
    const { whole } = this.#outgoing ??= outgoingRoom();
    const length = head.length + content.length;
    if (content.length >= LARGE_BYTES) return this.#sendApart(head, content);
    if (length > whole.length || encoder.encodeInto(head, whole).written !== head.length) {
      return this.write(concatBytes([encodeHead(head), content])); // long, or not plain ASCII
    }
    whole.set(content, head.length);
    return this.write(whole.subarray(0, length));
  }

  async #sendApart(head: string, content: Uint8Array): Promise<void> {
    await this.write(encodeHead(head));
    await this.write(content);
  }

  /** Encodes the text where it is sent from: an array of its own costs more than all the rest. */
  #sendText(head: string, text: string): Promise<void> {
    const { whole, content } = this.#outgoing ??= outgoingRoom();
    const { read, written } = encoder.encodeInto(text, content);
    const framing = framed(head, written);
    if (
      read < text.length || framing.length > CONTENT_AT ||
      encoder.encodeInto(framing, whole).written !== framing.length
    ) {
      const bytes = encoder.encode(text);
      return this.#sendBytes(framed(head, bytes.length), bytes);
    }
    whole.copyWithin(framing.length, CONTENT_AT, CONTENT_AT + written);
    return this.write(whole.subarray(0, framing.length + written));
  }

  /** A body of `length` bytes in one piece, where all of it has been received; else null. */
  takeBytes(length: number): Uint8Array | null {
    if (this.end - this.start < length) return null;
    const bytes = copyOf(this.buffer.subarray(this.start, this.start + length));
    this.start += length;
    return bytes;
  }

  /** A body of `length` bytes in one piece; what came of it where the connection ended early. */
  async receiveBytes(length: number): Promise<{ bytes: Uint8Array; complete: boolean }> {
    let body = new Uint8Array(Math.min(length, UNSEEN_BYTES));
    let filled = this.#take(body);
    while (filled < length) {
      if (filled === body.length) body = resized(body, Math.min(length, filled * 2));
      const read = await this.read(body.subarray(filled));
      if (read === null) return { bytes: body.subarray(0, filled), complete: false };
      filled += read;
    }
    return { bytes: body, complete: true };
  }

  /**
   * The next piece of a body that is delimited as `progress` says; null at its end.
   * @param progress the same object for all pieces of one body
   * @throws ConnectionLostError, ProtocolError
   */
  async receivePiece(progress: BodyProgress): Promise<Uint8Array<ArrayBuffer> | null> {
    for (;;) {
      if (progress.ended) return null;
      if (this.start === this.end) {
        const read = await this.read(this.room());
        if (read === null) {
          if (progress.endsWithConnection) return null;
          throw new ConnectionLostError(false);
        }
        this.end += read;
      }
      const unread = this.buffer.subarray(this.start, this.end);
      const pieces: Uint8Array[] = [];
      this.start += progress.advance(unread, pieces);
      if (pieces.length > 0) return concatBytes(pieces);
    }
  }

  protected async write(bytes: Uint8Array): Promise<void> {
    let written = await this.conn.write(bytes);
    while (written < bytes.length) {
      this.onProgress(written);
      written += await this.conn.write(bytes.subarray(written));
    }
  }

  /** Called as a message that takes several writes or reads goes on, with how many bytes did. */
  protected onProgress(_bytes: number): void {}

  /** Moves unread bytes into `target`; how many. */
  #take(target: Uint8Array): number {
    const count = Math.min(target.length, this.end - this.start);
    target.set(this.buffer.subarray(this.start, this.start + count));
    this.start += count;
    return count;
  }

  /** Where the next bytes go: behind what is unread. */
  protected room(): Uint8Array<ArrayBuffer> {
    if (this.start === this.end) {
      this.start = this.end = 0;
    } else if (this.end === this.buffer.length) {
      const unread = this.buffer.subarray(this.start, this.end);
      const room = unread.length * 2 > this.buffer.length
        ? new Uint8Array(this.buffer.length * 2)
        : this.buffer;
      room.set(unread); // copes with overlap
      this.buffer = room;
      this.start = 0;
      this.end = unread.length;
    }
    return this.buffer.subarray(this.end);
  }

  /** How many bytes came; null at the end of the connection, be it in order or by a reset. */
  protected async read(into: Uint8Array): Promise<number | null> {
    let read: number | null;
    try {
      read = await this.conn.read(into as Uint8Array<ArrayBuffer>);
    } catch (error) {
      return endOfConnection(error);
    }
    if (read !== null) this.onProgress(read);
    return read;
  }
}

/** Short bodies share buffers of this size: a buffer of its own costs three times as much. */
const SHARED_BYTES = 8 * 1024;
/** The longest body that shares one. */
const SHORT_BYTES = 2 * 1024;

let shared = new Uint8Array(SHARED_BYTES);
let sharedUsed = 0;

/** A copy that nobody else writes to. Who keeps it for long should keep a copy of its own. */
function copyOf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const { length } = bytes;
  if (length > SHORT_BYTES) return bytes.slice();
  if (sharedUsed + length > SHARED_BYTES) {
    shared = new Uint8Array(SHARED_BYTES);
    sharedUsed = 0;
  }
  const copy = shared.subarray(sharedUsed, sharedUsed + length);
  copy.set(bytes);
  sharedUsed += length;
  return copy;
}

function resized(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}

/** null where an error says no more than that the other side has gone. @throws every other error */
export function endOfConnection(error: unknown): null {
  if (tellsOfEnd(error)) return null;
  throw error;
}

/** Whether an error says no more than that the other side has gone. */
export function tellsOfEnd(error: unknown): boolean {
  const { ConnectionReset, ConnectionAborted, BrokenPipe, NotConnected } = Deno.errors;
  return [ConnectionReset, ConnectionAborted, BrokenPipe, NotConnected].some((kind) =>
    error instanceof kind
  );
}

interface OutgoingRoom {
  readonly whole: Uint8Array<ArrayBuffer>;
  /** The same room from {@link CONTENT_AT} on. */
  readonly content: Uint8Array<ArrayBuffer>;
}

function outgoingRoom(): OutgoingRoom {
  const whole = new Uint8Array(WRITE_BYTES);
  return { whole, content: whole.subarray(CONTENT_AT) };
}

function framed(head: string, contentLength: number): string {
  return `${head}Content-Length: ${contentLength}\r\n\r\n`;
}
