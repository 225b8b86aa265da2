/**
 * What a service's body may hold.
 * @module
 */
import {
  anything,
  choice,
  type Fields,
  flag,
  integer,
  list,
  map,
  object,
  readOnly,
  required,
  since,
  text,
} from "../rules.ts";

const SKUS = [
  "Developer",
  "Standard",
  "Premium",
  "Basic",
  "Consumption",
  "Isolated",
  "BasicV2",
  "StandardV2",
  "PremiumV2",
] as const;

const sku = object({
  name: required(choice(...SKUS)),
  capacity: required(integer({ min: 0, max: 100 })),
});

const network = object({
  subnetResourceId: text({
    pattern:
      /^\/subscriptions\/[^/]*\/resourceGroups\/[^/]*\/providers\/Microsoft\.(ClassicNetwork|Network)\/virtualNetworks\/[^/]*\/subnets\/[^/]*$/i,
  }),
  vnetid: readOnly,
  subnetname: readOnly,
});

const enabled = choice("Enabled", "Disabled");

const hostname = object({
  type: required(
    choice("Proxy", "Portal", "Management", "Scm", "DeveloperPortal", "ConfigurationApi"),
  ),
  hostName: required(text({ min: 1 })),
  keyVaultId: text(),
  identityClientId: text(),
  encodedCertificate: text(),
  certificatePassword: text(),
  defaultSslBinding: flag,
  negotiateClientCertificate: flag,
  certificate: anything,
  certificateSource: choice("Managed", "KeyVault", "Custom", "BuiltIn"),
  certificateStatus: text(),
});

const location = object({
  location: required(text({ min: 1 })),
  sku: required(sku),
  zones: list(text()),
  publicIpAddressId: text(),
  virtualNetworkConfiguration: network,
  natGatewayState: enabled,
  disableGateway: flag,
  gatewayRegionalUrl: readOnly,
  publicIPAddresses: readOnly,
  privateIPAddresses: readOnly,
  outboundPublicIPAddresses: readOnly,
  platformVersion: readOnly,
});

const properties = object({
  publisherEmail: required(text({ min: 1, max: 100 })),
  publisherName: required(text({ min: 1, max: 100 })),
  notificationSenderEmail: text({ max: 100 }),
  hostnameConfigurations: list(hostname),
  additionalLocations: list(location),
  publicIpAddressId: text(),
  publicNetworkAccess: enabled,
  configurationApi: object({ legacyApi: enabled }),
  virtualNetworkConfiguration: network,
  virtualNetworkType: choice("None", "External", "Internal"),
  customProperties: map(text()),
  certificates: list(object({
    encodedCertificate: text(),
    certificatePassword: text(),
    storeName: required(choice("CertificateAuthority", "Root")),
    certificate: anything,
  })),
  enableClientCertificate: flag,
  natGatewayState: enabled,
  disableGateway: flag,
  apiVersionConstraint: object({ minApiVersion: text() }),
  restore: flag,
  privateEndpointConnections: anything,
  legacyPortalStatus: enabled,
  developerPortalStatus: enabled,
  releaseChannel: since("2024-06-01-preview", choice("Default", "Preview", "Stale")),
  zoneRedundant: since("2024-10-01-preview", flag),
  provisioningState: readOnly,
  targetProvisioningState: readOnly,
  createdAtUtc: readOnly,
  gatewayUrl: readOnly,
  gatewayRegionalUrl: readOnly,
  portalUrl: readOnly,
  managementApiUrl: readOnly,
  scmUrl: readOnly,
  developerPortalUrl: readOnly,
  publicIPAddresses: readOnly,
  privateIPAddresses: readOnly,
  outboundPublicIPAddresses: readOnly,
  platformVersion: readOnly,
});

/** The whole body, not only its `properties`. */
export const SERVICE_FIELDS: Fields = {
  location: required(text({ min: 1, max: 100 })),
  sku: required(sku),
  properties: required(properties),
  tags: map(text({ max: 256 })),
  identity: object({
    type: required(
      choice("SystemAssigned", "UserAssigned", "SystemAssigned, UserAssigned", "None"),
    ),
    userAssignedIdentities: map(anything),
    principalId: readOnly,
    tenantId: readOnly,
  }),
  zones: list(text()),
  id: readOnly,
  name: readOnly,
  type: readOnly,
  etag: readOnly,
  systemData: readOnly,
};
