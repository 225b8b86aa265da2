/**
 * The state of one request: its `context` and its {@link Run}. Classes, so that every request has the
 * same shape and what few policies ask for is made only when they ask.
 * @module
 */
import type { GatewayConfiguration } from "../contracts/configuration.ts";
import type {
  ApiInfo,
  BackendInfo,
  DeploymentInfo,
  LastError,
  OperationInfo,
  PolicyContext,
  ProductInfo,
  Scope,
  Section,
  SubscriptionInfo,
  UserInfo,
} from "../contracts/context.ts";
import { Budget } from "../expression/values.ts";
import type { Fidelity } from "../contracts/fidelity.ts";
import type { IncomingRequest, RequestMessage, ResponseMessage } from "../contracts/message.ts";
import type { Counters } from "../contracts/counters.ts";
import type { Afterwards, Forwarder, Run, TraceRecorder } from "../contracts/run.ts";
import type { ClientCertificate, Ports } from "../contracts/ports.ts";
import type { Grant } from "./authorize.ts";
import type { Route } from "./route_table.ts";
import type { BackendTarget } from "../contracts/forward.ts";

const NO_SCHEMAS: Run["schemas"] = new Map();
const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();

/** What a request's run is made of. */
export interface RunSetup {
  readonly incoming: IncomingRequest;
  readonly ports: Ports;
  readonly configuration: GatewayConfiguration;
  readonly deployment: DeploymentInfo;
  readonly fidelity: Fidelity;
  readonly counters: Counters;
  readonly forwarder: Forwarder;
  readonly trace: TraceRecorder | null;
  readonly caller: Caller | null;
}

/** Who waits for the answer. `Request` and `AbortController` are both of this shape. */
export interface Caller {
  /** Aborts when the caller goes away. Read only when something takes long: it is made on demand. */
  readonly signal: AbortSignal;
}

export class RequestContext implements PolicyContext {
  readonly timestamp: number;
  readonly variables = new Map<string, unknown>();
  readonly budget = new Budget();
  readonly request: RequestMessage;
  readonly deployment: DeploymentInfo;
  response: ResponseMessage | null = null;
  lastError: LastError | null = null;
  api: ApiInfo | null = null;
  operation: OperationInfo | null = null;
  product: ProductInfo | null = null;
  subscription: SubscriptionInfo | null = null;
  user: UserInfo | null = null;
  backend: BackendInfo | null = null;
  readonly #ports: Ports;
  readonly #run: RequestRun;
  #requestId: string | null = null;

  constructor(run: RequestRun, setup: RunSetup) {
    const { incoming, ports } = setup;
    this.#run = run;
    this.#ports = ports;
    this.timestamp = ports.clock.now();
    this.deployment = setup.deployment;
    this.request = {
      method: incoming.method,
      url: incoming.url.clone(),
      originalUrl: incoming.url,
      headers: incoming.headers,
      body: incoming.body,
      ipAddress: incoming.ipAddress,
      matchedParameters: NO_PARAMETERS,
    };
  }

  get requestId(): string {
    return this.#requestId ??= this.#ports.random.uuid();
  }

  get fidelity(): Fidelity {
    return this.#run.fidelity;
  }

  get tracing(): boolean {
    return this.#run.trace !== null;
  }

  elapsedMs(): number {
    return this.#ports.clock.now() - this.timestamp;
  }

  now(): number {
    return this.#ports.clock.now();
  }

  random(): number {
    return this.#ports.random.next();
  }

  trace(message: string): void {
    this.#run.trace?.add(this.#run, "context.Trace", message);
  }
}

export class RequestRun implements Run {
  readonly context: RequestContext;
  readonly ports: Ports;
  readonly backends: Run["backends"];
  readonly schemas: Run["schemas"];
  readonly fidelity: Fidelity;
  readonly forwarder: Forwarder;
  readonly counters: Counters;
  readonly afterBackend: Afterwards[] = [];
  readonly afterResponse: Afterwards[] = [];
  trace: TraceRecorder | null;
  section: Section = "inbound";
  scope: Scope = "global";
  documents: Run["documents"];
  documentIndex = 0;
  mockReplies: Run["mockReplies"] = [];
  contract: Run["contract"] = null;
  target: BackendTarget | null = null;
  clientCertificate: ClientCertificate | null = null;
  path = "";
  depth = 0;
  readonly #caller: Caller | null;

  constructor(setup: RunSetup) {
    this.ports = setup.ports;
    this.backends = setup.configuration.backends;
    this.schemas = setup.configuration.schemas ?? NO_SCHEMAS;
    this.fidelity = setup.fidelity;
    this.forwarder = setup.forwarder;
    this.counters = setup.counters;
    this.#caller = setup.caller;
    this.trace = setup.trace;
    this.documents = [{ scope: "global", document: setup.configuration.globalPolicy }];
    this.context = new RequestContext(this, setup);
  }

  get signal(): AbortSignal | null {
    return this.#caller?.signal ?? null;
  }

  /** The API (and operation) that the request matched: their documents run from now on. */
  enterRoute({ api, operation, path, parameters, documents }: Route): void {
    this.path = path;
    this.context.api = api.info;
    this.context.operation = operation?.info ?? null;
    if (operation?.mockReplies) this.mockReplies = operation.mockReplies;
    if (operation?.contract) this.contract = operation.contract;
    this.context.request.matchedParameters = parameters;
    this.documents = documents;
    this.scope = documents[0].scope;
  }

  /** Who calls: a product's document stands between the API's and the global one. */
  enterGrant({ subscription, key, product }: Grant): void {
    if (subscription !== null) {
      this.context.subscription = { ...subscription.info, key };
      this.context.user = subscription.user;
    }
    if (product !== null) {
      this.context.product = product.info;
      this.documents = [
        ...this.documents.slice(0, -1),
        { scope: "product", document: product.policy },
        this.documents.at(-1)!,
      ];
    }
  }
}
