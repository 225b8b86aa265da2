/**
 * One connection to a backend, one request at a time.
 * @module
 */
import { ByteChannel, ConnectionLostError, endOfConnection } from "./byte_channel.ts";
import { findHeadEnd } from "./head_text.ts";
import { parseResponseHead, ProtocolError, type ResponseHead } from "./response_head.ts";

/** The stream that a request's body came from has failed: `cause` says with what. */
export class BodySourceError extends Error {
  override name = "BodySourceError";
}

/** What a request may carry. */
export type Content = string | Uint8Array | ReadableStream<Uint8Array> | null;

export const MAX_HEAD_BYTES = 128 * 1024;

/** How many of `StallWatch`'s ticks a reply's body may say nothing. */
export const PATIENCE_TICKS = 24;

export class Connection extends ByteChannel {
  /** The read that has waited since the connection was idle: what it gives is the next reply's beginning. */
  #waiting: Promise<number | null> | null = null;
  #onEnd: (() => void) | null = null;
  /** The ticks that are left for the next byte to come. */
  patience = PATIENCE_TICKS;
  /** Why it was given up, where it was. */
  why: Error | null = null;

  /**
   * Rests until the next request. A backend that closes it now, or says what nobody has asked for, ends
   * the connection.
   * @param onEnd is called when that happens
   */
  rest(onEnd: () => void): void {
    if (this.start !== this.end) {
      this.close();
      return onEnd();
    }
    this.#onEnd = onEnd;
    this.conn.unref(); // whoever has nothing else to do may end
    this.#waiting = this.conn.read(this.room());
    this.#waiting.then(this.#endIfResting, this.#endIfResting);
  }

  readonly #endIfResting = () => {
    const onEnd = this.#onEnd;
    if (onEnd === null) return;
    this.#onEnd = null;
    this.close();
    onEnd();
  };

  /** Ends it: what waits for more of it fails with this. */
  giveUp(why: Error): void {
    this.why = why;
    this.close();
  }

  protected override onProgress(): void {
    this.patience = PATIENCE_TICKS;
  }

  /** Ends the rest; false when the connection has ended meanwhile. */
  wake(): boolean {
    this.#onEnd = null;
    if (this.closed) return false;
    this.conn.ref();
    return true;
  }

  /**
   * Sends a request in as few writes as it takes; a stream goes out in chunks.
   * @param head as `formatRequestHead` makes it: what frames the content is added here
   */
  send(head: string, content: Content): Promise<void> {
    if (content === null) return this.sendHead(`${head}\r\n`);
    if (content instanceof ReadableStream) return this.#sendChunks(head, content);
    return this.sendWhole(head, content);
  }

  async #sendChunks(head: string, content: ReadableStream<Uint8Array>): Promise<void> {
    await this.sendHead(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    const source = content.values();
    for (let next = await this.#nextOf(source); !next.done; next = await this.#nextOf(source)) {
      const chunk = next.value;
      if (chunk.length === 0) continue; // an empty chunk would end the body
      try {
        await this.sendChunk(chunk);
      } catch (error) {
        source.return?.().catch(() => {}); // nobody takes the rest
        throw error;
      }
    }
    await this.sendLastChunk();
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
    let anything = this.end > this.start;
    let searched = 0; // of the unread bytes: a head that comes byte by byte is not searched anew each time
    for (;;) {
      const end = findHeadEnd(this.buffer, this.start + searched, this.end);
      if (end !== -1) {
        searched = 0;
        const head = parseResponseHead(this.buffer.subarray(this.start, end), method);
        this.start = end;
        if (head.statusCode === 101) throw new ProtocolError("the backend switches protocols");
        if (head.statusCode >= 200) return head;
        continue;
      }
      if (this.end - this.start > MAX_HEAD_BYTES) {
        throw new ProtocolError("the reply's head is too long");
      }
      searched = Math.max(0, this.end - this.start - 3);
      let read: number | null;
      try {
        const waiting = this.#waiting;
        this.#waiting = null;
        read = await (waiting ?? this.conn.read(this.room())); // not by #read: every call waits here
      } catch (error) {
        read = endOfConnection(error);
      }
      if (read === null) throw new ConnectionLostError(!anything);
      this.end += read;
      anything = true;
    }
  }
}
