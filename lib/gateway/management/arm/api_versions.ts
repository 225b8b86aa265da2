/**
 * The api-versions of Microsoft.ApiManagement, oldest first, and ARM's answer to others.
 * @see https://github.com/Azure/azure-rest-api-specs/tree/main/specification/apimanagement
 * @module
 */
import { ArmError } from "./error.ts";

export const API_VERSIONS: readonly string[] = [
  "2014-02-14",
  "2015-09-15",
  "2016-07-07",
  "2016-10-10",
  "2017-03-01",
  "2018-01-01",
  "2018-06-01-preview",
  "2019-01-01",
  "2019-12-01-preview",
  "2019-12-01",
  "2020-06-01-preview",
  "2020-12-01",
  "2021-01-01-preview",
  "2021-04-01-preview",
  "2021-08-01",
  "2021-12-01-preview",
  "2022-04-01-preview",
  "2022-08-01",
  "2022-09-01-preview",
  "2023-03-01-preview",
  "2023-05-01-preview",
  "2023-09-01-preview",
  "2024-05-01",
  "2024-06-01-preview",
  "2024-10-01-preview",
  "2025-03-01-preview",
  "2025-09-01-preview",
  "2026-03-01-preview",
  "2026-09-01-preview",
];

/** Regions of the local provider, as ARM names them, and as people read them. */
export const LOCATIONS: readonly { readonly name: string; readonly displayName: string }[] = [
  { name: "eastus", displayName: "East US" },
  { name: "eastus2", displayName: "East US 2" },
  { name: "westus", displayName: "West US" },
  { name: "westus3", displayName: "West US 3" },
  { name: "westeurope", displayName: "West Europe" },
  { name: "northeurope", displayName: "North Europe" },
  { name: "swedencentral", displayName: "Sweden Central" },
  { name: "francecentral", displayName: "France Central" },
  { name: "uksouth", displayName: "UK South" },
  { name: "japaneast", displayName: "Japan East" },
  { name: "australiaeast", displayName: "Australia East" },
];

/**
 * Whether the provider has the version. Case counts as little as for ARM.
 * @param type below the provider: `service`, `service/backends`
 * @throws ArmError 400 in ARM's wording, with the versions there are
 */
export function checkProviderVersion(apiVersion: string, type: string): void {
  if (API_VERSIONS.includes(apiVersion.toLowerCase())) return;
  const message = `No registered resource provider found for location '' and API version ` +
    `'${apiVersion}' for type '${type}'. The supported api-versions are ` +
    `'${API_VERSIONS.join(", ")}'. The supported locations are ` +
    `'${LOCATIONS.map(({ name }) => name).join(", ")}'.`;
  throw new ArmError(400, "NoRegisteredProviderFound", message);
}
