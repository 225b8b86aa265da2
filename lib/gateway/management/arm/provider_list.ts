/**
 * The resource providers that are registered here, with their types and versions: what generic clients read
 * before they send anything else.
 * @see https://learn.microsoft.com/rest/api/resources/providers
 * @module
 */
import { API_VERSIONS, LOCATIONS } from "./api_versions.ts";
import { ArmError } from "./error.ts";
import type { JsonObject } from "./json.ts";
import { KIND_PATHS } from "../resources/registry.ts";

/** Of ARM's own types; a date is all that they are checked for. */
const RESOURCES_VERSIONS: readonly string[] = [
  "2025-04-01",
  "2024-11-01",
  "2024-07-01",
  "2024-03-01",
  "2023-07-01",
  "2022-12-01",
  "2022-09-01",
  "2021-04-01",
  "2020-10-01",
  "2019-10-01",
];

const PROVIDERS: Readonly<
  Record<string, readonly { type: string; versions: readonly string[] }[]>
> = {
  "Microsoft.ApiManagement": [
    "service",
    ...KIND_PATHS.map((path) => `service/${path}`),
    "checkNameAvailability",
    "skus",
    "locations/operationResults",
    "locations/operationStatuses",
  ].map((type) => ({ type, versions: API_VERSIONS.toReversed() })),
  "Microsoft.Resources": [
    "resourceGroups",
    "subscriptions",
    "tenants",
    "providers",
    "deployments",
    "deployments/operations",
  ].map((type) => ({ type, versions: RESOURCES_VERSIONS })),
};

/** All of them. @param scope `/subscriptions/S`, or nothing for the tenant's list */
export function providers(scope: string): JsonObject {
  return { value: Object.keys(PROVIDERS).map((namespace) => show(namespace, scope)) };
}

/** @throws ArmError 404 for one that is not here */
export function provider(namespace: string, scope: string): JsonObject {
  const known = Object.keys(PROVIDERS).find((name) =>
    name.toLowerCase() === namespace.toLowerCase()
  );
  if (known) return show(known, scope);
  const message = `The resource namespace '${namespace.slice(0, 80)}' is invalid.`;
  throw new ArmError(404, "InvalidResourceNamespace", message);
}

function show(namespace: string, scope: string): JsonObject {
  const locations = LOCATIONS.map(({ displayName }) => displayName);
  return {
    id: `${scope}/providers/${namespace}`,
    namespace,
    registrationPolicy: "RegistrationRequired",
    registrationState: "Registered",
    resourceTypes: PROVIDERS[namespace].map(({ type, versions }) => ({
      resourceType: type,
      locations,
      apiVersions: versions,
      capabilities: "None",
    })),
  };
}
