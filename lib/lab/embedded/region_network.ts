/**
 * The way to the simulated regions without a socket: the same `Request` and `Response` that HTTP would carry,
 * handed over in process. Callers use it as `fetch`, the gateway as its transport.
 * @module
 */
import { table } from "../../core/table.ts";
import { STATUS_CODES } from "node:http";
import { concatBytes } from "../../core/bytes.ts";
import type { OnDemandClock } from "../../core/on_demand_clock.ts";
import {
  HeaderMap,
  MessageBody,
  type OutgoingRequest,
  type ResponseMessage,
  type Transport,
  type TransportFailure,
} from "../../gateway/mod.ts";
import { ConnectionReset } from "../../models/mod.ts";
import { unlessAborted } from "../../core/unless_aborted.ts";

/** A region as a function; throws {@link ConnectionReset} where a connection would be reset. */
export type RegionHandler = (request: Request) => Promise<Response>;

/** What came of a call, told to who watches: a status, or 0 where none came. */
export interface RegionCall {
  readonly backend: string;
  readonly status: number;
  readonly fromMs: number;
  /** To the headers, or to the failure. */
  readonly latencyMs: number;
}

type Result = ResponseMessage | TransportFailure;

/** What is served here, by origin. */
interface Regions {
  readonly origins: readonly string[];
  at(origin: string): { readonly id: string; readonly handle: RegionHandler } | undefined;
}

export class RegionNetwork implements Transport {
  /** Told of each call from the gateway when it has ended. */
  onCall: (call: RegionCall) => void = () => {};

  /** @param elsewhere carries what goes to no region; time stands still meanwhile. */
  constructor(
    readonly regions: Regions,
    readonly clock: OnDemandClock,
    readonly elsewhere: Transport & { close(): void },
  ) {}

  /** As `fetch` does it: rejects where no response comes, and with the signal's reason. */
  async fetch(request: Request): Promise<Response> {
    const { origin } = new URL(request.url);
    const region = this.regions.at(origin);
    if (region === undefined) {
      throw new TypeError(
        `nothing is served at ${origin}: there are ${this.regions.origins.join(", ")}`,
      );
    }
    try {
      return await unlessAborted(region.handle(request), request.signal);
    } catch (error) {
      if (!(error instanceof ConnectionReset)) throw error;
      throw new TypeError("the connection was reset", { cause: error });
    }
  }

  async send(request: OutgoingRequest): Promise<Result> {
    const { origin } = new URL(request.url);
    const region = this.regions.at(origin);
    if (region === undefined) {
      return this.clock.hold(Promise.resolve(this.elsewhere.send(request)));
    }
    const fromMs = this.clock.now();
    const result = await this.#call(request, region.handle);
    this.onCall({
      backend: region.id,
      status: "failure" in result ? 0 : result.statusCode,
      fromMs,
      latencyMs: this.clock.now() - fromMs,
    });
    return result;
  }

  async #call(request: OutgoingRequest, handle: RegionHandler): Promise<Result> {
    const gone = new AbortController();
    const end = (failure: TransportFailure["failure"]) => () => gone.abort(failure);
    const cancel = this.clock.schedule(request.timeoutMs, end("Timeout"));
    const onAbort = end("ClientConnectionFailure");
    const { signal } = request;
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
    try {
      const headers = new Headers();
      request.headers.forEach((name, values) => {
        for (const value of values) headers.append(name, value);
      });
      const body = request.body?.wire() ?? null;
      const sent = new Request(request.url, {
        method: request.method,
        headers,
        body: request.method === "GET" || request.method === "HEAD"
          ? null
          : body as BodyInit | null,
        signal: gone.signal,
      });
      const reply = await unlessAborted(handle(sent), gone.signal);
      return await this.#message(reply, request);
    } catch (error) {
      if (gone.signal.aborted) return failure(gone.signal.reason as TransportFailure["failure"]);
      if (error instanceof ConnectionReset) return failure("BackendConnectionFailure");
      throw error;
    } finally {
      cancel(); // the limit covers the time to the headers, not the body
      signal?.removeEventListener("abort", onAbort);
    }
  }

  async #message(
    reply: Response,
    request: OutgoingRequest,
  ): Promise<ResponseMessage> {
    const headers = new HeaderMap();
    reply.headers.forEach((value, name) => headers.append(name, value));
    let body: MessageBody | null = null;
    if (reply.body !== null && isStream(reply)) {
      body = new MessageBody(
        request.bufferResponse ? reply.body.pipeThrough(inPieces()) : reply.body,
      );
    } else if (reply.body !== null) {
      const bytes = await reply.bytes();
      if (!headers.has("content-length")) headers.set("content-length", String(bytes.length));
      body = new MessageBody(bytes);
    }
    const statusReason = STATUS_CODES[reply.status] ?? "";
    return { statusCode: reply.status, statusReason, headers, body };
  }
}

/** Whether the body comes in pieces: events, or one that breaks off before its announced end. */
function isStream({ headers }: Response): boolean {
  return headers.has("content-length") ||
    (headers.get("content-type")?.startsWith("text/event-stream") ?? false);
}

/** What `buffer-response="true"` collects before it hands a piece on: the documented 8 KB. */
const BUFFERED_PIECE_BYTES = 8 * 1024;

function inPieces(): TransformStream<Uint8Array, Uint8Array> {
  let pieces: Uint8Array[] = [];
  let collected = 0;
  const handOn = (controller: TransformStreamDefaultController<Uint8Array>) => {
    if (collected > 0) controller.enqueue(concatBytes(pieces));
    pieces = [];
    collected = 0;
  };
  return new TransformStream({
    transform(piece, controller) {
      pieces.push(piece);
      collected += piece.length;
      if (collected >= BUFFERED_PIECE_BYTES) handOn(controller);
    },
    flush: handOn,
  });
}

const MESSAGES: Readonly<Record<TransportFailure["failure"], string>> = table({
  Timeout: "The request to the backend service timed out.",
  ClientConnectionFailure: "The client closed the connection.",
  BackendConnectionFailure: "Error connecting to the backend service: the connection was reset",
});

function failure(kind: TransportFailure["failure"]): TransportFailure {
  return { failure: kind, message: MESSAGES[kind] };
}
