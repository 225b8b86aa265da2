/**
 * The lab's API and its operations.
 * @module
 */
import type { Apim } from "./client.ts";
import { ANY_VERSION, orNull } from "./entity.ts";
import { attempt } from "./errors.ts";
import {
  operationProperties,
  OPERATIONS,
  type OperationSettings,
  REVISION_OPERATION,
  REVISION_POLICY,
} from "./operations.ts";
import { isMarked, marked, requireOurs } from "./ownership.ts";

/** What the portal calls the API. */
export const API_DISPLAY_NAME = "Multi-Region Router";

/** An API of the lab. */
export interface ApiSettings {
  readonly id: string;
  /** Path suffix, without slashes at its ends. */
  readonly path: string;
  readonly displayName?: string;
}

/**
 * Creates the API and its operations, or brings them up to date. It needs a subscription key: an open API in
 * front of a paid model would be anybody's.
 * @throws ApimError `not-ours` when an API of that id is there that the lab did not make.
 */
export async function ensureApi(
  apim: Apim,
  api: ApiSettings,
  options: { signal?: AbortSignal } = {},
): Promise<{ created: boolean }> {
  const { client, resourceGroup, serviceName } = apim;
  const abortSignal = options.signal;
  const existing = await attempt(
    `read API ${api.id}`,
    () => orNull(() => client.api.get(resourceGroup, serviceName, api.id, { abortSignal })),
  );
  requireOurs(
    `API "${api.id}"`,
    existing && { ours: isMarked(existing.description) },
    "Set APIM_API_ID and APIM_API_PATH in .env to names of your own.",
  );
  await attempt(
    `create API ${api.id}`,
    () =>
      client.api.beginCreateOrUpdateAndWait(resourceGroup, serviceName, api.id, {
        displayName: api.displayName ?? API_DISPLAY_NAME,
        description: marked("Routing between model deployments."),
        path: api.path,
        protocols: apim.gatewayUrl.startsWith("http:") ? ["http", "https"] : ["https"],
        subscriptionRequired: true,
      }, { abortSignal, updateIntervalInMs: apim.pollMs }),
  );
  await Promise.all(
    OPERATIONS.map((operation) => ensureOperation(apim, api.id, operation, options)),
  );
  await attempt(
    `put the policy of operation ${REVISION_OPERATION.id}`,
    () =>
      client.apiOperationPolicy.createOrUpdate(
        resourceGroup,
        serviceName,
        api.id,
        REVISION_OPERATION.id,
        "policy",
        { format: "rawxml", value: REVISION_POLICY },
        { abortSignal },
      ),
  );
  return { created: existing === null };
}

/** Creates one operation, or brings it up to date. */
async function ensureOperation(
  apim: Apim,
  apiId: string,
  operation: OperationSettings,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const { client, resourceGroup, serviceName } = apim;
  const { id } = operation;
  await attempt(`create operation ${id} of API ${apiId}`, () =>
    client.apiOperation.createOrUpdate(
      resourceGroup,
      serviceName,
      apiId,
      id,
      operationProperties(operation),
      { abortSignal: options.signal },
    ));
}

/** Removes the API with all that hangs on it. */
export async function deleteApi(apim: Apim, apiId: string, signal?: AbortSignal): Promise<void> {
  const { client, resourceGroup, serviceName } = apim;
  await client.api.beginDeleteAndWait(resourceGroup, serviceName, apiId, ANY_VERSION, {
    deleteRevisions: true,
    abortSignal: signal,
    updateIntervalInMs: apim.pollMs,
  });
}
