/**
 * Connections kept open for the next request to the same place.
 * @module
 */
import { isOutOfDescriptors } from "../../core/descriptors.ts";
import { Connection } from "./connection.ts";

/** Where a connection goes. */
export interface Origin {
  /** Equal for equal places: `https://host:port`. */
  readonly key: string;
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
}

/** Idle connections kept for one origin, and for all: more are closed, of others those kept longest. */
export const MAX_IDLE = 256;
export const MAX_IDLE_IN_ALL = 1_024;

export interface ConnectionPoolOptions {
  /** Certificates (PEM) that are trusted besides the system's and those of `DENO_CERT`; default none. */
  readonly caCerts?: readonly string[];
}

export class ConnectionPool {
  readonly #idle = new Map<string, Connection[]>();
  #idleCount = 0;
  readonly #caCerts: string[];
  #closed = false;

  constructor({ caCerts = [] }: ConnectionPoolOptions = {}) {
    this.#caCerts = [...caCerts];
  }

  /** How many connections are idle. */
  get idleCount(): number {
    return this.#idleCount;
  }

  /** An idle connection, the one used last; undefined when there is none. */
  reuse(origin: Origin): Connection | undefined {
    const idle = this.#idle.get(origin.key);
    while (idle !== undefined && idle.length > 0) {
      const connection = idle.pop()!;
      this.#idleCount--;
      if (connection.wake()) return connection;
    }
    return undefined;
  }

  /**
   * A new connection.
   * @param signal ends the attempt
   * @throws Error that says why there is none; an untrusted certificate is one reason
   */
  async connect({ secure, hostname, port }: Origin, signal?: AbortSignal): Promise<Connection> {
    const conn = await this.#dial({ hostname, port, signal });
    conn.setNoDelay();
    return new Connection(secure ? await this.#secured(conn, hostname, signal) : conn);
  }

  /** Where the process has no file descriptor left, the idle connections give theirs. */
  async #dial(options: Deno.ConnectOptions & { signal?: AbortSignal }): Promise<Deno.TcpConn> {
    try {
      return await Deno.connect(options);
    } catch (error) {
      if (!isOutOfDescriptors(error) || this.#idleCount === 0) throw error;
      this.#closeIdle();
      return await Deno.connect(options);
    }
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
    if (this.#closed) return connection.close();
    let idle = this.#idle.get(origin.key);
    if (idle === undefined) {
      if (this.#idle.size >= MAX_IDLE_IN_ALL) this.#forgetEmpty();
      this.#idle.set(origin.key, idle = []);
    }
    if (idle.length >= MAX_IDLE) return connection.close();
    idle.push(connection);
    this.#idleCount++;
    connection.rest(() => this.#forget(origin.key, connection));
    if (this.#idleCount > MAX_IDLE_IN_ALL) this.#closeOldest();
  }

  /** Closes the idle connections, and from now on every one that comes back. */
  close(): void {
    this.#closed = true;
    this.#closeIdle();
  }

  #forget(key: string, connection: Connection): void {
    const idle = this.#idle.get(key) ?? [];
    const at = idle.indexOf(connection);
    if (at === -1) return;
    idle.splice(at, 1);
    this.#idleCount--;
    if (idle.length === 0) this.#idle.delete(key);
  }

  /** Origins without an idle connection: policies compute any number of them. */
  #forgetEmpty(): void {
    for (const [key, idle] of this.#idle) if (idle.length === 0) this.#idle.delete(key);
  }

  /** Of the origin that was met longest ago. */
  #closeOldest(): void {
    for (const [key, [oldest]] of this.#idle) {
      if (oldest === undefined) {
        this.#idle.delete(key);
        continue;
      }
      this.#forget(key, oldest);
      oldest.close();
      return;
    }
  }

  #closeIdle(): void {
    for (const idle of this.#idle.values()) for (const connection of idle) connection.close();
    this.#idle.clear();
    this.#idleCount = 0;
  }
}
