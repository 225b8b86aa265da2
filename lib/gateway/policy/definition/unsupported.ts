/**
 * What API Management has and this gateway refuses by name, each with what it would need.
 * @module
 */
import { table } from "../../../core/table.ts";

/** By the policy's name. */
export const UNSUPPORTED: ReadonlyMap<string, string> = new Map(Object.entries({
  "cosmosdb-data-source": "GraphQL resolvers",
  "cross-domain": "Flash and Silverlight clients",
  "http-data-source": "GraphQL resolvers",
  "invoke-dapr-binding": "a Dapr sidecar",
  "invoke-request": "a data API builder",
  "proxy": "an HTTP proxy between gateway and backend",
  "publish-event": "GraphQL subscriptions",
  "publish-to-dapr": "a Dapr sidecar",
  "send-service-bus-message": "an Azure Service Bus namespace",
  "set-graphql-resolver": "GraphQL resolvers",
  "sql-data-source": "GraphQL resolvers",
  "validate-client-certificate":
    "TLS with client certificates, which ends before this gateway: context.Request.Certificate is null",
  "validate-graphql-request": "GraphQL APIs",
  "validate-odata-request": "OData APIs",
  "xsl-transform": "an XSLT processor",
}));

const SERVICE_FABRIC = "a Service Fabric cluster";
const DAPR = "a Dapr sidecar";

/** By the policy's name and the attribute's. */
const ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, string>>>> = table({
  "set-backend-service": {
    "sf-listener-name": SERVICE_FABRIC,
    "sf-partition-key": SERVICE_FABRIC,
    "sf-replica-type": SERVICE_FABRIC,
    "sf-resolve-condition": SERVICE_FABRIC,
    "sf-service-instance-name": SERVICE_FABRIC,
    "dapr-app-id": DAPR,
    "dapr-method": DAPR,
    "dapr-namespace": DAPR,
  },
});

/** What an attribute of API Management's would need here; null for one that there is not. */
export function neededBy(policy: string, attribute: string): string | null {
  const attributes = ATTRIBUTES[policy] ?? {};
  return Object.hasOwn(attributes, attribute) ? attributes[attribute] : null;
}
