/**
 * What a test describes, and what it gets.
 * @module
 */
import type { VirtualClock } from "../core/clock.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { BreakerSnapshot, Fidelity, TelemetryEvent, TraceEntry } from "../gateway/mod.ts";
import type { BackendCall, Backends } from "./backends.ts";

export interface TestGatewayOptions {
  /** The API's policy document, in either of API Management's formats. */
  readonly policy: string;
  /** The document of all APIs; default: API Management's own. */
  readonly globalPolicy?: string;
  /** Default: none. The first is the API's service URL, where a policy sends requests that chooses no backend. */
  readonly backends?: Backends;
  /** By name: the value, or a secret's. */
  readonly namedValues?: Readonly<
    Record<string, string | { readonly value: string; readonly secret?: boolean }>
  >;
  /** Policy fragments by id: `<fragment>…</fragment>`. */
  readonly fragments?: Readonly<Record<string, string>>;
  /** Keys by name of subscription. Default: none, and the API asks for no key. */
  readonly subscriptions?: Readonly<Record<string, string>>;
  /** The API's path; default "", so that a request's path is the operation's. */
  readonly path?: string;
  /** Choices where Azure's documentation is silent. */
  readonly fidelity?: Partial<Fidelity>;
  /** What chance depends on; default the same for every gateway. */
  readonly seed?: string | number;
  /** The virtual clock's start; default 2026-01-05T00:00:00Z, a Monday. */
  readonly now?: Date;
}

/** Text, bytes, or anything else as JSON. */
export type RequestBody = string | Uint8Array | object | null;

export interface TestRequest {
  /** Default: POST with a body, else GET. */
  readonly method?: string;
  /** From the gateway's root, with its query; default "/". */
  readonly path?: string;
  /** A JSON body sets `Content-Type` unless it stands here. */
  readonly headers?: Readonly<Record<string, string>> | Headers;
  readonly body?: RequestBody;
}

/** A breaker as it is now. */
export type BreakerState = BreakerSnapshot;

export interface TestGateway {
  /** Sends a POST request. Waits of the gateway and its backends pass on the virtual clock. */
  post(path: string, body?: RequestBody, headers?: TestRequest["headers"]): Promise<Response>;
  /**
   * Sends a request. A streamed response resolves with its headers; reading its body moves the clock.
   * @throws Error for what the test has to mend: a URL that no backend plays, a reply's function that throws
   */
  send(request: TestRequest): Promise<Response>;
  /** What backends saw, in order, retries and policies' own requests included. */
  readonly calls: readonly BackendCall[];
  /** Stands still between requests; `await clock.advance(60_000)` lets a minute pass. */
  readonly clock: VirtualClock;
  /** The breakers of backends that have one, in their order; by the backend's id, too: `breakers.ptu.state`. */
  readonly breakers: readonly BreakerState[] & Readonly<Record<string, BreakerState>>;
  /** What happened to the nth request, from 0; negative counts from the end. Default: the last. */
  trace(n?: number): readonly TraceEntry[];
  /** What would have gone to Application Insights, Event Hubs and Event Grid, in order. */
  readonly events: readonly TelemetryEvent[];
  /** What the documents were warned of when they compiled. */
  readonly warnings: readonly Diagnostic[];
}
