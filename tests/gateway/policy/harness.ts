/**
 * Runs policy documents in process: a virtual clock, a scripted backend, everything recorded.
 */
import "../../defects.ts";
import { Random } from "../../../lib/core/random.ts";
import { VirtualClock } from "../../../lib/core/clock.ts";
import { LocalContentSafety } from "../../../lib/gateway/adapters/local_content_safety.ts";
import { LocalEmbeddings } from "../../../lib/gateway/adapters/local_embeddings.ts";
import { LocalIdentity } from "../../../lib/gateway/adapters/local_identity.ts";
import type { OperationContract } from "../../../lib/gateway/contracts/operation_contract.ts";
import type { GatewayConfiguration } from "../../../lib/gateway/contracts/configuration.ts";
import type { PolicyContext, Scope } from "../../../lib/gateway/contracts/context.ts";
import { chooseFidelity, type Fidelity } from "../../../lib/gateway/contracts/fidelity.ts";
import {
  HeaderMap,
  MessageBody,
  type ResponseMessage,
} from "../../../lib/gateway/contracts/message.ts";
import { MessageUrl } from "../../../lib/gateway/contracts/url.ts";
import type {
  OutgoingRequest,
  TelemetryEvent,
  TransportFailure,
} from "../../../lib/gateway/contracts/ports.ts";
import {
  compileDocument,
  type CompileOptions,
} from "../../../lib/gateway/policy/compile/compile.ts";
import { runPipeline } from "../../../lib/gateway/policy/engine/pipeline.ts";
import { Counters } from "../../../lib/gateway/contracts/counters.ts";
import type { CompiledDocument, Run } from "../../../lib/gateway/contracts/run.ts";
import { PolicyError } from "../../../lib/gateway/contracts/policy_error.ts";

/** What a scripted backend or service answers. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | ReadableStream<Uint8Array>;
  readonly failure?: TransportFailure["failure"];
  /** Virtual milliseconds until it answers. */
  readonly afterMs?: number;
}

/** What a backend saw. */
export interface Seen {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly at: number;
}

export interface Setup {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | ReadableStream<Uint8Array>;
  readonly urlTemplate?: string;
  readonly matchedParameters?: Readonly<Record<string, string>>;
  readonly ipAddress?: string;
  /** One by one; the last one stays. */
  readonly backend?: readonly Reply[];
  /** For send-request. */
  readonly service?: (request: Seen) => Reply;
  readonly backends?: GatewayConfiguration["backends"];
  readonly contract?: OperationContract;
  readonly schemas?: GatewayConfiguration["schemas"];
  readonly fidelity?: Partial<Fidelity>;
  readonly trace?: boolean;
  readonly compile?: Partial<CompileOptions>;
  /** A gateway that has served before: its cache, counters and clock. */
  readonly gateway?: Gateway;
}

/** What outlives a request. */
export class Gateway {
  readonly clock = new VirtualClock();
  readonly random = new Random("policy tests");
  readonly counters = new Counters();
  readonly cached = new Map<string, { value: unknown; expiresAt: number }>();
  readonly telemetry: TelemetryEvent[] = [];
  readonly embeddings = new LocalEmbeddings();
  readonly contentSafety = new LocalContentSafety({ blocklists: { ours: ["acme"] } });
  readonly identity = new LocalIdentity({ connections: new Map([["github/main", { sub: "me" }]]) });
}

export interface Result {
  readonly response: ResponseMessage;
  readonly status: number;
  readonly body: string | null;
  readonly run: Run;
  readonly context: PolicyContext;
  /** What reached the backend and the services. */
  readonly seen: Seen[];
  readonly telemetry: TelemetryEvent[];
  /** "source: message", indented by depth. */
  readonly trace: string[];
  readonly gateway: Gateway;
}

/** Documents by scope; a string is the API's inbound section, or a whole document when it starts so. */
export type Documents = string | Partial<Record<Scope, string>>;

const DEFAULTS: CompileOptions = {
  format: "rawxml",
  kind: "policies",
  scope: "api",
  namedValues: new Map(),
  fragments: new Map(),
  backendIds: null,
  loggerIds: null,
};

/** Compiles a document that has to be valid. */
export function compileValid(
  text: string,
  options: Partial<CompileOptions> = {},
): CompiledDocument {
  const { document, diagnostics } = compileDocument(text, { ...DEFAULTS, ...options });
  if (document === null) {
    throw new Error(
      diagnostics.map((d) => `${d.line}:${d.column} ${d.code} ${d.message}`).join("\n"),
    );
  }
  return document;
}

/** "code line:column" of each finding. */
export function findings(text: string, options: Partial<CompileOptions> = {}): string[] {
  return compileDocument(text, { ...DEFAULTS, ...options }).diagnostics
    .map(({ code, line, column }) => `${code} ${line}:${column}`);
}

/** The sections of a document around policies of some of them. */
export function policies(
  { inbound = "<base/>", backend = "<base/>", outbound = "<base/>", onError = "<base/>" },
): string {
  return `<policies><inbound>${inbound}</inbound><backend>${backend}</backend>` +
    `<outbound>${outbound}</outbound><on-error>${onError}</on-error></policies>`;
}

/** Runs one request through the documents. */
export async function run(documents: Documents, setup: Setup = {}): Promise<Result> {
  const gateway = setup.gateway ?? new Gateway();
  const seen: Seen[] = [];
  const trace: string[] = [];
  const state = makeRun(documents, setup, gateway, seen, trace);
  const outcome = runPipeline(state);
  const response = outcome instanceof Promise ? await gateway.clock.run(outcome) : outcome;
  await response.body?.load();
  return {
    response,
    status: response.statusCode,
    body: response.body === null ? null : response.body.text(),
    run: state,
    context: state.context,
    seen,
    telemetry: gateway.telemetry,
    trace,
    gateway,
  };
}

/** A run that has not started, for benchmarks and for what `run` does not show. */
export function makeRun(
  documents: Documents,
  setup: Setup,
  gateway: Gateway,
  seen: Seen[] = [],
  trace: string[] = [],
): Run {
  const texts: Partial<Record<Scope, string>> = typeof documents === "string"
    ? {
      api: documents.trimStart().startsWith("<policies")
        ? documents
        : policies({ inbound: documents }),
    }
    : documents;
  const { clock, random, counters, cached, telemetry } = gateway;
  const url = MessageUrl.parse(setup.url ?? "https://gateway.test/api/things?q=1");
  const context: PolicyContext = {
    requestId: "11111111-2222-4333-8444-555555555555",
    timestamp: clock.now(),
    elapsedMs: () => clock.now() - context.timestamp,
    now: () => clock.now(),
    random: () => random.next(),
    tracing: setup.trace ?? false,
    request: {
      method: setup.method ?? (setup.body === undefined ? "GET" : "POST"),
      url: url.clone(),
      originalUrl: url,
      headers: HeaderMap.from(Object.entries(setup.headers ?? {})),
      body: setup.body === undefined ? null : new MessageBody(setup.body),
      ipAddress: setup.ipAddress ?? "203.0.113.7",
      matchedParameters: new Map(Object.entries(setup.matchedParameters ?? {})),
    },
    response: null,
    variables: new Map(),
    lastError: null,
    api: {
      id: "things",
      name: "Things",
      path: "api",
      revision: "1",
      version: "",
      serviceUrl: "https://backend.test",
      isCurrentRevision: true,
      protocols: ["https"],
      subscriptionKeyParameterNames: {
        header: "Ocp-Apim-Subscription-Key",
        query: "subscription-key",
      },
    },
    operation: {
      id: "get",
      name: "Get",
      method: "GET",
      urlTemplate: setup.urlTemplate ?? "/things",
    },
    product: null,
    subscription: {
      id: "sub-1",
      name: "First",
      key: "key-1",
      primaryKey: "key-1",
      secondaryKey: "key-2",
      createdDate: 0,
      startDate: null,
      endDate: null,
    },
    user: null,
    deployment: {
      region: "East US",
      serviceName: "apim-test",
      serviceId: "apim-test",
      gatewayId: "managed",
      gatewayInstanceId: "gateway-0",
    },
    backend: null,
    trace: (message) => void trace.push(`context.Trace: ${message}`),
  };
  const replies = [...setup.backend ?? [{ status: 200, body: "hello" }]];
  const compiled = (["operation", "api", "product", "global"] as const).map((scope) => ({
    scope,
    document: texts[scope] === undefined
      ? null
      : compileValid(texts[scope]!, { ...setup.compile, scope }),
  }));
  return {
    context,
    backends: setup.backends ?? new Map(),
    mockReplies: [],
    contract: setup.contract === undefined ? null : () => setup.contract!,
    schemas: setup.schemas ?? new Map(),
    fidelity: chooseFidelity(setup.fidelity),
    ports: {
      clock,
      random,
      transport: {
        send: (request) => {
          const saw = see(request, clock.now());
          seen.push(saw);
          return answer(setup.service?.(saw) ?? {}, clock);
        },
      },
      cache: {
        get: (key, now) => {
          const entry = cached.get(key);
          return entry === undefined || entry.expiresAt <= now ? undefined : entry.value;
        },
        set: (key, value, expiresAt) => void cached.set(key, { value, expiresAt }),
        delete: (key) => void cached.delete(key),
      },
      identity: {
        token: (resource, clientId) => {
          if (clientId === "unknown") throw new Error("identity not found");
          return `token(${resource})`;
        },
        metadata: (url) => gateway.identity.metadata(url),
        authorization: (provider, id, now) => gateway.identity.authorization(provider, id, now),
      },
      embeddings: gateway.embeddings,
      contentSafety: gateway.contentSafety,
      telemetry: { emit: (event) => void telemetry.push(event) },
    },
    forwarder: {
      forward: (run, options) => {
        const { request } = run.context;
        const base = run.target === null
          ? "https://backend.test"
          : run.target.kind === "url"
          ? run.target.url
          : run.target.backend.type === "Single"
          ? run.target.backend.url
          : `pool:${run.target.backend.id}`;
        const outgoing = {
          method: request.method,
          url: base.replace(/\/$/, "") + run.path + request.url.queryString,
          headers: request.headers,
          body: request.body,
        };
        seen.push(see(outgoing, clock.now()));
        if (!options.bufferRequestBody) request.body?.spend();
        const reply = replies.length > 1 ? replies.shift()! : replies[0];
        const received = answer(reply, clock);
        const settle = (received: ResponseMessage | TransportFailure) => {
          if (!("failure" in received)) return received;
          throw new PolicyError(received.failure, received.message);
        };
        return received instanceof Promise ? received.then(settle) : settle(received);
      },
    },
    counters,
    signal: null,
    section: "inbound",
    scope: "api",
    documents: compiled,
    documentIndex: 0,
    target: null,
    clientCertificate: null,
    path: url.path.replace(/^\/api/, ""),
    afterBackend: [],
    afterResponse: [],
    trace: setup.trace
      ? {
        add: (run, source, message) =>
          void trace.push(`${"  ".repeat(run.depth)}${source}: ${message}`),
      }
      : null,
    depth: 0,
  };
}

function see(
  request: Pick<OutgoingRequest, "url" | "method" | "headers" | "body">,
  at: number,
): Seen {
  const wire = request.body?.wire() ?? null;
  return {
    url: request.url,
    method: request.method,
    headers: Object.fromEntries(
      [...request.headers].map(([k, v]) => [k.toLowerCase(), v.join("|")]),
    ),
    body: typeof wire === "string"
      ? wire
      : wire instanceof Uint8Array
      ? new TextDecoder().decode(wire)
      : wire && "[stream]",
    at,
  };
}

function answer(reply: Reply, clock: VirtualClock) {
  const { status = 200, headers = {}, body, failure, afterMs = 0 } = reply;
  const received: ResponseMessage | TransportFailure = failure !== undefined
    ? { failure, message: `${failure}!` }
    : {
      statusCode: status,
      statusReason: "",
      headers: HeaderMap.from(Object.entries(headers)),
      body: body === undefined ? null : new MessageBody(body),
    };
  return afterMs > 0 ? clock.sleep(afterMs).then(() => received) : received;
}
