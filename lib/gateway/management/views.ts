/**
 * Lists that show other collections' entities: an API's products, a product's subscriptions, revisions.
 * @module
 */
import { table } from "../../core/table.ts";
import { type JsonObject, listOf, objectOf } from "./arm/json.ts";
import type { Entity, World } from "./model.ts";
import { show } from "./render.ts";
import { rootOf } from "./resources/apis.ts";

/** By the list's path: what it shows for the entity that it is below. */
export const VIEWS: Readonly<Record<string, (owner: Entity, world: World) => JsonObject[]>> = table(
  {
    "apis/products": ({ name }, world) =>
      ownersOfLinks("products/apis", "products", name, world).map((e) => show(e, world)),
    "apis/revisions": revisions,
    "products/subscriptions": ({ name }, world) => scopedTo(`/products/${name}`, world),
    "users/groups": ({ name }, world) =>
      ownersOfLinks("groups/users", "groups", name, world).map((e) => show(e, world)),
    "users/identities": ({ properties }) => listOf(properties.identities).map(objectOf),
    "users/subscriptions": ({ name }, { tree, ...world }) =>
      tree.list("subscriptions")
        .filter(({ properties }) => endsWith(properties.ownerId, `/users/${name}`))
        .map((e) => show(e, { tree, ...world })),
  },
);

function ownersOfLinks(links: string, owners: string, name: string, { tree }: World): Entity[] {
  return tree.ofKind(links)
    .filter((link) => link.name.toLowerCase() === name.toLowerCase())
    .map(({ path }) => tree.get(`${owners}/${path.split("/")[1]}`))
    .filter((entity) => entity !== undefined);
}

function scopedTo(scope: string, world: World): JsonObject[] {
  return world.tree.list("subscriptions")
    .filter(({ properties }) => endsWith(properties.scope, scope))
    .map((entity) => show(entity, world));
}

function endsWith(text: unknown, end: string): boolean {
  return String(text ?? "").toLowerCase().endsWith(end.toLowerCase());
}

function revisions(api: Entity, { tree }: World): JsonObject[] {
  const root = rootOf(api.name).toLowerCase();
  return tree.list("apis").filter(({ name }) => rootOf(name).toLowerCase() === root)
    .map(({ name, properties, createdAt }) => ({
      apiId: `/apis/${rootOf(name)};rev=${properties.apiRevision}`,
      apiRevision: properties.apiRevision,
      createdDateTime: new Date(createdAt).toISOString(),
      updatedDateTime: new Date(createdAt).toISOString(),
      description: properties.apiRevisionDescription ?? null,
      isOnline: true,
      isCurrent: properties.isCurrent,
    }));
}
