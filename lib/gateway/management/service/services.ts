/**
 * The services of all subscriptions and resource groups, and their own PUT, PATCH, GET and DELETE.
 * @module
 */
import type { Clock } from "../../../core/clock.ts";
import type { Random } from "../../../core/random.ts";
import type { Fidelity } from "../../contracts/fidelity.ts";
import { ArmError, type ErrorDetail, methodNotAllowed, validationError } from "../arm/error.ts";
import type { Compile } from "./documents.ts";
import { type JsonObject, mergePatch, objectOf } from "../arm/json.ts";
import { LongRunning } from "../arm/long_running.ts";
import { type GroupAddress, ResourceGroups } from "../arm/resource_groups.ts";
import { checkFields } from "../rules.ts";
import { Service, type ServiceAddress, type ServiceBody, serviceIdOf } from "./service.ts";
import { SERVICE_FIELDS } from "./service_rules.ts";
import { showService } from "./service_view.ts";
import { withoutNewer } from "../version_fields.ts";

export interface ServicesOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly compile: Compile;
  readonly fidelity: Fidelity;
  /** How long creating and updating a service takes, in the clock's milliseconds. */
  readonly provisioningMs: number;
  /** The gateway URL of a service, where it has one of its own. */
  readonly gatewayUrl: (serviceId: string) => string | undefined;
}

/** A body without its envelope. */
type Checked = ServiceBody & JsonObject;

export class Services {
  readonly operations: LongRunning;
  readonly groups = new ResourceGroups();
  readonly #services = new Map<string, Service>();
  readonly #options: ServicesOptions;

  constructor(options: ServicesOptions) {
    this.#options = options;
    this.operations = new LongRunning(options.clock, options.random);
  }

  all(): Service[] {
    return [...this.#services.values()];
  }

  find(address: ServiceAddress): Service | undefined {
    return this.#services.get(serviceIdOf(address).toLowerCase());
  }

  /** @throws ArmError 404 in ARM's wording. */
  get(address: ServiceAddress): Service {
    const service = this.find(address);
    if (service) return service;
    this.groups.require(address);
    const { name, resourceGroup } = address;
    const message = `The Resource 'Microsoft.ApiManagement/service/${name}' under resource group ` +
      `'${resourceGroup}' was not found. For more details please go to ` +
      "https://aka.ms/ARMResourceNotFoundFix";
    throw new ArmError(404, "ResourceNotFound", message);
  }

  /** The services of a subscription, or of one group of it. */
  within(subscriptionId: string, resourceGroup?: string): Service[] {
    const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
    return this.all().filter(({ address }) =>
      same(address.subscriptionId, subscriptionId) &&
      (resourceGroup === undefined || same(address.resourceGroup, resourceGroup))
    );
  }

  /** Deletes a group with all that is in it; 202, and done. @throws ArmError 404 */
  deleteGroup(address: GroupAddress, url: URL): Response {
    this.groups.require(address);
    for (const { id } of this.within(address.subscriptionId, address.resourceGroup)) {
      this.#services.delete(id.toLowerCase());
    }
    this.groups.remove(address);
    const { location } = this.operations.start(`/subscriptions/${address.subscriptionId}`, url);
    return new Response(null, { status: 202, headers: { location } });
  }

  create(address: ServiceAddress, body: ServiceBody): Service {
    const { clock } = this.#options;
    this.groups.add(address, body.location);
    const service = new Service(address, body, clock.now(), this.#options);
    this.#services.set(service.id.toLowerCase(), service);
    return service;
  }

  show(service: Service, fresh = false): JsonObject {
    const { clock, gatewayUrl } = this.#options;
    return showService(service, { now: clock.now(), gatewayUrl: gatewayUrl(service.id), fresh });
  }

  gatewayUrl({ id, address }: Service): string {
    return this.#options.gatewayUrl(id) ?? `https://${address.name}.azure-api.net`;
  }

  /** A request to a service's own address. */
  request(method: string, address: ServiceAddress, url: URL, body: JsonObject): Response {
    switch (method) {
      case "GET":
        return Response.json(this.#versioned(this.show(this.get(address)), url));
      case "HEAD":
        this.get(address);
        return new Response(null, { status: 200 });
      case "PUT":
        return this.#put(address, url, body);
      case "PATCH":
        return this.#patch(address, url, body);
      case "DELETE":
        return this.#delete(address, url);
    }
    throw methodNotAllowed(method, ["GET", "HEAD", "PUT", "PATCH", "DELETE"]);
  }

  #put(address: ServiceAddress, url: URL, sent: JsonObject): Response {
    const existing = this.find(address);
    if (!existing) checkName(address.name);
    const body = this.#check(this.#versioned(sent, url), existing);
    const service = existing ? this.#update(existing, body) : this.create(address, body);
    const headers = this.#started(service, url);
    const shown = this.#versioned(this.show(service, !existing), url);
    return Response.json(shown, { status: existing ? 200 : 201, headers });
  }

  #patch(address: ServiceAddress, url: URL, sent: JsonObject): Response {
    const service = this.get(address);
    const body = this.#check(mergePatch({ ...service.body }, this.#versioned(sent, url)), service);
    this.#update(service, body);
    const headers = this.#started(service, url);
    return new Response(null, { status: 202, headers });
  }

  #delete(address: ServiceAddress, url: URL): Response {
    const service = this.find(address);
    if (!service) return new Response(null, { status: 204 });
    this.#services.delete(service.id.toLowerCase());
    const { location } = this.operations.start(service.id, url);
    const shown = this.show(service);
    const properties = { ...objectOf(shown.properties), targetProvisioningState: "Deleting" };
    return Response.json({ ...shown, properties }, { status: 202, headers: { location } });
  }

  #update(service: Service, body: ServiceBody): Service {
    service.body = body;
    service.version++;
    return service;
  }

  /** Begins provisioning what the service has just become. */
  #started(service: Service, url: URL): Record<string, string> {
    const { clock, provisioningMs: durationMs } = this.#options;
    service.readyAt = clock.now() + durationMs;
    return this.operations.start(service.id, url, { durationMs, result: () => this.show(service) });
  }

  /** A body with the members that the request's api-version has. */
  #versioned(body: JsonObject, { searchParams }: URL): JsonObject {
    const keepsNewer = this.#options.fidelity.newerMembers === "kept";
    const version = keepsNewer ? null : searchParams.get("api-version");
    return withoutNewer(SERVICE_FIELDS, body, version);
  }

  #check(sent: JsonObject, existing: Service | undefined): ServiceBody {
    const findings: ErrorDetail[] = [];
    const body = checkFields(SERVICE_FIELDS, sent, "", findings) as Checked;
    if (findings.length > 0) throw validationError(findings);
    const type = String(body.identity?.type ?? "");
    if (!type.includes("SystemAssigned")) return body;
    const previous = existing?.body.identity;
    const { random } = this.#options;
    const principalId = previous?.principalId ?? random.uuid();
    const tenantId = previous?.tenantId ?? random.uuid();
    return { ...body, identity: { ...body.identity, principalId, tenantId } };
  }
}

/** Why a name cannot be a service's; null when it can. */
export function nameProblem(name: string): string | null {
  if (/^[a-z]([a-z0-9-]{0,48}[a-z0-9])?$/i.test(name)) return null;
  return "A service's name has 1 to 50 letters, digits and hyphens, starts with a letter and ends with " +
    "a letter or digit.";
}

function checkName(name: string): void {
  const problem = nameProblem(name);
  if (problem) throw new ArmError(400, "InvalidResourceName", problem);
}
