/**
 * What happens, as server-sent events: new requests and the state of breakers and regions, some times a second.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 * @module
 */
import { SystemClock } from "../core/clock.ts";
import type { RequestLog } from "./request_log.ts";
import type { Secrets } from "./secrets.ts";

/** How often a page is told, in real milliseconds. */
const EVERY_MS = 250;
/** Lines of one message; what comes faster is counted. */
const MOST_LINES = 40;
/** Pages that may listen at the same time. */
const MOST_STREAMS = 8;

const clock = new SystemClock();

export class EventStreams {
  #open = 0;

  /** @param state what to tell beside the requests, as JSON */
  constructor(
    readonly log: RequestLog,
    readonly secrets: Secrets,
    readonly state: () => unknown,
  ) {}

  /** A stream that goes on until the page leaves. */
  respond(): Response {
    if (this.#open >= MOST_STREAMS) {
      return Response.json({
        error: {
          code: "TooManyConsoles",
          message: `${MOST_STREAMS} pages listen already: close one of them.`,
        },
      }, { status: 429 });
    }
    this.#open++;
    const stopWatching = this.log.watch();
    const encoder = new TextEncoder();
    let nextId = Math.max(1, this.log.nextId - MOST_LINES);
    let lastState = "";
    let cancel = () => {};
    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      this.#open--;
      stopWatching();
      cancel();
    };
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const tell = async () => {
          await this.secrets.refresh();
          if (ended) return;
          const lines = this.log.since(nextId, MOST_LINES);
          const passed = this.log.nextId - nextId;
          nextId = this.log.nextId;
          let text = "";
          if (passed > 0) text += event("requests", { lines, skipped: passed - lines.length });
          const state = JSON.stringify(this.state());
          if (state !== lastState) text += event("state", JSON.parse(lastState = state));
          // a page that does not read is not told more
          if (text !== "" && (controller.desiredSize ?? 0) > 0) {
            controller.enqueue(encoder.encode(this.secrets.hide(text)));
          }
          cancel = clock.schedule(EVERY_MS, next);
        };
        const next = () =>
          void tell().catch((error) => {
            end();
            controller.error(error);
          });
        next();
      },
      cancel: end,
    }, { highWaterMark: 16 });
    return new Response(body, {
      headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
    });
  }
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
