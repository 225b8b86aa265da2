/**
 * Addresses outside of any one service: tenants, subscriptions, resource groups, providers.
 * @module
 */
import { checkProviderVersion } from "./arm/api_versions.ts";
import { ArmError, methodNotAllowed } from "./arm/error.ts";
import type { DeploymentTarget } from "./deployments/scope_functions.ts";
import { locations, subscription, tenants } from "./arm/directory.ts";
import { type Json, type JsonObject, listOf, objectOf } from "./arm/json.ts";
import { pageOf } from "./arm/page.ts";
import { checkNameAvailability, subscriptionSkus, unknownType } from "./service/provider.ts";
import { provider, providers } from "./arm/provider_list.ts";
import type { GroupAddress } from "./arm/resource_groups.ts";
import type { Services } from "./service/services.ts";

/** A request with its path cut to pieces. */
export interface ArmRequest {
  readonly method: string;
  readonly url: URL;
  readonly segments: readonly string[];
  readonly body: JsonObject;
}

/** What answers ask for. */
export interface ArmWorld {
  readonly services: Services;
  readonly tenantId: string;
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

/** Which deployment a path is about, and where that goes; null for other paths. */
export function deploymentAddress(
  segments: readonly string[],
): { target: DeploymentTarget; segments: readonly string[] } | null {
  const inGroup = segments[2]?.toLowerCase() === "resourcegroups";
  const rest = segments.slice(inGroup ? 4 : 2);
  // the address of the years before providers; Azure CLI lists operations there
  const old = inGroup && rest[0]?.toLowerCase() === "deployments";
  const [providers, namespace, type, ...below] = old
    ? ["providers", "microsoft.resources", ...rest]
    : rest;
  const path = [segments[0], providers, namespace, type].join("/").toLowerCase();
  if (path !== "subscriptions/providers/microsoft.resources/deployments") return null;
  const target = { subscriptionId: segments[1], resourceGroup: inGroup ? segments[3] : null };
  return { target, segments: below };
}

/** Answers what is no service's. @throws ArmError */
export function routeArm(world: ArmWorld, request: ArmRequest): Response {
  const { segments, method } = request;
  const [first, subscriptionId, third] = segments.map((segment) => segment.toLowerCase());
  const get = (body: Json) => {
    only("GET", method);
    return Response.json(body);
  };
  if (first === "tenants" && segments.length === 1) return get(tenants(world.tenantId));
  if (first === "providers" && segments.length === 1) return get(providers(""));
  if (first === "providers" && segments.length === 2) return get(provider(segments[1], ""));
  if (first !== "subscriptions") {
    throw new ArmError(404, "NotFound", "There is no resource at this address.");
  }
  const { groups } = world.services;
  if (subscriptionId === undefined) {
    const value = groups.subscriptionIds().map((id) => subscription(id, world.tenantId));
    return get({ value, count: { type: "Total", value: value.length } });
  }
  const id = segments[1];
  if (third === undefined) return get(subscription(id, world.tenantId));
  if (third === "resourcegroups") return inGroups(world, request);
  if (third === "locations" && segments.length === 3) return get(locations(id));
  if (third === "resources" && segments.length === 3) return get(resources(world, request, id));
  if (third === "operationresults" && segments.length === 4) {
    only("GET", method);
    return world.services.operations.result(segments[3], request.url);
  }
  if (third === "providers") return inProviders(world, request);
  throw nothingThere(request, segments.slice(2));
}

function inGroups(world: ArmWorld, request: ArmRequest): Response {
  const { services } = world;
  const { segments, method, body, url } = request;
  const [, subscriptionId, , resourceGroup, what, namespace, ...below] = segments;
  if (resourceGroup === undefined) {
    only("GET", method);
    return Response.json(taggedPage(services.groups.list(subscriptionId), url));
  }
  const address: GroupAddress = { subscriptionId, resourceGroup };
  if (what === undefined) {
    return method === "DELETE"
      ? services.deleteGroup(address, url)
      : services.groups.request(method, address, body);
  }
  services.groups.require(address);
  if (what.toLowerCase() === "resources" && segments.length === 5) {
    only("GET", method);
    return Response.json(resources(world, request, subscriptionId, resourceGroup));
  }
  if (what.toLowerCase() !== "providers" || namespace === undefined) {
    throw nothingThere(request, segments.slice(4));
  }
  provider(namespace, ""); // refuses those that are not here
  if (namespace.toLowerCase() === PROVIDER && below.join("/").toLowerCase() === "service") {
    only("GET", method);
    checkProviderVersion(versionOf(request), "service");
    return listServices(services, subscriptionId, resourceGroup);
  }
  throw nothingThere(request, [namespace, ...below]);
}

function inProviders(world: ArmWorld, request: ArmRequest): Response {
  const { services } = world;
  const { segments, method, body, url } = request;
  const [, subscriptionId, , namespace, ...below] = segments;
  const scope = `/subscriptions/${subscriptionId}`;
  if (namespace === undefined) {
    only("GET", method);
    return Response.json(providers(scope));
  }
  const known = provider(namespace, scope);
  const [first, , third, id] = below.map((segment) => segment.toLowerCase());
  const name = below.map((segment) => segment.toLowerCase()).join("/");
  if (first === undefined || name === "register" || name === "unregister") {
    only(first === undefined ? "GET" : "POST", method);
    return Response.json(known);
  }
  if (namespace.toLowerCase() !== PROVIDER) throw nothingThere(request, [namespace, ...below]);
  checkProviderVersion(versionOf(request), first);
  switch (name) {
    case "service":
      only("GET", method);
      return listServices(services, subscriptionId);
    case "deletedservices": // services are deleted for good here
      only("GET", method);
      return Response.json({ value: [], nextLink: null });
    case "skus":
      only("GET", method);
      return Response.json(subscriptionSkus());
    case "checknameavailability":
      only("POST", method);
      return Response.json(checkNameAvailability(services, body));
  }
  if (below.length === 4 && first === "locations" && /^operation(statuses|results)$/.test(third)) {
    only("GET", method);
    const { operations } = services;
    // one that is not remembered here is over: the provider keeps them for all services and all time
    if (!operations.knows(id)) return Response.json({ id, name: id, status: "Succeeded" });
    return third === "operationstatuses" ? operations.status(id) : operations.result(id, url);
  }
  throw nothingThere(request, [namespace, ...below]);
}

function listServices(
  services: Services,
  subscriptionId: string,
  resourceGroup?: string,
): Response {
  const value = services.within(subscriptionId, resourceGroup)
    .map((service) => services.show(service));
  return Response.json({ value });
}

/** Whatever is in a subscription or group, without its properties. */
function resources(
  { services }: ArmWorld,
  { url }: ArmRequest,
  subscriptionId: string,
  resourceGroup?: string,
): JsonObject {
  const items = services.within(subscriptionId, resourceGroup).map((service) => {
    const { id, name, type, location, tags, sku } = services.show(service);
    // `$filter` asks for a type and a group by names that no resource shows
    const asked = { resourceType: type, resourceGroup: service.address.resourceGroup };
    return { id, name, type, location, tags, sku, ...asked };
  });
  const { value, nextLink } = taggedPage(items, url);
  return {
    value: listOf(value).map((item) => {
      const { resourceGroup: _group, resourceType: _type, ...rest } = objectOf(item);
      return rest;
    }),
    ...(nextLink !== "" && { nextLink }),
  };
}

const TAGGED = /^\s*tagname\s+eq\s+'([^']*)'(?:\s+and\s+tagvalue\s+eq\s+'([^']*)')?\s*$/i;

/** A page of what has the tag that `$filter` asks for, in the form that ARM has for it; else of all. */
function taggedPage(items: readonly JsonObject[], url: URL): JsonObject {
  const filter = url.searchParams.get("$filter") ?? "";
  const [, name, value] = TAGGED.exec(filter) ?? [];
  if (name === undefined) return pageOf(items, url);
  const rest = new URL(url);
  rest.searchParams.delete("$filter");
  const tagged = items.filter(({ tags }) =>
    Object.entries(objectOf(tags)).some(([key, text]) =>
      key.toLowerCase() === name.toLowerCase() && (value === undefined || text === value)
    )
  );
  const page = pageOf(tagged, rest);
  if (page.nextLink === "") return page;
  const next = new URL(String(page.nextLink));
  next.searchParams.set("$filter", filter);
  return { ...page, nextLink: next.href };
}

function versionOf({ url }: ArmRequest): string {
  return url.searchParams.get("api-version") ?? "";
}

function nothingThere(request: ArmRequest, type: readonly string[]): ArmError {
  return unknownType(type.join("/"), versionOf(request));
}

function only(allowed: string, method: string): void {
  if (method !== allowed) throw methodNotAllowed(method, [allowed]);
}
