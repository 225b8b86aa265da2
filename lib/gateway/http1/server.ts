/**
 * HTTP/1.1 servers on 127.0.0.1.
 *
 * Not `Deno.serve`: it drops the body of a GET, answers long heads with an empty 400, loses callers that end
 * their own side, joins and lower-cases header fields, and takes twice the processor time
 * (docs/architecture.md).
 * @module
 */
import { type Clock, SystemClock } from "../../core/clock.ts";
import { isOutOfDescriptors } from "../../core/descriptors.ts";
import { LineLog } from "../../core/line_log.ts";
import type { ResponseMessage } from "../contracts/message.ts";
import { tellsOfEnd } from "./byte_channel.ts";
import { CallerConnection, type MessageHandler, type Serving } from "./caller_connection.ts";

const log = new LineLog();

const HOSTNAME = "127.0.0.1";

/** How long a server that has no file descriptor left waits before it listens anew, in milliseconds. */
const LISTEN_AGAIN_MS = 100;

/** How often connections' time limits are looked at, in the clock's milliseconds: a tick. */
const TICK_MS = 1_000;

/** The longest request body that is taken, in bytes, unless told otherwise. Assumption. */
export const DEFAULT_MAX_BODY_BYTES = 256 * 1024 * 1024;

export interface HttpServerOptions {
  /** 0 picks a free port. */
  readonly port: number;
  /** Ends the server and cuts what is under way. */
  readonly signal: AbortSignal;
  /** What a caller gets when its request is refused (`RefusedRequestError`) or its handler failed. */
  readonly onError: (error: unknown) => ResponseMessage;
  /** A longer body is refused: at once where its length is given, else when it gets there. */
  readonly maxBodyBytes?: number;
  /** PEM, where it speaks TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Of callers' time limits; default real time. */
  readonly clock?: Clock;
}

/**
 * A server that lives on when the process runs out of file descriptors: new connections are refused until some
 * are free; those that are open stay.
 */
export class HttpServer implements Serving {
  readonly port: number;
  readonly here: Serving["here"];
  readonly maxBodyBytes: number;
  stopping = false;
  readonly #options: HttpServerOptions;
  readonly #clock: Clock;
  #listener: Deno.Listener<Deno.Conn<Deno.NetAddr>> | null;
  readonly #connections = new Set<CallerConnection>();
  #referenced = true;
  #ticking = false;
  #date = "";
  #cancelListening: (() => void) | null = null;
  readonly #finished = Promise.withResolvers<void>();

  /** @throws Deno.errors.AddrInUse and what else keeps it from listening */
  constructor(options: HttpServerOptions, readonly handler: MessageHandler) {
    this.#options = options;
    this.#clock = options.clock ?? new SystemClock();
    this.maxBodyBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
    this.#listener = this.#listen(options.port);
    this.port = (this.#listener.addr as Deno.NetAddr).port;
    this.here = {
      scheme: options.tls === undefined ? "http" : "https",
      authority: `${HOSTNAME}:${this.port}`,
    };
    options.signal.addEventListener("abort", () => {
      this.#stop();
      for (const connection of this.#connections) connection.close();
    });
  }

  /** Settles once the server has ended. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  /** `http://127.0.0.1:PORT`, or https. */
  get url(): string {
    return `${this.here.scheme}://${this.here.authority}`;
  }

  /** Of the second that it is. */
  get date(): string {
    return this.#date;
  }

  get onError(): HttpServerOptions["onError"] {
    return this.#options.onError;
  }

  schedule(ms: number, callback: () => void): void {
    this.#clock.schedule(ms, callback, { background: true });
  }

  /** Lets the process end although it listens. */
  unref(): void {
    this.#referenced = false;
    this.#listener?.unref();
    for (const connection of this.#connections) connection.unref();
  }

  /** Takes no more requests; resolves when those under way have ended. */
  async shutdown(): Promise<void> {
    this.#stop();
    for (const connection of this.#connections) if (connection.idle) connection.close();
    await this.finished;
  }

  #stop(): void {
    this.stopping = true;
    this.#cancelListening?.();
    this.#listener?.close();
    this.#listener = null;
    this.#endIfDone();
  }

  #endIfDone(): void {
    if (this.stopping && this.#connections.size === 0) this.#finished.resolve();
  }

  #listen(port: number): Deno.Listener<Deno.Conn<Deno.NetAddr>> {
    const { tls } = this.#options;
    const address = { hostname: HOSTNAME, port };
    const listener: Deno.Listener<Deno.Conn<Deno.NetAddr>> = tls === undefined
      ? Deno.listen(address)
      : Deno.listenTls({
        ...address,
        cert: tls.certificate,
        key: tls.key,
        alpnProtocols: ["http/1.1"],
      });
    if (!this.#referenced) listener.unref();
    void this.#accept(listener);
    return listener;
  }

  async #accept(listener: Deno.Listener<Deno.Conn<Deno.NetAddr>>): Promise<void> {
    for (;;) {
      let conn;
      try {
        conn = await listener.accept();
      } catch (error) {
        if (this.stopping) return;
        if (tellsOfEnd(error)) continue; // it went away before it was met
        if (!isOutOfDescriptors(error)) {
          await new SystemClock().sleep(LISTEN_AGAIN_MS); // the system's trouble: not to be met in a hurry
          continue;
        }
        this.#listener = null;
        listener.close(); // refuses those that wait
        log.say("No file descriptors are left: connections are refused until some are free.");
        return this.#listenAgain();
      }
      this.#serve(conn);
    }
  }

  #serve(conn: Deno.Conn<Deno.NetAddr>): void {
    if ("setNoDelay" in conn) (conn as Deno.TcpConn).setNoDelay();
    const connection = new CallerConnection(conn, this);
    if (!this.#referenced) connection.unref();
    this.#connections.add(connection);
    this.#startTicking();
    connection.serve().then(() => {
      this.#connections.delete(connection);
      this.#endIfDone();
    });
  }

  #startTicking(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    this.#tick();
  }

  readonly #tick = () => {
    if (this.#connections.size === 0) {
      this.#ticking = false;
      return;
    }
    for (const connection of this.#connections) connection.tick();
    this.#date = new Date(this.#clock.now()).toUTCString();
    this.#clock.schedule(TICK_MS, this.#tick, { background: true });
  };

  #listenAgain(): void {
    this.#cancelListening = new SystemClock().schedule(LISTEN_AGAIN_MS, () => {
      try {
        this.#listener = this.#listen(this.port);
      } catch {
        this.#listenAgain(); // still none, or somebody else has the port for now
      }
    });
  }
}
