/**
 * The requests that a console shows: the latest ones, in bounded memory, and only while somebody looks.
 * @module
 */
import { BoundedMap } from "../core/bounded_map.ts";
import { isCredentialName } from "../core/credentials.ts";
import { isPromise, type MaybePromise } from "../core/maybe_promise.ts";
import {
  type HeaderMap,
  type IncomingRequest,
  type ResponseMessage,
  type ServeOptions,
  TraceCollector,
  type TraceEntry,
} from "../gateway/mod.ts";
import { ownText } from "../core/own_text.ts";
import type { Clock } from "../core/clock.ts";

/** One request in a line. Times are the gateway's clock's. */
export interface RequestLine {
  /** Ascending, from 1. */
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** `x-routed-backend`, else the last one that the trace names; null when none served. */
  readonly backend: string | null;
  /** Calls to backends; null when neither header nor trace tells. */
  readonly attempts: number | null;
  /** To the reply's headers. */
  readonly latencyMs: number;
  /** Of the reply, where it came whole and says so. */
  readonly tokens: number | null;
  /** Whether {@link RequestLog.detail} has its trace. */
  readonly traced: boolean;
}

/** One step of a trace as the page gets it. */
export interface DetailEntry extends Omit<TraceEntry, "data"> {
  /** JSON, cut off where it is long. */
  readonly data: string | null;
}

/** All that is kept of one request. */
export interface RequestDetail {
  readonly line: RequestLine;
  readonly requestHeaders: readonly (readonly [name: string, value: string])[];
  readonly responseHeaders: readonly (readonly [name: string, value: string])[];
  /** The beginning of an error's body; null for everything else. */
  readonly errorBody: string | null;
  readonly entries: readonly DetailEntry[];
}

/** Lines that are kept; older ones are forgotten. */
const MOST_LINES = 2_000;
/** Traces that are kept, of both at most. */
const DETAILS = { entries: 300, bytes: 32 * 1024 * 1024 };
/** Requests of one second that are traced: a trace costs more than the request's own way. */
const TRACED_PER_SECOND = 20;
const LONGEST_DATA = 4_000;
const LONGEST_BODY = 2_000;
const MOST_ENTRIES = 500;
const MOST_HEADERS = 200;
const LONGEST_NAME = 200;
/** Of a path, as it is shown. */
const LONGEST_PATH = 2_000;

type Handle = NonNullable<ServeOptions["handle"]>;

export class RequestLog {
  readonly #clock: Clock;
  readonly #lines: RequestLine[] = [];
  readonly #details = new BoundedMap<RequestDetail>(DETAILS);
  #watchers = 0;
  #nextId = 1;
  #second = 0;
  #tracedInSecond = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Requests are noted from now on, until the returned function is called. */
  watch(): () => void {
    this.#watchers++;
    let watching = true;
    return () => {
      if (watching) this.#watchers--;
      watching = false;
    };
  }

  /** The id that the next request gets. */
  get nextId(): number {
    return this.#nextId;
  }

  /** The newest `most` lines from `fromId` on, the oldest first. */
  since(fromId: number, most: number): readonly RequestLine[] {
    const count = Math.min(most, this.#nextId - fromId, this.#lines.length);
    return count <= 0 ? [] : this.#lines.slice(-count);
  }

  detail(id: number): RequestDetail | undefined {
    return this.#details.get(String(id));
  }

  /** Goes around another handler, which it calls as it is while nobody watches. */
  around(handle: Handle): Handle {
    return (gateway, request, caller, trace) => {
      if (this.#watchers === 0) return handle(gateway, request, caller, trace);
      return this.observe(
        request,
        (collector) => handle(gateway, request, caller, trace ?? collector),
      );
    };
  }

  /**
   * Notes one request, whoever watches.
   * @param options.always traces it, however many were traced in this second
   * @param options.noted told of its line
   */
  observe(
    request: IncomingRequest,
    handle: (collector: TraceCollector | null) => MaybePromise<ResponseMessage>,
    options: { readonly always?: boolean; readonly noted?: (line: RequestLine) => void } = {},
  ): MaybePromise<ResponseMessage> {
    const startedAt = this.#clock.now();
    const collector = options.always || this.#mayTrace(startedAt) ? new TraceCollector() : null;
    const path = beginning(request.url.path, LONGEST_PATH); // policies rewrite the URL
    const response = handle(collector);
    const note = (response: ResponseMessage) => {
      const line = this.#note(request, { path, at: startedAt }, response, collector);
      options.noted?.(line);
      return response;
    };
    return isPromise(response) ? response.then(note) : note(response);
  }

  #mayTrace(now: number): boolean {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#tracedInSecond = 0;
    }
    return this.#tracedInSecond++ < TRACED_PER_SECOND;
  }

  #note(
    request: IncomingRequest,
    { path, at }: { readonly path: string; readonly at: number },
    response: ResponseMessage,
    collector: TraceCollector | null,
  ): RequestLine {
    const { headers, statusCode } = response;
    const routed = headers.get("x-routed-backend");
    const attempts = Number(headers.get("x-routing-attempts") ?? NaN);
    const line: RequestLine = {
      id: this.#nextId++,
      at,
      method: beginning(request.method, LONGEST_NAME),
      path,
      status: statusCode,
      backend: routed === undefined
        ? collector && lastBackend(collector.entries)
        : beginning(routed, LONGEST_NAME),
      attempts: Number.isInteger(attempts) ? attempts : collector && countCalls(collector.entries),
      latencyMs: this.#clock.now() - at,
      tokens: collector && tokensOf(response),
      traced: collector !== null,
    };
    this.#lines.push(line);
    if (this.#lines.length > 2 * MOST_LINES) this.#lines.splice(0, MOST_LINES);
    if (collector === null) return line;
    const detail: RequestDetail = {
      line,
      requestHeaders: pairsOf(request.headers),
      responseHeaders: pairsOf(headers),
      errorBody: statusCode >= 400 ? beginningOf(textOf(response)) : null,
      entries: collector.entries.slice(0, MOST_ENTRIES).map(({ message, data, ...entry }) => ({
        ...entry,
        message: beginning(message, LONGEST_DATA),
        data: data === undefined ? null : beginning(JSON.stringify(data), LONGEST_DATA),
      })),
    };
    this.#details.set(String(line.id), detail, 2 * JSON.stringify(detail).length);
    return line;
  }
}

/** The text's beginning, which keeps no more in memory than it shows. */
function beginning(text: string, longest: number): string {
  return ownText(text.slice(0, longest));
}

function beginningOf(body: string | null): string | null {
  return body === null ? null : beginning(body, LONGEST_BODY);
}

function lastBackend(entries: readonly TraceEntry[]): string | null {
  const named = entries.findLast(({ source, data }) =>
    source === "forward-request" && typeof data?.backend === "string"
  );
  return (named?.data?.backend as string | undefined) ?? null;
}

function countCalls(entries: readonly TraceEntry[]): number {
  return entries.filter(({ source, data }) =>
    source === "forward-request" && typeof data?.attempt === "number"
  ).length;
}

/** Of a reply that came whole. */
function tokensOf(response: ResponseMessage): number | null {
  const total = /"total_tokens":\s*(\d{1,9})/.exec(textOf(response) ?? "");
  return total === null ? null : Number(total[1]);
}

function textOf({ body }: ResponseMessage): string | null {
  return body?.loaded === true && !body.consumed ? body.text(true) : null;
}

function pairsOf(headers: HeaderMap): [string, string][] {
  return [...headers].slice(0, MOST_HEADERS).map(([name, values]) => [
    beginning(name, LONGEST_NAME),
    isCredentialName(name) ? "***" : beginning(values.join(", "), LONGEST_BODY),
  ]);
}
