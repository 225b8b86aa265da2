/**
 * What clients ask for first: tenants, subscriptions, locations.
 * @see https://learn.microsoft.com/rest/api/resources/subscriptions
 * @module
 */
import { LOCATIONS } from "./api_versions.ts";
import type { JsonObject } from "./json.ts";

const TENANT_NAME = "Embedded APIM (this machine)";

export function tenants(tenantId: string): JsonObject {
  const tenant = {
    id: `/tenants/${tenantId}`,
    tenantId,
    tenantCategory: "Home",
    countryCode: "ZZ", // ISO 3166: no country
    displayName: TENANT_NAME,
    defaultDomain: "embedded-apim.localhost",
    tenantType: "AAD",
    domains: ["embedded-apim.localhost"],
  };
  return { value: [tenant] };
}

export function subscription(subscriptionId: string, tenantId: string): JsonObject {
  return {
    id: `/subscriptions/${subscriptionId}`,
    authorizationSource: "RoleBased",
    managedByTenants: [],
    subscriptionId,
    tenantId,
    displayName: "Embedded APIM",
    state: "Enabled",
    subscriptionPolicies: {
      locationPlacementId: "Internal_2014-09-01",
      quotaId: "Internal_2014-09-01",
      spendingLimit: "Off",
    },
  };
}

export function locations(subscriptionId: string): JsonObject {
  const value = LOCATIONS.map(({ name, displayName }) => ({
    id: `/subscriptions/${subscriptionId}/locations/${name}`,
    type: "Region",
    name,
    displayName,
    regionalDisplayName: displayName,
    metadata: { regionType: "Physical", regionCategory: "Recommended" },
  }));
  return { value };
}
