/**
 * Azure's clouds: where a cloud's management plane is, for whom its tokens are, who signs in.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/azure-china-developer-guide
 * @module
 */
import { table } from "../core/table.ts";
import { UserError } from "../core/user_error.ts";

export interface Cloud {
  readonly name: string;
  /** Origin of the management plane, without trailing slash. */
  readonly managementUrl: string;
  /** What its tokens are issued for: `https://management.azure.com`. */
  readonly audience: string;
  /** Where one signs in; null: where `@azure/identity` does by itself. */
  readonly authorityHost: string | null;
  /** What tokens for the models are issued for. */
  readonly modelsAudience: string;
}

const CLOUDS: Readonly<Record<string, Cloud>> = table({
  azurecloud: cloud("AzureCloud", "management.azure.com", null, "cognitiveservices.azure.com"),
  azureusgovernment: cloud(
    "AzureUSGovernment",
    "management.usgovcloudapi.net",
    "https://login.microsoftonline.us",
    "cognitiveservices.azure.us",
  ),
  azurechinacloud: cloud(
    "AzureChinaCloud",
    "management.chinacloudapi.cn",
    "https://login.chinacloudapi.cn",
    "cognitiveservices.azure.cn",
  ),
});

function cloud(
  name: string,
  management: string,
  authorityHost: string | null,
  models: string,
): Cloud {
  const managementUrl = `https://${management}`;
  const modelsAudience = `https://${models}`;
  return { name, managementUrl, audience: managementUrl, authorityHost, modelsAudience };
}

/** Variables that choose a cloud. */
export type CloudVariables = Readonly<
  Partial<
    Record<"AZURE_CLOUD" | "AZURE_RESOURCE_MANAGER_ENDPOINT" | "AZURE_AUTHORITY_HOST", string>
  >
>;

/**
 * The cloud of AZURE_CLOUD (AzureCloud, AzureUSGovernment, AzureChinaCloud), or the one that
 * AZURE_RESOURCE_MANAGER_ENDPOINT or else AZURE_AUTHORITY_HOST is of; default the first. An endpoint of none of them
 * is another cloud's, or a stand-in's.
 * @throws UserError
 */
export function cloudOf(variables: CloudVariables): Cloud {
  const { AZURE_RESOURCE_MANAGER_ENDPOINT: endpoint, AZURE_AUTHORITY_HOST: authority } = variables;
  if (authority) originOf("AZURE_AUTHORITY_HOST", authority);
  const name = variables.AZURE_CLOUD || nameByHost(endpoint, authority) || "AzureCloud";
  const known = CLOUDS[name.toLowerCase()];
  if (known === undefined) {
    const names = Object.values(CLOUDS).map((cloud) => cloud.name).join(", ");
    throw new UserError(
      `AZURE_CLOUD is "${name}"; expected ${names}. For another cloud leave it out and set ` +
        "AZURE_RESOURCE_MANAGER_ENDPOINT and AZURE_AUTHORITY_HOST.",
    );
  }
  const managementUrl = endpoint
    ? originOf("AZURE_RESOURCE_MANAGER_ENDPOINT", endpoint)
    : known.managementUrl;
  const isKnown = variables.AZURE_CLOUD || managementUrl === known.managementUrl;
  return {
    ...known,
    name: isKnown ? known.name : new URL(managementUrl).host,
    managementUrl,
    audience: endpoint ? managementUrl : known.audience,
    authorityHost: authority || known.authorityHost,
  };
}

function nameByHost(endpoint?: string, authority?: string): string | undefined {
  const hostOf = (url: string | null | undefined) =>
    url && URL.canParse(url) ? new URL(url).host : null;
  return Object.values(CLOUDS).find(({ managementUrl, authorityHost }) =>
    endpoint
      ? hostOf(endpoint) === hostOf(managementUrl)
      : authorityHost !== null && hostOf(authority) === hostOf(authorityHost)
  )?.name;
}

/** Whether it is on this machine without TLS: the embedded management plane, which asks for no sign-in. */
export function isLocal({ managementUrl }: Pick<Cloud, "managementUrl">): boolean {
  return managementUrl.startsWith("http:");
}

function originOf(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const local = url !== null && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname);
  if (url?.protocol === "https:" || (local && url.protocol === "http:")) return url.origin;
  throw new UserError(
    `${name} is "${text}"; expected an https URL, or http on this machine.`,
  );
}
