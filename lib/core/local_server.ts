/**
 * HTTP servers on 127.0.0.1.
 * @module
 */
import { SystemClock } from "./clock.ts";
import { isOutOfDescriptors } from "./descriptors.ts";
import { LineLog } from "./line_log.ts";

const log = new LineLog();

const HOSTNAME = "127.0.0.1";

/** How long a server that has no file descriptor left waits before it listens anew, in milliseconds. */
const LISTEN_AGAIN_MS = 100;

export interface LocalServerOptions {
  /** 0 picks a free port. */
  readonly port: number;
  /** Ends the server and cuts what is under way. */
  readonly signal: AbortSignal;
  readonly onError: (error: unknown) => Response;
  /** PEM, where it speaks TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/**
 * A server that lives on when the process runs out of file descriptors: `Deno.serve` ends when it cannot
 * accept a connection, and with it would the process. New connections are refused until some are free; those
 * that are open stay.
 */
export class LocalServer {
  readonly port: number;
  #server: Deno.HttpServer<Deno.NetAddr> | null;
  #stopped = false;
  #referenced = true;
  #cancelListening: (() => void) | null = null;
  readonly #finished = Promise.withResolvers<void>();

  /** @throws Deno.errors.AddrInUse and what else keeps it from listening */
  constructor(
    readonly options: LocalServerOptions,
    readonly handler: Deno.ServeHandler<Deno.NetAddr>,
  ) {
    this.#server = this.#listen(options.port);
    this.port = this.#server.addr.port;
    options.signal.addEventListener("abort", () => {
      this.#stop();
      if (this.#server === null) this.#finished.resolve();
    });
  }

  /** Settles once the server has ended. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  /** `http://127.0.0.1:PORT`, or https. */
  get url(): string {
    return `http${this.options.tls === undefined ? "" : "s"}://${HOSTNAME}:${this.port}`;
  }

  /** Lets the process end although it listens. */
  unref(): void {
    this.#referenced = false;
    this.#server?.unref();
  }

  /** Takes no more requests; resolves when those under way have ended. */
  async shutdown(): Promise<void> {
    this.#stop();
    await this.#server?.shutdown();
    this.#finished.resolve();
  }

  #stop(): void {
    this.#stopped = true;
    this.#cancelListening?.();
  }

  #listen(port: number): Deno.HttpServer<Deno.NetAddr> {
    const { signal, onError, tls } = this.options;
    const common = { hostname: HOSTNAME, port, signal, onListen() {}, onError };
    const server = tls === undefined
      ? Deno.serve(common, this.handler)
      : Deno.serve({ ...common, cert: tls.certificate, key: tls.key }, this.handler);
    if (!this.#referenced) server.unref();
    server.finished.then(() => this.#finished.resolve(), (error) => {
      if (this.#stopped) return this.#finished.resolve();
      if (!isOutOfDescriptors(error)) return this.#finished.reject(error);
      this.#server = null;
      log.say("No file descriptors are left: connections are refused until some are free.");
      this.#listenAgain();
    });
    return server;
  }

  #listenAgain(): void {
    this.#cancelListening = new SystemClock().schedule(LISTEN_AGAIN_MS, () => {
      try {
        this.#server = this.#listen(this.port);
      } catch {
        this.#listenAgain(); // still none, or somebody else has the port for now
      }
    });
  }
}
