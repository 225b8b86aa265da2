/**
 * One request on its way through the policies.
 * @module
 */
import type { BackendConfiguration, GatewayConfiguration } from "../configuration.ts";
import type { LastError, PolicyContext, Scope, Section } from "../context.ts";
import type { Fidelity } from "../fidelity.ts";
import type { MaybePromise } from "../../core/maybe_promise.ts";
import type { ResponseMessage } from "../message.ts";
import type { Ports } from "../ports.ts";
import type { CompiledDocument } from "./document.ts";

/** Where the next forward-request goes: what set-backend-service sets. */
export type BackendTarget =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "entity"; readonly backend: BackendConfiguration };

export interface ForwardOptions {
  readonly timeoutMs: number;
  readonly followRedirects: boolean;
  readonly bufferRequestBody: boolean;
  readonly bufferResponse: boolean;
  readonly failOnErrorStatusCode: boolean;
}

/** Calls the backend that the run's target names: pool pick, breaker, credentials, transport. The proxy's part. */
export interface Forwarder {
  /** @throws PolicyError for timeouts, connection failures, open breakers, exhausted pools. */
  forward(run: Run, options: ForwardOptions): MaybePromise<ResponseMessage>;
}

/** One line of a request's trace. */
export interface TraceEntry {
  /** Milliseconds since the request arrived. */
  readonly elapsedMs: number;
  readonly section: Section;
  readonly scope: Scope | "";
  /** The policy or pipeline step. */
  readonly source: string;
  /** Nesting depth, for a tree. */
  readonly depth: number;
  readonly message: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Collects what happened; null on the run when nobody asked, so that it costs nothing. */
export interface TraceRecorder {
  add(run: Run, source: string, message: string, data?: Readonly<Record<string, unknown>>): void;
}

/** State of one request; steps read and change it. */
export interface Run {
  readonly context: PolicyContext;
  readonly ports: Ports;
  readonly configuration: GatewayConfiguration;
  /** The choices where the documentation is silent. */
  readonly fidelity: Fidelity;
  readonly forwarder: Forwarder;
  /** Counters that live as long as the gateway (rate limits, quotas, token limits, concurrency), by namespaced key. */
  readonly counters: Map<string, unknown>;
  readonly signal: AbortSignal | null;
  section: Section;
  scope: Scope;
  /** Narrowest scope first: where `<base/>` finds the next wider document. */
  readonly documents: readonly {
    readonly scope: Scope;
    readonly document: CompiledDocument | null;
  }[];
  /** Index into `documents` of the document that runs now. */
  documentIndex: number;
  target: BackendTarget | null;
  /** The operation's path below the API's, which rewrite-uri changes: what is appended to the backend's URL. */
  path: string;
  /** Work to do once the response is known (token counts, increments by response), in order. */
  readonly afterResponse: ((run: Run) => void)[];
  readonly trace: TraceRecorder | null;
  depth: number;
}

/** A failure that goes to on-error. */
export class PolicyError extends Error {
  override name = "PolicyError";

  constructor(
    readonly reason: string,
    message: string,
    /** The caller's reply, unless on-error changes it. */
    readonly response: {
      readonly statusCode: number;
      readonly statusReason?: string;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    },
    readonly source: string = "",
  ) {
    super(message);
  }

  /** LastError, with the place filled in by the engine. */
  lastError(
    place: Pick<LastError, "scope" | "section" | "path" | "policyId"> & { source: string },
  ): LastError {
    return {
      ...place,
      source: this.source || place.source,
      reason: this.reason,
      message: this.message,
    };
  }
}
