/**
 * The embedded APIM as one object: a management plane to configure it, a data plane to send requests to.
 * @module
 */
import { SystemClock } from "../core/clock.ts";
import type { MaybePromise } from "../core/maybe_promise.ts";
import { fieldsOf, having, recordOf, requireShapes, type Shapes, text } from "../core/options.ts";
import { Random } from "../core/random.ts";
import { HttpTransport } from "./adapters/http_transport.ts";
import { LocalContentSafety } from "./adapters/local_content_safety.ts";
import { LocalEmbeddings } from "./adapters/local_embeddings.ts";
import { LocalIdentity } from "./adapters/local_identity.ts";
import { MemoryCache } from "./adapters/memory_cache.ts";
import { TelemetryRecorder } from "./adapters/telemetry_recorder.ts";
import type { BreakerSnapshot } from "./backend/backend_states.ts";
import type { GatewayConfiguration } from "./contracts/configuration.ts";
import { chooseFidelity, type Fidelity } from "./contracts/fidelity.ts";
import {
  createManagementPlane,
  type DefaultService,
  type ManagementOptions,
  type ManagementPlane,
} from "./management/mod.ts";
import type { IncomingRequest, ResponseMessage } from "./contracts/message.ts";
import { PORTS, SERVICE } from "./known_options.ts";
import { compileDocument } from "./policy/compile/compile.ts";
import type { Ports } from "./contracts/ports.ts";
import { DataPlane } from "./proxy/data_plane.ts";
import type { Caller } from "./proxy/request_run.ts";
import type { TraceRecorder } from "./contracts/run.ts";
import { TraceStore } from "./contracts/trace.ts";

export interface GatewayOptions {
  /** Each left out gets the one for real use: system clock, HTTP, memory. */
  readonly ports?: Partial<Ports>;
  readonly service?: Partial<DefaultService>;
  readonly fidelity?: Partial<Fidelity>;
  /** Of the management plane. */
  readonly management?: Pick<ManagementOptions, "loginUrl" | "trust">;
}

export const GATEWAY_OPTIONS: Shapes<GatewayOptions> = {
  ports: fieldsOf(PORTS),
  service: fieldsOf(SERVICE),
  fidelity: recordOf(text), // chooseFidelity looks at each
  management: fieldsOf<NonNullable<GatewayOptions["management"]>>({
    loginUrl: text,
    trust: having("publicJwk"),
  }),
};

/** One gateway instance's state, for people to look at: no such interface exists in Azure. */
export interface GatewayState {
  /** The configuration that is served: grows with each change. */
  readonly revision: number;
  readonly breakers: readonly BreakerSnapshot[];
}

export interface Gateway {
  readonly management: ManagementPlane;
  readonly service: DefaultService;
  readonly ports: Ports;
  readonly traces: TraceStore;
  /**
   * Answers a request. Never rejects; no promise where nothing had to be waited for.
   * @param caller its signal aborts when the caller goes away: a Request, an AbortController
   * @param trace is told what happens to the request, as it happens
   */
  handle(
    request: IncomingRequest,
    caller?: Caller | null,
    trace?: TraceRecorder | null,
  ): MaybePromise<ResponseMessage>;
  state(): GatewayState;
  /**
   * Another instance of the same service, as a second unit or region runs one: the same configuration,
   * breakers, pool turns and counters of its own.
   */
  addInstance(id?: string): DataPlane;
  /** Forgets breakers, pool turns and counters of all instances, as a restart would. */
  reset(): void;
  /** Closes idle connections to backends. */
  close(): void;
}

/** The service that the workshop finds when it names none. */
export const DEFAULT_SERVICE: DefaultService = Object.freeze({
  subscriptionId: "00000000-0000-0000-0000-000000000000",
  resourceGroup: "workshop",
  name: "embedded-apim",
  location: "East US",
  gatewayUrl: "https://embedded-apim.azure-api.net",
});

/** Makes an embedded APIM; nothing listens yet. @throws RangeError, TypeError for options that cannot be */
export function createGateway(options: GatewayOptions = {}): Gateway {
  requireShapes("createGateway", options, GATEWAY_OPTIONS);
  return new EmbeddedGateway(options);
}

class EmbeddedGateway implements Gateway {
  readonly management: ManagementPlane;
  readonly service: DefaultService;
  readonly ports: Ports;
  readonly traces: TraceStore;
  readonly #fidelity: Fidelity;
  readonly #instances: DataPlane[] = [];
  readonly #ownTransport: HttpTransport | null;
  #configuration: GatewayConfiguration | null = null;

  constructor({ ports = {}, service = {}, fidelity, management }: GatewayOptions) {
    const clock = ports.clock ?? new SystemClock();
    this.#ownTransport = ports.transport ? null : new HttpTransport(clock);
    this.ports = {
      clock,
      random: ports.random ?? new Random(crypto.randomUUID()),
      transport: ports.transport ?? this.#ownTransport!,
      cache: ports.cache ?? new MemoryCache(),
      identity: ports.identity ?? new LocalIdentity(),
      embeddings: ports.embeddings ?? new LocalEmbeddings(),
      contentSafety: ports.contentSafety ?? new LocalContentSafety(),
      telemetry: ports.telemetry ?? new TelemetryRecorder(),
    };
    this.service = { ...DEFAULT_SERVICE, ...service };
    this.#fidelity = chooseFidelity(fidelity);
    this.traces = new TraceStore(this.ports);
    this.management = createManagementPlane({
      clock,
      random: this.ports.random,
      service: this.service,
      compile: compileDocument,
      publish: (configuration) => this.#publish(configuration),
      traces: this.traces,
      fidelity: this.#fidelity,
      tenantId: this.ports.identity instanceof LocalIdentity
        ? this.ports.identity.tenantId
        : undefined,
      ...management,
    });
    this.addInstance("0");
  }

  handle(
    request: IncomingRequest,
    caller: Caller | null = null,
    trace: TraceRecorder | null = null,
  ): MaybePromise<ResponseMessage> {
    return this.#instances[0].handle(request, caller, trace);
  }

  state(): GatewayState {
    const [first] = this.#instances;
    return { revision: first.revision, breakers: first.breakers() };
  }

  addInstance(id = String(this.#instances.length)): DataPlane {
    if (this.#configuration === null) throw new Error("the management plane has published nothing");
    const instance = new DataPlane({
      ports: this.ports,
      fidelity: this.#fidelity,
      traces: this.traces,
      configuration: this.#configuration,
      instanceId: id,
    });
    this.#instances.push(instance);
    return instance;
  }

  reset(): void {
    for (const instance of this.#instances) instance.reset();
  }

  close(): void {
    this.#ownTransport?.close();
  }

  #publish(configuration: GatewayConfiguration): void {
    this.#configuration = configuration;
    for (const instance of this.#instances) instance.publish(configuration);
  }
}
