/** A server of raw bytes for tests: what it answers is written as it stands. */
export interface RawServer extends AsyncDisposable {
  readonly url: string;
  /** Heads (and bodies) that were received, one a request. */
  readonly received: string[];
  connections: number;
}

/** What to do with one request: bytes to write, then whether to close. */
export type RawAnswer = (request: string, conn: Deno.Conn) => Promise<"keep" | "close">;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One character a byte, so that lengths are in bytes. */
const toBinary = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
const fromBinary = (text: string) =>
  decoder.decode(Uint8Array.from(text, (ch) => ch.charCodeAt(0)));

/** Writes text as it stands. */
export async function writeText(conn: Deno.Conn, text: string): Promise<void> {
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length;) at += await conn.write(bytes.subarray(at));
}

/** Serves each request (head and a body of Content-Length) with `answer`. */
export function serveRaw(answer: RawAnswer): RawServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const server: RawServer = {
    url: `http://127.0.0.1:${listener.addr.port}`,
    received: [],
    connections: 0,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const conn of open) close(conn);
      await accepting;
    },
  };
  const handle = async (conn: Deno.Conn) => {
    try {
      for (let text = "";;) {
        const end = requestEnd(text);
        if (end === -1) {
          const buffer = new Uint8Array(65_536);
          const count = await conn.read(buffer);
          if (count === null) return;
          text += toBinary(buffer.subarray(0, count));
          continue;
        }
        const request = fromBinary(text.slice(0, end));
        server.received.push(request);
        if (await answer(request, conn) === "close") return;
        text = text.slice(end);
      }
    } catch {
      // the client went away
    } finally {
      open.delete(conn);
      close(conn);
    }
  };
  const accepting = (async () => {
    try {
      for await (const conn of listener) {
        server.connections++;
        open.add(conn);
        void handle(conn);
      }
    } catch {
      // closed
    }
  })();
  return server;
}

function requestEnd(text: string): number {
  const head = text.indexOf("\r\n\r\n");
  if (head === -1) return -1;
  const end = head + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
  return text.length >= end ? end : -1;
}

function close(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // closed already
  }
}
