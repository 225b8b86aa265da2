/**
 * One connection from a caller: its requests are read, handed on and answered, one after another.
 * @module
 */
import { table } from "../../core/table.ts";
import { isPromise, type MaybePromise } from "../../core/maybe_promise.ts";
import {
  type IncomingRequest,
  MessageBody,
  RefusedRequestError,
  type ResponseMessage,
} from "../contracts/message.ts";
import { ByteChannel } from "./byte_channel.ts";
import { BrokenReplyError } from "./body_stream.ts";
import { startBody } from "./body_progress.ts";
import { findHeadEnd } from "./head_text.ts";
import { type IncomingHead, MAX_REQUEST_HEAD_BYTES, parseIncomingHead } from "./incoming_head.ts";
import { incomingUrl } from "./incoming_url.ts";
import { ProtocolError } from "./response_head.ts";
import { finalStatus, formatReplyHead, isBodiless } from "./reply_head.ts";

/** Who waits for the answer. */
export interface Caller {
  readonly remote: Deno.NetAddr;
  /** Aborts when the caller goes away. Made on demand: only what takes long should read it. */
  readonly signal: AbortSignal;
}

export type MessageHandler = (
  request: IncomingRequest,
  caller: Caller,
) => MaybePromise<ResponseMessage>;

/** What a server's connections share. */
export interface Serving {
  readonly handler: MessageHandler;
  /** The reply where a request is refused ({@link RefusedRequestError}) or its handler failed. */
  readonly onError: (error: unknown) => ResponseMessage;
  readonly maxBodyBytes: number;
  readonly here: { readonly scheme: string; readonly authority: string };
  /** Whether connections end with the reply that is under way. */
  readonly stopping: boolean;
  /** The Date field's value. */
  readonly date: string;
  /** Calls back once after so many of its clock's milliseconds. */
  schedule(ms: number, callback: () => void): void;
}

/** Bodies that say to be this long or shorter are read before the handler runs: cheaper than a stream. */
const COLLECT_UP_TO = 1024 * 1024;

/**
 * How long a caller may take, in ticks of a second: for the next request to begin, for its head in all, for
 * a body or for taking a reply where it says or takes nothing, for reading the last reply before the end while it
 * still sends a body that nobody wants (Kestrel's figure).
 */
export const IDLE_TICKS = 120;
export const HEAD_TICKS = 30;
export const STALL_TICKS = 60;
const LINGER_TICKS = 5;

/** A body, or a reply, that goes on more slowly than that in the long run has stalled, too: Kestrel's figure. */
export const MIN_BYTES_PER_TICK = 240;

/**
 * A caller that has ended its own side may still wait for the reply, or have gone: only writing tells. Such a
 * caller gets a 100 Continue, which says nothing, after so many milliseconds, and again.
 */
const PROBE_AFTER_MS: readonly number[] = [200, 50, 5_000];

/** Who ends its side later than that after a streamed reply began has gone. */
const HALF_CLOSED_WITHIN_MS = 50;

const CONTINUE = new TextEncoder().encode("HTTP/1.1 100 Continue\r\n\r\n");
const CR = 13, LF = 10;

type Phase = "idle" | "head" | "body" | "handling" | "replying" | "lingering";

const TICKS: Readonly<Record<Phase, number>> = table({
  idle: IDLE_TICKS,
  head: HEAD_TICKS,
  body: STALL_TICKS,
  handling: Infinity,
  replying: STALL_TICKS,
  lingering: LINGER_TICKS,
});

export class CallerConnection extends ByteChannel {
  readonly remote: Deno.NetAddr;
  readonly #serving: Serving;
  #phase: Phase = "idle";
  #ticks = IDLE_TICKS;
  /** A read that began before anybody needed what it gives: it tells when the caller goes away. */
  #waiting: Promise<number | null> | null = null;
  #exchange: Exchange | null = null;

  constructor(conn: Deno.Conn, serving: Serving) {
    super(conn);
    this.remote = conn.remoteAddr as Deno.NetAddr;
    this.#serving = serving;
  }

  /** Whether no request has arrived that is not answered. */
  get idle(): boolean {
    return this.#phase === "idle" || this.#phase === "head";
  }

  unref(): void {
    this.conn.unref();
  }

  override close(): void {
    super.close();
    this.#exchange?.end(); // who works on an answer need not go on
  }

  /** A second has passed. */
  tick(): void {
    if (--this.#ticks > 0) return;
    if (this.#phase === "head" || this.#phase === "body") void this.#tellTooSlow();
    else this.close();
  }

  /** Reads and answers requests until the connection ends. */
  async serve(): Promise<void> {
    try {
      for (;;) {
        const head = await this.#receiveHead();
        if (head === null) return;
        const exchange = this.#exchange = new Exchange(this, head);
        const goesOn = await this.#reply(exchange, await this.#answer(exchange));
        this.#exchange = null;
        if (!goesOn) return;
      }
    } catch {
      // the connection broke
    } finally {
      this.close();
    }
  }

  /** The next request's head; null where there is none, and where it was refused. */
  async #receiveHead(): Promise<IncomingHead | null> {
    this.#enter(this.start === this.end ? "idle" : "head");
    let searched = 0; // of the unread bytes: a head that comes byte by byte is not searched anew each time
    try {
      for (;;) {
        if (searched === 0) this.#skipEmptyLines();
        const end = findHeadEnd(this.buffer, this.start + searched, this.end);
        const length = (end === -1 ? this.end : end) - this.start;
        if (length > MAX_REQUEST_HEAD_BYTES) throw this.#headTooLong();
        if (end !== -1) {
          const bytes = this.buffer.subarray(this.start, end);
          this.start = end;
          return parseIncomingHead(bytes);
        }
        searched = Math.max(0, length - 3);
        const waiting = this.#waiting ?? this.conn.read(this.room());
        const read = await waiting;
        this.#waiting = null;
        if (read === null) {
          if (length === 0) return null;
          throw new RefusedRequestError(400, "The request ended before its head did");
        }
        this.end += read;
        if (this.#phase === "idle") this.#enter("head");
      }
    } catch (error) {
      if (error instanceof RefusedRequestError) await this.#refuse(error);
      return null;
    }
  }

  /** Empty lines before a request are nothing: some callers end their body with one. */
  #skipEmptyLines(): void {
    while (this.start < this.end) {
      const byte = this.buffer[this.start];
      if (byte !== CR && byte !== LF) return;
      this.start++;
    }
  }

  #headTooLong(): RefusedRequestError {
    const line = this.buffer.indexOf(LF, this.start);
    const isTarget = line === -1 || line - this.start > MAX_REQUEST_HEAD_BYTES;
    return isTarget
      ? new RefusedRequestError(414, "The request's target is too long")
      : new RefusedRequestError(431, "The request's header fields are too long");
  }

  async #answer(exchange: Exchange): Promise<ResponseMessage> {
    const { handler, here, onError } = this.#serving;
    const { method, target, headers } = exchange.head;
    try {
      const url = incomingUrl(target, headers.get("Host"), here);
      const received = this.#receiveBody(exchange);
      const body = isPromise(received) ? await received : received;
      this.#enter("handling");
      return await handler(
        { method, url, headers, body, ipAddress: this.remote.hostname },
        exchange,
      );
    } catch (error) {
      return onError(error);
    }
  }

  #receiveBody(exchange: Exchange): MaybePromise<MessageBody | null> {
    const { framing } = exchange.head;
    if (framing.kind === "none" || framing.kind === "length" && framing.length === 0) return null;
    exchange.bodyEnded = false;
    const { maxBodyBytes } = this.#serving;
    if (framing.kind === "length") {
      const { length } = framing;
      if (length > maxBodyBytes) throw tooLarge();
      const bytes = length <= COLLECT_UP_TO ? this.takeBytes(length) : null;
      if (bytes !== null) {
        exchange.bodyEnded = true;
        return new MessageBody(bytes);
      }
      if (length <= COLLECT_UP_TO) return this.#collectBody(exchange, length);
    }
    return new MessageBody(this.#bodyStream(exchange, maxBodyBytes));
  }

  async #collectBody(exchange: Exchange, length: number): Promise<MessageBody> {
    await this.#invite(exchange);
    const { bytes, complete } = await this.receiveBytes(length);
    if (!complete) throw brokenOff();
    exchange.bodyEnded = true;
    return new MessageBody(bytes);
  }

  #bodyStream(exchange: Exchange, maxBytes: number): ReadableStream<Uint8Array> {
    const progress = startBody(exchange.head.framing, { strict: true });
    let length = 0;
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        try {
          await this.#invite(exchange);
          const piece = await this.receivePiece(progress);
          this.#enter(exchange.replying ? "replying" : "handling");
          length += piece?.length ?? 0;
          if (length > maxBytes) throw tooLarge();
          exchange.bodyEnded = progress.ended;
          if (piece !== null) controller.enqueue(piece);
          if (progress.ended) {
            controller.close();
            if (exchange.watched) this.watch();
          }
        } catch (error) {
          controller.error(refusalOf(error));
        }
      },
    }, { highWaterMark: 0 });
  }

  /** Says 100 Continue where the caller waits for it, and the time for a body begins. */
  async #invite(exchange: Exchange): Promise<void> {
    this.#enter("body");
    if (!exchange.invites) return;
    exchange.invites = false;
    if (this.start === this.end) await this.write(CONTINUE);
  }

  /** Sends the reply; whether another request may follow. */
  async #reply(exchange: Exchange, response: ResponseMessage): Promise<boolean> {
    const { head } = exchange;
    exchange.replying = true;
    exchange.goesOn = head.keepAlive && exchange.bodyEnded && !this.#serving.stopping;
    this.#enter("replying");
    const status = finalStatus(response.statusCode);
    const bodiless = head.method === "HEAD" || isBodiless(status);
    if (bodiless) response.body?.discard();
    const { headers, statusReason } = response;
    const reason = status === response.statusCode ? statusReason : "";
    let text: string;
    try {
      text = formatReplyHead(status, reason, headers, this.#serving.date);
    } catch (error) {
      response.body?.discard();
      return this.#reply(exchange, this.#serving.onError(error));
    }
    const content = response.body?.wire() ?? null;
    if (content instanceof ReadableStream) {
      await this.#sendStream(exchange, text, content, givenLength(headers.get("Content-Length")));
    } else {
      text += connectionField(exchange);
      if (!bodiless) {
        await this.sendWhole(text, content ?? "");
      } else {
        const length = headers.get("Content-Length");
        if (status === 205) text += "Content-Length: 0\r\n";
        else if (status !== 204 && length !== undefined) text += `Content-Length: ${length}\r\n`;
        await this.sendHead(`${text}\r\n`);
      }
    }
    if (exchange.goesOn) {
      return !this.#serving.stopping; // which came up since the head said that it goes on
    }
    await this.#linger();
    return false;
  }

  /** A stream keeps the length that came with it; else it goes out in chunks, or up to the connection's end. */
  async #sendStream(
    exchange: Exchange,
    head: string,
    stream: ReadableStream<Uint8Array>,
    length: number | null,
  ): Promise<void> {
    const chunked = length === null && exchange.head.minor === 1;
    if (length === null && !chunked) exchange.goesOn = false;
    const framing = length !== null
      ? `Content-Length: ${length}\r\n`
      : chunked
      ? "Transfer-Encoding: chunked\r\n"
      : "";
    const reader = stream.getReader();
    exchange.stream = reader;
    try {
      await this.sendHead(`${head}${framing}${connectionField(exchange)}\r\n`);
      this.watch();
      this.#serving.schedule(HALF_CLOSED_WITHIN_MS, () => exchange.settled = true);
      let left = length ?? Infinity;
      for (;;) {
        this.#enter("handling");
        const piece = await this.#nextOf(reader, left, length !== null);
        if (piece === null) break;
        if (piece.length === 0) continue; // an empty chunk would end the body
        left -= piece.length;
        this.#enter("replying");
        await (chunked ? this.sendChunk(piece) : this.write(piece));
      }
      if (chunked) await this.sendLastChunk();
    } catch (error) {
      reader.cancel(error).catch(() => {}); // it has failed already: nothing left to end
      throw error; // the caller sees that its end is missing
    } finally {
      exchange.stream = null;
    }
  }

  /** The next piece of a reply's body; null at its end. What is wrong with it is told. */
  async #nextOf(
    reader: ReadableStreamDefaultReader<Uint8Array>,
    left: number,
    counted: boolean,
  ): Promise<Uint8Array | null> {
    try {
      const { done, value } = await reader.read();
      if ((value?.length ?? 0) > left) throw brokenReply("longer");
      if (done && counted && left > 0) throw brokenReply("shorter");
      return value ?? null;
    } catch (error) {
      if (!this.closed) this.#serving.onError(error);
      throw error;
    }
  }

  /** Answers what no handler gets to see, and ends the connection. */
  async #refuse(error: RefusedRequestError): Promise<void> {
    this.#enter("replying");
    await this.#sendRefusal(error);
    await this.#linger();
  }

  async #sendRefusal(error: RefusedRequestError): Promise<void> {
    const { statusCode, statusReason, headers, body } = this.#serving.onError(error);
    const head = formatReplyHead(statusCode, statusReason, headers, this.#serving.date);
    await this.sendWhole(`${head}Connection: close\r\n`, body?.text() ?? "");
  }

  async #tellTooSlow(): Promise<void> {
    this.#ticks = LINGER_TICKS;
    const begun = this.#phase === "body" || this.end > this.start;
    const error = new RefusedRequestError(408, "The request took too long to arrive");
    try {
      if (begun && this.#exchange?.replying !== true) await this.#sendRefusal(error);
    } catch {
      // it has gone
    }
    this.close();
  }

  /**
   * Ends the connection so that the caller gets to read the last reply: bytes that lie unread as a connection
   * closes reset it, and with it what the other side has not read yet.
   */
  async #linger(): Promise<void> {
    this.#enter("lingering");
    await this.conn.closeWrite();
    if (this.#exchange?.bodyEnded !== false && this.#exchange !== null) return;
    while (await (this.#waiting ?? this.conn.read(this.buffer)) !== null) this.#waiting = null;
  }

  /** Finds out when the caller goes away, where nothing else reads from it. */
  watch(): void {
    const exchange = this.#exchange;
    if (exchange === null || this.closed || this.#waiting !== null) return;
    if (!exchange.bodyEnded || this.start !== this.end) return;
    const waiting = this.#waiting = this.conn.read(this.room());
    waiting.then((read) => {
      if (read === null) this.#onInputEnd(exchange, 0);
    }, () => this.close());
  }

  /** The caller ended its side: it has gone, unless it waits for the reply all the same. */
  #onInputEnd(exchange: Exchange, probes: number): void {
    if (this.closed || exchange !== this.#exchange) return;
    if (exchange.settled) return this.close();
    if (exchange.replying || exchange.head.minor === 0) return;
    const last = PROBE_AFTER_MS.length - 1;
    this.#serving.schedule(PROBE_AFTER_MS[Math.min(probes, last)], () => {
      if (this.closed || exchange !== this.#exchange || exchange.replying) return;
      this.conn.write(CONTINUE).then(
        () => this.#onInputEnd(exchange, probes + 1),
        () => this.close(),
      );
    });
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#ticks = TICKS[phase];
  }

  protected override onProgress(bytes: number): void {
    this.#ticks = Math.min(TICKS[this.#phase], this.#ticks + bytes / MIN_BYTES_PER_TICK);
  }
}

/** One request and its reply. */
class Exchange implements Caller {
  bodyEnded = true;
  /** Whether the caller waits for 100 Continue. */
  invites: boolean;
  replying = false;
  /** Whether a reply streams for long enough to tell a caller that only ended its side from one that goes. */
  settled = false;
  /** Whether the connection goes on afterwards. */
  goesOn = false;
  /** What the reply's body is read from. */
  stream: ReadableStreamDefaultReader<Uint8Array> | null = null;
  #abort: AbortController | null = null;

  constructor(readonly connection: CallerConnection, readonly head: IncomingHead) {
    this.invites = head.expectsContinue;
  }

  get remote(): Deno.NetAddr {
    return this.connection.remote;
  }

  get watched(): boolean {
    return this.#abort !== null;
  }

  get signal(): AbortSignal {
    if (this.#abort === null) {
      this.#abort = new AbortController();
      if (this.connection.closed) this.end();
      else this.connection.watch();
    }
    return this.#abort.signal;
  }

  /** The caller has gone. */
  end(): void {
    const reason = new DOMException("The caller has gone", "AbortError");
    this.#abort?.abort(reason);
    this.stream?.cancel(reason).catch(() => {});
  }
}

/** What HTTP/1.1 does not take for granted; of HTTP/1.0, which takes the end for granted, that it goes on. */
function connectionField({ goesOn, head }: Exchange): string {
  if (!goesOn) return "Connection: close\r\n";
  return head.minor === 0 ? "Connection: keep-alive\r\n" : "";
}

function givenLength(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function brokenReply(what: "longer" | "shorter"): BrokenReplyError {
  return new BrokenReplyError(new Error(`its body is ${what} than its Content-Length`));
}

/** What is wrong with a request's body that could not be read. */
function refusalOf(error: unknown): RefusedRequestError {
  if (error instanceof RefusedRequestError) return error;
  return error instanceof ProtocolError
    ? new RefusedRequestError(400, `The request's body is malformed: ${error.message}`)
    : brokenOff();
}

function brokenOff(): RefusedRequestError {
  return new RefusedRequestError(400, "The request's body ended before its end");
}

function tooLarge(): RefusedRequestError {
  return new RefusedRequestError(413, "Request body is too large");
}
