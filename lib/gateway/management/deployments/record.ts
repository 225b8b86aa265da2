/**
 * A deployment that was started, as ARM shows it.
 * @see https://learn.microsoft.com/rest/api/resources/deployments
 * @module
 */
import { table } from "../../../core/table.ts";
import { createHash } from "node:crypto";
import { formatDuration } from "../../../core/duration.ts";
import type { ErrorDetail } from "../arm/error.ts";
import { type JsonObject, objectOf } from "../arm/json.ts";
import { dependenciesOf, type PlannedResource } from "./plan.ts";
import type { DeployedResource, DeploymentRun } from "./run.ts";

export interface DeploymentRecord {
  readonly id: string;
  readonly name: string;
  readonly location: string | undefined;
  readonly tags: JsonObject;
  readonly run: DeploymentRun;
  readonly correlationId: string;
  readonly operationId: string;
  readonly startedAt: number;
  /** null while it runs */
  endedAt: number | null;
  failed: boolean;
  /** What went wrong beside the resources: an output that cannot be evaluated. */
  error: ErrorDetail | null;
}

export function stateOf({ endedAt, failed }: DeploymentRecord): string {
  return endedAt === null ? "Running" : failed ? "Failed" : "Succeeded";
}

/** @param now of the moment, while it runs */
export function showDeployment(record: DeploymentRecord, now: number): JsonObject {
  const { id, name, run, endedAt, startedAt, location, tags } = record;
  const shown = run.resources.filter(({ existing, deployed }) => !existing && deployed);
  const state = stateOf(record);
  return {
    id,
    name,
    type: "Microsoft.Resources/deployments",
    ...(location !== undefined && { location }),
    ...(Object.keys(tags).length > 0 && { tags }),
    properties: {
      templateHash: templateHash(objectOf(run.options.properties.template)),
      parameters: run.template.shownParameters(),
      mode: "Incremental",
      provisioningState: state,
      timestamp: new Date(endedAt ?? now).toISOString(),
      duration: formatDuration((endedAt ?? now) - startedAt),
      correlationId: record.correlationId,
      providers: providersOf(shown),
      dependencies: shown.map((resource) => ({
        dependsOn: dependenciesOf(resource, run.resources).filter(({ existing }) => !existing)
          .map(described),
        ...described(resource),
      })).filter(({ dependsOn }) => dependsOn.length > 0),
      ...(state === "Succeeded" && {
        outputs: run.outputs,
        outputResources: run.done.map(({ resource }) => ({ id: resource.id })),
      }),
      ...(state === "Failed" && { error: errorOf(record) }),
    },
  };
}

/** What failed, with each resource's own error in `details`. */
export function errorOf({ id, run, error }: DeploymentRecord): JsonObject {
  const details = run.done.flatMap(({ error }) => error ? [{ ...error }] : []);
  return {
    code: "DeploymentFailed",
    target: id,
    message:
      "At least one resource deployment operation failed. Please list deployment operations for " +
      "details. Please see https://aka.ms/arm-deployment-operations for usage details.",
    details: error ? [...details, { ...error }] : details,
  };
}

/** The operations of a deployment, one a resource. */
export function operationsOf(record: DeploymentRecord): JsonObject[] {
  return record.run.done.map((done, index) => operation(record, done, index));
}

function operation(
  { id, startedAt }: DeploymentRecord,
  { resource, status, error, at }: DeployedResource,
  index: number,
): JsonObject {
  const operationId = createHash("sha256").update(resource.id.toLowerCase()).digest("hex")
    .slice(0, 16).toUpperCase();
  return {
    id: `${id}/operations/${operationId}`,
    operationId,
    properties: {
      provisioningOperation: "Create",
      provisioningState: error ? "Failed" : "Succeeded",
      timestamp: new Date(at).toISOString(),
      duration: formatDuration(at - startedAt),
      trackingId: `${operationId}-${index}`,
      statusCode: STATUS[status] ?? String(status),
      ...(error && { statusMessage: { status: "Failed", error: { ...error } } }),
      targetResource: described(resource),
    },
  };
}

const STATUS: Readonly<Record<number, string>> = table({
  200: "OK",
  201: "Created",
  202: "Accepted",
  400: "BadRequest",
  404: "NotFound",
  409: "Conflict",
  412: "PreconditionFailed",
});

function described({ id, type, name }: PlannedResource): JsonObject {
  return { id, resourceType: type, resourceName: name };
}

function providersOf(resources: readonly PlannedResource[]): JsonObject[] {
  const types = new Map<string, Set<string>>();
  for (const { type } of resources) {
    const [namespace, ...rest] = type.split("/");
    const known = types.get(namespace) ?? new Set();
    types.set(namespace, known.add(rest.join("/")));
  }
  return [...types].map(([namespace, names]) => ({
    namespace,
    resourceTypes: [...names].map((resourceType) => ({ resourceType, locations: [null] })),
  }));
}

/** Tells equal templates; the number itself is not Azure's. */
export function templateHash(template: JsonObject): string {
  const hash = createHash("sha256").update(JSON.stringify(template)).digest();
  return String(hash.readBigUInt64BE());
}
