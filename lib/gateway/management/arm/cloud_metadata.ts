/**
 * `GET /metadata/endpoints`: where the parts of this cloud are, for clients that are told its ARM address only
 * (Azure CLI's `ARM_CLOUD_METADATA_URL`, Terraform's `metadata_host`).
 * @module
 */
import type { Json, JsonObject } from "./json.ts";

/** The name of the cloud that is on this machine. */
const CLOUD = "EmbeddedApim";

/** Up to this version the answer lists clouds; later ones describe the one that was asked. */
const LISTS_UNTIL = "2022-09-01";

const AUDIENCE = "https://management.core.windows.net/";

export function cloudMetadata(url: URL, loginUrl: string | undefined): Json {
  const cloud = describeCloud(url.origin, loginUrl);
  const version = url.searchParams.get("api-version") ?? "";
  return version < LISTS_UNTIL ? [cloud] : cloud;
}

/**
 * @param origin of the resource manager
 * @param loginUrl where sign-in is served; default Entra's public host
 */
export function describeCloud(origin: string, loginUrl: string | undefined): JsonObject {
  return {
    name: CLOUD,
    portal: origin,
    resourceManager: origin, // Terraform takes a slash at the end for a part of each path
    gallery: origin,
    graph: loginUrl ?? "https://graph.windows.net/",
    graphAudience: "https://graph.windows.net/",
    microsoftGraphResourceId: "https://graph.microsoft.com/",
    media: "https://rest.media.azure.net",
    batch: "https://batch.core.windows.net/",
    sqlManagement: "https://management.core.windows.net:8443/",
    vmImageAliasDoc: origin,
    activeDirectoryDataLake: "https://datalake.azure.net/",
    authentication: {
      loginEndpoint: loginUrl ?? "https://login.microsoftonline.com",
      audiences: [AUDIENCE, "https://management.azure.com/"],
      tenant: "common",
      identityProvider: "AAD",
    },
    suffixes: {
      storage: "core.windows.net",
      keyVaultDns: "vault.azure.net",
      acrLoginServer: "azurecr.io",
      sqlServerHostname: "database.windows.net",
      azureDataLakeStoreFileSystem: "azuredatalakestore.net",
      azureDataLakeAnalyticsCatalogAndJob: "azuredatalakeanalytics.net",
      mhsmDns: "managedhsm.azure.net",
      azureFrontDoorEndpointSuffix: "azurefd.net",
    },
  };
}
