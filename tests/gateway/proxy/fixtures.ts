/** A small service, built by hand, for tests of the data plane. */
import "../../defects.ts";
import { VirtualClock } from "../../../lib/core/clock.ts";
import type { MaybePromise } from "../../../lib/core/maybe_promise.ts";
import { Random } from "../../../lib/core/random.ts";
import { LocalContentSafety } from "../../../lib/gateway/adapters/local_content_safety.ts";
import { LocalEmbeddings } from "../../../lib/gateway/adapters/local_embeddings.ts";
import { LocalIdentity } from "../../../lib/gateway/adapters/local_identity.ts";
import { MemoryCache } from "../../../lib/gateway/adapters/memory_cache.ts";
import { TelemetryRecorder } from "../../../lib/gateway/adapters/telemetry_recorder.ts";
import type {
  ApiConfiguration,
  GatewayConfiguration,
  OperationConfiguration,
  SubscriptionConfiguration,
} from "../../../lib/gateway/contracts/configuration.ts";
import type { Section } from "../../../lib/gateway/contracts/context.ts";
import { chooseFidelity, type Fidelity } from "../../../lib/gateway/contracts/fidelity.ts";
import {
  HeaderMap,
  type IncomingRequest,
  MessageBody,
  type ResponseMessage,
} from "../../../lib/gateway/contracts/message.ts";
import { MessageUrl } from "../../../lib/gateway/contracts/url.ts";
import type { OutgoingRequest, TransportFailure } from "../../../lib/gateway/contracts/ports.ts";
import { DataPlane } from "../../../lib/gateway/proxy/data_plane.ts";
import { TraceStore } from "../../../lib/gateway/contracts/trace.ts";
import type {
  BackendConfiguration,
  CircuitBreakerRule,
} from "../../../lib/gateway/contracts/backend.ts";
import type { CompiledDocument, Step } from "../../../lib/gateway/contracts/run.ts";

/** What a test says of its service; the rest is usual. */
export interface Setup {
  readonly apis?: readonly ApiConfiguration[];
  readonly backends?: readonly BackendConfiguration[];
  readonly subscriptions?: readonly SubscriptionConfiguration[];
  readonly products?: GatewayConfiguration["products"];
  readonly globalPolicy?: CompiledDocument;
  readonly fidelity?: Partial<Fidelity>;
  /** What a backend answers; default an empty 200. */
  readonly backend?: (request: OutgoingRequest) => MaybePromise<ResponseMessage | TransportFailure>;
}

const API: ApiConfiguration = {
  info: {
    id: "echo",
    name: "Echo",
    path: "echo",
    revision: "1",
    version: "",
    serviceUrl: "https://service.example/base",
    isCurrentRevision: true,
    protocols: ["https"],
    subscriptionKeyParameterNames: {
      header: "Ocp-Apim-Subscription-Key",
      query: "subscription-key",
    },
  },
  subscriptionRequired: false,
  operations: [],
  productIds: [],
  policy: null,
};

export function operation(
  method: string,
  urlTemplate: string,
  policy: CompiledDocument | null = null,
): OperationConfiguration {
  const id = `${method} ${urlTemplate}`;
  return { info: { id, name: id, method, urlTemplate }, policy };
}

/** The echo API with these operations; any GET and POST when none is given. */
export function api(
  operations: readonly OperationConfiguration[] = [operation("GET", "/*"), operation("POST", "/*")],
  changes: Partial<Omit<ApiConfiguration, "info">> & { info?: Partial<ApiConfiguration["info"]> } =
    {},
): ApiConfiguration {
  return { ...API, operations, ...changes, info: { ...API.info, ...changes.info } };
}

export function document(sections: Partial<Record<Section, Step>>): CompiledDocument {
  const none = new Set<string>();
  return {
    sections: { inbound: null, backend: null, outbound: null, "on-error": null, ...sections },
    references: { namedValues: none, fragments: none, backends: none },
  };
}

/** Sends the request on, as `<forward-request buffer-request-body="true"/>` does. */
export const forward: Step = async (run) => {
  run.context.response = await run.forwarder.forward(run, {
    timeoutMs: 300_000,
    followRedirects: false,
    bufferRequestBody: true,
    bufferResponse: true,
    failOnErrorStatusCode: false,
  });
  return "next" as const;
};

export const breakerRule: CircuitBreakerRule = {
  name: "rule",
  count: 1,
  percentage: null,
  intervalMs: 60_000,
  tripDurationMs: 60_000,
  acceptRetryAfter: true,
  statusCodeRanges: [{ min: 429, max: 429 }, { min: 500, max: 599 }],
  errorReasons: [],
};

type Single = Extract<BackendConfiguration, { type: "Single" }>;

export function backend(id: string, changes: Partial<Omit<Single, "id" | "type">> = {}): Single {
  return {
    type: "Single",
    id,
    url: `https://${id.toLowerCase()}.example/models`,
    credentials: {
      headers: new Map(),
      query: new Map(),
      authorization: null,
      managedIdentity: null,
    },
    circuitBreaker: null,
    azureRegion: null,
    ...changes,
  };
}

/** Members in priority order: `pool("pool", "a", "b")` has a before b. */
export function pool(id: string, ...memberIds: string[]): BackendConfiguration {
  const members = memberIds.map((backendId, i) => ({
    backendId: backendId.toLowerCase(),
    priority: i + 1,
    weight: null,
  }));
  return { type: "Pool", id, members, sessionAffinity: null };
}

export function respond(
  statusCode: number,
  options: { body?: string; headers?: Record<string, string> } = {},
): ResponseMessage {
  return {
    statusCode,
    statusReason: "",
    headers: HeaderMap.from(Object.entries(options.headers ?? {})),
    body: options.body === undefined ? null : new MessageBody(options.body),
  };
}

export function incoming(
  url: string,
  options: { method?: string; body?: string; headers?: Record<string, string> } = {},
): IncomingRequest {
  return {
    method: options.method ?? "GET",
    url: MessageUrl.parse(new URL(url, "https://gateway.example").href),
    headers: HeaderMap.from(Object.entries(options.headers ?? {})),
    body: options.body === undefined ? null : new MessageBody(options.body),
    ipAddress: "192.0.2.7",
  };
}

/** A data plane on the virtual clock; `sent` holds what backends were asked. */
export function dataPlane(setup: Setup = {}) {
  const sent: OutgoingRequest[] = [];
  const clock = new VirtualClock();
  const telemetry = new TelemetryRecorder();
  const ports = {
    clock,
    random: new Random("test"),
    cache: new MemoryCache(),
    identity: new LocalIdentity(),
    embeddings: new LocalEmbeddings(),
    contentSafety: new LocalContentSafety(),
    telemetry,
    transport: {
      send(request: OutgoingRequest) {
        sent.push(request);
        return setup.backend?.(request) ?? respond(200);
      },
    },
  };
  const traces = new TraceStore(ports);
  const byId = (backend: BackendConfiguration) => [backend.id.toLowerCase(), backend] as const;
  const configuration: GatewayConfiguration = {
    revision: 1,
    service: {
      name: "apim",
      id: "/service/apim",
      resourceGroup: "rg",
      subscriptionId: "sub",
      region: "East US",
    },
    globalPolicy: setup.globalPolicy ?? null,
    apis: setup.apis ?? [api()],
    products: setup.products ?? new Map(),
    subscriptions: setup.subscriptions ?? [],
    backends: new Map(setup.backends?.map(byId)),
    loggers: new Map(),
  };
  const plane = new DataPlane({
    ports,
    fidelity: chooseFidelity(setup.fidelity),
    traces,
    configuration,
    instanceId: "0",
  });
  return { plane, sent, clock, telemetry, traces, configuration };
}
