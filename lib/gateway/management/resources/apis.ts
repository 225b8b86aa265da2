/**
 * APIs and their revisions.
 * @see https://learn.microsoft.com/azure/api-management/api-management-revisions
 * @module
 */
import { exportedApi } from "../openapi/api_export.ts";
import { invalid } from "../arm/error.ts";
import { type Json, type JsonObject, objectOf } from "../arm/json.ts";
import type { Draft, Entity, ResourceKind, World } from "../model.ts";
import { importedApi, isLinkedImport, storeImported } from "../openapi/import.ts";
import { referenced } from "../references.ts";
import { API_FIELDS } from "./api_rules.ts";
import { ensureVersionSet, versionSetOf } from "./version_sets.ts";

/** Names of the key where an API does not set its own. */
const DEFAULT_KEY_NAMES = { header: "Ocp-Apim-Subscription-Key", query: "subscription-key" };

/** What a revision or copy does not take from its source. */
const OWN = ["apiRevision", "apiRevisionDescription", "isCurrent", "apiVersion", "apiVersionSetId"];

export const apis: ResourceKind = {
  path: "apis",
  title: "Api",
  fields: API_FIELDS,
  longDelete: true,
  exported: exportedApi,
  prepare(draft, world) {
    const {
      sourceApiId,
      format: _format,
      value: _value,
      wsdlSelector: _selector, // of imports, as the next
      translateRequiredQueryParameters: _translation,
      apiVersionSet,
      apiType,
      ...own
    } = draft.properties;
    const source = sourceApiId === undefined ? {} : inherited(sourceOf(sourceApiId, world));
    const merged = { ...source, ...importedApi(draft.properties, draft.previous), ...own };
    const linked = isLinkedImport(draft.properties) && { displayName: draft.name };
    const properties = withDefaults(draft, { type: apiType, ...linked, ...merged }, world);
    if (properties.displayName === undefined) {
      throw invalid("displayName", "'displayName' is required.");
    }
    checkPath(draft, properties, world);
    ensureVersionSet(properties, apiVersionSet, world);
    return { properties };
  },
  stored(entity, draft, world) {
    const { sourceApiId } = draft.properties;
    if (sourceApiId !== undefined && draft.previous === undefined) {
      world.tree.copyChildren(sourceOf(sourceApiId, world).path, entity.path);
    }
    storeImported(entity, draft.properties, world);
  },
  warning({ properties }) {
    if (!isLinkedImport(properties)) return undefined;
    return `'${properties.format}' is not fetched by the embedded APIM: the API has no operations of it`;
  },
  view({ properties }, world) {
    return {
      description: null,
      serviceUrl: null,
      authenticationSettings: { oAuth2: null, openid: null },
      ...properties,
      ...versionSetOf(properties, world),
    };
  },
  beforeDelete(entity, { tree }) {
    const root = rootOf(entity.name).toLowerCase();
    if (root !== entity.name.toLowerCase()) return;
    // Assumption: revisions do not outlive their API, whether deleteRevisions says so or not.
    for (const other of tree.list("apis")) {
      if (other !== entity && rootOf(other.name).toLowerCase() === root) tree.delete(other.path);
    }
    for (const subscription of tree.list("subscriptions")) {
      const scope = String(subscription.properties.scope).toLowerCase();
      if (scope.endsWith(`/apis/${root}`)) tree.delete(subscription.path);
    }
  },
};

/** An API's id without its revision: `echo;rev=3` gives `echo`. */
export function rootOf(apiId: string): string {
  return apiId.replace(/;rev=[^;]*$/i, "");
}

function sourceOf(id: Json | undefined, world: World): Entity {
  return referenced(String(id), "apis", "Api", "sourceApiId", world);
}

function inherited(source: Entity): JsonObject {
  return Object.fromEntries(
    Object.entries(source.properties).filter(([name]) => !OWN.includes(name)),
  );
}

function withDefaults(
  { name, previous }: Draft,
  properties: JsonObject,
  world: World,
): JsonObject {
  const root = rootOf(name);
  const revision = /;rev=([^;]+)$/i.exec(name)?.[1];
  const { authenticationSettings, ...rest } = properties;
  const isFirst = revision === undefined || world.tree.get(`apis/${root}`) === undefined;
  return {
    ...rest,
    ...(Object.keys(objectOf(authenticationSettings)).length > 0 && { authenticationSettings }),
    apiRevision: revision ?? properties.apiRevision ?? previous?.properties.apiRevision ?? "1",
    subscriptionRequired: properties.subscriptionRequired ?? true,
    path: String(properties.path ?? "").replace(/^\/+|\/+$/g, ""),
    protocols: properties.protocols ?? ["https"],
    subscriptionKeyParameterNames: {
      ...DEFAULT_KEY_NAMES,
      ...objectOf(properties.subscriptionKeyParameterNames),
    },
    isCurrent: previous?.properties.isCurrent ?? isFirst,
  };
}

function checkPath({ name }: Draft, properties: JsonObject, world: World): void {
  const key = ({ path, apiVersion }: JsonObject) =>
    `${String(path).toLowerCase()}|${String(apiVersion ?? "").toLowerCase()}`;
  const root = rootOf(name).toLowerCase();
  const twin = world.tree.list("apis").find((other) =>
    rootOf(other.name).toLowerCase() !== root && key(other.properties) === key(properties)
  );
  if (!twin) return;
  const message = `Cannot create API '${name}' with the same Path '${properties.path}' as API ` +
    `'${twin.name}'  unless it's a part of the same version set`; // two spaces, as live
  throw invalid("path", message);
}
