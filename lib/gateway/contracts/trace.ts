/**
 * Request traces as APIM gives them: a debug token for one API, a trace for each call that carries it.
 * @see https://learn.microsoft.com/azure/api-management/api-management-howto-api-inspector
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import { BoundedMap } from "../../core/bounded_map.ts";
import { mask } from "../../core/mask.ts";
import { ownTexts } from "../../core/own_text.ts";
import type { Random } from "../../core/random.ts";
import type { Section } from "./context.ts";
import type { Run, TraceEntry, TraceRecorder } from "./run.ts";

/** One line of a trace, in the spelling of `listTrace`. */
export interface TraceDocumentEntry {
  readonly source: string;
  /** ISO 8601 with seven decimals. */
  readonly timestamp: string;
  /** Since the request arrived, `hh:mm:ss.fffffff`. */
  readonly elapsed: string;
  readonly data: unknown;
  /** Nesting, for a tree. Ours: Azure's documents have no such field. */
  readonly depth?: number;
  /** The scope whose document the policy stands in. Ours. */
  readonly scope?: string;
}

/** What `listTrace` answers. */
export interface TraceDocument {
  readonly serviceName: string;
  readonly traceId: string;
  readonly traceEntries: Readonly<Partial<Record<Section, readonly TraceDocumentEntry[]>>>;
}

/** Shorter credentials are not looked for: they are in every text. */
const SHORTEST_HIDDEN = 4;

/** The value with each text in it changed. */
function textsMapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => textsMapped(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, textsMapped(item, change)]),
  );
}

/** Bytes of one request's trace: entries that do not fit are left out, and counted in a last one. Assumption. */
export const MAX_TRACE_BYTES = 4 * 1024 * 1024;

const ENTRY_BYTES = 200;

/** Bytes of an entry's data, about: texts, and what they are in. */
function bytesOf(value: unknown): number {
  if (typeof value === "string") return 16 + 2 * value.length;
  if (typeof value !== "object" || value === null) return 16;
  let bytes = 40;
  for (const [name, item] of Object.entries(value)) bytes += 2 * name.length + bytesOf(item);
  return bytes;
}

/** Collects a request's entries in the order of their happening, within {@link MAX_TRACE_BYTES}. */
export class TraceCollector implements TraceRecorder {
  readonly #entries: TraceEntry[] = [];
  #bytes = 0;
  #leftOut = 0;
  /** Of those that are left out. */
  #last: TraceEntry | null = null;
  readonly #masks: ((text: string) => string)[] = [];

  /** What was noted, without the texts that are to be hidden, wherever they went. */
  get entries(): TraceEntry[] {
    const entries = this.#leftOut === 0 ? this.#entries : [...this.#entries, this.#rest()];
    if (this.#masks.length === 0) return entries;
    const shown = (text: string) => this.#masks.reduce((text, mask) => mask(text), text);
    return entries.map(({ message, data, ...entry }) => ({
      ...entry,
      message: shown(message),
      data: data && textsMapped(data, shown) as TraceEntry["data"],
    }));
  }

  /** Shows `***` in this text's place. */
  hide(text: string): void {
    if (text.length >= SHORTEST_HIDDEN) this.#masks.push(mask(text, "***"));
  }

  add(run: Run, source: string, message: string, data?: Readonly<Record<string, unknown>>): void {
    const { section, scope, depth } = run;
    const elapsedMs = run.context.elapsedMs();
    const entry = { elapsedMs, section, scope, source, depth, message, data };
    const bytes = ENTRY_BYTES + 2 * message.length + (data === undefined ? 0 : bytesOf(data));
    if (this.#bytes + bytes > MAX_TRACE_BYTES || !holds(run, bytes)) {
      this.#leftOut++;
      this.#last = { ...entry, message: "", data: undefined };
      return;
    }
    this.#bytes += bytes;
    this.#entries.push(entry);
  }

  #rest(): TraceEntry {
    return {
      ...this.#last!,
      source: "trace",
      message: `${this.#leftOut} entries are left out: a trace holds ${MAX_TRACE_BYTES} bytes`,
    };
  }
}

/** Counts what a trace takes as the request's; a request that may hold no more goes on without it. */
function holds({ context: { budget } }: Run, bytes: number): boolean {
  return budget?.tryHold(bytes) ?? true;
}

/** What a caller's debug token is worth for the API that it called. */
export type TokenVerdict =
  | { readonly kind: "valid" }
  | { readonly kind: "expired"; readonly expiredAt: number }
  | { readonly kind: "wrong-api" }
  | { readonly kind: "unknown" };

/** How long a token is valid unless its maker says otherwise, in milliseconds: the documented hour. */
export const DEFAULT_TOKEN_LIFE_MS = 3_600_000;

/** The traces and tokens that are kept; older ones are forgotten. */
export const MAX_KEPT = 1_000;
/** Bytes of the traces that are kept; beyond it, too, the oldest go. Assumption. */
export const MAX_KEPT_BYTES = 64 * 1024 * 1024;
const TOKEN_BYTES = 200;
const KEPT = { entries: MAX_KEPT, bytes: MAX_KEPT_BYTES };

/** Hands out debug tokens and keeps the traces that calls with them leave. */
export class TraceStore {
  readonly #tokens = new BoundedMap<{ apiId: string | null; expiresAt: number }>(KEPT);
  readonly #documents = new BoundedMap<TraceDocument>(KEPT);
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(ports: { readonly clock: Clock; readonly random: Random }) {
    this.#clock = ports.clock;
    this.#random = ports.random.fork("traces");
  }

  /**
   * A token for `Apim-Debug-Authorization`.
   * @param options.apiId name of the API (any case); null is good for all, which Azure does not offer.
   */
  issueToken(options: { apiId: string | null; expiresAfterMs?: number }): string {
    const token = this.#random.uuid().replaceAll("-", "") + this.#random.uuid().replaceAll("-", "");
    const expiresAt = this.#clock.now() + (options.expiresAfterMs ?? DEFAULT_TOKEN_LIFE_MS);
    const apiId = options.apiId?.toLowerCase() ?? null;
    this.#tokens.set(token, { apiId, expiresAt }, TOKEN_BYTES);
    return token;
  }

  /** Whether `token` allows tracing a call of the API named `apiId`. */
  checkToken(token: string, apiId: string): TokenVerdict {
    const known = this.#tokens.get(token);
    if (known === undefined) return { kind: "unknown" };
    if (this.#clock.now() >= known.expiresAt) {
      return { kind: "expired", expiredAt: known.expiresAt };
    }
    const right = known.apiId === null || known.apiId === apiId.toLowerCase();
    return { kind: right ? "valid" : "wrong-api" };
  }

  /** Keeps a request's entries; returns the id that goes into `Apim-Trace-Id`. */
  keep(
    entries: readonly TraceEntry[],
    request: { readonly serviceName: string; readonly timestamp: number },
  ): string {
    const traceId = this.#random.uuid();
    const sections: Partial<Record<Section, TraceDocumentEntry[]>> = { inbound: [] };
    for (const entry of entries) {
      (sections[entry.section] ??= []).push(toDocumentEntry(entry, request.timestamp));
    }
    const document = { serviceName: request.serviceName, traceId, traceEntries: sections };
    this.#documents.set(traceId, document, bytesOf(document));
    return traceId;
  }

  /** The trace of that id, for as long as it is kept. */
  get(traceId: string): TraceDocument | undefined {
    return this.#documents.get(traceId);
  }
}

function toDocumentEntry(entry: TraceEntry, timestamp: number): TraceDocumentEntry {
  const { source, elapsedMs, message, data, depth, scope } = entry;
  return {
    source,
    timestamp: formatTimestamp(timestamp + elapsedMs),
    elapsed: formatElapsed(elapsedMs),
    data: ownTexts(message === "" ? data : data === undefined ? message : { message, ...data }),
    depth,
    scope,
  };
}

/** `2026-01-05T12:00:00.1234567Z` of milliseconds since the epoch. */
function formatTimestamp(ms: number): string {
  const whole = Math.floor(ms);
  const rest = Math.floor((ms - whole) * 10_000).toString().padStart(4, "0");
  return new Date(whole).toISOString().replace("Z", `${rest}Z`);
}

/** `00:00:01.2345678` of milliseconds. */
function formatElapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const ticks = Math.floor((ms - seconds * 1000) * 10_000).toString().padStart(7, "0");
  return `${parts.map((part) => String(part).padStart(2, "0")).join(":")}.${ticks}`;
}
