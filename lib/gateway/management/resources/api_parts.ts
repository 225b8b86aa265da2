/**
 * Smaller things about APIs: version sets, and releases, which make a revision current.
 * @module
 */
import { invalid } from "../arm_error.ts";
import { type Entity, parentOf, type ResourceKind, type World } from "../model.ts";
import { referenced } from "../references.ts";
import { choice, readOnly, required, text } from "../rules.ts";
import { rootOf } from "./apis.ts";

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

export const apiReleases: ResourceKind = {
  path: "apis/releases",
  title: "ApiRelease",
  fields: {
    apiId: text(),
    notes: text(),
    createdDateTime: readOnly,
    updatedDateTime: readOnly,
  },
  prepare({ path, properties, previous }, world) {
    if (previous) return { properties: { ...previous.properties, ...properties } };
    const apiPath = parentOf(path);
    const apiId = String(properties.apiId ?? `${world.serviceId}/${apiPath}`);
    const revision = referenced(apiId, "apis", "Api", "apiId", world);
    if (rootOf(revision.path).toLowerCase() !== rootOf(apiPath).toLowerCase()) {
      throw invalid("apiId", `Api '${revision.name}' is not a revision of '${rootOf(apiPath)}'.`);
    }
    makeCurrent(revision, world);
    return { properties: { ...properties, apiId } };
  },
  view: ({ properties, createdAt }) => ({
    ...properties,
    createdDateTime: new Date(createdAt).toISOString(),
  }),
};

/** The revision takes the API's plain id; what was current goes on under its revision's id. */
function makeCurrent(revision: Entity, { tree }: World): void {
  const root = rootOf(revision.path);
  const current = tree.get(root);
  if (!current || current.path === revision.path) return;
  const retired = `${root};rev=${current.properties.apiRevision}`;
  const inbetween = `${root};rev=retiring`;
  move(tree, current, inbetween, false);
  move(tree, revision, root, true);
  move(tree, tree.get(inbetween)!, retired, false);
}

function move(tree: World["tree"], entity: Entity, path: string, isCurrent: boolean): void {
  const name = path.slice(path.lastIndexOf("/") + 1);
  tree.copyChildren(entity.path, path);
  tree.set({ ...entity, path, name, properties: { ...entity.properties, isCurrent } });
  tree.delete(entity.path);
}
