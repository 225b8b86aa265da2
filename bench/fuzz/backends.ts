/** Bytes that a backend answers with: every call through the gateway gets an answer or a cut connection. */
import { SystemClock } from "../../lib/core/clock.ts";
import { Random } from "../../lib/core/random.ts";
import { serveGateway } from "../../lib/gateway/mod.ts";
import { publishApiFor } from "./api.ts";
import { mutated, pick, type Target } from "./target.ts";

const REPLIES: readonly string[] = [
  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\nhello",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX-T: 1\r\n\r\n",
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nETag: "a"\r\n\r\n',
  "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nto the end",
  "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 302 Found\r\nLocation: /x\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\nok",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
];

/** How long a caller waits: beyond it the call counts as lost. */
const PATIENCE_MS = 10_000;

/** How long a connection is kept that a reply came over. */
const IDLE_MS = 500;

function close(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // it has been closed
  }
}

export async function target(): Promise<Target> {
  const clock = new SystemClock();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const answer = async (conn: Deno.Conn) => {
    try {
      const room = new Uint8Array(65_536);
      for (;;) {
        const count = await conn.read(room);
        if (count === null) return;
        const request = new TextDecoder().decode(room.subarray(0, count));
        const random = new Random(/seed=([\w/.%-]+)/.exec(request)?.[1] ?? "rest of a body");
        const reply = mutated(random, pick(random, REPLIES), REPLIES);
        const bytes = Uint8Array.from(reply, (ch) => ch.charCodeAt(0));
        for (let at = 0; at < bytes.length;) {
          const end = at + random.integer(1, 4_000);
          at += await conn.write(bytes.subarray(at, end));
        }
        if (random.next() < 0.5) return;
        clock.schedule(IDLE_MS, () => close(conn)); // whatever the caller still waits for does not come
      }
    } catch {
      // the gateway hung up
    } finally {
      close(conn);
    }
  };
  const accepting = (async () => {
    try {
      for await (const conn of listener) void answer(conn);
    } catch {
      // the target has ended
    }
  })();
  const running = await serveGateway();
  await publishApiFor(running.gateway.management, `http://127.0.0.1:${listener.addr.port}`, 2);
  return {
    width: 64,
    async attempt(chance) {
      const method = pick(chance, ["GET", "POST"]);
      const body = method === "POST" ? "a".repeat(chance.integer(0, 3_000)) : undefined;
      try {
        const response = await fetch(`${running.gatewayUrl}/fuzz/x?seed=${chance.uuid()}`, {
          method,
          body,
          redirect: "manual",
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        await response.bytes().catch(() => {}); // cut where the backend cut it
        return response.status < 500 ? "ok" : "refused";
      } catch (error) {
        if (error instanceof DOMException) return "lost";
        return "refused"; // the connection was cut, or the caller's own client could not read the reply
      }
    },
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      await running.close();
    },
  };
}
