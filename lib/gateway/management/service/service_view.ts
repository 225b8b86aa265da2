/**
 * How a service is shown.
 * @module
 */
import { rowVersion } from "../arm/etag.ts";
import { type JsonObject, listOf, objectOf } from "../arm/json.ts";
import type { Service } from "./service.ts";

/** Members that a client sends and nobody gets to see. */
const WRITE_ONLY = ["encodedCertificate", "certificatePassword", "restore"];

/**
 * The service as GET shows it.
 * @param state `provisioningState` and its target; both follow from the time.
 * @param gatewayUrl of the service's own gateway; default Azure's name for it.
 */
export function showService(
  service: Service,
  options: { readonly now: number; readonly gatewayUrl?: string; readonly fresh?: boolean },
): JsonObject {
  const { address: { name }, body, createdAt } = service;
  const ready = options.now >= service.readyAt && !options.fresh;
  const created = new Date(createdAt).toISOString();
  const properties = withoutSecrets(body.properties);
  return {
    id: service.id,
    name,
    type: "Microsoft.ApiManagement/service",
    tags: body.tags ?? {},
    location: body.location,
    etag: rowVersion(service.version),
    properties: {
      notificationSenderEmail: "apimgmt-noreply@mail.windowsazure.com",
      virtualNetworkType: "None",
      disableGateway: false,
      publicNetworkAccess: "Enabled",
      platformVersion: "stv2",
      ...addresses(name, body.location, options.gatewayUrl),
      hostnameConfigurations: [builtInHost(name)],
      ...properties,
      ...(properties.additionalLocations !== undefined && {
        additionalLocations: listOf(properties.additionalLocations).map((item) => {
          const region = objectOf(item);
          return { ...region, gatewayRegionalUrl: regionalUrl(name, String(region.location)) };
        }),
      }),
      provisioningState: ready ? "Succeeded" : options.fresh ? "Created" : "Activating",
      targetProvisioningState: ready ? "" : "Activating",
      createdAtUtc: created,
    },
    sku: body.sku,
    ...(body.identity && { identity: body.identity }),
    ...(body.zones && { zones: body.zones }),
    systemData: {
      createdBy: "workshop",
      createdByType: "User",
      createdAt: created,
    },
  };
}

/** `West US 2` as Azure's names write it: `westus2`. */
function regionKey(displayName: string): string {
  return displayName.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function regionalUrl(name: string, location: string): string {
  return `https://${name}-${regionKey(location)}-01.regional.azure-api.net`;
}

function addresses(name: string, location: string, gatewayUrl: string | undefined): JsonObject {
  return {
    gatewayUrl: gatewayUrl ?? `https://${name}.azure-api.net`,
    gatewayRegionalUrl: regionalUrl(name, location),
    portalUrl: `https://${name}.portal.azure-api.net`,
    developerPortalUrl: `https://${name}.developer.azure-api.net`,
    managementApiUrl: `https://${name}.management.azure-api.net`,
    scmUrl: `https://${name}.scm.azure-api.net`,
  };
}

function builtInHost(name: string): JsonObject {
  return {
    type: "Proxy",
    hostName: `${name}.azure-api.net`,
    negotiateClientCertificate: false,
    defaultSslBinding: true,
    certificateSource: "BuiltIn",
  };
}

function withoutSecrets(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([name]) => !WRITE_ONLY.includes(name)).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? value.map((item) => typeof item === "object" ? withoutSecrets(objectOf(item)) : item)
        : value,
    ]),
  );
}
