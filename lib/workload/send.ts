/**
 * One request to a model endpoint, measured from outside. Failures are data: nothing here throws for them.
 * @module
 */
import type { Clock } from "../core/clock.ts";
import type { RequestRecord } from "./record.ts";
import { errorMessage, readReply, readStreamEvent, type ReplyContent } from "./reply.ts";
import { serverSentEvents } from "./sse.ts";

/** Where requests go and what they carry. */
export interface Target {
  readonly url: string;
  /** Keys included: never shown. */
  readonly headers: Readonly<Record<string, string>>;
  /** The payload's `model`, where no policy sets it: the deployment's name. */
  readonly model?: string;
  /** The clock that latencies are measured on. */
  readonly clock: Clock;
  /** How requests travel; default the network. */
  readonly fetch?: Fetch;
}

/** What `fetch` does, by whatever way. */
export type Fetch = typeof globalThis.fetch;

/** The original's payload: a short question to the Responses API. The policy sets the model. */
export const DEFAULT_PAYLOAD: Readonly<Record<string, unknown>> = {
  model: "set-by-the-policy",
  instructions: "Answer in exactly 3 words.",
  input: "What color is the sky?",
  max_output_tokens: 20,
};

export interface SendOptions {
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly index?: number;
  /** The clock's time at which the run began and this request was due; default: now. */
  readonly runStart?: number;
  readonly due?: number;
  /** The caller's patience in the clock's milliseconds; default 60,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Sees the reply's headers, for what no record holds. */
  readonly onHeaders?: (headers: Headers) => void;
}

/** Sends one request and waits for its last byte. A `stream: true` payload is read event by event. */
export async function send(target: Target, options: SendOptions = {}): Promise<RequestRecord> {
  const { clock } = target;
  const { payload = DEFAULT_PAYLOAD, index = 0, timeoutMs = 60_000, signal } = options;
  const start = clock.now();
  const due = options.due ?? start;
  const runStart = options.runStart ?? start;
  const patience = new AbortController();
  const cancel = clock.schedule(
    timeoutMs,
    () => patience.abort(new DOMException(`no reply within ${timeoutMs} ms`, "TimeoutError")),
  );
  const reply: ReplyContent = { content: "", tokensIn: null, tokensOut: null };
  let response: Response | null = null;
  let ttftMs: number | null = null;
  let error: string | null = null;
  try {
    response = await (target.fetch ?? fetch)(target.url, {
      method: "POST",
      headers: { "content-type": "application/json", ...target.headers },
      body: JSON.stringify(
        target.model === undefined ? payload : { ...payload, model: target.model },
      ),
      signal: signal ? AbortSignal.any([signal, patience.signal]) : patience.signal,
    });
    options.onHeaders?.(response.headers);
    if (response.headers.get("content-type")?.startsWith("text/event-stream") && response.body) {
      for await (const data of serverSentEvents(response.body)) {
        error ??= readStreamEvent(reply, data);
        if (ttftMs === null && reply.content !== "") ttftMs = clock.now() - due;
      }
    } else {
      error = readWhole(response, await response.text(), reply);
    }
  } catch (cause) {
    error = describeFailure(cause, response !== null);
  } finally {
    cancel();
  }
  const headers = response?.headers;
  return {
    index,
    intendedStartMs: due - runStart,
    startMs: start - runStart,
    latencyMs: clock.now() - due,
    ttftMs,
    status: response?.status ?? 0,
    backend: headers?.get("x-routed-backend") ?? null,
    region: headers?.get("x-ms-region") ?? null,
    attempts: numberOrNull(headers?.get("x-routing-attempts")),
    strategy: headers?.get("x-routing-strategy") ?? null,
    circuitState: headers?.get("x-circuit-state") ?? null,
    retryAfterMs: retryAfterMs(headers),
    tokensIn: reply.tokensIn,
    tokensOut: reply.tokensOut,
    error,
    content: reply.content,
  };
}

/** Fills `reply` from a body that came whole; returns the error, if it is one. */
function readWhole(response: Response, text: string, reply: ReplyContent): string | null {
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    if (response.ok) return `${response.status}: the reply is not JSON: ${text.slice(0, 80)}`;
  }
  if (!response.ok) return `${response.status}: ${(errorMessage(body) ?? text).slice(0, 200)}`;
  Object.assign(reply, readReply(body));
  return null;
}

function describeFailure(cause: unknown, answered: boolean): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === "TimeoutError" || cause.name === "AbortError") return cause.message;
  const reason = cause.cause instanceof Error ? cause.cause.message : cause.message;
  return answered ? `the reply broke off: ${reason}` : `no connection: ${reason}`;
}

function numberOrNull(text: string | null | undefined): number | null {
  if (text === null || text === undefined || text.trim() === "") return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

function retryAfterMs(headers: Headers | undefined): number | null {
  const ms = numberOrNull(headers?.get("retry-after-ms"));
  if (ms !== null) return ms;
  const seconds = numberOrNull(headers?.get("retry-after"));
  return seconds === null ? null : seconds * 1000;
}
