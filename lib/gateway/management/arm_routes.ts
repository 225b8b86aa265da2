/**
 * Addresses outside of any one service: subscriptions, resource groups, the provider.
 * @module
 */
import { ArmError, methodNotAllowed } from "./arm_error.ts";
import type { Json, JsonObject } from "./json.ts";
import { checkNameAvailability, subscriptionSkus, unknownType } from "./provider.ts";
import type { Services } from "./services.ts";

/** A request with its path cut to pieces. */
export interface ArmRequest {
  readonly method: string;
  readonly url: URL;
  readonly segments: readonly string[];
  readonly body: JsonObject;
}

const PROVIDER = "microsoft.apimanagement";

/** Where a service's address ends: subscriptions/S/resourceGroups/G/providers/P/service/NAME. */
export const SERVICE_SEGMENTS = 8;

/** Whether the path leads to or below a service. */
export function isServicePath(segments: readonly string[]): boolean {
  const lower = segments.slice(0, SERVICE_SEGMENTS).map((segment) => segment.toLowerCase());
  return lower.length === SERVICE_SEGMENTS && lower[0] === "subscriptions" &&
    lower[2] === "resourcegroups" && lower[4] === "providers" && lower[5] === PROVIDER &&
    lower[6] === "service";
}

/** Answers what is no service's. @throws ArmError */
export function routeArm(services: Services, request: ArmRequest): Response {
  const { segments, url, method } = request;
  const lower = segments.map((segment) => segment.toLowerCase());
  if (lower[0] !== "subscriptions" || segments.length < 2) {
    throw new ArmError(404, "NotFound", "There is no resource at this address.");
  }
  const [, subscriptionId] = segments;
  const inGroup = lower[2] === "resourcegroups";
  const resourceGroup = inGroup ? segments[3] : undefined;
  const rest = segments.slice(inGroup ? 4 : 2);
  if (rest.length === 0) return groupOrSubscription(services, request, resourceGroup);
  if (rest[0].toLowerCase() !== "providers" || rest.length < 2) {
    throw unknownType(rest.join("/"), url.searchParams.get("api-version"));
  }
  if (rest[1].toLowerCase() !== PROVIDER) {
    const message = `The resource namespace '${rest[1].slice(0, 80)}' is invalid.`;
    throw new ArmError(404, "InvalidResourceNamespace", message);
  }
  const below = rest.slice(2);
  const name = below.map((segment) => segment.toLowerCase()).join("/");
  if (name === "service") {
    only("GET", method);
    return listServices(services, subscriptionId, resourceGroup);
  }
  if (!inGroup) {
    const answer = providerAnswer(services, below, request);
    if (answer) return answer;
  }
  throw unknownType(`${rest[1]}/${below.join("/")}`, url.searchParams.get("api-version"));
}

function providerAnswer(
  services: Services,
  below: readonly string[],
  { method, body, segments, url }: ArmRequest,
): Response | undefined {
  const [first, , third, id] = below.map((segment) => segment.toLowerCase());
  if (first === undefined) {
    only("GET", method);
    const [, subscriptionId] = segments;
    return Response.json({
      id: `/subscriptions/${subscriptionId}/providers/Microsoft.ApiManagement`,
      namespace: "Microsoft.ApiManagement",
      registrationState: "Registered",
      resourceTypes: [],
    });
  }
  if (below.length === 1 && first === "skus") {
    only("GET", method);
    return Response.json(subscriptionSkus());
  }
  if (below.length === 1 && first === "checknameavailability") {
    only("POST", method);
    return Response.json(checkNameAvailability(services, body));
  }
  if (below.length === 4 && first === "locations" && /^operation(statuses|results)$/.test(third)) {
    only("GET", method);
    const { operations } = services;
    return third === "operationstatuses" ? operations.status(id) : operations.result(id, url);
  }
}

function listServices(
  services: Services,
  subscriptionId: string,
  resourceGroup: string | undefined,
): Response {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const value: Json[] = services.all()
    .filter(({ address }) =>
      same(address.subscriptionId, subscriptionId) &&
      (resourceGroup === undefined || same(address.resourceGroup, resourceGroup))
    )
    .map((service) => services.show(service));
  return Response.json({ value });
}

function groupOrSubscription(
  services: Services,
  { method, segments, body }: ArmRequest,
  resourceGroup: string | undefined,
): Response {
  const [, subscriptionId] = segments;
  const group = (name: string) => ({
    id: `/subscriptions/${subscriptionId}/resourceGroups/${name}`,
    name,
    type: "Microsoft.Resources/resourceGroups",
    location: body.location ?? "local",
    properties: { provisioningState: "Succeeded" },
  });
  if (segments.length === 2) {
    only("GET", method);
    const id = `/subscriptions/${subscriptionId}`;
    return Response.json({ id, subscriptionId, displayName: "Embedded", state: "Enabled" });
  }
  if (resourceGroup === undefined) {
    only("GET", method);
    return Response.json({ value: services.groupsOf(subscriptionId).map(group) });
  }
  const known = services.hasGroup({ subscriptionId, resourceGroup });
  if (method === "PUT") {
    services.addGroup({ subscriptionId, resourceGroup });
    return Response.json(group(resourceGroup), { status: known ? 200 : 201 });
  }
  if (method !== "GET" && method !== "HEAD") {
    throw methodNotAllowed(method, ["GET", "HEAD", "PUT"]);
  }
  if (!known) {
    const message = `Resource group '${resourceGroup}' could not be found.`;
    throw new ArmError(404, "ResourceGroupNotFound", message);
  }
  if (method === "HEAD") return new Response(null, { status: 204 });
  return Response.json(group(resourceGroup));
}

function only(allowed: string, method: string): void {
  if (method !== allowed) throw methodNotAllowed(method, [allowed]);
}
