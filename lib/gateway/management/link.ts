/**
 * Links between entities, as an API in a product: sent without a body, shown as what they link to.
 * @module
 */
import { entityNotFound, methodNotAllowed } from "./arm/error.ts";
import { etagOf } from "./arm/etag.ts";
import type { Entity, ResourceKind, World } from "./model.ts";
import { show } from "./render.ts";

/** Requests to a link's own address; the link's name is its target's. */
export function linkRequest(
  kind: ResourceKind,
  collection: string,
  path: string,
  request: {
    readonly method: string;
    readonly world: World;
    readonly change: <T>(change: () => T) => T;
  },
): Response {
  const { method, world, change } = request;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const link = world.tree.get(path);
  const target = world.tree.get(`${collection}/${name}`);
  switch (method) {
    case "PUT": {
      if (!target) throw entityNotFound(kind.title);
      const createdAt = world.clock.now();
      if (!link) {
        const entity = { kind, path, name: target.name, properties: {}, secrets: {}, createdAt };
        change(() => world.tree.set(entity));
      }
      return Response.json(show(target, world), { status: link ? 200 : 201 });
    }
    case "GET":
    case "HEAD":
      if (!link || !target) throw entityNotFound(kind.title);
      return method === "HEAD"
        ? new Response(null, { status: kind.headStatus ?? 204, headers: etag(target) })
        : Response.json(show(target, world), { headers: etag(target) });
    case "DELETE":
      if (link) change(() => world.tree.delete(path));
      return new Response(null, { status: link ? 200 : 204 });
  }
  throw methodNotAllowed(method, ["GET", "HEAD", "PUT", "DELETE"]);
}

function etag({ version }: Entity): Record<string, string> {
  return { etag: etagOf(version) };
}

/** What the links of a collection link to; links whose target is gone are left out. */
export function linked(links: readonly Entity[], collection: string, world: World): Entity[] {
  return links.map(({ name }) => world.tree.get(`${collection}/${name}`))
    .filter((entity) => entity !== undefined);
}
