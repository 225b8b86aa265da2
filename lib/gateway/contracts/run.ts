/**
 * One request on its way through the policies, and the plans that it goes by: these types speak of each other.
 * @module
 */
import type { MaybePromise } from "../../core/maybe_promise.ts";
import type { BackendConfiguration } from "./backend.ts";
import type { PolicyContext, Scope, Section } from "./context.ts";
import type { Counters } from "./counters.ts";
import type { Fidelity } from "./fidelity.ts";
import type { BackendTarget, ForwardOptions } from "./forward.ts";
import type { ResponseMessage } from "./message.ts";
import type { JsonObject } from "../../core/json.ts";
import type { OperationContract } from "./operation_contract.ts";
import type { MockReply } from "./mock_reply.ts";
import type { ClientCertificate, Ports } from "./ports.ts";

/**
 * What comes after a step: the next one; an end to the pipeline with the response as it stands; or outbound
 * at once, as the response came from the cache.
 */
export type Flow = "next" | "respond" | "outbound";

/** Returns at once where nothing has to be waited for. @throws PolicyError for what goes to on-error. */
export type Step = (run: Run) => MaybePromise<Flow>;

/** Names that a document mentions, lower-case: what may not be deleted while it is in force. */
export interface DocumentReferences {
  readonly namedValues: ReadonlySet<string>;
  readonly fragments: ReadonlySet<string>;
  readonly backends: ReadonlySet<string>;
}

/** Immutable. `<base/>` inside it runs the same section of the next wider scope. */
export interface CompiledDocument {
  /** null where the document has no such section; all are null for a fragment, which runs where it is included. */
  readonly sections: Readonly<Record<Section, Step | null>>;
  readonly references: DocumentReferences;
  /** Its cors policy, which answers browsers' preflight requests before anything else is looked at. */
  readonly preflight?: Step | null;
}

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
  /** The service's backend entities, by lower-case id. */
  readonly backends: ReadonlyMap<string, BackendConfiguration>;
  /** The responses that the matched operation describes, for mock-response. */
  readonly mockReplies: readonly MockReply[];
  /** What the matched operation's messages are held to; null without an operation that says so. */
  readonly contract: (() => OperationContract) | null;
  /** JSON schemas of the service itself, by lower-case id. */
  readonly schemas: ReadonlyMap<string, JsonObject>;
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
