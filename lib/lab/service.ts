/**
 * The APIM service of a lab: found, with the lab's API and a key for it.
 * @module
 */
import {
  type Apim,
  type ApiSettings,
  connect,
  ensureApi,
  ensureSubscription,
} from "../apim/mod.ts";
import type { Secret } from "../core/secret.ts";
import type { LabConfig } from "./config/config.ts";
import type { EmbeddedWorld } from "./embedded/world.ts";

/** The service, found, with the lab's API and key. */
export interface Service {
  readonly apim: Apim;
  readonly api: ApiSettings;
  readonly key: Secret;
}

/** Finds the service and makes sure that the lab's API, its operations and a key are there. */
export async function prepareService(
  config: LabConfig,
  world: EmbeddedWorld | null,
): Promise<Service> {
  const { subscriptionId, resourceGroup, serviceName, apiId, apiPath, subscriptionKey } =
    config.apim;
  const apim = await connect({
    subscriptionId,
    resourceGroup,
    serviceName,
    endpoint: world?.managementUrl,
  });
  const api = { id: apiId, path: apiPath };
  await ensureApi(apim, api);
  const key = subscriptionKey ?? (await ensureSubscription(apim, apiId)).key;
  return { apim, api, key };
}
