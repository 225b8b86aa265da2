/**
 * One connection to a backend, one request at a time.
 * @module
 */
import type { BodyProgress } from "./body_progress.ts";
import { concatBytes } from "../../core/bytes.ts";
import { encodeHead } from "./request_head.ts";
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

/** The stream that a request's body came from has failed: `cause` says with what. */
export class BodySourceError extends Error {
  override name = "BodySourceError";
}

/** What a request may carry. */
export type Content = string | Uint8Array | ReadableStream<Uint8Array> | null;

const READ_BYTES = 16 * 1024;
const WRITE_BYTES = 16 * 1024;
/** Where text is encoded, before the head says how long it is. */
const CONTENT_AT = 4 * 1024;
export const MAX_HEAD_BYTES = 128 * 1024;

const encoder = new TextEncoder();
const CRLF = encoder.encode("\r\n");
const LAST_CHUNK = encoder.encode("0\r\n\r\n");
const EMPTY = new Uint8Array(0);

export class Connection {
  readonly #conn: Deno.Conn;
  /** What has been read and not been used: `#buffer[#start, #end)`. */
  #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(READ_BYTES);
  #start = 0;
  #end = 0;
  /** Requests that fit in are put together here. */
  #outgoing: OutgoingRoom | null = null;
  /** The read that has waited since the connection was idle: what it gives is the next reply's beginning. */
  #waiting: Promise<number | null> | null = null;
  #onEnd: (() => void) | null = null;
  #closed = false;

  constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Rests until the next request. A backend that closes it now, or says what nobody has asked for, ends
   * the connection.
   * @param onEnd is called when that happens
   */
  rest(onEnd: () => void): void {
    if (this.#start !== this.#end) {
      this.close();
      return onEnd();
    }
    this.#onEnd = onEnd;
    this.#conn.unref(); // whoever has nothing else to do may end
    this.#waiting = this.#conn.read(this.#room());
    this.#waiting.then(this.#endIfResting, this.#endIfResting);
  }

  readonly #endIfResting = () => {
    const onEnd = this.#onEnd;
    if (onEnd === null) return;
    this.#onEnd = null;
    this.close();
    onEnd();
  };

  /** Ends the rest; false when the connection has ended meanwhile. */
  wake(): boolean {
    this.#onEnd = null;
    if (this.#closed) return false;
    this.#conn.ref();
    return true;
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

  /**
   * Sends a request in as few writes as it takes; a stream goes out in chunks.
   * @param head as `formatRequestHead` makes it: what frames the content is added here
   */
  send(head: string, content: Content): Promise<void> {
    if (content === null) return this.#sendBytes(`${head}\r\n`, EMPTY);
    if (typeof content === "string") return this.#sendText(head, content);
    if (content instanceof ReadableStream) return this.#sendChunks(head, content);
    return this.#sendBytes(framed(head, content.length), content);
  }

  #sendBytes(head: string, content: Uint8Array): Promise<void> {
    const { whole } = this.#outgoing ??= outgoingRoom();
    const length = head.length + content.length;
    if (length > whole.length || encoder.encodeInto(head, whole).written !== head.length) {
      return this.#write(concatBytes([encodeHead(head), content])); // long, or not plain ASCII
    }
    whole.set(content, head.length);
    return this.#write(whole.subarray(0, length));
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
    return this.#write(whole.subarray(0, framing.length + written));
  }

  async #sendChunks(head: string, content: ReadableStream<Uint8Array>): Promise<void> {
    await this.#write(encodeHead(`${head}Transfer-Encoding: chunked\r\n\r\n`));
    const source = content.values();
    for (let next = await this.#nextOf(source); !next.done; next = await this.#nextOf(source)) {
      const chunk = next.value;
      if (chunk.length === 0) continue; // an empty chunk would end the body
      const size = encoder.encode(`${chunk.length.toString(16)}\r\n`);
      try {
        await this.#write(concatBytes([size, chunk, CRLF]));
      } catch (error) {
        source.return?.().catch(() => {}); // nobody takes the rest
        throw error;
      }
    }
    await this.#write(LAST_CHUNK);
  }

  /** A body that breaks off here must not look complete, nor awaited, over there. */
  async #nextOf(source: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
    try {
      return await source.next();
    } catch (cause) {
      this.close();
      throw new BodySourceError("the request's body ended early", { cause });
    }
  }

  /** The head of the final response; interim ones (1xx) are skipped. @throws ConnectionLostError, ProtocolError */
  async receiveHead(method: string): Promise<ResponseHead> {
    let anything = this.#end > this.#start;
    let searched = 0; // of the unread bytes: a head that comes byte by byte is not searched anew each time
    for (;;) {
      const end = findHeadEnd(this.#buffer, this.#start + searched, this.#end);
      if (end !== -1) {
        searched = 0;
        const head = parseResponseHead(this.#buffer.subarray(this.#start, end), method);
        this.#start = end;
        if (head.statusCode === 101) throw new ProtocolError("the backend switches protocols");
        if (head.statusCode >= 200) return head;
        continue;
      }
      if (this.#end - this.#start > MAX_HEAD_BYTES) {
        throw new ProtocolError("the reply's head is too long");
      }
      searched = Math.max(0, this.#end - this.#start - 3);
      let read: number | null;
      try {
        const waiting = this.#waiting;
        this.#waiting = null;
        read = await (waiting ?? this.#conn.read(this.#room())); // not by #read: every call waits here
      } catch (error) {
        read = endOfConnection(error);
      }
      if (read === null) throw new ConnectionLostError(!anything);
      this.#end += read;
      anything = true;
    }
  }

  /** A body of `length` bytes in one piece, where all of it has been received; else null. */
  takeBytes(length: number): Uint8Array | null {
    if (this.#end - this.#start < length) return null;
    const bytes = this.#buffer.slice(this.#start, this.#start + length);
    this.#start += length;
    return bytes;
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
  async receivePiece(progress: BodyProgress): Promise<Uint8Array<ArrayBuffer> | null> {
    for (;;) {
      if (progress.ended) return null;
      if (this.#start === this.#end) {
        const read = await this.#read(this.#room());
        if (read === null) {
          if (progress.endsWithConnection) return null;
          throw new ConnectionLostError(false);
        }
        this.#end += read;
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

  /** Where the next bytes go: behind what is unread. */
  #room(): Uint8Array<ArrayBuffer> {
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
    return this.#buffer.subarray(this.#end);
  }

  /** How many bytes came; null at the end of the connection, be it in order or by a reset. */
  #read(into: Uint8Array): Promise<number | null> {
    return this.#conn.read(into as Uint8Array<ArrayBuffer>).catch(endOfConnection);
  }
}

function endOfConnection(error: unknown): null {
  const { ConnectionReset, ConnectionAborted, BrokenPipe } = Deno.errors;
  const gone = [ConnectionReset, ConnectionAborted, BrokenPipe].some((kind) =>
    error instanceof kind
  );
  if (gone) return null;
  throw error;
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
