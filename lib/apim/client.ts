/**
 * The one place where the embedded APIM and Azure differ: how the SDK's client is made.
 * @module
 */
import type { ApiManagementClient } from "@azure/arm-apimanagement";
import type { TokenCredential } from "@azure/identity";
import { type Cloud, cloudOf, isLocal } from "./cloud.ts";
import { ApimError, statusOf } from "./errors.ts";
import { read } from "./repeat.ts";

/** Which service, and where its management plane is. */
export interface ManagementTarget {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly serviceName: string;
  /** The embedded management plane's origin, as in `http://127.0.0.1:8081`. Left out: Azure. */
  readonly endpoint?: string;
  /** Where the gateway listens, if not where the service says. */
  readonly gatewayUrl?: string;
  /** Whose the things are that are made: the prefix of an attendee who shares the service. Default: nobody's. */
  readonly owner?: string | ((access: ArmAccess) => Promise<string>);
  /** How often long-running operations are asked after, in milliseconds; default 2000, embedded 10. */
  readonly pollMs?: number;
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
  /** Gateway units that may answer, at the least: each takes up changes at its own time. */
  readonly units: number;
  /** Who signs in, to which cloud: for calls to models past the gateway. */
  readonly access: Pick<ArmAccess, "cloud" | "credential">;
  /** In the marks and names of what is made; "" where nobody shares the service. */
  readonly owner: string;
  readonly target: "embedded" | "azure";
  /** How often long-running operations are asked after, in milliseconds. */
  readonly pollMs: number;
}

/** How ARM's clients of the SDK are made for one cloud. */
export interface ArmAccess {
  readonly cloud: Cloud;
  readonly credential: TokenCredential;
  /** For a client's constructor. */
  readonly options: { readonly endpoint: string; readonly credentialScopes: string };
  /** Makes a client fit for the cloud, and gives it back. */
  readonly prepare: <C extends SdkClient>(client: C) => C;
}

type SdkClient = Pick<ApiManagementClient, "pipeline">;

/** Signs in as `DefaultAzureCredential` does; a management plane on this machine without TLS takes any bearer. */
export async function armAccess(cloud: Cloud = cloudOf(Deno.env.toObject())): Promise<ArmAccess> {
  if (isLocal(cloud)) return localAccess(cloud);
  const { DefaultAzureCredential } = await import("@azure/identity");
  const { authorityHost } = cloud;
  const credential = new DefaultAzureCredential(
    authorityHost === null ? {} : {
      authorityHost,
      // only Azure's public host knows which authorities there are, and it knows none but Microsoft's
      disableInstanceDiscovery: !isMicrosofts(authorityHost),
    },
  );
  const options = {
    endpoint: cloud.managementUrl,
    credentialScopes: `${cloud.audience}/.default`,
  };
  return { cloud, credential, options, prepare: (client) => client };
}

/**
 * Finds the service.
 * @throws ApimError `service-not-found`, `credentials-missing`, `network`, …
 */
export async function connect(
  target: ManagementTarget,
  options: { signal?: AbortSignal } = {},
): Promise<Apim> {
  const { resourceGroup, serviceName, endpoint } = target;
  const cloud = cloudOf(
    endpoint === undefined ? Deno.env.toObject() : { AZURE_RESOURCE_MANAGER_ENDPOINT: endpoint },
  );
  const [{ ApiManagementClient }, access] = await Promise.all([
    import("@azure/arm-apimanagement"),
    armAccess(cloud),
  ]);
  const client = access.prepare(
    new ApiManagementClient(access.credential, target.subscriptionId, access.options),
  );
  const service = await read(`find the APIM service ${serviceName}`, async () => {
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
          "lists the services), or have one made: deno task azure up.",
        { cause: error },
      );
    }
  }, options);
  return {
    client,
    managementUrl: cloud.managementUrl,
    resourceGroup,
    serviceName,
    id: service.id ?? "",
    gatewayUrl: (target.gatewayUrl ?? service.gatewayUrl ?? "").replace(/\/+$/, ""),
    location: service.location,
    sku: service.sku.name,
    access,
    units: endpoint === undefined ? Math.max(LEAST_UNITS, service.sku.capacity) : 1,
    owner: typeof target.owner === "function" ? await target.owner(access) : target.owner ?? "",
    target: endpoint === undefined ? "azure" : "embedded",
    pollMs: target.pollMs ?? (isLocal(cloud) ? 10 : 2000),
  };
}

/** What stands behind one unit's address is more than one machine in most tiers. Assumption. */
const LEAST_UNITS = 2;

function isMicrosofts(authorityHost: string): boolean {
  return /(^|\.)(microsoftonline\.(com|us)|chinacloudapi\.cn|microsoftonline\.cn|windows\.net)$/i
    .test(new URL(authorityHost).hostname);
}

/** The SDK sends no token over plain http: its token policy is taken out and a fixed bearer put in. */
function localAccess(cloud: Cloud): ArmAccess {
  const bearer = { token: "embedded", expiresOnTimestamp: Number.MAX_SAFE_INTEGER };
  // the last two are options of the pipeline, which the clients' types do not list
  const options = {
    endpoint: cloud.managementUrl,
    credentialScopes: cloud.audience,
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  };
  return {
    cloud,
    credential: { getToken: () => Promise.resolve(bearer) },
    options,
    prepare(client) {
      client.pipeline.removePolicy({ name: "bearerTokenAuthenticationPolicy" });
      client.pipeline.addPolicy({
        name: "embeddedBearerPolicy",
        sendRequest(request, next) {
          request.headers.set("authorization", `Bearer ${bearer.token}`);
          return next(request);
        },
      });
      return client;
    },
  };
}
