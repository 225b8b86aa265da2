/**
 * A backend that fails by a script: what the request's number says, so that each is accounted for.
 * @module
 */

/** What happens to a request; the rest is answered in full. */
export type Fault =
  | "none"
  | "chunked"
  | "unavailable"
  | "closed-unanswered"
  | "cut"
  | "trailing-bytes"
  | "closed-after"
  | "garbage"
  | "late";

const SCRIPT: readonly Fault[] = [
  "none",
  "chunked",
  "none",
  "unavailable",
  "none",
  "closed-unanswered",
  "none",
  "cut",
  "chunked",
  "trailing-bytes",
  "none",
  "closed-after",
  "none",
  "garbage",
  "none",
  "late",
];

/** The fault of the request with that number. */
export function faultOf(index: number): Fault {
  return SCRIPT[index % SCRIPT.length];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class FaultyBackend implements AsyncDisposable {
  /** How often each request arrived. */
  readonly arrivals = new Map<number, number>();
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #accepting = this.#accept();

  get url(): string {
    return `http://127.0.0.1:${this.#listener.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#accepting;
  }

  async #accept(): Promise<void> {
    try {
      for await (const conn of this.#listener) void this.#serve(conn);
    } catch {
      // closed
    }
  }

  async #serve(conn: Deno.Conn): Promise<void> {
    const room = new Uint8Array(16_384);
    let text = "";
    try {
      for (;;) {
        const end = requestEnd(text);
        if (end === -1) {
          const count = await conn.read(room);
          if (count === null) return;
          text += decoder.decode(room.subarray(0, count));
          continue;
        }
        const index = Number(/^\w+ \S*\/(\d+)/.exec(text)?.[1]);
        text = text.slice(end);
        this.arrivals.set(index, (this.arrivals.get(index) ?? 0) + 1);
        if (!await answer(conn, index)) return;
      }
    } catch {
      // the gateway hung up
    } finally {
      try {
        conn.close();
      } catch {
        // it has been closed
      }
    }
  }
}

function requestEnd(text: string): number {
  const head = text.indexOf("\r\n\r\n");
  if (head === -1) return -1;
  const end = head + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
  return text.length >= end ? end : -1;
}

/** Whether the connection stays. */
async function answer(conn: Deno.Conn, index: number): Promise<boolean> {
  const body = `answer ${index}`;
  const whole = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const say = (text: string) => conn.write(encoder.encode(text));
  switch (faultOf(index)) {
    case "none":
      await say(whole);
      return true;
    case "chunked":
      await say(
        `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${
          body.length.toString(16)
        }\r\n${body}\r\n`,
      );
      await say("0\r\n\r\n");
      return true;
    case "unavailable":
      await say("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno");
      return true;
    case "closed-unanswered":
      return false;
    case "cut":
      await say(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length + 5}\r\n\r\n${body}`);
      return false;
    case "trailing-bytes":
      await say(`${whole}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison`);
      return true;
    case "closed-after":
      await say(whole);
      return false;
    case "garbage":
      await say("what?\r\n\r\n");
      return false;
    case "late":
      await new Promise((resolve) => setTimeout(resolve, 20));
      await say(whole);
      return true;
  }
}
