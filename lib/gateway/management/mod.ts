/**
 * The embedded APIM's management plane: ARM REST, api-version 2024-05-01, over resources in memory.
 * @see https://learn.microsoft.com/rest/api/apimanagement
 * @module
 */
import { reportDefect } from "../../core/defects.ts";
import type { Clock } from "../../core/clock.ts";
import type { MaybePromise } from "../../core/maybe_promise.ts";
import type { Random } from "../../core/random.ts";
import type { GatewayConfiguration } from "../contracts/configuration.ts";
import { DEFAULT_FIDELITY, type Fidelity } from "../contracts/fidelity.ts";
import { ArmError } from "./arm/error.ts";
import { checkToken, type TokenTrust } from "./arm/authentication.ts";
import { cloudMetadata, describeCloud } from "./arm/cloud_metadata.ts";
import { checkProviderVersion } from "./arm/api_versions.ts";
import {
  type ArmRequest,
  deploymentAddress,
  isServicePath,
  routeArm,
  SERVICE_SEGMENTS,
} from "./arm_routes.ts";
import type { ArmAnswer } from "./deployments/arm_client.ts";
import { Deployments } from "./deployments/deployments.ts";
import type { Compile } from "./service/documents.ts";
import { checkApiVersion, readBody, segmentsOf } from "./arm/http.ts";
import type { JsonObject } from "./arm/json.ts";
import type { TraceSource, World } from "./model.ts";
import { PublishedTexts } from "./service/published_texts.ts";
import { type Service, type ServiceAddress, serviceIdOf } from "./service/service.ts";
import { permissions, permissionsScope } from "./arm/permissions.ts";
import { publicUrl } from "./arm/public_url.ts";
import { routeBelow } from "./service/service_routes.ts";
import { Services } from "./service/services.ts";
import { takeSnapshot } from "./service/snapshot.ts";

/** The service that exists from the start, and that the data plane serves. */
export interface DefaultService {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
  /** Display name of its region, as in "East US". */
  readonly location: string;
  /** Where its gateway listens. */
  readonly gatewayUrl: string;
  /** Default Premium, which has pools, breakers and more than one region. */
  readonly sku?: string;
}

export interface ManagementOptions {
  readonly clock: Clock;
  /** Keys and ids come from it: the same seed, the same keys. */
  readonly random: Random;
  readonly service: DefaultService;
  /** Compiles policy documents; expressions need the grammar loaded before. */
  readonly compile: Compile;
  /** Gets the snapshot once at the start and after each change of the default service. */
  readonly publish: (configuration: GatewayConfiguration) => void;
  readonly traces: TraceSource;
  readonly fidelity?: Fidelity;
  /** How long creating and updating a service takes, in the clock's milliseconds; default 0. */
  readonly provisioningMs?: number;
  /** The tenant that the subscriptions are in; default that of `trust`, else none. */
  readonly tenantId?: string;
  /** Where sign-in is served, for clients that ask. */
  readonly loginUrl?: string;
  /** Whose bearer tokens a request must bring; default: none is asked for. */
  readonly trust?: TokenTrust;
}

export interface ManagementPlane {
  /** Answers one ARM request. Never rejects. */
  handle(request: Request): Promise<Response>;
  /** ARM id of the default service. */
  readonly serviceId: string;
}

/** The origin of requests that come from deployments. */
const INSIDE = "http://localhost";

/** What ARM sends with every reply. */
const EVERY_REPLY = {
  "cache-control": "no-cache",
  pragma: "no-cache",
  expires: "-1",
  "x-content-type-options": "nosniff",
};

const NO_TENANT = "00000000-0000-0000-0000-000000000000";

/** Makes a management plane with its default service. */
export function createManagementPlane(options: ManagementOptions): ManagementPlane {
  return new Plane(options);
}

class Plane implements ManagementPlane {
  readonly serviceId: string;
  readonly #options: ManagementOptions;
  readonly #fidelity: Fidelity;
  readonly #random: Random;
  readonly #requestIds: Random;
  readonly #services: Services;
  readonly #deployments: Deployments;
  readonly #texts: PublishedTexts;
  #revision = 0;

  constructor(options: ManagementOptions) {
    const { service, clock, compile, provisioningMs = 0 } = options;
    this.#options = options;
    this.#fidelity = options.fidelity ?? DEFAULT_FIDELITY;
    this.#random = options.random.fork("management");
    this.#requestIds = options.random.fork("requests");
    this.serviceId = serviceIdOf(service);
    this.#texts = new PublishedTexts(clock);
    this.#services = new Services({
      clock,
      random: this.#random,
      compile,
      fidelity: this.#fidelity,
      provisioningMs,
      gatewayUrl: (id) => this.#isDefault(id) ? service.gatewayUrl : undefined,
    });
    this.#deployments = new Deployments({
      client: (depth) => ({
        send: (method, path, apiVersion, body) =>
          this.#send(depth, method, new URL(`${path}?api-version=${apiVersion}`, INSIDE), body),
      }),
      clock,
      random: this.#random.fork("deployments"),
      tenantId: this.#tenantId,
      environment: ({ origin }) => describeCloud(origin, options.loginUrl),
    });
    this.#publish(this.#services.create(service, {
      location: service.location,
      sku: { name: service.sku ?? "Premium", capacity: 1 },
      properties: { publisherEmail: "admin@example.com", publisherName: "Embedded APIM" },
    }));
  }

  async handle(request: Request): Promise<Response> {
    const response = await this.#answer(request);
    const headers = new Headers(response.headers);
    const id = this.#requestIds.uuid();
    headers.set("x-ms-request-id", id);
    headers.set(
      "x-ms-correlation-request-id",
      request.headers.get("x-ms-correlation-request-id") ?? id,
    );
    const clientId = request.headers.get("x-ms-client-request-id");
    if (clientId !== null && request.headers.get("x-ms-return-client-request-id") === "true") {
      headers.set("x-ms-client-request-id", clientId);
    }
    for (const [name, value] of Object.entries(EVERY_REPLY)) headers.set(name, value);
    const body = request.method === "HEAD" ? null : response.body;
    return new Response(body, { status: response.status, headers });
  }

  async #answer(request: Request): Promise<Response> {
    try {
      return await this.#route(request);
    } catch (error) {
      if (error instanceof ArmError) return error.toResponse();
      reportDefect(error); // ours to mend: its text holds no body of any request
      return new ArmError(500, "InternalServerError", "The server met an internal error.")
        .toResponse();
    }
  }

  async #route(request: Request): Promise<Response> {
    const url = publicUrl(request);
    const segments = segmentsOf(url);
    const { trust, clock, loginUrl } = this.#options;
    const isMetadata = segments.join("/").toLowerCase() === "metadata/endpoints";
    const published = this.#texts.answer(segments);
    if (published) return published;
    if (trust && !isMetadata) await checkToken(request, trust, clock.now());
    checkApiVersion(url);
    if (isMetadata) return Response.json(cloudMetadata(url, loginUrl));
    const { method, headers } = request;
    return this.#dispatch({ method, url, segments, headers, body: await readBody(request) });
  }

  /** @param depth deployments that the request comes from within */
  #dispatch(request: ArmRequest & { headers: Headers }, depth = 0): MaybePromise<Response> {
    const { method, url, segments, headers, body } = request;
    const services = this.#services;
    const deployment = deploymentAddress(segments);
    if (deployment) {
      const { subscriptionId, resourceGroup } = deployment.target;
      if (resourceGroup !== null) services.groups.require({ subscriptionId, resourceGroup });
      return this.#deployments.request({ ...request, ...deployment, depth });
    }
    const scope = permissionsScope(segments);
    if (scope !== null) {
      this.#requireScope(scope);
      return permissions(method, url);
    }
    if (!isServicePath(segments)) return this.#armRequest(request);
    checkProviderVersion(url.searchParams.get("api-version")!, "service");
    const [, subscriptionId, , resourceGroup, , , , name] = segments;
    const address = { subscriptionId, resourceGroup, name };
    const rest = segments.slice(SERVICE_SEGMENTS);
    if (rest.length === 0) return this.#serviceRequest(address, method, url, body);
    const operation = operationAddress(rest);
    if (operation) return services.operations[operation.ask](operation.id, url);
    const service = services.get(address);
    return routeBelow(service, rest, {
      method,
      url,
      headers,
      body,
      world: this.#world(service, url),
      change: (action) => this.#change(service, action),
      accepted: () => services.operations.start(service.id, url),
    });
  }

  /** @throws ArmError 404 where the group or the service of the scope is not there */
  #requireScope(scope: readonly string[]): void {
    const [, subscriptionId, , resourceGroup, , , , name] = scope;
    if (isServicePath(scope)) this.#services.get({ subscriptionId, resourceGroup, name });
    else if (resourceGroup !== undefined) {
      this.#services.groups.require({ subscriptionId, resourceGroup });
    }
  }

  /** Sends what a deployment sends: as a client would, past the check of tokens. */
  async #send(depth: number, method: string, url: URL, body: JsonObject = {}): Promise<ArmAnswer> {
    const segments = segmentsOf(url);
    let response;
    try {
      response = await this.#dispatch(
        { method, url, segments, headers: new Headers(), body },
        depth,
      );
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      response = error.toResponse();
    }
    const text = await response.text();
    return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
  }

  #armRequest(request: ArmRequest): Response {
    const before = this.#services.find(this.#options.service);
    const response = routeArm({ services: this.#services, tenantId: this.#tenantId }, request);
    if (before && !this.#services.find(this.#options.service)) this.#withdraw(before);
    return response;
  }

  get #tenantId(): string {
    const { trust, tenantId } = this.#options;
    return trust?.tenantId ?? tenantId ?? NO_TENANT;
  }

  #serviceRequest(address: ServiceAddress, method: string, url: URL, body: JsonObject): Response {
    const before = this.#services.find(address);
    const response = this.#services.request(method, address, url, body);
    const after = this.#services.find(address);
    if (after && method !== "GET") this.#publish(after);
    else if (before && !after) this.#withdraw(before);
    return response;
  }

  #change<T>(service: Service, action: () => T): T {
    const { version } = service.tree;
    const result = service.change(action);
    if (service.tree.version !== version) this.#publish(service);
    return result;
  }

  #publish(service: Service): void {
    if (this.#isDefault(service.id)) this.#options.publish(this.#snapshot(service));
  }

  /** The default service is gone: nothing of it is served any more. */
  #withdraw(service: Service): void {
    if (!this.#isDefault(service.id)) return;
    const { service: address, revision } = this.#snapshot(service);
    this.#options.publish({
      revision,
      service: address,
      globalPolicy: null,
      apis: [],
      products: new Map(),
      subscriptions: [],
      backends: new Map(),
      loggers: new Map(),
    });
  }

  #snapshot(service: Service): GatewayConfiguration {
    return takeSnapshot(service, this.#world(service, new URL(INSIDE)), ++this.#revision);
  }

  #world(service: Service, url: URL): World {
    const { clock, traces } = this.#options;
    const query = url.searchParams;
    const keepsNewer = this.#fidelity.newerMembers === "kept";
    return {
      serviceId: service.id,
      tree: service.tree,
      clock,
      random: this.#random,
      traces,
      gatewayUrl: this.#services.gatewayUrl(service),
      publish: (text, contentType) => this.#texts.publish(text, contentType, url.origin),
      apiVersion: keepsNewer ? null : query.get("api-version"),
      query,
    };
  }

  #isDefault(serviceId: string): boolean {
    return serviceId.toLowerCase() === this.serviceId.toLowerCase();
  }
}

/** The addresses that long-running operations give out; they outlive their service. */
function operationAddress(
  segments: readonly string[],
): { id: string; ask: "status" | "result" } | null {
  const path = segments.join("/").toLowerCase();
  const match = /^(operationresults|operationstatuses|tenant\/operationresults)\/([^/]+)$/.exec(
    path,
  );
  return match && { id: match[2], ask: match[1] === "operationresults" ? "result" : "status" };
}
