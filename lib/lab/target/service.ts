/**
 * The APIM service of a lab: found, with the lab's API and a key for it.
 * @module
 */
import {
  type Apim,
  ApimError,
  type ApiSettings,
  connect,
  ensureApi,
  ensureSubscription,
  ownPrefix,
} from "../../apim/mod.ts";
import type { Secret } from "../../core/secret.ts";
import type { LabConfig } from "../config/config.ts";
import type { EmbeddedWorld } from "../embedded/world.ts";

/** The service, found, with the lab's API and key. */
export interface Service {
  readonly apim: Apim;
  readonly api: ApiSettings;
  readonly key: Secret;
}

/** How often long-running operations are asked after, in the lab's milliseconds. */
const POLL_MS = 2_000;

/** Finds the service and makes sure that the lab's API, its operations and a key are there. */
export async function prepareService(
  config: LabConfig,
  world: EmbeddedWorld | null,
  signal: AbortSignal,
): Promise<Service> {
  const { subscriptionId, resourceGroup, serviceName, apiId, apiPath, subscriptionKey } =
    config.apim;
  const apim = await connect({
    subscriptionId,
    resourceGroup,
    serviceName,
    endpoint: world?.managementUrl,
    owner: config.prefix ?? (world === null ? ownPrefix : ""),
    ...(config.clockSpeed !== 1 && { pollMs: POLL_MS / config.clockSpeed }),
  }, { signal });
  requireTier(apim);
  const api = apim.owner === ""
    ? { id: apiId, path: apiPath }
    : { id: `${apim.owner}-${apiId}`, path: `${apim.owner}/${apiPath}` };
  await ensureApi(apim, api, { signal });
  const key = subscriptionKey ?? (await ensureSubscription(apim, api.id, { signal })).key;
  return { apim, api, key };
}

/** @throws ApimError before anything is made */
export function requireTier({ sku, serviceName }: Pick<Apim, "sku" | "serviceName">): void {
  if (sku !== "Consumption") return;
  throw new ApimError(
    "tier",
    `${serviceName} is of the Consumption tier, which has no circuit breakers, and no cache for the strategies that ` +
      "keep their state in it. Nothing was made there.",
    "Set APIM_SERVICE_NAME in .env to a service of another tier, or have one made: deno task azure up (BasicV2, some " +
      "minutes). With WORKSHOP_TARGET=embedded no service is needed.",
  );
}
