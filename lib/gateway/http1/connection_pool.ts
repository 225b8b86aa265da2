/**
 * Connections kept open for the next request to the same place.
 * @module
 */
import { Connection } from "./connection.ts";

/** Where a connection goes. */
export interface Origin {
  /** Equal for equal places: `https://host:port`. */
  readonly key: string;
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
}

/** Idle connections kept for one origin; more are closed. */
const MAX_IDLE = 256;

export interface ConnectionPoolOptions {
  /** Certificates (PEM) that are trusted besides the system's and those of `DENO_CERT`; default none. */
  readonly caCerts?: readonly string[];
}

export class ConnectionPool {
  readonly #idle = new Map<string, Connection[]>();
  readonly #caCerts: string[];
  #closed = false;

  constructor({ caCerts = [] }: ConnectionPoolOptions = {}) {
    this.#caCerts = [...caCerts];
  }

  /** An idle connection, the one used last; undefined when there is none. */
  reuse(origin: Origin): Connection | undefined {
    const idle = this.#idle.get(origin.key);
    while (idle !== undefined && idle.length > 0) {
      const connection = idle.pop()!;
      if (!connection.closed) return connection;
    }
    return undefined;
  }

  /**
   * A new connection.
   * @param signal ends the attempt
   * @throws Error that says why there is none; an untrusted certificate is one reason
   */
  async connect({ secure, hostname, port }: Origin, signal?: AbortSignal): Promise<Connection> {
    const conn = await Deno.connect({ hostname, port, signal });
    conn.setNoDelay();
    return new Connection(secure ? await this.#secured(conn, hostname, signal) : conn);
  }

  /** Shakes hands at once, so that what is wrong with the certificate is said here. */
  async #secured(conn: Deno.TcpConn, hostname: string, signal?: AbortSignal): Promise<Deno.Conn> {
    const secured = await Deno.startTls(conn, {
      hostname,
      alpnProtocols: ["http/1.1"],
      caCerts: this.#caCerts,
    });
    let open = true;
    const close = () => {
      if (open) secured.close();
      open = false;
    };
    signal?.addEventListener("abort", close, { once: true });
    try {
      signal?.throwIfAborted();
      await secured.handshake();
      return secured;
    } catch (error) {
      close();
      throw error;
    } finally {
      signal?.removeEventListener("abort", close);
    }
  }

  /** Takes back a connection that is ready for another request. */
  release(origin: Origin, connection: Connection): void {
    let idle = this.#idle.get(origin.key);
    if (idle === undefined) this.#idle.set(origin.key, idle = []);
    if (this.#closed || idle.length >= MAX_IDLE) connection.close();
    else idle.push(connection);
  }

  /** Closes the idle connections, and from now on every one that comes back. */
  close(): void {
    this.#closed = true;
    for (const idle of this.#idle.values()) for (const connection of idle) connection.close();
    this.#idle.clear();
  }
}
