/**
 * The one place where the embedded APIM and Azure differ: how the SDK's client is made.
 * @module
 */
import type { ApiManagementClient } from "@azure/arm-apimanagement";
import { ApimError, attempt, statusOf } from "./errors.ts";

const AZURE_MANAGEMENT = "https://management.azure.com";

/** Which service, and where its management plane is. */
export interface ManagementTarget {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly serviceName: string;
  /** The embedded management plane's origin, as in `http://127.0.0.1:8081`. Left out: Azure. */
  readonly endpoint?: string;
  /** Where the gateway listens, if not where the service says. */
  readonly gatewayUrl?: string;
}

/** An APIM service that was found, and the client that manages it. */
export interface Apim {
  readonly client: ApiManagementClient;
  /** Origin of the management plane, without trailing slash. */
  readonly managementUrl: string;
  readonly resourceGroup: string;
  readonly serviceName: string;
  /** ARM id of the service. */
  readonly id: string;
  /** Origin of the gateway, without trailing slash. */
  readonly gatewayUrl: string;
  readonly location: string;
  readonly sku: string;
  readonly target: "embedded" | "azure";
  /** How often long-running operations are asked after, in milliseconds. */
  readonly pollMs: number;
}

/**
 * Finds the service. Azure signs in with a service principal from the environment or else the Azure CLI;
 * the embedded plane takes any bearer.
 * @throws ApimError `service-not-found`, `credentials-missing`, `network`, …
 */
export async function connect(
  target: ManagementTarget,
  options: { signal?: AbortSignal } = {},
): Promise<Apim> {
  const { resourceGroup, serviceName, endpoint } = target;
  const client = endpoint === undefined
    ? await azureClient(target.subscriptionId)
    : await embeddedClient(target.subscriptionId, endpoint);
  const service = await attempt(`find the APIM service ${serviceName}`, async () => {
    try {
      return await client.apiManagementService.get(resourceGroup, serviceName, {
        abortSignal: options.signal,
      });
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      throw new ApimError(
        "service-not-found",
        `There is no APIM service "${serviceName}" in resource group "${resourceGroup}" of ` +
          `subscription ${target.subscriptionId}.`,
        "Set APIM_SERVICE_NAME and APIM_RESOURCE_GROUP in .env (`az apim list --output table` " +
          "lists the services), or create it: a classic tier takes 30 to 60 minutes.",
        { cause: error },
      );
    }
  });
  return {
    client,
    managementUrl: (endpoint ?? AZURE_MANAGEMENT).replace(/\/+$/, ""),
    resourceGroup,
    serviceName,
    id: service.id ?? "",
    gatewayUrl: (target.gatewayUrl ?? service.gatewayUrl ?? "").replace(/\/+$/, ""),
    location: service.location,
    sku: service.sku.name,
    target: endpoint === undefined ? "azure" : "embedded",
    pollMs: endpoint === undefined ? 2000 : 10,
  };
}

async function azureClient(subscriptionId: string): Promise<ApiManagementClient> {
  const [{ ApiManagementClient }, identity] = await Promise.all([
    import("@azure/arm-apimanagement"),
    import("@azure/identity"),
  ]);
  const credential = new identity.ChainedTokenCredential(
    new identity.EnvironmentCredential(),
    new identity.AzureCliCredential(),
  );
  return new ApiManagementClient(credential, subscriptionId);
}

/** The SDK sends no token over plain http: its token policy is taken out and a fixed bearer put in. */
async function embeddedClient(
  subscriptionId: string,
  endpoint: string,
): Promise<ApiManagementClient> {
  const { ApiManagementClient } = await import("@azure/arm-apimanagement");
  const bearer = { token: "embedded", expiresOnTimestamp: Number.MAX_SAFE_INTEGER };
  // allowInsecureConnection is an option of the pipeline below, which the client's type does not list
  const options:
    & { endpoint: string; retryOptions: { maxRetries: number } }
    & Record<
      string,
      unknown
    > = { endpoint, allowInsecureConnection: true, retryOptions: { maxRetries: 0 } };
  const client = new ApiManagementClient(
    { getToken: () => Promise.resolve(bearer) },
    subscriptionId,
    options,
  );
  client.pipeline.removePolicy({ name: "bearerTokenAuthenticationPolicy" });
  client.pipeline.addPolicy({
    name: "embeddedBearerPolicy",
    sendRequest(request, next) {
      request.headers.set("authorization", `Bearer ${bearer.token}`);
      return next(request);
    },
  });
  return client;
}
