/** Azure OpenAI accounts as ARM shows them: their deployments, what is left of quotas, roles on them. */
import type { ModelRegion } from "./model_regions.ts";

const OPENAI_USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";

export interface AccountsOptions {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly regions: readonly ModelRegion[];
  /** When the roles were assigned, in milliseconds since the epoch. */
  readonly rolesSince: () => number;
  /** Whether a principal has its role. */
  readonly hasRole: (principalId: string) => boolean;
}

/** The answer to a GET; null for what is no account's. */
export function showAccounts(
  { pathname, searchParams }: URL,
  { subscriptionId, resourceGroup, regions, rolesSince, hasRole }: AccountsOptions,
): Response | null {
  const path = decodeURIComponent(pathname).toLowerCase();
  const at = path.indexOf("/providers/microsoft.cognitiveservices/");
  if (at === -1) return null;
  const accounts = regions.map(({ id, endpoint, region }) => ({
    id: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}` +
      `/providers/Microsoft.CognitiveServices/accounts/${id}`,
    name: id,
    location: region.region,
    kind: "OpenAI",
    properties: { endpoint: `${endpoint}/` },
    region,
  }));
  const below = path.slice(at).split("/").slice(3);
  if (below[0] === "locations" && below[2] === "usages") {
    const name = { value: "OpenAI.Standard.gpt-4o" };
    return Response.json({ value: [{ name, currentValue: 600, limit: 1000 }] });
  }
  if (below[0] !== "accounts") return null;
  if (below.length === 1) {
    return Response.json({ value: accounts.map(({ region: _region, ...shown }) => shown) });
  }
  const account = accounts.find(({ name }) => name === below[1]);
  if (account === undefined) return notFound(pathname);
  if (below[2] === "deployments" && below.length === 3) {
    const value = [...account.region.deployments.keys()].map((name) => ({ name }));
    return Response.json({ value });
  }
  if (below[2] === "deployments") {
    const deployment = [...account.region.deployments.values()]
      .find(({ configuration }) => configuration.name.toLowerCase() === below[3]);
    if (deployment === undefined) return notFound(pathname);
    return Response.json({
      name: deployment.configuration.name,
      sku: { name: "Standard", capacity: 100 },
      properties: {
        model: { name: "gpt-4o", version: "2024-08-06" },
        provisioningState: "Succeeded",
      },
    });
  }
  if (below.slice(2).join("/") === "providers/microsoft.authorization/roleassignments") {
    const principalId = /assignedTo\('([^']+)'\)/.exec(searchParams.get("$filter") ?? "")?.[1];
    if (principalId === undefined || !hasRole(principalId)) return Response.json({ value: [] });
    const roleDefinitionId =
      `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${OPENAI_USER}`;
    const createdOn = new Date(rolesSince()).toISOString();
    const properties = { roleDefinitionId, principalId, createdOn };
    return Response.json({ value: [{ properties }] });
  }
  return notFound(pathname);
}

function notFound(path: string): Response {
  const error = { code: "ResourceNotFound", message: `The Resource '${path}' was not found.` };
  return Response.json({ error }, { status: 404 });
}
