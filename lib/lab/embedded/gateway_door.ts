/**
 * The embedded gateway as its callers meet it: in process or over a socket, under one name, in one time.
 * @module
 */
import type { MaybePromise } from "../../core/maybe_promise.ts";
import type { OnDemandClock } from "../../core/on_demand_clock.ts";
import {
  type Gateway,
  HeaderMap,
  type IncomingRequest,
  MessageBody,
  MessageUrl,
  type ResponseMessage,
  type ServeOptions,
  writeResponse,
} from "../../gateway/mod.ts";
import { unlessAborted } from "../../core/unless_aborted.ts";

/** Who calls in process, as policies see it. */
const CALLER_ADDRESS = "127.0.0.1";

export class GatewayDoor {
  readonly #host: MessageUrl;

  /**
   * @param url the gateway's own, as the service tells it: policies and traces see it whatever socket was used.
   * @param answer how the gateway is asked: a console goes around it
   */
  constructor(
    readonly gateway: Gateway,
    readonly clock: OnDemandClock,
    url: string,
    readonly answer: NonNullable<ServeOptions["handle"]> = (gateway, ...request) =>
      gateway.handle(...request),
  ) {
    this.#host = MessageUrl.parse(url);
  }

  /** Answers a request; the clock moves as far as the answer takes, to the last byte of its body. */
  async handle(
    request: IncomingRequest,
    caller: { readonly signal: AbortSignal } | null,
  ): Promise<ResponseMessage> {
    const { scheme, host, port } = this.#host;
    const url = request.url.clone();
    Object.assign(url, { scheme, host, port });
    const headers = request.headers.clone();
    headers.set("Host", this.#host.authority);
    const answer = this.answer(this.gateway, { ...request, url, headers }, caller);
    const response = await this.clock.until(settled(answer));
    const content = response.body?.loaded === false ? response.body.wire() : null;
    return content instanceof ReadableStream
      ? { ...response, body: new MessageBody(this.clock.untilRead(content, caller?.signal)) }
      : response;
  }

  /** As `fetch` does it: rejects with the signal's reason, also while the body is read. */
  async fetch(request: Request): Promise<Response> {
    const headers = new HeaderMap();
    request.headers.forEach((value, name) => headers.append(name, value));
    const bytes = await request.bytes();
    if (bytes.length > 0) headers.set("Content-Length", String(bytes.length));
    const answer = this.handle({
      method: request.method.toUpperCase(),
      url: MessageUrl.parse(request.url),
      headers,
      body: bytes.length > 0 ? new MessageBody(bytes) : null,
      ipAddress: CALLER_ADDRESS,
    }, request);
    return writeResponse(await unlessAborted(answer, request.signal), request.method);
  }
}

async function settled<T>(value: MaybePromise<T>): Promise<T> {
  return await value;
}
