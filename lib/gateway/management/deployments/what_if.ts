/**
 * What a deployment would change, found by comparing what it would put with what is there.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/deploy-what-if
 * @module
 */
import { ArmError } from "../arm/error.ts";
import { isObject, type Json, type JsonObject, objectOf, sameJson } from "../arm/json.ts";
import { memberOf } from "./value.ts";
import type { PlannedResource } from "./plan.ts";
import { DeploymentRun } from "./run.ts";

/** Deployments in deployments that are looked into. */
const MAX_NESTED = 10;

/** Properties that a GET never shows as they were sent. */
const NOT_SHOWN = new Set(["value", "primarykey", "secondarykey", "credentials", "format"]);

/** The result of `whatIf`; nothing is changed. @throws ArmError for what cannot be evaluated */
export async function whatIf(
  run: DeploymentRun,
  resultFormat: Json | undefined,
): Promise<JsonObject> {
  const idsOnly = String(resultFormat ?? "FullResourcePayloads").toLowerCase() === "resourceidonly";
  const changes = (await changesOf(run)).map((change) => {
    const { resourceId, changeType } = change;
    return idsOnly ? { resourceId, changeType } : change;
  });
  return { status: "Succeeded", properties: { correlationId: run.options.newGuid(), changes } };
}

/** Of a deployment within the deployment, what that one would change. */
async function changesOf(run: DeploymentRun, depth = 0): Promise<JsonObject[]> {
  const changes: JsonObject[] = [];
  for (const resource of run.resources) {
    if (resource.existing || !resource.deployed) continue;
    const nested = depth < MAX_NESTED ? await nestedRun(run, resource) : null;
    if (nested) changes.push(...await changesOf(nested, depth + 1));
    else changes.push(await changeOf(run, resource));
  }
  return changes;
}

/** null for what is no deployment, or cannot be read before others are deployed. */
async function nestedRun(
  run: DeploymentRun,
  resource: PlannedResource,
): Promise<DeploymentRun | null> {
  const { type, name, target } = resource;
  if (type.toLowerCase() !== "microsoft.resources/deployments") return null;
  try {
    const { properties } = await run.answered(() => run.bodyOf(resource));
    return new DeploymentRun({ ...run.options, name, target, properties: objectOf(properties) });
  } catch (error) {
    if (error instanceof ArmError) return null;
    throw error;
  }
}

async function changeOf(run: DeploymentRun, resource: PlannedResource): Promise<JsonObject> {
  const { id, apiVersion, type, name } = resource;
  const { client } = run.options;
  const shown = (body: JsonObject) => ({
    apiVersion,
    id,
    type,
    name: name.split("/").at(-1),
    ...body,
  });
  const now = await client.send("GET", id, apiVersion);
  let wanted;
  try {
    wanted = await run.answered(() => run.bodyOf(resource));
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    // it refers to what is not there yet
    const unsupportedReason =
      "A reference of the resource cannot be evaluated before it is deployed.";
    return { resourceId: id, changeType: "Unsupported", unsupportedReason };
  }
  if (now.status >= 300) {
    return { resourceId: id, changeType: "Create", after: shown(wanted) };
  }
  const delta = difference(now.body, wanted);
  return {
    resourceId: id,
    changeType: delta.length === 0 ? "NoChange" : "Modify",
    before: shown(now.body),
    after: shown({ ...now.body, ...wanted }),
    delta,
  };
}

/** The properties that are sent and differ; those that are left out say nothing. */
function difference(before: JsonObject, after: JsonObject, prefix = ""): JsonObject[] {
  return Object.entries(after).flatMap(([key, value]): JsonObject[] => {
    if (value === undefined || NOT_SHOWN.has(key.toLowerCase())) return [];
    const old = memberOf(before, key);
    const path = prefix + key;
    if (isObject(value) && isObject(old)) return difference(old, value, `${path}.`);
    if (sameJson(old, value) || old === undefined && value === null) return [];
    if (isObject(value) && Object.keys(value).length === 0 && old === undefined) return [];
    return [{
      path,
      propertyChangeType: old === undefined ? "Create" : "Modify",
      before: old ?? null,
      after: value,
      children: null,
    }];
  });
}
