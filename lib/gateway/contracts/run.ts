/**
 * One request on its way through the policies.
 * @module
 */
import type { BackendConfiguration, GatewayConfiguration } from "./configuration.ts";
import type { LastError, PolicyContext, Scope, Section } from "./context.ts";
import type { Fidelity } from "./fidelity.ts";
import type { MaybePromise } from "../../core/maybe_promise.ts";
import type { ResponseMessage } from "./message.ts";
import type { ClientCertificate, Ports } from "./ports.ts";
import type { CompiledDocument } from "./document.ts";
import type { Counters } from "./counters.ts";

/** Where the next forward-request goes: what set-backend-service sets. */
export type BackendTarget =
  | { readonly kind: "url"; readonly url: string }
  | {
    readonly kind: "entity";
    readonly backend: BackendConfiguration;
    /** The scope whose policy chose it. */
    readonly scope?: Scope;
  };

export interface ForwardOptions {
  readonly timeoutMs: number;
  readonly followRedirects: boolean;
  readonly bufferRequestBody: boolean;
  readonly bufferResponse: boolean;
  readonly failOnErrorStatusCode: boolean;
}

/** `<forward-request/>` without attributes: what the built-in global policy does. */
export const DEFAULT_FORWARD: ForwardOptions = Object.freeze({
  timeoutMs: 300_000,
  followRedirects: false,
  bufferRequestBody: false,
  bufferResponse: true,
  failOnErrorStatusCode: false,
});

/** Calls the backend that the run's target names: pool pick, breaker, credentials, transport. The proxy's part. */
export interface Forwarder {
  /**
   * The backend's reply, whatever its status. The engine puts it into `context.response` and looks after
   * `failOnErrorStatusCode`; the forwarder sets `context.request.url` and `context.backend`.
   * @throws PolicyError for timeouts, connection failures, open breakers, exhausted pools.
   */
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

/** Work that a step leaves for later. */
export type Afterwards = (run: Run) => MaybePromise<void>;

/** State of one request; steps read and change it. */
export interface Run {
  readonly context: PolicyContext;
  readonly ports: Ports;
  readonly configuration: GatewayConfiguration;
  /** The choices where the documentation is silent. */
  readonly fidelity: Fidelity;
  readonly forwarder: Forwarder;
  /** Counters that live as long as the gateway (rate limits, quotas, token limits, concurrency), by namespaced key. */
  readonly counters: Counters;
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
  /** What authentication-certificate chose for the backend. */
  clientCertificate: ClientCertificate | null;
  /** The operation's path below the API's, which rewrite-uri changes: what is appended to the backend's URL. */
  path: string;
  /** Work to do between the backend and the outbound section, in order: steps add to it. */
  readonly afterBackend: Afterwards[];
  /** Work to do once the response is known (increments by response, headers of limits), in order. Must not throw. */
  readonly afterResponse: Afterwards[];
  readonly trace: TraceRecorder | null;
  depth: number;
  /** Where cache-store keeps the response: set by a cache-lookup that missed. */
  responseCacheKey?: string;
  /** true while a cached response skips outbound up to and including the cache-store that kept it. */
  replaying?: boolean;
}

/** Where in the documents a policy stands. */
export interface Place {
  /** The policy's element name, or the pipeline step. */
  readonly source: string;
  readonly scope: Scope | "";
  readonly section: Section | "";
  /** Nesting, as in `choose[3]/when[2]`. */
  readonly path: string;
  /** The `id` attribute that any policy may carry. */
  readonly policyId: string;
}

/** The reply to a failure, unless on-error changes it. */
export interface ErrorReply {
  readonly statusCode: number;
  /** Default: the status code's usual phrase. */
  readonly statusReason?: string;
  /** The whole body. Default: the gateway's JSON with `message`. */
  readonly body?: string;
  /** The text in the JSON. Default: the status reason. */
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What every failure without a reply of its own answers. */
export const INTERNAL_SERVER_ERROR: ErrorReply = Object.freeze({
  statusCode: 500,
  message: "Internal server error",
});

/** A failure that goes to on-error. The engine adds the place of the policy that threw it. */
export class PolicyError extends Error {
  override name = "PolicyError";
  place: Place | null = null;

  constructor(
    /** LastError.Reason: "RateLimitExceeded". */
    readonly reason: string,
    /** LastError.Message. */
    message: string,
    /** The caller's reply unless on-error changes it; "as-it-stands" leaves `context.response` alone. */
    readonly reply: ErrorReply | "as-it-stands" = INTERNAL_SERVER_ERROR,
    options: {
      /** LastError.Source where it is not the policy that threw: "authorization". */
      readonly source?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.#source = options.source ?? null;
  }

  readonly #source: string | null;

  /** C#'s `context.LastError`. */
  lastError(run: Pick<Run, "scope" | "section" | "fidelity">): LastError {
    const { place } = this;
    const path = place?.path ?? "";
    const whole = run.fidelity.lastErrorPath === "with-policy";
    return {
      source: this.#source ?? place?.source ?? "",
      reason: this.reason,
      message: this.message,
      scope: place?.scope ?? run.scope,
      section: place?.section ?? run.section,
      path: whole ? path : path.slice(0, Math.max(0, path.lastIndexOf("/"))),
      policyId: place?.policyId ?? "",
    };
  }
}
