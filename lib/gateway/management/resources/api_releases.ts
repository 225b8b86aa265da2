/**
 * Releases, which make a revision of an API current.
 * @module
 */
import { invalid } from "../arm/error.ts";
import { type Entity, parentOf, type ResourceKind, type World } from "../model.ts";
import { referenced } from "../references.ts";
import { readOnly, text } from "../rules.ts";
import { rootOf } from "./apis.ts";

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
