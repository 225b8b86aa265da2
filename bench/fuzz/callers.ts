/** Bytes that a caller sends: each connection ends, with replies that can be read and nothing else. */
import { serveGateway } from "../../lib/gateway/mod.ts";
import { HeaderMap, MessageBody } from "../../lib/gateway/mod.ts";
import { mutated, pick, type Target } from "./target.ts";

const REQUESTS: readonly string[] = [
  "GET /a?b=c HTTP/1.1\r\nHost: h\r\n\r\n",
  "POST /a HTTP/1.1\r\nHost: h:81\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
  "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX-T: 1\r\n\r\n",
  "PUT /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok",
  "GET http://h/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nHEAD / HTTP/1.0\r\n\r\n",
  "DELETE /a/../b HTTP/1.1\r\nHost: [::1]\r\nCookie: a=b\r\nCookie: c=d\r\nConnection: close\r\n\r\n",
  "GET /caf\xc3\xa9 HTTP/1.1\r\nHost: h\r\nX: \xe9\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n",
];

/** How long a caller waits: beyond it the connection counts as lost. */
const PATIENCE_MS = 10_000;

/** Replies, one behind another; the last one may be to a HEAD, which has a length and no body. */
const REPLY = /^HTTP\/1\.1 (1\d\d|200|4\d\d|5\d\d) [^\r\n]+\r\n(?:[!-9;-~]+: [^\r\n]*\r\n)*\r\n/;

/** Whether the text is made of whole replies. */
function isReplies(text: string): boolean {
  for (let rest = text; rest !== "";) {
    const head = REPLY.exec(rest)?.[0];
    if (head === undefined) return false;
    const length = Number(/\r\nContent-Length: (\d+)\r\n/.exec(head)?.[1] ?? 0);
    const body = rest.slice(head.length, head.length + length);
    if (body.length < length && body !== "") return false;
    rest = rest.slice(head.length + (body.startsWith("HTTP/1.1 ") ? 0 : length));
  }
  return true;
}

async function exchange(port: number, pieces: readonly Uint8Array[]): Promise<string> {
  using conn = await Deno.connect({ hostname: "127.0.0.1", port });
  const sending = (async () => {
    for (const piece of pieces) {
      for (let at = 0; at < piece.length;) at += await conn.write(piece.subarray(at));
    }
    await conn.closeWrite();
  })().catch(() => {}); // hung up upon
  let text = "";
  const room = new Uint8Array(65_536);
  for (;;) {
    const count = await conn.read(room).catch(() => null);
    if (count === null) break;
    text += String.fromCharCode(...room.subarray(0, count));
  }
  await sending;
  return text;
}

export async function target(): Promise<Target> {
  const running = await serveGateway({
    async handle(_gateway, { method, body }) {
      await body?.load();
      const length = body?.bytes().length ?? 0;
      return {
        statusCode: 200,
        statusReason: "OK",
        headers: new HeaderMap(),
        body: new MessageBody(`${method} ${length}`),
      };
    },
  });
  const port = Number(new URL(running.gatewayUrl).port);
  return {
    width: 32,
    async attempt(random) {
      const text = mutated(random, pick(random, REQUESTS), REQUESTS);
      const bytes = Uint8Array.from(text, (ch) => ch.charCodeAt(0));
      const cut = random.integer(0, bytes.length);
      const late = new Promise<null>((resolve) =>
        AbortSignal.timeout(PATIENCE_MS).addEventListener("abort", () => resolve(null))
      );
      const answer = await Promise.race([
        exchange(port, [bytes.subarray(0, cut), bytes.subarray(cut)]),
        late,
      ]);
      if (answer === null) return "lost";
      if (!isReplies(answer)) throw new Error(`no reply: ${JSON.stringify(answer.slice(0, 200))}`);
      if (/^HTTP\/1\.1 500 /m.test(answer)) return "internal";
      return answer.startsWith("HTTP/1.1 200 ") ? "ok" : "refused";
    },
    [Symbol.asyncDispose]: () => running.close(),
  };
}
