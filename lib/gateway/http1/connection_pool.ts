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

export class ConnectionPool {
  readonly #idle = new Map<string, Connection[]>();
  #closed = false;

  /** An idle connection, the one used last; undefined when there is none. */
  reuse(origin: Origin): Connection | undefined {
    const idle = this.#idle.get(origin.key);
    while (idle !== undefined && idle.length > 0) {
      const connection = idle.pop()!;
      if (!connection.closed) return connection;
    }
    return undefined;
  }

  async connect(origin: Origin): Promise<Connection> {
    const { secure, hostname, port } = origin;
    const conn = secure
      ? await Deno.connectTls({ hostname, port, alpnProtocols: ["http/1.1"] })
      : await Deno.connect({ hostname, port });
    if ("setNoDelay" in conn) conn.setNoDelay();
    return new Connection(conn);
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
