/** An HTTP server whose handler tells what it got, and callers that speak to it byte by byte. */
import { VirtualClock } from "../../../lib/core/clock.ts";
import type { MaybePromise } from "../../../lib/core/maybe_promise.ts";
import {
  HeaderMap,
  type IncomingRequest,
  MessageBody,
  RefusedRequestError,
  type ResponseMessage,
} from "../../../lib/gateway/contracts/message.ts";
import type { Caller } from "../../../lib/gateway/http1/caller_connection.ts";
import { HttpServer, type HttpServerOptions } from "../../../lib/gateway/http1/server.ts";

export function reply(
  statusCode: number,
  content: string | Uint8Array | ReadableStream<Uint8Array> | null = "",
  fields: Record<string, string> = {},
): ResponseMessage {
  const body = content === null ? null : new MessageBody(content);
  return { statusCode, statusReason: "", headers: HeaderMap.from(Object.entries(fields)), body };
}

/** Answers with what the request was: method, URL, each field line, body. */
async function echo({ method, url, headers, body }: IncomingRequest) {
  await body?.load();
  const lines = [...headers].flatMap(([name, values]) =>
    values.map((value) => `${name}: ${value}`)
  );
  return reply(200, JSON.stringify([method, url.toString(), lines, body?.text() ?? null]));
}

export interface Served extends AsyncDisposable {
  readonly server: HttpServer;
  readonly clock: VirtualClock;
  /** What handlers failed with. */
  readonly errors: unknown[];
  /** How many requests reached the handler. */
  readonly handled: () => number;
  readonly stop: AbortController;
}

export function serve(
  handler: (request: IncomingRequest, caller: Caller) => MaybePromise<ResponseMessage> = echo,
  options: Partial<HttpServerOptions> = {},
): Served {
  const stop = new AbortController();
  const errors: unknown[] = [];
  const clock = new VirtualClock();
  let handled = 0;
  const onError = (error: unknown) => {
    errors.push(error);
    return error instanceof RefusedRequestError
      ? reply(error.statusCode, JSON.stringify({ refused: error.message }))
      : reply(500);
  };
  const server = new HttpServer(
    { port: 0, signal: stop.signal, onError, clock, ...options },
    (request, caller) => {
      handled++;
      return handler(request, caller);
    },
  );
  return {
    server,
    clock,
    errors,
    handled: () => handled,
    stop,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server.finished;
    },
  };
}

/**
 * Lets time pass, a second at a time, until the promise settles; what it gives, and how long it took in ms. What is
 * under way on sockets arrives before each second is over.
 */
export async function pass<T>(
  { clock }: Pick<Served, "clock">,
  work: Promise<T>,
): Promise<{ value: T; tookMs: number }> {
  using echo = await SocketTurn.open();
  const start = clock.now();
  let settled = false;
  work.finally(() => settled = true).catch(() => {});
  while (!settled) {
    await echo.turn();
    await clock.advance(1_000);
    if (clock.now() - start > 3_600_000) throw new Error("nothing happened in an hour");
  }
  return { value: await work, tookMs: clock.now() - start };
}

/** A byte sent to oneself and back: whatever lay in a socket before has been read by then. */
export class SocketTurn implements Disposable {
  readonly #byte = new Uint8Array(1);

  private constructor(readonly near: Deno.Conn, readonly far: Deno.Conn) {}

  static async open(): Promise<SocketTurn> {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    const [near, far] = await Promise.all([
      Deno.connect({ hostname: "127.0.0.1", port }),
      listener.accept(),
    ]);
    return new SocketTurn(near, far);
  }

  async turn(): Promise<void> {
    for (const [from, to] of [[this.near, this.far], [this.far, this.near]]) {
      const read = to.read(this.#byte);
      await from.write(this.#byte);
      await read;
    }
  }

  [Symbol.dispose](): void {
    this.near.close();
    this.far.close();
  }
}

export const latin1 = (text: string) => Uint8Array.from(text, (ch) => ch.charCodeAt(0));

/** A caller: writes text, reads what has come. */
export class RawCaller {
  constructor(readonly conn: Deno.Conn) {}

  static async connect(port: number): Promise<RawCaller> {
    return new RawCaller(await Deno.connect({ hostname: "127.0.0.1", port }));
  }

  async write(text: string): Promise<void> {
    const bytes = latin1(text);
    for (let at = 0; at < bytes.length;) at += await this.conn.write(bytes.subarray(at));
  }

  /** The next bytes, as Latin-1 text; "" at the end, be it in order or not. */
  async read(): Promise<string> {
    const buffer = new Uint8Array(65_536);
    const read = await this.conn.read(buffer).catch(() => null);
    return String.fromCharCode(...buffer.subarray(0, read ?? 0));
  }

  /** Everything up to the end of the connection. */
  async rest(): Promise<string> {
    let text = "";
    for (let piece = await this.read(); piece !== ""; piece = await this.read()) text += piece;
    return text;
  }

  async until(pattern: RegExp): Promise<string> {
    let text = "";
    while (!pattern.test(text)) {
      const piece = await this.read();
      if (piece === "") throw new Error(`the connection ended after ${JSON.stringify(text)}`);
      text += piece;
    }
    return text;
  }

  close(): void {
    try {
      this.conn.close();
    } catch {
      // closed already
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** The statuses of the replies in a text that holds nothing else, interim ones included. */
export function statusesOf(text: string): number[] {
  const statuses: number[] = [];
  for (let rest = text; rest !== "";) {
    const head = /^HTTP\/1\.1 (\d{3}) [^]*?\r\n\r\n/.exec(rest);
    if (head === null) throw new Error(`no reply begins with ${JSON.stringify(rest.slice(0, 60))}`);
    statuses.push(Number(head[1]));
    const length = Number(/^content-length: (\d+)/im.exec(head[0])?.[1] ?? 0);
    rest = rest.slice(head[0].length + length);
  }
  return statuses;
}
