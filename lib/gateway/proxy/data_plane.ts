/**
 * One gateway instance: a request goes in, a response comes out. Knows no sockets; the server and the
 * simulation call it alike. Breakers, pool turns and counters are its own.
 * @module
 */
import { credentialOf, isCredentialName } from "../../core/credentials.ts";
import { FAILURE } from "../contracts/texts/failures.ts";
import { chain, isPromise, type MaybePromise } from "../../core/maybe_promise.ts";
import {
  BackendStates,
  type BreakerChange,
  type BreakerSnapshot,
} from "../backend/backend_states.ts";
import type { GatewayConfiguration } from "../contracts/configuration.ts";
import type { Fidelity } from "../contracts/fidelity.ts";
import { HeaderMap, type IncomingRequest, type ResponseMessage } from "../contracts/message.ts";
import { Counters } from "../contracts/counters.ts";
import { failPipeline, runPipeline, runPreflight } from "../policy/engine/pipeline.ts";
import type { Ports } from "../contracts/ports.ts";
import { TraceCollector, type TraceStore } from "../contracts/trace.ts";
import { RequestForwarder } from "./forward.ts";
import { Published } from "./published.ts";
import { type Caller, RequestRun } from "./request_run.ts";
import type { Route } from "./route_table.ts";
import type { TraceRecorder } from "../contracts/run.ts";

export interface DataPlaneOptions {
  readonly ports: Ports;
  readonly fidelity: Fidelity;
  readonly traces: TraceStore;
  readonly configuration: GatewayConfiguration;
  /** `context.Deployment.Gateway.InstanceId`. */
  readonly instanceId: string;
}

const DEBUG_HEADER = "Apim-Debug-Authorization";

/**
 * Answered with 200, whoever asks, past all APIs and policies: for probes of load balancers.
 * @see https://learn.microsoft.com/azure/api-management/api-management-gateways-overview
 */
const HEALTH_PATH = "/status-0123456789abcdef";

export class DataPlane {
  readonly #ports: Ports;
  readonly #fidelity: Fidelity;
  readonly #traces: TraceStore;
  readonly #instanceId: string;
  readonly #states: BackendStates;
  readonly #counters = new Counters();
  #published: Published;

  constructor(options: DataPlaneOptions) {
    this.#ports = options.ports;
    this.#fidelity = options.fidelity;
    this.#traces = options.traces;
    this.#instanceId = options.instanceId;
    this.#states = new BackendStates(options.fidelity, (change) => this.#report(change));
    this.#published = new Published(options.configuration, options.fidelity, options.instanceId);
  }

  /** Serves `configuration` from the next request on; requests under way end with the one they began with. */
  publish(configuration: GatewayConfiguration): void {
    this.#published = new Published(configuration, this.#fidelity, this.#instanceId);
  }

  /** The revision of the configuration that is being served. */
  get revision(): number {
    return this.#published.configuration.revision;
  }

  /**
   * Answers a request. Never rejects for what a request, a policy or a backend does. Straight through
   * (no promise) where nothing has to be waited for.
   * @param caller its signal aborts when the caller goes away
   * @param trace is told what happens; default: a collector where the request asks for a trace
   */
  handle(
    request: IncomingRequest,
    caller: Caller | null = null,
    trace: TraceRecorder | null = null,
  ): MaybePromise<ResponseMessage> {
    if (request.url.path === HEALTH_PATH) return healthy();
    const published = this.#published;
    const host = request.headers.values("Host");
    const forwarder = new RequestForwarder(published, this.#states, host);
    const run = new RequestRun({
      incoming: request,
      ports: this.#ports,
      configuration: published.configuration,
      deployment: published.deployment,
      fidelity: this.#fidelity,
      counters: this.#counters,
      forwarder,
      trace: hidingCredentials(
        trace ?? (request.headers.has(DEBUG_HEADER) ? new TraceCollector() : null),
        request,
      ),
      caller,
    });
    const response = this.#run(run, request, published);
    return isPromise(response)
      ? response.then((response) => this.#finish(run, forwarder, response))
      : this.#finish(run, forwarder, response);
  }

  /** The breakers of this instance, for people to look at. */
  breakers(): BreakerSnapshot[] {
    const { backends } = this.#published.configuration;
    return this.#states.snapshot(backends.values(), this.#ports.clock.now());
  }

  /** Forgets breakers, turns and counters, as a restart would. */
  reset(): void {
    this.#states.reset();
    this.#counters.clear();
  }

  #run(
    run: RequestRun,
    request: IncomingRequest,
    published: Published,
  ): MaybePromise<ResponseMessage> {
    try {
      const route = published.routes.find(request.method, request.url, request.headers);
      if (route === null || route.operation === null) {
        const preflight = this.#preflight(run, request, published);
        if (preflight !== null) return preflight;
        if (route !== null && this.#fidelity.operationNotFoundScope === "api") {
          run.enterRoute(route);
        }
        throw FAILURE.operationNotFound();
      }
      run.enterRoute(route);
      const now = this.#ports.clock.now();
      run.enterGrant(
        published.keys.authorize(route.api, run.context.request, now, this.#fidelity),
      );
      if (run.trace !== null) traceArrival(run, route);
    } catch (error) {
      return failPipeline(run, error);
    }
    return runPipeline(run);
  }

  /** The answer to a browser's preflight request for an operation; null when it is none. */
  #preflight(
    run: RequestRun,
    { method, headers, url }: IncomingRequest,
    { routes }: Published,
  ): MaybePromise<ResponseMessage> | null {
    const wanted = method === "OPTIONS" ? headers.get("Access-Control-Request-Method") : undefined;
    const route = wanted === undefined ? null : routes.find(wanted, url, headers);
    if (route === null || route.operation === null) return null;
    run.enterRoute(route);
    return chain(
      runPreflight(run),
      (response) => response ?? failPipeline(run, FAILURE.operationNotFound()),
    );
  }

  #finish(
    run: RequestRun,
    forwarder: RequestForwarder,
    response: ResponseMessage,
  ): ResponseMessage {
    forwarder.release(response);
    run.context.budget.close();
    if (run.trace instanceof TraceCollector) this.#keepTrace(run, run.trace, response);
    return response;
  }

  #keepTrace(run: RequestRun, collector: TraceCollector, response: ResponseMessage): void {
    const { context } = run;
    const token = context.request.headers.get(DEBUG_HEADER) ?? "";
    const verdict = this.#traces.checkToken(token, context.api?.id ?? "");
    switch (verdict.kind) {
      case "valid": {
        const serviceName = context.deployment.serviceName;
        const { timestamp } = context;
        const traceId = this.#traces.keep(collector.entries, { serviceName, timestamp });
        response.headers.set("Apim-Trace-Id", traceId);
        return;
      }
      case "expired":
        response.headers.set(`${DEBUG_HEADER}-Expired`, new Date(verdict.expiredAt).toISOString());
        return;
      case "wrong-api":
        response.headers.set(`${DEBUG_HEADER}-WrongAPI`, context.api?.name ?? "-");
        return;
      case "unknown":
        return;
    }
  }

  #report(change: BreakerChange): void {
    const kind = change.kind === "opened" ? "Opened" : "Closed";
    this.#ports.telemetry.emit({
      at: change.at,
      kind: "breaker",
      name: `Microsoft.ApiManagement.CircuitBreaker.${kind}`,
      data: {
        backendName: change.backendId,
        circuitBreaker: { rules: { name: change.ruleName } },
        gatewayInstanceId: this.#instanceId,
        until: change.until,
        reason: change.reason,
      },
    });
  }
}

function healthy(): ResponseMessage {
  return { statusCode: 200, statusReason: "OK", headers: new HeaderMap(), body: null };
}

function hidingCredentials<T extends TraceRecorder | null>(trace: T, request: IncomingRequest): T {
  if (trace instanceof TraceCollector) hideCredentials(trace, request);
  return trace;
}

/** The credentials that the caller sent, in fields, cookies and parameters: no trace shows them. */
function hideCredentials(collector: TraceCollector, { headers, url }: IncomingRequest): void {
  for (const [name, values] of headers) {
    if (!isCredentialName(name)) continue;
    for (const value of values) {
      collector.hide(credentialOf(value));
      if (!/^cookie$/i.test(name)) continue;
      for (const pair of value.split(";")) collector.hide(pair.slice(pair.indexOf("=") + 1).trim());
    }
  }
  for (const [name, values] of url.query) {
    if (isCredentialName(name)) { for (const value of values) collector.hide(value); }
  }
}

function traceArrival(run: RequestRun, { api, operation }: Route): void {
  const { request, product, user } = run.context;
  run.trace!.add(run, "api-inspector", "", {
    request: {
      method: request.method,
      url: request.originalUrl.toString(),
      headers: [...request.headers].map(([name, values]) => ({
        name,
        value: isCredentialName(name) ? "***" : values.join(","),
      })),
    },
  });
  run.trace!.add(run, "api-inspector", "", {
    configuration: {
      api: {
        from: `/${api.info.path}`,
        to: api.info.serviceUrl,
        version: api.info.version || null,
        revision: api.info.revision,
      },
      operation: { method: operation!.info.method, uriTemplate: operation!.info.urlTemplate },
      user: user?.id ?? "-",
      product: product?.name ?? "-",
    },
  });
}
