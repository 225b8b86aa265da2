/**
 * Putting a strategy onto the embedded service, through the same management plane that the SDK uses.
 * @module
 */
import type { Secret } from "../core/secret.ts";
import type { ManagementPlane } from "../gateway/management/mod.ts";
import { backendProperties, poolServices, poolsOf } from "../policies/mod.ts";
import type { Publication } from "./strategies.ts";

const API_ID = "simulated";

/** Path suffix of the simulated API. */
export const API_PATH = "routing";

/** The simulated API with its operation and the callers' key. */
export async function publishApi(management: ManagementPlane, key: Secret): Promise<void> {
  const api = `apis/${API_ID}`;
  await put(management, api, {
    displayName: "Simulated router",
    path: API_PATH,
    protocols: ["https"],
    subscriptionRequired: true,
    serviceUrl: "https://nowhere.invalid",
  });
  await put(management, `${api}/operations/responses`, {
    displayName: "Responses",
    method: "POST",
    urlTemplate: "/responses",
  });
  await put(management, "subscriptions/callers", {
    displayName: "Simulated callers",
    scope: `${management.serviceId}/${api}`,
    state: "active",
    primaryKey: key.reveal(),
  });
}

/** Named values, backends and pools, then the document. @throws Error with what the service answers */
export async function publishStrategy(
  management: ManagementPlane,
  publication: Publication,
): Promise<void> {
  for (const { name, value } of publication.namedValues) {
    await put(management, `namedValues/${name}`, {
      displayName: name,
      value: value.reveal(),
      secret: true,
    });
  }
  for (const backend of publication.backends) {
    await put(management, `backends/${backend.name}`, backendProperties(backend));
  }
  for (const pool of poolsOf(publication)) {
    await put(management, `backends/${pool.name}`, {
      type: "Pool",
      pool: { services: poolServices(pool, management.serviceId) },
    });
  }
  await put(management, `apis/${API_ID}/policies/policy`, {
    format: publication.format,
    value: publication.xml.reveal(),
  });
}

async function put(management: ManagementPlane, path: string, properties: unknown): Promise<void> {
  const response = await management.handle(
    new Request(
      `https://management.azure.com${management.serviceId}/${path}?api-version=2024-05-01`,
      {
        method: "PUT",
        headers: { "content-type": "application/json", "if-match": "*" },
        body: JSON.stringify({ properties }),
      },
    ),
  );
  const text = await response.text();
  if (!response.ok) throw new Error(`PUT ${path} gave ${response.status}: ${text}`);
}
