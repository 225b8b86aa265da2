/**
 * One engine for all resource kinds: PUT, PATCH, GET, HEAD, list, DELETE and actions, by the kinds' tables.
 * @module
 */
import {
  ArmError,
  entityNotFound,
  invalid,
  methodNotAllowed,
  validationError,
} from "./arm/error.ts";
import type { ErrorDetail } from "./arm/error.ts";
import { checkPreconditions, etagOf } from "./arm/etag.ts";
import { isObject, type JsonObject, mergePatch, objectOf, sameJson } from "./arm/json.ts";
import { linkRequest } from "./link.ts";
import type { Draft, Entity, ResourceKind, World } from "./model.ts";
import { pageOf } from "./arm/page.ts";
import { show } from "./render.ts";
import { linksTo } from "./resources/registry.ts";
import { checkFields } from "./rules.ts";
import { withoutNewer } from "./version_fields.ts";

/** One request below a service, its path and body read. */
export interface ResourceRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: JsonObject;
  readonly world: World;
  /** Runs a change as one step. */
  readonly change: <T>(change: () => T) => T;
  /** Headers of a 202 for what is done already. */
  readonly accepted: () => Record<string, string>;
}

/** What may be in an entity's name. */
const NAME = /^[^*#&+:<>?/\\]{1,256}$/;

/** Azure CLI asks with 2022-08-01 and takes no 202; the specifications of 2023 say 202 or 204. */
const LONG_DELETE_SINCE = "2023";

/** Requests to an entity's own address. */
export function entityRequest(
  kind: ResourceKind,
  path: string,
  request: ResourceRequest,
): Response {
  if (kind.link !== undefined) return linkRequest(kind, kind.link, path, request);
  const { method, world, headers } = request;
  const entity = world.tree.get(path);
  const writes = (["PUT", "PATCH", "DELETE"] as const).filter((m) => !kind.without?.includes(m));
  switch (method) {
    case "GET":
    case "HEAD":
      if (!entity) throw entityNotFound(kind.title);
      if (kind.exported && world.query.get("export")?.toLowerCase() === "true") {
        return Response.json(kind.exported(entity, world));
      }
      return answer(entity, world, 200, method === "HEAD");
    case "PUT":
      if (!writes.includes("PUT")) break;
      checkPreconditions(headers, entity?.version);
      return put(kind, path, entity, request);
    case "PATCH":
      if (!writes.includes("PATCH")) break;
      requireIfMatch(headers);
      if (!entity) throw entityNotFound(kind.title);
      checkPreconditions(headers, entity.version);
      return put(kind, path, entity, request);
    case "DELETE":
      if (!writes.includes("DELETE")) break;
      requireIfMatch(headers);
      if (!entity) return new Response(null, { status: 204 });
      checkPreconditions(headers, entity.version);
      return remove(kind, entity, request);
  }
  throw methodNotAllowed(method, ["GET", "HEAD", ...writes]);
}

/** Requests to a collection of entities. */
export function collectionRequest(
  kind: ResourceKind,
  entities: readonly Entity[],
  { method, url, world }: ResourceRequest,
): Response {
  if (method !== "GET") throw methodNotAllowed(method, ["GET"]);
  return Response.json(
    pageOf(entities.map((entity) => show(entity, world)), url, Object.keys(kind.fields)),
  );
}

/** POST to an action of an entity. */
export function actionRequest(
  kind: ResourceKind,
  path: string,
  name: string,
  { method, url, world, body, change }: ResourceRequest,
): Response {
  if (method !== "POST") throw methodNotAllowed(method, ["POST"]);
  const entity = world.tree.get(path);
  if (!entity) throw entityNotFound(kind.title);
  const action = kind.actions![name];
  const { status, body: result, entity: shown, list } = change(() => action(entity, world, body));
  if (shown) return answer(shown, world, status ?? 200);
  if (list) return Response.json(pageOf(list, url));
  if (result === undefined) return new Response(null, { status: status ?? 204 });
  return Response.json(result, {
    status: status ?? 200,
    headers: { etag: etagOf(entity.version) },
  });
}

function put(
  kind: ResourceKind,
  path: string,
  previous: Entity | undefined,
  request: ResourceRequest,
): Response {
  const { world, body, method } = request;
  const name = previous?.name ?? path.slice(path.lastIndexOf("/") + 1);
  if (!previous) checkName(kind, name);
  const sent = withoutNewer(kind.fields, propertiesOf(body), world.apiVersion);
  const wanted = method === "PATCH" && previous ? mergePatch(previous.properties, sent) : sent;
  const findings: ErrorDetail[] = [];
  const properties = checkFields(kind.fields, wanted, "", findings);
  if (findings.length > 0) throw validationError(findings);
  const draft: Draft = { path: previous?.path ?? path, name, properties, previous };
  const stored = request.change(() => store(kind, draft, world));
  const response = answer(stored, world, previous ? 200 : 201);
  const warning = kind.warning?.(draft);
  if (warning !== undefined) response.headers.set("warning", `299 embedded-apim "${warning}"`);
  return response;
}

/** Stores a draft; what is equal to what is there keeps its version, and so its ETag. */
function store(kind: ResourceKind, draft: Draft, world: World): Entity {
  const { path, name, previous, properties } = draft;
  const prepared = kind.prepare?.(draft, world) ?? { properties };
  const secrets = prepared.secrets ?? {};
  const unchanged = previous !== undefined && sameJson(previous.secrets, secrets) &&
    sameJson(previous.properties, prepared.properties);
  const createdAt = previous?.createdAt ?? world.clock.now();
  const entity = unchanged
    ? previous
    : world.tree.set({ kind, path, name, properties: prepared.properties, secrets, createdAt });
  kind.stored?.(entity, draft, world);
  return entity;
}

function remove(
  kind: ResourceKind,
  entity: Entity,
  { world, change, accepted }: ResourceRequest,
): Response {
  change(() => {
    kind.beforeDelete?.(entity, world);
    for (const { path } of linksTo(kind).flatMap((link) => world.tree.ofKind(link.path))) {
      if (path.toLowerCase().endsWith(`/${entity.path.toLowerCase()}`)) world.tree.delete(path);
    }
    world.tree.delete(entity.path);
  });
  const isLong = kind.longDelete && (world.query.get("api-version") ?? "") >= LONG_DELETE_SINCE;
  if (!isLong) return new Response(null, { status: 200 });
  const { location } = accepted();
  return new Response(null, { status: 202, headers: { location } });
}

function answer(entity: Entity, world: World, status: number, head = false): Response {
  const headers = { etag: etagOf(entity.version) };
  const body = show(entity, world);
  return head ? new Response(null, { status, headers }) : Response.json(body, { status, headers });
}

/** The `properties` of a body; some clients send a contract without the envelope's empty rest. */
function propertiesOf(body: JsonObject): JsonObject {
  if (body.properties !== undefined && !isObject(body.properties)) {
    throw invalid("properties", "'properties' must be an object.");
  }
  return objectOf(body.properties);
}

function requireIfMatch(headers: Headers): void {
  if (headers.get("if-match")?.trim()) return;
  const message = "The If-Match header is required: send the entity's ETag, or * for any version.";
  throw new ArmError(412, "PreconditionFailed", message);
}

function checkName(kind: ResourceKind, name: string): void {
  if (kind.names && !kind.names.includes(name.toLowerCase())) {
    throw invalid("id", `The id must be ${kind.names.join(" or ")}. It is '${name.slice(0, 80)}'.`);
  }
  if (!NAME.test(name)) {
    throw invalid(
      "id",
      `'${name.slice(0, 80)}' is not an id: 1 to 256 characters, none of *#&+:<>?/\\.`,
    );
  }
}
