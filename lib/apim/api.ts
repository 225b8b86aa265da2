/**
 * The lab's API and its operations.
 * @module
 */
import type { Apim } from "./client.ts";
import { ANY_VERSION, orNull } from "./entity.ts";
import {
  operationProperties,
  OPERATIONS,
  type OperationSettings,
  REVISION_OPERATION,
  REVISION_POLICY,
} from "./operations.ts";
import { isMarked, marked, requireOurs } from "./ownership.ts";
import { covers } from "./same.ts";
import { read, write } from "./repeat.ts";

/** What the portal calls the API. */
export const API_DISPLAY_NAME = "Multi-Region Router";

/** An API of the lab. */
export interface ApiSettings {
  readonly id: string;
  /** Path suffix, without slashes at its ends. */
  readonly path: string;
  readonly displayName?: string;
  /** Default: those that clients of models call. Operations of that id alone are looked after. */
  readonly operations?: readonly OperationSettings[];
  /** Default true: an open API in front of a paid model would be anybody's. */
  readonly subscriptionRequired?: boolean;
  /** Where a key is looked for; default APIM's own header and query parameter. */
  readonly subscriptionKeyParameterNames?: { readonly header: string; readonly query: string };
}

/**
 * Creates the API and its operations, or brings them up to date. What is there as it should be is not put again: each write to an API
 * takes a moment in which others to it are refused.
 * @throws ApimError `not-ours` when an API of that id is there that the lab did not make.
 */
export async function ensureApi(
  apim: Apim,
  api: ApiSettings,
  options: { signal?: AbortSignal } = {},
): Promise<{ created: boolean }> {
  const { client, resourceGroup, serviceName } = apim;
  const abortSignal = options.signal;
  const existing = await read(
    `read API ${api.id}`,
    () => orNull(() => client.api.get(resourceGroup, serviceName, api.id, { abortSignal })),
    options,
  );
  requireOurs(
    `API "${api.id}"`,
    existing && { ours: isMarked(existing.description, apim.owner) },
    "Set WORKSHOP_PREFIX in .env to one of your own, or APIM_API_ID and APIM_API_PATH.",
  );
  const wanted = {
    displayName: api.displayName ?? API_DISPLAY_NAME,
    description: marked("Routing between model deployments.", apim.owner),
    path: api.path,
    protocols: apim.gatewayUrl.startsWith("http:") ? ["http", "https"] : ["https"],
    subscriptionRequired: api.subscriptionRequired ?? true,
    ...(api.subscriptionKeyParameterNames && {
      subscriptionKeyParameterNames: api.subscriptionKeyParameterNames,
    }),
  };
  if (!covers(existing, wanted)) {
    await write(
      `create API ${api.id}`,
      () =>
        client.api.beginCreateOrUpdateAndWait(resourceGroup, serviceName, api.id, wanted, {
          abortSignal,
          updateIntervalInMs: apim.pollMs,
        }),
      options,
    );
  }
  await ensureOperations(apim, api, options);
  await ensureRevisionPolicy(apim, api.id, options);
  return { created: existing === null };
}

/** Creates the operations that are missing, one after the other, and brings the others up to date. */
async function ensureOperations(
  apim: Apim,
  { id: apiId, operations = OPERATIONS }: ApiSettings,
  options: { signal?: AbortSignal },
): Promise<void> {
  const { client, resourceGroup, serviceName } = apim;
  const abortSignal = options.signal;
  const there = await read(
    `list the operations of API ${apiId}`,
    () =>
      Array.fromAsync(
        client.apiOperation.listByApi(resourceGroup, serviceName, apiId, { abortSignal }),
      ),
    options,
  );
  for (const operation of operations) {
    const { id } = operation;
    const wanted = operationProperties(operation);
    if (covers(there.find(({ name }) => name === id), wanted)) continue;
    await write(`create operation ${id} of API ${apiId}`, () =>
      client.apiOperation.createOrUpdate(
        resourceGroup,
        serviceName,
        apiId,
        id,
        wanted,
        { abortSignal },
      ), options);
  }
}

async function ensureRevisionPolicy(
  apim: Apim,
  apiId: string,
  options: { signal?: AbortSignal },
): Promise<void> {
  const { client, resourceGroup, serviceName } = apim;
  const abortSignal = options.signal;
  const { id } = REVISION_OPERATION;
  const there = await read(
    `read the policy of operation ${id}`,
    () =>
      orNull(() =>
        client.apiOperationPolicy.get(resourceGroup, serviceName, apiId, id, "policy", {
          format: "rawxml",
          abortSignal,
        })
      ),
    options,
  );
  if (sameText(there?.value, REVISION_POLICY)) return;
  await write(
    `put the policy of operation ${id}`,
    () =>
      client.apiOperationPolicy.createOrUpdate(
        resourceGroup,
        serviceName,
        apiId,
        id,
        "policy",
        { format: "rawxml", value: REVISION_POLICY },
        { abortSignal },
      ),
    options,
  );
}

/** Whether two documents differ in no more than their line ends. */
function sameText(a: string | undefined, b: string): boolean {
  return a?.replaceAll("\r\n", "\n").trim() === b.trim();
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
