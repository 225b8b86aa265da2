/**
 * How resources name each other: full ARM ids, ids from the service on, `{{named values}}`.
 * @module
 */
import { invalid } from "./arm/error.ts";
import type { Json } from "./arm/json.ts";
import type { Entity, ResourceTree, World } from "./model.ts";

/**
 * The path below the service of an id: `/subscriptions/…/service/x/apis/a`, `/apis/a` and `apis/a` all
 * give `apis/a`; undefined for an id of another service or another kind.
 */
export function localPath(id: string, world: World): string | undefined {
  const service = world.serviceId.toLowerCase();
  const lower = id.toLowerCase();
  if (lower === service || lower.startsWith(service + "/")) {
    return id.slice(service.length).replace(/^\/|\/$/g, "");
  }
  if (lower.startsWith("/subscriptions/") && lower.includes("/providers/")) return undefined;
  return id.replace(/^\/|\/$/g, "");
}

/** The entity of one of `collections` that an id means. @throws ArmError naming `target` when there is none. */
export function referenced(
  id: string,
  collection: string,
  title: string,
  target: string,
  world: World,
): Entity {
  const path = localPath(id, world);
  const entity = path?.toLowerCase().startsWith(collection.toLowerCase() + "/") &&
      path.split("/").length === 2
    ? world.tree.get(path)
    : undefined;
  if (!entity) throw invalid(target, `${title} with id '${id}' could not be found.`);
  return entity;
}

const NAMED_VALUE = /\{\{([\p{L}\p{N}._-]+)\}\}/gu;

/** Display names, lower-case, of the named values that a text mentions. */
export function namedValuesIn(text: string): Set<string> {
  return new Set([...text.matchAll(NAMED_VALUE)].map((match) => match[1].toLowerCase()));
}

/** Display names that a JSON value mentions anywhere. */
export function namedValuesInJson(value: Json | undefined): Set<string> {
  return value === undefined ? new Set() : namedValuesIn(JSON.stringify(value));
}

/** Ids, lower-case, that a policy text gives in an attribute such as `backend-id`; expressions left out. */
export function idsIn(
  text: string,
  attribute: "backend-id" | "fragment-id" | "logger-id",
): Set<string> {
  const ids = new Set<string>();
  for (const [, double, single] of text.matchAll(ID_ATTRIBUTES[attribute])) {
    const id = (double ?? single).trim().toLowerCase();
    if (!id.startsWith("@")) ids.add(id);
  }
  return ids;
}

const ID_ATTRIBUTES = {
  "backend-id": /\bbackend-id\s*=\s*(?:"([^"]+)"|'([^']+)')/g,
  "fragment-id": /\bfragment-id\s*=\s*(?:"([^"]+)"|'([^']+)')/g,
  "logger-id": /\blogger-id\s*=\s*(?:"([^"]+)"|'([^']+)')/g,
} as const;

/** Values by lower-case display name; one whose value is kept elsewhere (a key vault) is not there. */
export function namedValues(tree: ResourceTree): Map<string, string> {
  const values = new Map<string, string>();
  for (const { properties, secrets } of tree.list("namedValues")) {
    const value = secrets.value ?? properties.value;
    if (typeof value === "string") values.set(String(properties.displayName).toLowerCase(), value);
  }
  return values;
}

/** Lower-case display names of the named values that are kept in a key vault. */
export function namedValuesInVault(tree: ResourceTree): Set<string> {
  return new Set(
    tree.list("namedValues").filter(({ properties }) => properties.keyVault !== undefined)
      .map(({ properties }) => String(properties.displayName).toLowerCase()),
  );
}

/** The text with each known `{{name}}` replaced; unknown ones stay. */
export function resolveText(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    NAMED_VALUE,
    (whole, name: string) => values.get(name.toLowerCase()) ?? whole,
  );
}

/** @throws ArmError in the live service's wording for the first name without a named value. */
export function requireNamedValues(value: Json | undefined, target: string, world: World): void {
  const mentioned = namedValuesInJson(value);
  if (mentioned.size === 0) return;
  const known = new Set(
    world.tree.list("namedValues").map((e) => String(e.properties.displayName).toLowerCase()),
  );
  for (const name of mentioned) {
    if (!known.has(name)) throw invalid(target, `Property '${name}' not found.`);
  }
}
