/**
 * Calls backends over HTTP/1.1 with kept connections. Headers and bodies go through as they are:
 * nothing is decompressed, added or renamed but what the connection itself needs.
 *
 * Not `fetch`: it adds headers of its own, decompresses, refuses to set Host, and costs twice as much
 * for a request (bench/gateway_proxy.ts).
 * @module
 */
import { table } from "../../core/table.ts";
import type { Clock } from "../../core/clock.ts";
import { isPromise, type MaybePromise } from "../../core/maybe_promise.ts";
import { ConnectionLostError } from "../http1/byte_channel.ts";
import { BodySourceError, type Connection, type Content } from "../http1/connection.ts";
import {
  ConnectionPool,
  type ConnectionPoolOptions,
  type Origin,
} from "../http1/connection_pool.ts";
import { formatRequestHead } from "../http1/request_head.ts";
import type { ResponseHead } from "../http1/response_head.ts";
import { MessageBody, type ResponseMessage } from "../contracts/message.ts";
import {
  type OutgoingRequest,
  TIMED_OUT,
  type Transport,
  type TransportFailure,
} from "../contracts/ports.ts";
import { addressOf } from "../http1/address.ts";
import { bodyStream, brokenStream } from "../http1/body_stream.ts";
import { StallWatch } from "../http1/stall_watch.ts";
import { isRedirect, redirected } from "./redirect.ts";
import { SlowCalls, WatchedCall } from "./slow_calls.ts";

/** Replies of a known length up to this many bytes are read before they are handed on: cheaper than a stream. */
const COLLECT_UP_TO = 64 * 1024;
/** Redirects that are followed where they are followed at all. */
const MAX_REDIRECTS = 10;
/** What `buffer-response="true"` collects before it hands a piece on: the documented 8 KB. */
const BUFFERED_PIECE_BYTES = 8 * 1024;

type Result = ResponseMessage | TransportFailure;

export class HttpTransport implements Transport {
  readonly #clock: Clock;
  readonly #slow: SlowCalls;
  readonly #stalls: StallWatch;
  readonly #connections: ConnectionPool;

  /** @param clock in whose milliseconds timeouts are meant */
  constructor(clock: Clock, options: ConnectionPoolOptions = {}) {
    this.#clock = clock;
    this.#connections = new ConnectionPool(options);
    this.#slow = new SlowCalls(clock);
    this.#stalls = new StallWatch(clock);
  }

  send(request: OutgoingRequest): Promise<Result> {
    return request.followRedirects ? this.#follow(request) : this.#call(request);
  }

  /** Connections that wait for a next request. */
  get idleConnections(): number {
    return this.#connections.idleCount;
  }

  /** Closes idle connections, and others once they are idle. */
  close(): void {
    this.#connections.close();
  }

  async #follow(request: OutgoingRequest): Promise<Result> {
    let next = request;
    for (let redirects = 0;; redirects++) {
      const content = next.body?.loaded ? next.body.bytes() : null;
      const result = await this.#call(next);
      if ("failure" in result || redirects === MAX_REDIRECTS || !isRedirect(result)) return result;
      const following = redirected(next, result, content);
      if (following === null) return result;
      result.body?.discard();
      next = following;
    }
  }

  #call(request: OutgoingRequest): Promise<Result> {
    return new Call(request, this.#connections, this.#slow, this.#stalls, this.#clock).run();
  }
}

/**
 * How late a kept connection may turn out to be closed, in the clock's milliseconds, for a request to go out
 * again that must not arrive twice: by then a backend that was gone before it came would have said so.
 */
export const STALE_WITHIN_MS = 1_000;

/** Requests that may arrive twice. @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 */
const IDEMPOTENT: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "PUT",
  "DELETE",
  "OPTIONS",
  "TRACE",
]);

/** One call: its connection, its time limit, its caller's signal. */
class Call extends WatchedCall {
  #connection: Connection | null = null;
  #connecting: AbortController | null = null;
  #ended: TransportFailure["failure"] | null = null;
  /** What the request's body failed with: the caller's doing. */
  #bodyError: unknown = null;
  #headersCame = false;
  #cancelTimer: (() => void) | null = null;
  #signal: AbortSignal | null = null;

  constructor(
    readonly request: OutgoingRequest,
    readonly connections: ConnectionPool,
    readonly slow: SlowCalls,
    readonly stalls: StallWatch,
    readonly clock: Clock,
  ) {
    super(request.timeoutMs);
  }

  override watch(remainingMs: number): void {
    if (!this.#headersCame) {
      this.#cancelTimer = this.clock.schedule(remainingMs, () => this.#end("Timeout"));
    }
    this.#signal = this.request.signal;
    if (this.#signal?.aborted) this.#onAbort();
    else this.#signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  readonly #onAbort = () => this.#end("ClientConnectionFailure");

  async run(): Promise<Result> {
    this.slow.add(this);
    try {
      const { request, connections } = this;
      const { origin, authority, target } = addressOf(request.url);
      const content = request.body?.wire() ?? null;
      const { method, headers } = request;
      const head = formatRequestHead({ method, target, authority, headers }, content !== null);
      // A body that cannot be sent again does not meet a connection that may be closed already.
      const kept = content instanceof ReadableStream ? undefined : connections.reuse(origin);
      if (kept !== undefined) {
        const response = await this.#attempt(kept, origin, head, content, true);
        if (response !== null) return response;
      }
      const fresh = await this.#connect(origin);
      return (await this.#attempt(fresh, origin, head, content, false))!;
    } catch (error) {
      // Never tells the URL, which may hold a credential.
      const cause = this.#bodyError;
      const failure = this.#ended ??
        (cause === null ? "BackendConnectionFailure" : "ClientConnectionFailure");
      return { failure, message: MESSAGES[failure](error), ...(cause !== null && { cause }) };
    } finally {
      this.slow.remove(this);
      this.#cancelTimer?.();
      this.#signal?.removeEventListener("abort", this.#onAbort);
    }
  }

  /** A connection is made within the time limit, too: hosts that answer nothing would take minutes. */
  async #connect(origin: Origin): Promise<Connection> {
    this.#connecting = new AbortController();
    try {
      return await this.connections.connect(origin, this.#connecting.signal);
    } finally {
      this.#connecting = null;
    }
  }

  /** The response; null when the connection was kept, and closed before the request came. */
  async #attempt(
    connection: Connection,
    origin: Origin,
    head: string,
    content: Content,
    kept: boolean,
  ): Promise<ResponseMessage | null> {
    this.#connection = connection;
    try {
      if (this.#ended !== null) throw new ConnectionLostError(true);
      return await this.#exchange(connection, origin, head, content);
    } catch (error) {
      connection.close();
      if (kept && this.#ended === null && cameToNothing(error) && this.#mayGoAgain()) return null;
      throw error;
    }
  }

  #mayGoAgain(): boolean {
    return IDEMPOTENT.has(this.request.method) || this.clock.now() - this.since < STALE_WITHIN_MS;
  }

  async #exchange(
    connection: Connection,
    origin: Origin,
    head: string,
    content: Content,
  ): Promise<ResponseMessage> {
    // A backend may answer before it has read everything: listen while sending.
    // Where sending fails the backend has gone, which reading finds out, after what it had to say.
    let sent = false;
    connection.send(head, content).then(() => void (sent = true), (error) => {
      if (error instanceof BodySourceError) this.#bodyError = error.cause;
    });
    const reply = await connection.receiveHead(this.request.method);
    this.#headersCame = true;
    this.#cancelTimer?.(); // the limit covers the time to the headers, not the body
    const finish = () => {
      this.#connection = null; // from here on it may be another call's
      if (sent && reply.keepAlive) this.connections.release(origin, connection);
      else connection.close();
    };
    const body = this.#receiveBody(connection, reply, finish);
    return {
      statusCode: reply.statusCode,
      statusReason: reply.statusReason,
      headers: reply.headers,
      body: isPromise(body) ? await body : body,
    };
  }

  #receiveBody(
    connection: Connection,
    { framing }: ResponseHead,
    finish: () => void,
  ): MaybePromise<MessageBody | null> {
    if (framing.kind === "none") {
      finish();
      return null;
    }
    if (framing.kind === "length" && framing.length <= COLLECT_UP_TO) {
      const bytes = connection.takeBytes(framing.length);
      if (bytes !== null) {
        finish();
        return new MessageBody(bytes);
      }
      if (!this.request.limitsBody) return this.#collectBody(connection, framing.length, finish);
    }
    const pieceBytes = this.request.bufferResponse ? BUFFERED_PIECE_BYTES : 1;
    const { stalls } = this;
    return new MessageBody(bodyStream(connection, framing, { pieceBytes, finish, stalls }));
  }

  async #collectBody(
    connection: Connection,
    length: number,
    finish: () => void,
  ): Promise<MessageBody> {
    this.stalls.begin(connection);
    let received;
    try {
      received = await connection.receiveBytes(length);
    } catch (error) {
      throw connection.why ?? error;
    } finally {
      this.stalls.end(connection);
    }
    const { bytes, complete } = received;
    if (!complete) {
      connection.close();
      return new MessageBody(brokenStream(bytes));
    }
    finish();
    return new MessageBody(bytes);
  }

  #end(failure: TransportFailure["failure"]): void {
    this.#ended = failure;
    this.#connecting?.abort();
    this.#connection?.close();
  }
}

const MESSAGES: Readonly<Record<TransportFailure["failure"], (error: unknown) => string>> = table({
  Timeout: () => TIMED_OUT,
  ClientConnectionFailure: () => "The client closed the connection.",
  BackendConnectionFailure: (error) =>
    `Error connecting to the backend service: ${
      error instanceof Error ? error.message : String(error)
    }`,
});

/** Whether a request went out on a dead connection without a byte of an answer. */
function cameToNothing(error: unknown): boolean {
  return error instanceof ConnectionLostError && error.beforeMessage;
}
