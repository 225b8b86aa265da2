/**
 * What a backend answers.
 * @module
 */
import type { VirtualClock } from "../core/clock.ts";
import {
  anything,
  either,
  inspected,
  listOf,
  numberFrom,
  recordOf,
  requireShapes,
  shape,
  type Shapes,
  text,
} from "../core/options.ts";
import {
  HeaderMap,
  MessageBody,
  type ResponseMessage,
  type TransportFailure,
} from "../gateway/mod.ts";
import { reasonPhrase } from "../gateway/contracts/reason_phrase.ts";

/** Parts of a streamed body, one after the other. */
export type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * A body: text, bytes, `null` for none, a stream or a generator of parts, a function that makes one of these
 * for each call, or anything else as JSON: a list of strings, too.
 */
export type ReplyBody = string | Uint8Array | ReadableStream<Uint8Array> | null | object;

export interface ReplyOptions {
  /** Several values of one name as a list. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Default none. JSON sets `Content-Type` to `application/json` and text to `text/plain`, unless `headers` do. */
  readonly body?: ReplyBody;
  /** Until the headers, in milliseconds of the virtual clock; default 0. `Infinity` is a backend that hangs. */
  readonly afterMs?: number;
  /** Between the parts of a streamed body, in milliseconds of the virtual clock; default 0. */
  readonly everyMs?: number;
  /** Default: the status code's usual phrase. */
  readonly statusText?: string;
}

/** An answer, or the lack of one. Made by {@link reply} and {@link unreachable}. */
export type Reply =
  & { readonly afterMs: number }
  & (
    | { readonly kind: "answer"; readonly status: number; readonly options: ReplyOptions }
    | { readonly kind: "failure"; readonly failure: TransportFailure["failure"] }
  );

/**
 * A backend's answer.
 *
 * ```ts
 * reply(429, { headers: { "Retry-After": "10" } });
 * reply(200, { body: { choices: [] }, afterMs: 1_500 });
 * ```
 * @param status 200 to 599
 * @throws RangeError for a status that no answer has; TypeError for an option that cannot be
 */
export function reply(status = 200, options: ReplyOptions = {}): Reply {
  requireShapes("reply", options, OPTIONS);
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RangeError(
      `A reply's status is an integer from 200 to 599: it is ${inspected(status)}.`,
    );
  }
  return { kind: "answer", status, options, afterMs: options.afterMs ?? 0 };
}

/** `Infinity` never comes. */
const delay = shape("a number from 0", (value) => typeof value === "number" && value >= 0);

const OPTIONS: Shapes<ReplyOptions> = {
  headers: recordOf(either(text, listOf(text))),
  body: anything,
  afterMs: delay,
  everyMs: numberFrom(0),
  statusText: text,
};

/** A backend to which no connection can be made. @param options.afterMs until that is clear; default 0 */
export function unreachable(options: { readonly afterMs?: number } = {}): Reply {
  requireShapes("unreachable", options, { afterMs: delay });
  return {
    kind: "failure",
    failure: "BackendConnectionFailure",
    afterMs: options.afterMs ?? 0,
  };
}

/** Whether it is one of {@link reply}'s. */
export function isReply(value: unknown): value is Reply {
  return typeof value === "object" && value !== null && "kind" in value && "afterMs" in value;
}

/** The message of an answer. A body is made anew for each. */
export function messageOf(
  { status, options }: Extract<Reply, { kind: "answer" }>,
  clock: VirtualClock,
): ResponseMessage {
  const { everyMs = 0, statusText = reasonPhrase(status) } = options;
  const body: unknown = typeof options.body === "function" ? options.body() : options.body ?? null;
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    headers.set(name, ...typeof value === "string" ? [value] : value);
  }
  const message = (content: string | Uint8Array | ReadableStream<Uint8Array>, type?: string) => {
    if (type !== undefined && !headers.has("Content-Type")) headers.set("Content-Type", type);
    return {
      statusCode: status,
      statusReason: statusText,
      headers,
      body: new MessageBody(content),
    };
  };
  if (body === null) return { statusCode: status, statusReason: statusText, headers, body };
  if (typeof body === "string") return message(body, "text/plain; charset=utf-8");
  if (body instanceof Uint8Array) return message(body);
  if (body instanceof ReadableStream) return message(paced(body, everyMs, clock));
  if (isGenerator(body)) return message(paced(body, everyMs, clock));
  return message(JSON.stringify(body), "application/json");
}

/** Whether it gives parts one by one. A list does not: it is JSON. */
function isGenerator(body: unknown): body is Chunks {
  if (typeof body !== "object" || body === null) return false;
  return Symbol.asyncIterator in body || Symbol.iterator in body && !Array.isArray(body);
}

/** A stream of the parts with pauses between them. */
function paced(parts: Chunks, everyMs: number, clock: VirtualClock): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const reading = Symbol.asyncIterator in parts
    ? parts[Symbol.asyncIterator]()
    : parts[Symbol.iterator]();
  let first = true;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reading.next();
      if (done) return controller.close();
      if (!first) await clock.sleep(everyMs);
      first = false;
      controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
    },
    async cancel() {
      await reading.return?.();
    },
  }, { highWaterMark: 0 });
}

/** A web `Response` as a reply. */
export async function replyOf(response: Response): Promise<Reply> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => headers[name] = value);
  const body = response.body === null ? null : new Uint8Array(await response.arrayBuffer());
  return reply(response.status, { headers, body, statusText: response.statusText || undefined });
}
