/**
 * Addresses below a service: which kind, list, link or action a path means.
 * @module
 */
import { table } from "../../../core/table.ts";
import { ArmError, entityNotFound, methodNotAllowed } from "../arm/error.ts";
import {
  actionRequest,
  collectionRequest,
  entityRequest,
  type ResourceRequest,
} from "../engine.ts";
import { linked } from "../link.ts";
import type { ResourceTree } from "../model.ts";
import { pageOf } from "../arm/page.ts";
import { regionsOf, serviceSkus, unknownType } from "./provider.ts";
import { rootOf } from "../resources/apis.ts";
import { kindOf } from "../resources/registry.ts";
import type { Service } from "./service.ts";
import { GATEWAY_ACTIONS } from "./tracing.ts";
import { VIEWS } from "../views.ts";

const LISTS: Readonly<Record<string, (service: Service) => unknown>> = table({
  regions: regionsOf,
  skus: serviceSkus,
  workspaces: () => ({ value: [], count: 0, nextLink: "" }), // there can be none
  gateways: () => ({ value: [], count: 0, nextLink: "" }), // self-hosted ones; the managed one is not listed
});

/** Answers a request to `segments` below the service. @throws ArmError */
export function routeBelow(
  service: Service,
  segments: readonly string[],
  request: ResourceRequest,
): Response {
  const { method, world, url } = request;
  const fixed = segments.length === 1 ? LISTS[segments[0].toLowerCase()] : undefined;
  if (fixed) {
    if (method !== "GET") throw methodNotAllowed(method, ["GET"]);
    return Response.json(fixed(service));
  }
  if (segments[0].toLowerCase() === "gateways") return gateway(segments, request);
  if (segments[0].toLowerCase() === "workspaces") throw noWorkspaces();

  const collections = segments.filter((_, i) => i % 2 === 0);
  const type = collections.join("/");
  const unknown = () =>
    unknownType(`Microsoft.ApiManagement/service/${type}`, url.searchParams.get("api-version"));
  if (segments.some((segment) => segment.includes("/"))) throw unknown();
  const kind = kindOf(type);
  if (segments.length % 2 === 0) {
    if (!kind) throw unknown();
    return entityRequest(kind, ownPath(segments, world.tree), request);
  }
  const last = segments[segments.length - 1];
  const owner = segments.slice(0, -1);
  if (kind) {
    const path = [...pathOf(owner, world.tree), last].join("/");
    const members = world.tree.list(path);
    const shown = kind.link ? linked(members, kind.link, world) : members;
    return collectionRequest(kind, shown, request);
  }
  const ownerKind = kindOf(collections.slice(0, -1).join("/"));
  const view = VIEWS[type.toLowerCase()];
  if (ownerKind && view) {
    if (method !== "GET") throw methodNotAllowed(method, ["GET"]);
    const entity = world.tree.get(pathOf(owner, world.tree).join("/"))!;
    return Response.json(pageOf(view(entity, world), url));
  }
  const action = Object.keys(ownerKind?.actions ?? {})
    .find((name) => name.toLowerCase() === last.toLowerCase());
  if (!ownerKind || !action) throw unknown();
  return actionRequest(ownerKind, pathOf(owner, world.tree).join("/"), action, request);
}

/** The path of an entity that may not be there yet; those above it must be. */
function ownPath(segments: readonly string[], tree: ResourceTree): string {
  const above = pathOf(segments.slice(0, -2), tree);
  const [collection, name] = segments.slice(-2);
  const kind = kindOf([...above.filter((_, i) => i % 2 === 0), collection].join("/"))!;
  const spelled = kind.path.slice(kind.path.lastIndexOf("/") + 1);
  return canonical([...above, spelled, name], tree).join("/");
}

/** The path of entities as they were first written. @throws ArmError 404 for the first that is not there. */
function pathOf(segments: readonly string[], tree: ResourceTree): string[] {
  let path: string[] = [];
  for (let i = 0; i < segments.length; i += 2) {
    path = canonical([...path, segments[i], segments[i + 1]], tree);
    const entity = tree.get(path.join("/"));
    if (!entity) {
      throw entityNotFound(
        kindOf(path.filter((_, i) => i % 2 === 0).join("/"))?.title ?? "Resource",
      );
    }
    path = entity.path.split("/");
  }
  return path;
}

/** `apis/echo;rev=1` is `apis/echo` while that is at revision 1. */
function canonical(path: string[], tree: ResourceTree): string[] {
  const revision = /^(.+);rev=([^;]+)$/i.exec(path[1]);
  if (path.length !== 2 || path[0].toLowerCase() !== "apis" || !revision) return path;
  const current = tree.get(`apis/${rootOf(path[1])}`);
  return current?.properties.apiRevision === revision[2] ? current.path.split("/") : path;
}

function noWorkspaces(): ArmError {
  const message =
    "Workspaces are not supported by the embedded APIM: put the entity below the service.";
  return new ArmError(400, "WorkspacesNotSupported", message);
}

/** The managed gateway is no stored resource; it has debug credentials and traces. */
function gateway(
  segments: readonly string[],
  { method, world, body, url }: ResourceRequest,
): Response {
  const [, id, name] = segments;
  if (id !== undefined && id.toLowerCase() !== "managed") throw entityNotFound("Gateway");
  const action = Object.keys(GATEWAY_ACTIONS)
    .find((action) => action.toLowerCase() === name?.toLowerCase());
  if (!action || segments.length > 3) {
    const version = url.searchParams.get("api-version");
    throw unknownType("Microsoft.ApiManagement/service/gateways", version);
  }
  if (method !== "POST") throw methodNotAllowed(method, ["POST"]);
  return Response.json(GATEWAY_ACTIONS[action](body, world));
}
