/**
 * Version sets: how a request says which version of an API it means.
 * @see https://learn.microsoft.com/azure/api-management/api-management-versions
 * @module
 */
import { invalid } from "../arm/error.ts";
import { type Json, type JsonObject, objectOf } from "../arm/json.ts";
import type { ResourceKind, World } from "../model.ts";
import { localPath, referenced } from "../references.ts";
import { choice, required, text } from "../rules.ts";

export const apiVersionSets: ResourceKind = {
  path: "apiVersionSets",
  title: "ApiVersionSet",
  fields: {
    displayName: required(text({ min: 1, max: 100 })),
    versioningScheme: required(choice("Segment", "Query", "Header")),
    versionQueryName: text({ min: 1, max: 100 }),
    versionHeaderName: text({ min: 1, max: 100 }),
    description: text(),
  },
  prepare({ properties }) {
    const needed = { Query: "versionQueryName", Header: "versionHeaderName" }[
      String(properties.versioningScheme)
    ];
    if (needed && properties[needed] === undefined) {
      throw invalid(needed, `'${needed}' is required by this versioning scheme.`);
    }
    return { properties };
  },
};

/**
 * A version set that is not there yet is made, as `apiVersionSet` describes it: the specification's example
 * names one that nothing else makes.
 */
export function ensureVersionSet(
  { apiVersionSetId, displayName }: JsonObject,
  described: Json | undefined,
  world: World,
): void {
  if (apiVersionSetId === undefined) return;
  const id = String(apiVersionSetId);
  const path = localPath(id, world) ?? "";
  if (!world.tree.get(path) && /^apiVersionSets\/[^/]+$/i.test(path)) {
    const { name: title, id: _id, ...rest } = objectOf(described);
    const properties = { displayName: title ?? displayName, versioningScheme: "Segment", ...rest };
    const name = path.slice(path.indexOf("/") + 1);
    const draft = { path, name, properties, previous: undefined };
    const { properties: checked } = apiVersionSets.prepare!(draft, world);
    const createdAt = world.clock.now();
    world.tree.set({
      kind: apiVersionSets,
      path,
      name,
      properties: checked,
      secrets: {},
      createdAt,
    });
  }
  referenced(id, "apiVersionSets", "ApiVersionSet", "apiVersionSetId", world);
}

/** The set as an API shows it. */
export function versionSetOf({ apiVersionSetId }: JsonObject, world: World): JsonObject {
  const set = apiVersionSetId && world.tree.get(localPath(String(apiVersionSetId), world) ?? "");
  if (!set) return {};
  const { displayName, ...rest } = set.properties;
  const id = `${world.serviceId}/${set.path}`;
  return { apiVersionSet: { id, name: displayName, ...rest } };
}
