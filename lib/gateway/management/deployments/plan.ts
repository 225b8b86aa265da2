/**
 * The resources of a template as a flat list: loops unrolled, children beside their parents, in an order in
 * which each comes after those it depends on.
 * @module
 */
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from "../arm/json.ts";
import { copyCount, type Loop } from "./evaluator.ts";
import { type DeploymentTarget, resourceIdOf } from "./scope_functions.ts";
import type { Template } from "./template.ts";
import { TemplateError, unsupported } from "./template_error.ts";

/** Documented limit of one template, loops unrolled. */
const MAX_RESOURCES = 800;

export interface PlannedResource {
  readonly id: string;
  readonly type: string;
  /** All of its segments: `apim/router`. */
  readonly name: string;
  readonly apiVersion: string;
  /** As it stands in the template. */
  readonly source: JsonObject;
  readonly loops: readonly Loop[];
  /** It is only referred to, and not deployed. */
  readonly existing: boolean;
  /** Whether its condition holds. */
  readonly deployed: boolean;
  /** Names by which the template's other resources know it, in lower case. */
  readonly names: readonly string[];
  readonly dependsOn: readonly string[];
  /** Where it goes, when that is another group or subscription than the template's. */
  readonly target: DeploymentTarget;
}

/** What stands in a resource beside its body. */
export const META = new Set([
  "type",
  "apiVersion",
  "name",
  "condition",
  "copy",
  "dependsOn",
  "resources",
  "existing",
  "comments",
  "metadata",
  "scope",
  "resourceGroup",
  "subscriptionId",
]);

/** @throws TemplateError */
export function plan(template: Template, target: DeploymentTarget): readonly PlannedResource[] {
  const found: PlannedResource[] = [];
  const { resources } = template.source;
  const entries: [string | null, Json][] = isObject(resources)
    ? Object.entries(resources).map(([symbol, value]) => [symbol, value ?? null])
    : listOf(resources).map((value) => [null, value]);
  for (const [symbol, value] of entries) {
    expand({ template, target, symbol, parent: null, found }, objectOf(value));
  }
  const seen = new Set<string>();
  for (const { id, existing } of found) {
    if (existing) continue;
    if (seen.has(id.toLowerCase())) {
      throw new TemplateError(`the resource '${id}' is defined multiple times in a template`);
    }
    seen.add(id.toLowerCase());
  }
  return ordered(found);
}

interface Place {
  readonly template: Template;
  readonly target: DeploymentTarget;
  readonly symbol: string | null;
  readonly parent: PlannedResource | null;
  readonly found: PlannedResource[];
}

function expand(place: Place, source: JsonObject): void {
  const { template, parent, found } = place;
  const { copy } = source;
  if (copy === undefined) return add(place, source, parent?.loops ?? []);
  const { name, count } = objectOf(copy);
  const loopName = textOf(name) ?? place.symbol ?? "";
  const times = copyCount(template.evaluator.evaluate(count ?? null), loopName);
  for (let index = 0; index < times; index++) {
    add(place, source, [{ name: loopName, index, ofResource: true }]);
    if (found.length > MAX_RESOURCES) {
      throw new TemplateError(`a template has at most ${MAX_RESOURCES} resources`);
    }
  }
}

function add(place: Place, source: JsonObject, loops: readonly Loop[]): void {
  const { template, parent, symbol, found } = place;
  const evaluate = (value: Json | undefined) => template.evaluator.evaluate(value ?? null, loops);
  const text = (key: string) => {
    const value = evaluate(source[key]);
    if (typeof value === "string" && value !== "") return value;
    throw new TemplateError(`each resource has a '${key}', a string`);
  };
  const ownType = text("type");
  const isChild = parent !== null &&
    !ownType.toLowerCase().startsWith(`${parent.type.toLowerCase()}/`);
  const type = isChild ? `${parent.type}/${ownType}` : ownType;
  const ownName = text("name");
  const name = isChild ? `${parent.name}/${ownName}` : ownName;
  const apiVersion = source.apiVersion === undefined && parent
    ? parent.apiVersion
    : text("apiVersion");
  if (source.scope !== undefined) throw unsupported(`the 'scope' of the resource '${name}'`);
  const existing = evaluate(source.existing) === true;
  const target = targetOf(
    place.target,
    existing || type.toLowerCase() === "microsoft.resources/deployments",
    evaluate(source.subscriptionId),
    evaluate(source.resourceGroup),
  );
  const id = idOf(type, name, target);
  const loop = loops[0];
  const condition = source.condition === undefined ? true : evaluate(source.condition);
  if (typeof condition !== "boolean") {
    throw new TemplateError(`the condition of the resource '${name}' is to be true or false`);
  }
  const dependsOn = listOf(evaluate(source.dependsOn)).map(String);
  const planned: PlannedResource = {
    id,
    type,
    name,
    apiVersion,
    source,
    loops,
    existing,
    deployed: condition && (parent?.deployed ?? true),
    names: [
      id,
      name,
      ownName,
      `${type}/${name}`,
      // how `subscriptionResourceId` names a resource group
      resourceIdOf(`/subscriptions/${target.subscriptionId}`, [type, ...name.split("/")]),
      ...(loop ? [loop.name] : []),
      ...(symbol === null ? [] : loop ? [symbol, `${symbol}[${loop.index}]`] : [symbol]),
    ].map((name) => name.toLowerCase()),
    dependsOn: dependsOn.map((name) => name.toLowerCase()),
    target,
  };
  found.push(planned);
  for (const child of listOf(source.resources)) {
    expand({ ...place, symbol: null, parent: planned }, objectOf(child));
  }
}

function targetOf(
  own: DeploymentTarget,
  mayBeElsewhere: boolean,
  subscriptionId: Json,
  resourceGroup: Json,
): DeploymentTarget {
  if (!mayBeElsewhere) return own;
  return {
    subscriptionId: textOf(subscriptionId) ?? own.subscriptionId,
    resourceGroup: textOf(resourceGroup) ?? own.resourceGroup,
  };
}

function idOf(
  type: string,
  name: string,
  { subscriptionId, resourceGroup }: DeploymentTarget,
): string {
  const scope = `/subscriptions/${subscriptionId}`;
  if (type.toLowerCase() === "microsoft.resources/resourcegroups") {
    return `${scope}/resourceGroups/${name}`;
  }
  const group = resourceGroup === null ? "" : `/resourceGroups/${resourceGroup}`;
  return resourceIdOf(scope + group, [type, ...name.split("/")]);
}

/** @throws TemplateError for a dependency that is nowhere, and for a circle */
function ordered(resources: readonly PlannedResource[]): PlannedResource[] {
  const byName = new Map<string, PlannedResource[]>();
  for (const resource of resources) {
    for (const name of new Set(resource.names)) {
      const same = byName.get(name);
      if (same) same.push(resource);
      else byName.set(name, [resource]);
    }
  }
  const done = new Set<PlannedResource>();
  const open = new Set<PlannedResource>();
  const result: PlannedResource[] = [];
  const visit = (resource: PlannedResource) => {
    if (done.has(resource)) return;
    if (open.has(resource)) {
      throw new TemplateError(`circular dependency detected on resource: '${resource.id}'`);
    }
    open.add(resource);
    for (const name of resource.dependsOn) {
      const targets = byName.get(name);
      if (!targets) {
        throw new TemplateError(`the resource '${name}' is not defined in the template`);
      }
      for (const target of targets) if (target !== resource) visit(target);
    }
    open.delete(resource);
    done.add(resource);
    result.push(resource);
  };
  resources.forEach(visit);
  return result;
}

/** The resources that one depends on, by the names it gives. */
export function dependenciesOf(
  resource: PlannedResource,
  resources: readonly PlannedResource[],
): PlannedResource[] {
  return resources.filter((other) =>
    other !== resource && other.names.some((name) => resource.dependsOn.includes(name))
  );
}
